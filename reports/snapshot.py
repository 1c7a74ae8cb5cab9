"""The frozen figures of a report: made once, the same for ever, with their definitions and a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Programme
from reports.release import part
from reports.statistics import ALL, BY_ID, NOT_REPORTED

FORMAT = 1


def take(
    year: int,
    parts: Iterable[str],
    comment: str,
    *,
    by: Viewer,
    on: date,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Count, band and round the parts of a report about ``year``. One short door for each statistic, so that long work
    holds no transaction; ``progress`` hears the id of each that is done. A part without facts is left out and named.
    """
    wanted = [statistic for statistic in ALL if statistic.id in set(parts)]
    found, without = [], []
    for statistic in wanted:
        with acting_as(by):
            counted = statistic.count(year, on)
        if counted.nothing:
            without.append({"sv": statistic.title.sv, "en": statistic.title.en})
        else:
            found.append(part(statistic, counted, year))
        progress(statistic.id)
    with acting_as(by):
        programme = _programme(year)
    return {
        "format": FORMAT,
        "year": year,
        "counted_on": on.isoformat(),
        "programme": programme,
        "comment": comment,
        "parts": found,
        "without_facts": without,
        "not_reported": [{"sv": words.sv, "en": words.en} for words in NOT_REPORTED],
    }


def _programme(year: int) -> dict[str, Any]:
    rows = (
        Programme.objects.exclude(in_force_at=None)
        .filter(valid_from__lte=date(year, 12, 31), valid_to__gte=date(year, 1, 1))
        .order_by("valid_from")
    )
    named = list(rows)
    return {
        "sv": ", ".join(row.name_sv for row in named),
        "en": ", ".join(row.name_en for row in named),
        "funder": ", ".join(dict.fromkeys(row.funder for row in named if row.funder)),
        "example": any(row.is_example for row in named),
    }


def canonical(snapshot: dict[str, Any]) -> bytes:
    """The snapshot as bytes, the same whatever order the database gives its keys back in."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the frozen figures, in hexadecimal: what stands in the footer of the file."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def known_parts(parts: Iterable[str]) -> list[str]:
    """The parts that there are, in the order of a report."""
    return [statistic_id for statistic_id in BY_ID if statistic_id in set(parts)]
