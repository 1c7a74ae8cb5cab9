"""One's own drafts of identifications, and what a form that was opened with a token has led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Draft
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import Identification, Receipt

DRAFT = "identification"


@dataclass(frozen=True)
class DraftRow:
    """A draft that its writer can go on with."""

    ref: str
    token: str
    made_at: datetime
    saved_at: datetime


@queries(2)
def drafts(viewer: Viewer) -> list[DraftRow]:
    """The viewer's own drafts, the newest first."""
    rows = Draft.objects.filter(user_id=viewer.id, kind=DRAFT).order_by("-saved_at")
    return [DraftRow(row.ref, row.data.open().get("token", ""), row.made_at, row.saved_at) for row in rows]


@queries(2)
def token_of(ref: str, viewer: Viewer) -> str:
    """The token of the form that a draft of the viewer's belongs to; empty where there is no such draft."""
    row = Draft.objects.filter(ref=ref, user_id=viewer.id, kind=DRAFT).first()
    return str(row.data.open().get("token", "")) if row else ""


@queries(2)
def typed_before(draft_id: UUID, viewer: Viewer) -> tuple[dict[str, Any], datetime] | None:
    """What a draft holds and when it was saved; None where there is none."""
    row = Draft.objects.filter(pk=draft_id, user_id=viewer.id, kind=DRAFT).first()
    return (row.data.open(), row.saved_at) if row else None


@queries(2)
def led_to(identification_id: UUID, receipt_id: UUID) -> tuple[str, str] | None:
    """(URL name, reference) of what the form has made already; None where it has not been sent."""
    ref = Identification.objects.filter(pk=identification_id).values_list("ref", flat=True).first()
    if ref:
        return "identification", ref
    number = Receipt.objects.filter(pk=receipt_id).values_list("number", flat=True).first()
    return ("receipt", number) if number else None
