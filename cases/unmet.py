"""How long a need may go unmet before it is worrying. Pure: what the programme says comes in, an answer goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol


class _Entry(Protocol):
    state: str
    on: date


def needed_since(newest_first: Iterable[_Entry]) -> date | None:
    """From which day a right has been needed without a break; None where the newest entry says something else.

    Stating a need anew (another reason, a refusal) does not begin it again: of the entries since the last that said
    something else, the earliest day counts.
    """
    since: date | None = None
    for entry in newest_first:
        if entry.state != "NEEDED":
            break
        since = entry.on if since is None else min(since, entry.on)
    return since


def worrying_from(since: date, days: Mapping[str, int], right: str) -> date | None:
    """The first day on which a need that began on ``since`` has gone unmet for longer than ``days`` says of the right;
    None where it says nothing of it."""
    limit = days.get(right)
    return since + timedelta(days=limit + 1) if limit is not None else None
