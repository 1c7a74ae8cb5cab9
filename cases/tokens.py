"""What a form that was opened with a token makes: the ids follow from the token and the writer, so that the same form
sent twice makes one row, and nobody else's token leads anywhere."""

from __future__ import annotations

from uuid import UUID, uuid5

from accounts.locks import one_at_a_time
from accounts.viewer import Viewer


def draft_id(token: UUID, *, by: Viewer) -> UUID:
    """The id of the draft that a form with this token keeps, for this writer and nobody else."""
    return uuid5(by.id, f"draft:{token}")


def identification_id(token: UUID, *, by: Viewer) -> UUID:
    """The id of the identification that it makes."""
    return uuid5(by.id, f"identification:{token}")


def receipt_id(token: UUID, *, by: Viewer) -> UUID:
    """The same for the receipt of a hand-over."""
    return uuid5(by.id, f"receipt:{token}")


def group_event_id(token: UUID, *, by: Viewer) -> UUID:
    """The same for a group event."""
    return uuid5(by.id, f"group:{token}")


def note_id(token: UUID, about: UUID, *, by: Viewer) -> UUID:
    """The same for a note of the journal. ``about``: the person, or the note that it adds to; the same token for
    another makes another."""
    return uuid5(by.id, f"note:{about}:{token}")


def note_draft_id(about: UUID, *, by: Viewer, adds: bool = False) -> UUID:
    """The id of the draft of a note by this writer: one about a person, one for a note that is changed, and one for
    what is added to it."""
    return uuid5(by.id, f"addition:{about}" if adds else f"journal:{about}")


def dependant_id(token: UUID, person: UUID, *, by: Viewer) -> UUID:
    """The same for somebody close to a person."""
    return uuid5(by.id, f"dependant:{person}:{token}")


def message_id(token: UUID, person: UUID, *, by: Viewer) -> UUID:
    """The same for a message about a person."""
    return uuid5(by.id, f"message:{person}:{token}")


def message_draft_id(person: UUID, *, by: Viewer) -> UUID:
    """The id of what this writer has typed and not sent about the person."""
    return uuid5(by.id, f"talk:{person}")


def task_id(token: UUID, person: UUID | None, *, by: Viewer) -> UUID:
    """The same for a task, about a person or about nobody."""
    return uuid5(by.id, f"task:{person}:{token}")


def one_form_at_a_time(token: UUID, *, by: Viewer) -> None:
    """Wait for whoever saves or sends the same form in this instant; what is looked up afterwards is what they left."""
    one_at_a_time("form", uuid5(by.id, f"{token}"))
