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


def one_form_at_a_time(token: UUID, *, by: Viewer) -> None:
    """Wait for whoever saves or sends the same form in this instant; what is looked up afterwards is what they left."""
    one_at_a_time("form", uuid5(by.id, f"{token}"))
