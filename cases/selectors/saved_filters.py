"""Somebody's own saved filters: nobody else is ever shown them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.http import urlencode

from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases.models import SavedFilter


@dataclass(frozen=True)
class Saved:
    """``query``: the list's address after the question mark: codes only."""

    ref: str
    of: str
    name: str
    chosen: dict[str, str]
    opens: bool

    @property
    def query(self) -> str:
        """How the list is asked for so."""
        return urlencode(self.chosen)


@queries(2)
def saved_filters(viewer: Viewer, of: str = "") -> tuple[Saved, ...]:
    """The viewer's, of one list or of all, by name in Swedish order."""
    rows = SavedFilter.objects.filter(user_id=viewer.id, removed_at=None)
    found = [_saved(row) for row in (rows.filter(of=of) if of else rows)]
    return tuple(sorted(found, key=lambda one: (one.of, swedish_key(one.name))))


@queries(2)
def just_removed(viewer: Viewer, ref: str, *, since: datetime) -> Saved | None:
    """One that lies in the bin since that moment or later, and so can be fetched back."""
    row = SavedFilter.objects.filter(user_id=viewer.id, ref=ref, removed_at__gte=since).first()
    return _saved(row) if row else None


def _saved(row: SavedFilter) -> Saved:
    return Saved(row.ref, row.of, row.name.open(), row.chosen, row.opens)
