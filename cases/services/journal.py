"""Writing in the journal: a note, a change within a day, an addition later, taking away what was just written.

A note is its writer's for 24 hours from the moment it was written, whatever the clocks do in a night. Then it is
locked, here and in the database (``cases/sql/journal.sql``), and corrected by an addition.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import STAFF, Act, Role
from accounts.errors import Conflict, Invalid, NotFound, Refused, WrongState
from accounts.inputs import too_long
from accounts.viewer import Viewer
from cases import codes, guard
from cases.models import JournalDraft, JournalNote, Person, PersonGroupObjectPermission, Striking
from cases.models.journal import Contact
from cases.selectors.closed import closed_now
from cases.services.facts import changeable, not_ahead
from cases.services.mention import name_colleagues, whom
from cases.states import StrikingState
from cases.tokens import note_draft_id, note_id, one_form_at_a_time

LOCKED_AFTER = timedelta(hours=24)
"""So long its writer may change a note."""
UNDO = timedelta(seconds=60)
"""So long a note that was taken away can be brought back."""
LONGEST = 10_000
"""Characters of each of the two texts."""


@dataclass(frozen=True)
class Said:
    """What a note says. ``text`` or ``words`` may be empty, not both. ``mentions``: handles of colleagues, who are told
    when a note is written or added."""

    on: date
    contact: str
    text: str
    words: str = ""
    mentions: tuple[UUID, ...] = ()


def locks_at(note: JournalNote) -> datetime:
    """The moment from which nobody changes the note."""
    return note.written_at + LOCKED_AFTER


def write_note(
    code: str, said: Said, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> JournalNote:
    """Write a note. The same ``token`` twice makes one. After the case is closed it is marked as written then.

    Raises NotFound, Invalid (nothing written, a day ahead), PointsOut, Conflict where it was sent and said something
    else.
    """
    return _write(changeable(code, by=by, after_closing=True), None, said, token=token, by=by, at=at, answered=answered)


def add_to_note(
    ref: str, said: Said, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> JournalNote:
    """Add to a note, at any time: what is added stands under it, signed and dated. To an addition nothing is added of
    its own: it stands under the same note. Raises as ``write_note``; WrongState where the note is taken away."""
    note = _locked(ref, by=by)
    if note.taken_at is not None:
        raise WrongState("TAKEN", "add")
    added = _write(note.person, note.adds_to_id or note.pk, said, token=token, by=by, at=at, answered=answered)
    _drop_drafts(note.pk, by=by)
    return added


def change_note(
    ref: str, said: Said, *, version: int, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> JournalNote:
    """Write a note of one's own anew. ``version``: the one that was read.

    Raises NotFound, Refused (somebody else's note), WrongState (it is locked, or taken away), Conflict (changed in
    another window, or something was struck), Invalid, PointsOut.
    """
    note = _own(ref, by=by)
    if at >= locks_at(note):
        raise WrongState("LOCKED", "change")
    if note.taken_at is not None:
        raise WrongState("TAKEN", "change")
    if note.version != version:
        raise Conflict("changed")
    check_said(said, at=at, answered=answered)
    _fill(note, said)
    note.version = version + 1
    note.save(update_fields=["on", "contact", "text", "words", "version"])
    JournalDraft.objects.filter(pk=note_draft_id(note.pk, by=by)).delete()
    return note


def take_note(ref: str, *, by: Viewer, at: datetime) -> JournalNote:
    """Take a note of one's own away, while it is not locked. It can be brought back for a minute; then the texts are
    gone, out of the history too (``empty_taken``).

    Raises NotFound, Refused, WrongState (locked, or taken away already), Invalid (something was added, or is to be
    struck).
    """
    note = _own(ref, by=by)
    if note.taken_at is not None:
        raise WrongState("TAKEN", "take", is_done=True)
    if at >= locks_at(note):
        raise WrongState("LOCKED", "take")
    if JournalNote.objects.filter(adds_to=note, taken_at=None).exists():
        raise Invalid({"": _("Something has been added to the note. Correct it by an addition.")})
    if Striking.objects.filter(note=note, state=StrikingState.OPEN).exists():
        raise Invalid({"": _("Somebody has asked for a passage of the note to be struck. That is answered first.")})
    note.taken_at = at
    note.save(update_fields=["taken_at"])
    return note


def bring_note_back(ref: str, *, by: Viewer, at: datetime) -> JournalNote:
    """Undo ``take_note``. Raises NotFound, Refused, WrongState where the minute is over, or nothing was taken away."""
    note = _own(ref, by=by)
    if note.taken_at is None or at > note.taken_at + UNDO or not (note.text or note.words):
        raise WrongState("GONE", "bring_back")
    note.taken_at = None
    note.save(update_fields=["taken_at"])
    return note


def empty_taken(*, at: datetime) -> int:
    """Destroy the texts of notes that can no longer be brought back: how many. By the system, inside its door."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_empty_notes(%s)", [at - UNDO])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def place_of(person: Person, *, by: Viewer) -> tuple[UUID, str]:
    """As what somebody writes about the person: the actor (the responsible one before a guest), and the role there."""
    own = by.actors_as(*STAFF)
    actor = person.responsible_actor_id
    if actor not in own:
        held = PersonGroupObjectPermission.objects.filter(
            content_object=person, permission__codename="change_person"
        ).values_list("group__actor", flat=True)
        actor = next((one for one in own if one in set(held)), None)
    if actor is None:
        raise NotFound
    return actor, Role.MANAGER if actor in by.actors_as(Role.MANAGER) else Role.CASEWORKER


def _write(
    person: Person,
    adds_to: UUID | None,
    said: Said,
    *,
    token: UUID,
    by: Viewer,
    at: datetime,
    answered: Collection[str],
) -> JournalNote:
    one_form_at_a_time(token, by=by)
    own = note_id(token, adds_to or person.pk, by=by)
    there = JournalNote.objects.filter(pk=own).first()
    if there is not None:
        if not _says(there, said):
            raise Conflict("sent", who_id=by.id)
        return there
    users = whom(person, said.mentions, by=by, at=at)
    check_said(said, at=at, answered=answered)
    actor, role = place_of(person, by=by)
    about: dict[str, Any] = {"person": person, "adds_to_id": adds_to, "actor_id": actor, "role": role}
    note = JournalNote(pk=own, ref=codes.new_ref("J"), writer_id=by.id, written_at=at, **about)
    note.after_closing = closed_now(person.pk) is not None
    _fill(note, said)
    note.save(force_insert=True)
    name_colleagues(note, users, by=by, at=at)
    if adds_to is None:
        _drop_drafts(person.pk, by=by)
    return note


def _drop_drafts(about: UUID, *, by: Viewer) -> None:
    """What was typed is saved. Of a note that was locked under a change, the change has become the addition."""
    JournalDraft.objects.filter(pk__in=[note_draft_id(about, by=by, adds=adds) for adds in (False, True)]).delete()


def check_said(said: Said, *, at: datetime, answered: Collection[str]) -> None:
    """Raises Invalid or PointsOut where a note cannot say that, whoever it is about."""
    texts = {"text": said.text, "words": said.words}
    wrong = {name: sentence for name, text in texts.items() if (sentence := too_long(text, LONGEST))}
    if not (said.text.strip() or said.words.strip()):
        wrong["text"] = _("Write what has happened.")
    if said.contact not in Contact.values:
        wrong["contact"] = _("Choose an answer.")
    if wrong:
        raise Invalid(wrong)
    not_ahead(said.on, at, _("The date is in the future. Write the day when it happened."))
    guard.refuse_unanswered(texts, answered)


def _fill(note: JournalNote, said: Said) -> None:
    note.on, note.contact, note.text, note.words = _kept(said)


def _says(note: JournalNote, said: Said) -> bool:
    return (note.on, note.contact, note.text.open(), note.words.open()) == _kept(said)


def _kept(said: Said) -> tuple[date, str, str, str]:
    text, words = (text.replace("\r\n", "\n").strip() for text in (said.text, said.words))
    return said.on, said.contact, text, words


def _own(ref: str, *, by: Viewer) -> JournalNote:
    note = _locked(ref, by=by)
    if note.writer_id != by.id:
        raise Refused("not_writer")
    return note


def _locked(ref: str, *, by: Viewer) -> JournalNote:
    """The note, with the person locked: whoever else writes about the person waits."""
    rows = JournalNote.objects.select_related("writer").filter(ref=codes.parse_ref(ref) or "")
    code = rows.values_list("person__code", flat=True).first()
    person = changeable(code or "", by=by, after_closing=True)
    note = allowed(by, Act.WRITE_NOTE, rows.first())  # read again: as whoever was before left it
    note.person = person
    return note
