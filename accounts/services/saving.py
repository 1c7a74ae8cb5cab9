"""Two pages with the same form: neither writes over what the other has saved, in every form that saves itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.errors import Conflict
from accounts.models import User
from accounts.viewer import Viewer

NOTHING_YET = "-"
"""What a page has seen that was made before anything was saved."""
_OF_THE_SAVE = ("tab", "turn", "saved_by", "token")


@dataclass(frozen=True)
class Page:
    """Which page of a browser saves: ``seen``, the ``saved_at`` that it was made with, in ISO form; ``tab``, its own
    mark; ``turn``, how many times it has saved."""

    seen: str = ""
    tab: str = ""
    turn: int = 0


def to_keep(
    typed: Mapping[str, Any], page: Page, *, before: Mapping[str, Any], saved_at: datetime | None, by: Viewer
) -> dict[str, Any] | None:
    """What to keep in the place of ``before``; None where the page says nothing new.

    A page that saved last may save again; any other has to have seen what was saved last. What a page said earlier
    and what arrives late changes nothing. Raises Conflict (who saved, and when).
    """
    if said(before) == said(typed):
        return None  # a page on its way out saves what was just sent: no page has become older by that
    if page.tab and before.get("tab") == page.tab:
        if page.turn < before["turn"]:
            return None
    else:
        seen_the_last(page.seen, before=before, saved_at=saved_at)
    return {**typed, "tab": page.tab, "turn": page.turn, "saved_by": str(by.id)}


def said(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody has said in a form: what is empty, and what tells the saves apart, is left out."""
    return {name: value for name, value in typed.items() if value and name not in _OF_THE_SAVE}


def seen_the_last(seen: str, *, before: Mapping[str, Any], saved_at: datetime | None) -> None:
    """Raise Conflict where the page was made before the last save; an empty ``seen`` is no page's."""
    if seen and seen != (saved_at.isoformat() if saved_at else NOTHING_YET):
        saver = User.objects.filter(pk=before["saved_by"]).first() if before.get("saved_by") else None
        raise Conflict("changed", **by_whom(saver), at=saved_at, what="saved")


def by_whom(user: User | None) -> dict[str, Any]:
    """Somebody as the page for the second one knows them: ``who``, the name, and ``who_id``."""
    return {"who": user.name if user else "", "who_id": user.pk if user else None}
