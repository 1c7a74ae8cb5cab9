"""Naming a colleague in a message or a note, and saying that one has seen it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes
from cases.models import JournalNote, Mention, MentionSeen, Message, Person
from cases.selectors.mention import colleagues_of

MOST = 20
"""So many colleagues one names at once."""


def whom(person: Person, named: Collection[UUID], *, by: Viewer, at: datetime) -> list[UUID]:
    """The accounts behind the handles that a page holds. Raises Invalid where one is no colleague, or does not see the
    person at this moment: in the same words, so that the answer tells nothing of who there is."""
    known = {one.handle: one.user for one in colleagues_of(by, person, on=day(at))} if named else {}
    if len(named) > MOST or not set(named) <= known.keys():
        raise Invalid({"mentions": _("Choose among your colleagues who see the person now.")})
    return [known[one] for one in named]


def name_colleagues(row: Message | JournalNote, users: Collection[UUID], *, by: Viewer, at: datetime) -> None:
    """Write down who is named in what was just saved, and tell them. ``users``: as ``whom`` found them."""
    where = {"message": row} if isinstance(row, Message) else {"note": row}
    for user in sorted(set(users)):
        one = Mention(person_id=row.person_id, ref=codes.new_ref("N"), user_id=user, by_id=by.id, at=at, **where)
        one.actor_id = row.actor_id
        one.save(force_insert=True)
        facts = {"to": str(user), "user": str(by.id), "in_note": isinstance(row, JournalNote)}
        record(Event.MENTIONED, at=at, by=by.id, ref=one.ref, person_id=row.person_id, facts=facts)


def say_seen(ref: str, *, by: Viewer, at: datetime) -> Mention:
    """The viewer has seen where they are named; again changes nothing. Raises NotFound."""
    one_at_a_time("mention", codes.parse_ref(ref) or "")
    rows = Mention.objects.select_related("person")
    row = allowed(by, Act.SEE_MENTION, rows.filter(ref=codes.parse_ref(ref) or "").first())
    if not MentionSeen.objects.filter(mention=row).exists():
        _seen([row], by=by, at=at)
    return row


def seen_where(person_code: str, refs: Collection[str], *, by: Viewer, at: datetime) -> None:
    """The texts of these messages or notes were open: whoever is named there has seen it."""
    mine = Mention.objects.filter(user_id=by.id, seen=None, person__code=codes.parse(person_code) or "")
    rows = [*mine.filter(message__ref__in=refs), *mine.filter(note__ref__in=refs)] if refs else []
    _seen(rows, by=by, at=at)


def _seen(rows: Collection[Mention], *, by: Viewer, at: datetime) -> None:
    marks = [MentionSeen(person_id=one.person_id, mention=one, user_id=by.id, at=at) for one in rows]
    MentionSeen.objects.bulk_create(marks, ignore_conflicts=True)
    for one in rows:
        record(Event.MENTION_SEEN, at=at, by=by.id, ref=one.ref, person_id=one.person_id)
