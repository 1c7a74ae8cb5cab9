"""What may be done to notes of the journal, and to questions whether a passage is struck."""

from __future__ import annotations

from accounts.access import About, answers, locates
from accounts.acts import Act
from accounts.viewer import Viewer
from cases import codes
from cases.access import may_change, may_read_sealed
from cases.models import JournalNote, Striking
from cases.states import StrikingState
from cases.strikers import may_answer


@locates(JournalNote, read=codes.parse_ref)
def locate_note(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A note by its reference; one that was taken away is nobody's but its writer's."""
    rows = JournalNote.objects.select_related("person").defer("text", "words")
    row = rows.filter(ref=codes.parse_ref(ref) or "").first()
    if row is None or not answer_note(viewer, act, row):
        return None
    return About("JournalNote", row.ref, row.person_id, "person_journal", row.person.code)


@answers(JournalNote)
def answer_note(viewer: Viewer, act: Act, row: JournalNote) -> bool:
    """As for the person. That only the writer changes a note, for a day, is the service's answer."""
    if row.taken_at is not None and row.writer_id != viewer.id:
        return viewer.is_system
    if act is Act.READ_SEALED:
        return may_read_sealed(viewer, row.person_id)
    return not act.writes or may_change(viewer, row.person_id)


@locates(Striking, read=codes.parse_ref)
def locate_striking(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A question by its reference."""
    row = Striking.objects.select_related("person").filter(ref=codes.parse_ref(ref) or "").first()
    if row is None or not answer_striking(viewer, act, row):
        return None
    place = "striking" if act is Act.ANSWER_STRIKING else "person_journal"
    place_ref = row.ref if act is Act.ANSWER_STRIKING else row.person.code
    return About("Striking", row.ref, row.person_id, place, place_ref)


@answers(Striking)
def answer_striking(viewer: Viewer, act: Act, row: Striking) -> bool:
    """Answered by the second person, who still finds it when it has been; taken back by the actor that asks and the
    responsible one: a guest takes back none but its own."""
    if act is Act.READ_SEALED:
        return row.state == StrikingState.OPEN and may_answer(viewer, row) and may_read_sealed(viewer, row.person_id)
    if act is Act.ANSWER_STRIKING:
        return may_answer(viewer, row)
    return act is Act.ASK_STRIKING and asked_by_own(viewer, row) and may_change(viewer, row.person_id)


def asked_by_own(viewer: Viewer, row: Striking) -> bool:
    """Whether the question is the viewer's actor's, or about a person who is."""
    return not {row.actor_id, row.person.responsible_actor_id}.isdisjoint(viewer.actors)
