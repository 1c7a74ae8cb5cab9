"""The thread about a person: its messages, who has read them, and the questions that wait for somebody's answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import may
from accounts.acts import STAFF, Act, Role
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import moment_words
from cases import codes
from cases.access_talk import Thread, guests_now, may_close, place_in, readable, sides_of
from cases.models import Message, MessageDraft, MessageRead, Person, QuestionOver
from cases.models.talk import Asks
from cases.selectors.journal import named
from cases.selectors.mention import named_in
from cases.tokens import message_draft_id

PAGE = 20


@dataclass(frozen=True)
class MessageRow:
    """A message. ``who``: name, or role and actor; ``asks``: who should answer, in words; ``over``: how the question
    ended, empty while it waits; ``read``: who has read it and when; ``mentions``: whom it names;
    ``text``: empty until it is opened."""

    ref: str
    at: datetime
    who: str
    is_own: bool
    asks: str
    waits: bool
    over: str
    may_close: bool
    may_read: bool
    text: str
    read: tuple[str, ...]
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class TalkPage:
    """A page of the thread, newest at the bottom. ``asked``: (value, words) of whom one can ask."""

    code: str
    rows: tuple[MessageRow, ...]
    older: str
    newer: str
    asked: tuple[tuple[str, str], ...]
    may_write: bool
    may_read: bool
    opened: bool


@dataclass(frozen=True)
class Question:
    """A question that waits for the viewer's side."""

    ref: str
    code: str
    code_name: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Begun:
    """A message that the viewer has typed and not sent."""

    code: str
    code_name: str
    saved_at: datetime


@queries(20)
def talk_page(
    viewer: Viewer, code: str, *, at: datetime, texts: bool = False, older: str = "", newer: str = ""
) -> TalkPage:
    """A page of messages, the newest at the bottom; with ``texts`` opened, as far as the viewer may read them.

    Raises NotFound.
    """
    person = _person(code)
    thread = Thread(person.pk, person.code)
    may_read = may(viewer, Act.READ_SEALED, thread)
    found, more, after = _page(person, older, newer)
    legible = set(readable(viewer, person.pk).filter(pk__in=[m.pk for m in found]).values_list("pk", flat=True))
    sides, reads = sides_of(viewer, person), _reads(viewer, found)
    place, mentioned = sides[0], named_in(viewer, messages=found)
    opened = texts and may_read
    rows = []
    for one in found:
        over = getattr(one, "over", None)
        rows.append(
            MessageRow(
                ref=one.ref,
                at=one.at,
                who=capfirst(who_said(viewer, one)),
                is_own=one.by_id == viewer.id,
                asks=_asked(one, person) if one.asks else "",
                waits=bool(one.asks) and over is None,
                over=_over(over, _asked(one, person)) if over else "",
                may_close=bool(one.asks) and over is None and may_close(one, person, sides),
                may_read=one.pk in legible,
                text=one.text.open() if opened and one.pk in legible else "",
                read=tuple(reads[one.pk]),
                mentions=mentioned.get(one.pk, ()),
            )
        )
    return TalkPage(
        code=person.code,
        rows=tuple(rows),
        older=found[0].ref if found and more else "",
        newer=found[-1].ref if found and after else "",
        asked=_whom(person, place.actor, at),
        may_write=may(viewer, Act.WRITE_MESSAGE, thread),
        may_read=may_read,
        opened=opened,
    )


@queries(8)
def whom_to_ask(viewer: Viewer, code: str, *, at: datetime) -> tuple[tuple[str, str], ...]:
    """(value, words) of everybody whom the viewer can ask about the person. Raises NotFound."""
    person = _person(code)
    return _whom(person, place_in(viewer, person).actor, at)


@queries(4)
def message_draft(viewer: Viewer, code: str) -> tuple[dict[str, Any], datetime] | None:
    """What the viewer has typed about the person and not sent, and when it was saved; None where nothing is."""
    person = Person.objects.filter(code=codes.parse(code) or "").values_list("pk", flat=True).first()
    row = MessageDraft.objects.filter(pk=message_draft_id(person, by=viewer)).first() if person else None
    return (row.data.open(), row.saved_at) if row else None


@queries(1)
def questions_waiting(viewer: Viewer) -> tuple[Question, ...]:
    """Open questions to the viewer's side, oldest first: the actors whose staff they are, and the coordinators."""
    staff = viewer.actors_as(*STAFF)
    mine = Q(asks=Asks.HOME, person__responsible_actor__in=staff) | Q(asks=Asks.ACTOR, asks_actor__in=staff)
    if viewer.is_(Role.COORDINATOR):
        mine |= Q(asks=Asks.OFFICE)
    rows = Message.objects.filter(mine, over=None).select_related("person", "actor", "by").defer("text")
    return tuple(
        Question(one.ref, one.person.code, one.person.code_name, one.at, who_said(viewer, one))
        for one in rows.order_by("at", "id")
    )


@queries(1)
def questions_asked(viewer: Viewer) -> tuple[Question, ...]:
    """The viewer's own questions that nobody has answered, oldest first. ``who``: who should answer."""
    rows = Message.objects.filter(by_id=viewer.id, over=None).exclude(asks="").defer("text")
    rows = rows.select_related("person__responsible_actor", "asks_actor")
    return tuple(
        Question(one.ref, one.person.code, one.person.code_name, one.at, _asked(one, one.person))
        for one in rows.order_by("at", "id")
    )


@queries(1)
def messages_begun(viewer: Viewer) -> tuple[Begun, ...]:
    """Every message that the viewer has begun about somebody whom they still see; newest first."""
    rows = MessageDraft.objects.filter(user_id=viewer.id).select_related("person").defer("data")
    return tuple(Begun(one.person.code, one.person.code_name, one.saved_at) for one in rows.order_by("-saved_at"))


def who_said(viewer: Viewer, row: Message) -> str:
    """The writer by name for colleagues at the writer's actor and for coordinators; for others by role and actor."""
    if row.actor is not None:
        return named(viewer, row.by, row.actor, row.role)
    office = viewer.is_system or viewer.is_(Role.COORDINATOR)
    return f"{row.by.name}, {_('coordinator')}" if office else _("the coordinators")


def _whom(person: Person, actor: UUID | None, at: datetime) -> tuple[tuple[str, str], ...]:
    found = [("", _("Nobody: it is for information"))]
    if person.responsible_actor_id and actor != person.responsible_actor_id and person.responsible_actor:
        found.append((Asks.HOME, person.responsible_actor.name))
    if actor is not None:
        found.append((Asks.OFFICE, _("The coordinators")))
    guests = guests_now(person, day(at))
    return (*found, *((one.actor.ref, one.actor.name) for one in guests if one.actor_id != actor))


def _asked(row: Message, person: Person) -> str:
    if row.asks == Asks.OFFICE:
        return _("the coordinators")
    asked = person.responsible_actor if row.asks == Asks.HOME else row.asks_actor
    return asked.name if asked else ""


def _over(over: QuestionOver, asked: str) -> str:
    if over.why:
        return pgettext("question", "no question any longer: the share with %(who)s has ended") % {"who": asked}
    said = {"who": over.actor.name if over.actor else _("the coordinators"), "at": moment_words(over.at)}
    if over.answer_id:
        return pgettext("question", "answered by %(who)s %(at)s") % said
    return pgettext("question", "no question any longer, says %(who)s %(at)s") % said


def _reads(viewer: Viewer, rows: Sequence[Message]) -> dict[UUID, list[str]]:
    """Who has read each message, in words: colleagues (and, for coordinators, everybody) by name, others by their
    actor, whoever there was first."""
    found: dict[UUID, list[str]] = defaultdict(list)
    seen: set[tuple[UUID, str]] = set()
    marks = MessageRead.objects.filter(message__in=rows).select_related("user", "actor").order_by("at", "id")
    for mark in marks if rows else ():
        named = viewer.is_(Role.COORDINATOR) or (mark.actor_id is not None and mark.actor_id in viewer.actors)
        who = mark.user.name if named else (mark.actor.name if mark.actor else _("the coordinators"))
        if (mark.message_id, who) not in seen and mark.user_id != viewer.id:
            seen.add((mark.message_id, who))
            found[mark.message_id].append(_("%(who)s %(at)s") % {"who": who, "at": moment_words(mark.at)})
    return found


def _page(person: Person, older: str, newer: str) -> tuple[list[Message], bool, bool]:
    """One page, oldest first, and whether there is more before and after it. The key is (at, id)."""
    rows = Message.objects.filter(person=person)
    edge = rows.filter(ref=codes.parse_ref(newer or older) or "").only("at", "id").first() if newer or older else None
    forwards = bool(edge and newer)
    if edge:
        side = "gt" if forwards else "lt"
        rows = rows.filter(Q(**{f"at__{side}": edge.at}) | Q(at=edge.at, **{f"id__{side}": edge.pk}))
    order = ("at", "id") if forwards else ("-at", "-id")
    related = ("by", "actor", "asks_actor", "over", "over__actor")
    found = list(rows.select_related(*related).order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return (found, bool(edge), more) if forwards else (found[::-1], more, bool(edge))


def _person(code: str) -> Person:
    found = Person.objects.select_related("responsible_actor").filter(code=codes.parse(code) or "").first()
    if found is None:
        raise NotFound
    return found
