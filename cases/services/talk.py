"""Talking about a person: a message, a question with who should answer it, and what has been read.

Nothing is changed and nothing taken away afterwards; the database gives no role of the program the right to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.inputs import too_long
from accounts.locks import one_at_a_time
from accounts.services.saving import Page, said, to_keep
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.access_talk import Place, Thread, guests_now, is_asked, may_close, place_in, readable, sides_of
from cases.models import Message, MessageDraft, MessageRead, Person, QuestionOver, Share
from cases.models.talk import Asks, WhyOver
from cases.services.mention import name_colleagues, seen_where, whom
from cases.tokens import message_draft_id, message_id, one_form_at_a_time

LONGEST = 4000
"""Characters of a message."""


@dataclass(frozen=True)
class Told:
    """What a message says. ``asks``: "" (nobody), HOME, OFFICE, or the reference of an actor that sees the person.
    ``mentions``: handles of colleagues."""

    text: str
    asks: str = ""
    mentions: tuple[UUID, ...] = ()


def send(code: str, told: Told, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Message:
    """Say something about a person to whoever else is concerned. The same ``token`` twice makes one.

    It answers every open question to the writer's side. Raises NotFound (also where a share ended meanwhile), Invalid
    (nothing written, nobody there to ask), PointsOut, Conflict where it was sent and said something else.
    """
    one_form_at_a_time(token, by=by)
    person = _person(code, by=by)
    there = Message.objects.filter(pk=message_id(token, person.pk, by=by)).first()
    if there is not None:
        if there.text.open() != _kept(told):
            raise Conflict("sent", who_id=by.id)
        return there
    place = place_in(by, person)
    row = Message(pk=message_id(token, person.pk, by=by), person=person, ref=codes.new_ref("W"), at=at, by_id=by.id)
    row.actor_id, row.role = place.actor, place.role
    _ask(row, person, told.asks, place, at)
    users = whom(person, told.mentions, by=by, at=at)
    _check(told.text, answered)
    row.text = _kept(told)
    row.save(force_insert=True)
    name_colleagues(row, users, by=by, at=at)
    for question in open_questions(person):
        if question.pk != row.pk and is_asked(question, person.responsible_actor_id, place):
            _close(question, place, by=by, at=at, answer=row)
    if row.asks:
        facts = {"asks": row.asks, "actor": _asked_actor(row, person)}
        record(Event.QUESTION_ASKED, at=at, by=by.id, ref=row.ref, person_id=person.pk, facts=facts)
    MessageDraft.objects.filter(pk=message_draft_id(person.pk, by=by)).delete()
    return row


def no_question_any_longer(code: str, ref: str, *, by: Viewer, at: datetime) -> QuestionOver:
    """Say that a question needs no answer: by those who are asked, or by the side that asked.

    Raises NotFound, WrongState (answered or closed already).
    """
    person = _person(code, by=by)
    question = Message.objects.filter(person=person, ref=codes.parse_ref(ref) or "").exclude(asks="").first()
    sides = sides_of(by, person) if question else ()
    place = next((side for side in sides if question and may_close(question, person, (side,))), None)
    if question is None or place is None:
        raise NotFound
    if QuestionOver.objects.filter(question=question).exists():
        raise WrongState("OVER", "close", is_done=True)
    return _close(question, place, by=by, at=at)


def open_questions(person: Person) -> list[Message]:
    """The questions about a person that nobody has answered, oldest first."""
    rows = Message.objects.filter(person=person, over=None).exclude(asks="")
    return list(rows.defer("text").order_by("at", "id"))


def close_unanswerable(*, at: datetime) -> list[str]:
    """Close the questions to guests whose share has ended: the references. By the system, inside its door."""
    holds = Share.objects.filter(
        person=OuterRef("person"), actor=OuterRef("asks_actor"), ended_at=None, until__gte=day(at)
    )
    rows = Message.objects.filter(~Exists(holds), asks=Asks.ACTOR, over=None)
    found = list(rows.exclude(person__responsible_actor=F("asks_actor")).values_list("person__code", "ref"))
    closed = []
    for code, ref in sorted(found):
        one_at_a_time("talk", code)
        question = rows.filter(ref=ref).defer("text").first()  # answered while this waited: then it is over
        if question is None:
            continue
        row = QuestionOver(person_id=question.person_id, question=question, at=at, why=WhyOver.SHARE_ENDED)
        row.save(force_insert=True)
        closed.append(ref)
    return closed


def mark_read(code: str, refs: Collection[str], *, by: Viewer, at: datetime) -> int:
    """Remember that the texts of these messages were open: how many of them for the first time. One's own are not
    counted, nor what the viewer may not read."""
    person = _person(code, by=by)
    seen_where(person.code, refs, by=by, at=at)
    rows = readable(by, person.pk).filter(ref__in=refs).exclude(by_id=by.id)
    fresh = list(rows.exclude(reads__user_id=by.id).values_list("pk", flat=True)) if refs else []
    if not fresh:
        return 0
    actor = place_in(by, person).actor
    marks = [MessageRead(person=person, message_id=pk, user_id=by.id, actor_id=actor, at=at) for pk in fresh]
    MessageRead.objects.bulk_create(marks, ignore_conflicts=True)
    return len(fresh)


def save_message_draft(
    code: str, token: UUID, typed: Mapping[str, Any], *, by: Viewer, at: datetime, page: Page | None = None
) -> MessageDraft | None:
    """Keep what is typed; an empty form leaves no draft behind.

    Raises NotFound, Conflict (another page has saved since), WrongState (the form has been sent).
    """
    one_form_at_a_time(token, by=by)
    person = _person(code, by=by)
    if Message.objects.filter(pk=message_id(token, person.pk, by=by)).exists():
        raise WrongState("SENT", "save")
    draft_id = message_draft_id(person.pk, by=by)
    draft = MessageDraft.objects.filter(pk=draft_id).first()
    before, saved_at = (draft.data.open(), draft.saved_at) if draft else ({}, None)
    kept = to_keep(typed, page or Page(), before=before, saved_at=saved_at, by=by)
    has_words = bool(said({"text": str(typed.get("text", "")).strip()}))
    if draft is None:
        if not has_words:
            return None
        draft = MessageDraft(pk=draft_id, person=person, user_id=by.id, made_at=at, saved_at=at)
        draft.data = {**(kept or typed), "token": str(token)}
        draft.save(force_insert=True)
    elif kept is not None and not has_words:
        draft.delete()
        return None
    elif kept is not None:
        draft.data, draft.saved_at = {**kept, "token": str(token)}, at
        draft.save(update_fields=["data", "saved_at"])
    return draft


def _person(code: str, *, by: Viewer) -> Person:
    """The person, with the thread to oneself: who only reads may not lock the person's row."""
    one_at_a_time("talk", codes.parse(code) or "")
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    allowed(by, Act.WRITE_MESSAGE, Thread(person.pk, person.code))
    return person


def _ask(row: Message, person: Person, asks: str, place: Place, at: datetime) -> None:
    home, guests = person.responsible_actor_id, {one.actor.ref: one.actor_id for one in guests_now(person, day(at))}
    if asks in (Asks.HOME, Asks.OFFICE):
        row.asks = asks
    elif asks in guests:
        row.asks, row.asks_actor_id = Asks.ACTOR, guests[asks]
    elif asks:
        raise Invalid({"asks": _("Choose somebody who sees the person now.")})
    if row.asks and (is_asked(row, home, place) or (row.asks == Asks.HOME and home is None)):
        raise Invalid({"asks": _("Choose somebody else: you write for them yourself.")})


def _kept(told: Told) -> str:
    return told.text.replace("\r\n", "\n").strip()


def _check(text: str, answered: Collection[str]) -> None:
    if not text.strip():
        raise Invalid({"text": _("Write a message.")})
    if sentence := too_long(text, LONGEST):
        raise Invalid({"text": sentence})
    guard.refuse_unanswered({"text": text}, answered)


def _asked_actor(row: Message, person: Person) -> str:
    actor = person.responsible_actor_id if row.asks == Asks.HOME else row.asks_actor_id
    return str(actor or "")


def _close(question: Message, place: Place, *, by: Viewer, at: datetime, answer: Message | None = None) -> QuestionOver:
    row = QuestionOver(person_id=question.person_id, question=question, answer=answer, at=at, by_id=by.id)
    row.actor_id = place.actor
    row.save(force_insert=True)
    record(Event.QUESTION_OVER, at=at, by=by.id, ref=question.ref, person_id=question.person_id)
    return row
