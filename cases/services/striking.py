"""Striking what should never have been written: one asks, another answers, and it is gone from everywhere.

What remains is that something was struck, when, who asked and who answered, and why by a code; never what.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.inputs import too_long
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard, striking
from cases.models import JournalDraft, JournalNote, Person, Striking
from cases.models.journal import StrikeReason
from cases.services.facts import changeable
from cases.services.journal import place_of
from cases.states import STRIKING_MOVES, StrikingState, after
from cases.strikers import managers_to_answer

LONGEST_WHY = 2000


def ask_striking(
    ref: str, passage: str, reason: str, why: str = "", *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Striking:
    """Ask for a passage of a note to be struck, wherever it stands in it. Locked or not, whoever wrote it.

    Raises NotFound, Invalid (no such passage, no reason, a question about the note waits already), PointsOut (the words
    about why; the passage is what it is).
    """
    note = _note(ref, by=by)
    wrong = {}
    if not any(True for text in (note.text, note.words) for _span in striking.spans(text.open(), passage)):
        wrong["passage"] = _("This does not stand in the note. Copy the passage exactly as it stands.")
    if reason not in StrikeReason.values:
        wrong["reason"] = _("Choose an answer.")
    elif reason == StrikeReason.OTHER and not why.strip():
        wrong["why"] = _("Write why, without repeating the passage.")
    if next(striking.spans(why, passage), None):
        wrong["why"] = _("The passage stands here too. Write why without repeating it.")
    if sentence := too_long(why, LONGEST_WHY):
        wrong["why"] = sentence
    if wrong:
        raise Invalid(wrong)
    if Striking.objects.filter(note=note, state=StrikingState.OPEN).exists():
        raise Invalid({"": _("A question about this note waits for an answer already. Ask again when it is answered.")})
    guard.refuse_unanswered({"why": why}, answered)
    actor, role = place_of(note.person, by=by)
    row = Striking(person=note.person, ref=codes.new_ref("D"), note=note, reason=reason, state=StrikingState.OPEN)
    row.asked_by_id, row.asked_at, row.actor_id, row.role = by.id, at, actor, role
    row.passage, row.why = passage.strip(), why.strip()
    row.save(force_insert=True)
    managers = [str(one) for one in managers_to_answer(note.person, by.id)]
    record(Event.STRIKING_ASKED, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts={"managers": managers})
    return row


def answer_striking(ref: str, *, agree: bool, by: Viewer, at: datetime) -> Striking:
    """Strike the passage, or refuse to. By the second person.

    Struck: every time it stands in the note, in drafts about the person, and all older versions of the note lose their
    texts. Either way the question loses its words. Raises NotFound, WrongState (answered or taken back already).
    """
    row = _question(ref, by=by, act=Act.ANSWER_STRIKING)
    _move(row, "strike" if agree else "refuse")
    if agree:
        _strike(row, at=at)
    else:
        _close(row, StrikingState.REFUSED, by=by, at=at)
    _tell(row, StrikingState.STRUCK if agree else StrikingState.REFUSED, by=by, at=at)
    return row


def withdraw_striking(ref: str, *, by: Viewer, at: datetime) -> Striking:
    """Ask no longer. By the actor that asked, or the responsible one. Raises NotFound, WrongState."""
    row = _question(ref, by=by, act=Act.ASK_STRIKING)
    _move(row, "withdraw")
    _close(row, StrikingState.WITHDRAWN, by=by, at=at)
    _tell(row, StrikingState.WITHDRAWN, by=by, at=at)
    return row


def _move(row: Striking, act: str) -> None:
    """Raises WrongState where the question has its answer."""
    after(STRIKING_MOVES, row.state, act)


def _strike(row: Striking, *, at: datetime) -> None:
    passage, mark = row.passage.open(), striking.struck_words(day(at))
    note = JournalNote.objects.get(pk=row.note_id)
    note.text, note.words = (striking.strike(text.open(), passage, mark) for text in (note.text, note.words))
    drafts: list[UUID] = []
    kept: list[bytes | None] = []
    for draft in JournalDraft.objects.filter(person_id=row.person_id):
        typed = draft.data.open()
        clean = {name: _without(value, passage, mark) for name, value in typed.items()}
        if clean != typed:
            draft.data = clean
            drafts.append(draft.pk)
            kept.append(draft.data.for_database)
    texts = (note.text.for_database, note.words.for_database)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_strike(%s, %s, %s, %s::uuid[], %s::bytea[], %s)", [row.pk, *texts, drafts, kept, at])


def _without(value: Any, passage: str, mark: str) -> Any:
    return striking.strike(value, passage, mark) if isinstance(value, str) else value


def _close(row: Striking, state: StrikingState, *, by: Viewer, at: datetime) -> None:
    row.state, row.answered_by_id, row.answered_at = state, by.id, at
    row.passage = row.why = ""
    row.save(update_fields=["state", "passage", "why", "answered_by", "answered_at"])


def _tell(row: Striking, state: StrikingState, *, by: Viewer, at: datetime) -> None:
    facts = {"state": str(state), "asked_by": str(row.asked_by_id)}
    record(Event.STRIKING_OVER, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=facts)


def _note(ref: str, *, by: Viewer) -> JournalNote:
    rows = JournalNote.objects.filter(ref=codes.parse_ref(ref) or "", taken_at=None)
    code = rows.values_list("person__code", flat=True).first()
    person = changeable(code or "", by=by, after_closing=True)
    note = allowed(by, Act.ASK_STRIKING, rows.first())
    note.person = person
    return note


def _question(ref: str, *, by: Viewer, act: Act) -> Striking:
    """The question, with the person locked: nobody writes about the person until it is answered."""
    rows = Striking.objects.select_related("person").filter(ref=codes.parse_ref(ref) or "")
    person_id = rows.values_list("person_id", flat=True).first()
    if person_id is None or not Person.objects.select_for_update(of=("self",)).filter(pk=person_id).exists():
        raise NotFound
    return allowed(by, act, rows.first())
