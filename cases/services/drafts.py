"""Drafts: what somebody has typed and not sent, sealed under their own key until there is a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from accounts.models import Draft
from accounts.viewer import Viewer
from cases import codes


def save_draft(token: UUID, data: dict[str, Any], *, kind: str, by: Viewer, at: datetime) -> Draft:
    """Keep what is typed in a form that was opened with ``token``; the same token writes over the same draft."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id(token, by=by), user_id=by.id).first()
    if draft is None:
        draft = Draft(
            pk=draft_id(token, by=by), user_id=by.id, kind=kind, ref=codes.new_ref("D"), made_at=at, saved_at=at
        )
        draft.data = {**data, "token": str(token)}
        draft.save(force_insert=True)
        return draft
    draft.data = {**data, "token": str(token)}
    draft.saved_at = at
    draft.save(update_fields=["data", "saved_at"])
    return draft


def drop_draft(token: UUID, *, by: Viewer) -> None:
    """Take the draft away: what it held has been sent, or its writer does not want it."""
    Draft.objects.filter(pk=draft_id(token, by=by), user_id=by.id).delete()


def draft_id(token: UUID, *, by: Viewer) -> UUID:
    """The id of the draft that a form with this token keeps, for this writer and nobody else."""
    return uuid5(by.id, f"draft:{token}")
