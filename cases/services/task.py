"""Tasks: taken on or given, done with one press, moved to another day, declined with a reason, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.inputs import too_long
from accounts.staff import works_there
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.access_task import TasksAbout, does_it_instead
from cases.keys import give_own_key
from cases.models import Person, Task
from cases.models.task import TaskKind
from cases.selectors.task import Doer, doers, mark_of, may_give_on, may_take_back
from cases.services.consent import who_sees_in_turn
from cases.states import TASK_MOVES, TaskState, after
from cases.tokens import one_form_at_a_time, task_id

LONGEST, LONGEST_WORD = 2000, 300
"""Characters of what is to be done, and of a word about it."""
MOST_DAYS = 366
"""A day further off than this is a slip of the pen."""
UNDO_SECONDS = 60
"""So long whoever did it or took it back can undo that."""


@dataclass(frozen=True)
class Given:
    """What is to be done: its kind, words, the day (or none), and who does it: the key of a ``Doer`` or of a user
    (``None``: whoever writes it)."""

    kind: str = TaskKind.OTHER
    text: str = ""
    due: date | None = None
    doer: UUID | None = None


def give_task(
    said: Given, *, token: UUID, by: Viewer, at: datetime, code: str = "", answered: Collection[str] = ()
) -> Task:
    """Take on a task or give it to a colleague on one's side who may see the person (``code`` empty: about nobody).
    The same ``token`` twice makes one.

    Raises NotFound, Invalid (no words where the kind says nothing, a day that has passed, nobody who can do it),
    PointsOut.
    """
    one_form_at_a_time(token, by=by)
    person = _person(code, by=by) if code else None
    pk = task_id(token, person.pk if person else None, by=by)
    there = Task.objects.filter(pk=pk).first()
    if there is not None:
        return there
    kind, text = said.kind, said.text.replace("\r\n", "\n").strip()
    if kind not in TaskKind.values:
        raise Invalid({"kind": _("Choose what kind of task it is.")})
    if not text and kind == TaskKind.OTHER:
        raise Invalid({"text": _("Write what is to be done.")})
    if sentence := too_long(text, LONGEST):
        raise Invalid({"text": sentence})
    _check_day(said.due, at)
    doer = _doer(by, person, said.doer or by.id)
    guard.refuse_unanswered({"text": text}, answered)
    row = Task(pk=pk, ref=codes.new_ref("M"), person=person, kind=kind, due=said.due)
    row.actor_id, row.by_id, row.doer_id = doer.actor, by.id, doer.id
    row.made_at, row.state, row.moved_at, row.moved_by_id = at, TaskState.OPEN, at, by.id
    if person is None:
        give_own_key(row)
    row.text = text
    row.save(force_insert=True)
    _tell(Event.TASK_GIVEN, row, row.doer_id, by=by, at=at)
    return row


def mark_done(ref: str, *, by: Viewer, at: datetime, word: str = "", answered: Collection[str] = ()) -> Task:
    """It is done, by whoever has it or stands in for them, or gave it; who gave it is told.

    Raises NotFound, WrongState, Invalid, PointsOut.
    """
    row = _locked(ref, by=by)
    if not does_it_instead(by, row):
        _own(row, by, row.doer_id, row.by_id)
    _move(row, "do", by=by, at=at)
    _check_words("word", word, answered)
    row.word = word.strip()
    row.save(update_fields=["state", "moved_at", "moved_by", "word"])
    _tell(Event.TASK_DONE, row, row.by_id, by=by, at=at)
    return row


def undo(ref: str, *, by: Viewer, at: datetime) -> Task:
    """What the viewer did or took back a moment ago is to be done still. Raises NotFound, WrongState (too late)."""
    row = _locked(ref, by=by)
    too_late = row.moved_by_id != by.id or at - row.moved_at > timedelta(seconds=UNDO_SECONDS)
    if too_late or row.why:  # what was declined goes to nobody by being fetched back
        raise WrongState(row.state, "undo")
    _move(row, "undo", by=by, at=at)
    row.word = ""
    row.save(update_fields=["state", "moved_at", "moved_by", "word"])
    _tell(Event.TASK_OPEN_AGAIN, row, None, by=by, at=at)
    return row


def change_task(ref: str, *, due: date | None, doer: UUID | None, seen: str, by: Viewer, at: datetime) -> Task:
    """Another day, by whoever has it or stands in for them, or gave it; and another who does it (``doer``; None: as it
    is), by whoever gave it or a manager. One that was declined is given anew. ``seen``: the page's ``mark_of``.

    Raises NotFound, WrongState, Conflict, Invalid.
    """
    row = _locked(ref, by=by)
    if seen and seen != mark_of(row):
        raise Conflict("changed", at=row.moved_at)
    if due != row.due:
        _check_day(due, at)
    before, gives = row.doer_id, may_give_on(by, row)
    if doer is not None or row.state == TaskState.DECLINED:
        if not gives:
            raise NotFound
        found = _doer(by, row.person, doer or before)
        if found.actor != row.actor_id:
            raise Invalid({"doer": _("Choose somebody on the side where the task was given.")})
        row.doer_id = found.id
    other = row.doer_id != before
    _move(row, "give" if other or row.state == TaskState.DECLINED else "move", by=by, at=at)
    row.due, row.why = due, ""
    row.save(update_fields=["state", "moved_at", "moved_by", "due", "doer", "why"])
    if other:
        _tell(Event.TASK_GIVEN, row, row.doer_id, by=by, at=at)
    else:
        _tell(Event.TASK_MOVED, row, None, by=by, at=at)
    return row


def decline(ref: str, why: str, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Task:
    """Whoever was given a task does not take it on; it goes back to who gave it, with the reason.

    Raises NotFound, WrongState, Invalid (no reason; nobody there to go back to), PointsOut.
    """
    row = _locked(ref, by=by)
    _own(row, by, row.doer_id)
    if row.by_id == by.id or not works_there(row.by_id, row.actor_id):
        raise Invalid({"": _("There is nobody to give it back to. Take it away instead.")})
    _move(row, "decline", by=by, at=at)
    if not why.strip():
        raise Invalid({"why": _("Write why, so that whoever gave it knows what to do.")})
    _check_words("why", why, answered)
    row.why = why.strip()
    row.save(update_fields=["state", "moved_at", "moved_by", "why"])
    _tell(Event.TASK_DECLINED, row, row.by_id, by=by, at=at)
    return row


def take_back(ref: str, *, by: Viewer, at: datetime) -> Task:
    """It has not to be done any longer: by whoever gave it, the actor's managers, and where who gave it is gone by
    whoever has it. Raises NotFound, WrongState."""
    row = _locked(ref, by=by)
    if not may_take_back(by, row):
        raise NotFound
    _move(row, "take_back", by=by, at=at)
    row.save(update_fields=["state", "moved_at", "moved_by"])
    _tell(Event.TASK_TAKEN_BACK, row, None, by=by, at=at)
    return row


def _person(code: str, *, by: Viewer) -> Person:
    known = Person.objects.filter(code=codes.parse(code) or "").values_list("pk", flat=True).first()
    who_sees_in_turn(known)
    person = Person.objects.filter(pk=known).first() if known else None
    if person is None:
        raise NotFound
    allowed(by, Act.WRITE_TASK, TasksAbout(person.pk, person.code))
    return person


def _locked(ref: str, *, by: Viewer) -> Task:
    rows = Task.objects.filter(ref=codes.parse_ref(ref) or "")
    who_sees_in_turn(rows.values_list("person", flat=True).first())
    return allowed(by, Act.WRITE_TASK, rows.select_for_update(of=("self",)).select_related("person").first())


def _own(row: Task, by: Viewer, *whose: UUID) -> None:
    if by.id not in whose and not by.is_system:
        raise NotFound


def _doer(by: Viewer, person: Person | None, wanted: UUID) -> Doer:
    found = next((one for one in doers(by, person) if wanted in (one.key, one.id)), None)
    if found is None:
        raise Invalid({"doer": _("Choose somebody who works with you and may see the person.")})
    return found


def _move(row: Task, act: str, *, by: Viewer, at: datetime) -> None:
    row.state = after(TASK_MOVES, TaskState(row.state), act)
    row.moved_at, row.moved_by_id = at, by.id


def _check_day(due: date | None, at: datetime) -> None:
    if due is not None and due < day(at):
        raise Invalid({"due": _("The day has passed. Choose today or a day to come, or none.")})
    if due is not None and due > day(at) + timedelta(days=MOST_DAYS):
        raise Invalid({"due": _("The day is more than a year off. Check the year.")})


def _check_words(name: str, text: str, answered: Collection[str]) -> None:
    if sentence := too_long(text, LONGEST_WORD):
        raise Invalid({name: sentence})
    guard.refuse_unanswered({name: text}, answered)


def _tell(event: Event, row: Task, to: UUID | None, *, by: Viewer, at: datetime) -> None:
    facts = {"to": str(to)} if to and to != by.id else {}
    record(event, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=facts)
