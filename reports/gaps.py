"""Needs that nobody meets, gathered without persons: by right and reason, and by right and county (domain §4).

Fewer than five look alike, other counts are rounded, and no sum is shown. The two rows of one right count the same
needs, so what a reader can work out of the one narrows the other: where a hidden count would be left with too few
values that it could have, neither row is shown (``reports.disclosure``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.counties import County
from accounts.queries import queries
from accounts.words import number_words
from cases.models import Right
from cases.models.rights import Gap
from reports.cells import Cell, rounded_count, words
from reports.disclosure import Span, keeps_enough
from reports.statistics.base import in_words, rows
from reports.statistics.traits import UNKNOWN

WINDOW_DAYS = 365
"""A need that nobody has stated for longer than this is not counted: it may be met since, without a word."""
REASONS = (*Gap.values, UNKNOWN)
COUNTIES = (*County.values, UNKNOWN)

_NEEDED = """
WITH newest AS (
  SELECT DISTINCT ON (e.person_id, e.dependant_id, e.right_id) e.person_id, e.right_id, e.state, e.gap, e.stated_at
  FROM cases_rightentry e
  ORDER BY e.person_id, e.dependant_id, e.right_id, e.stated_at DESC, e.id DESC
), seen_first AS (
  SELECT DISTINCT ON (i.person_id) i.person_id, i.county
  FROM cases_identification i ORDER BY i.person_id, i."on", i.made_at, i.id
)
SELECT n.right_id AS "right", coalesce(nullif(n.gap, ''), %(unknown)s) AS gap,
       coalesce(nullif(s.county, ''), %(unknown)s) AS county, count(*) AS n
FROM newest n LEFT JOIN seen_first s USING (person_id)
WHERE n.state = 'NEEDED' AND n.stated_at >= %(since)s
GROUP BY 1, 2, 3
"""
# A right of somebody counts once, however often it was refused and met.
_REFUSED_THEN_MET = """
SELECT count(DISTINCT (m.person_id, coalesce(m.dependant_id, m.person_id), m.right_id)) AS n
FROM cases_rightentry m
WHERE m.state = 'MET' AND m.payer = 'NSP' AND m.stated_at >= %(since)s AND EXISTS (
  SELECT FROM cases_rightentry r
  WHERE r.person_id = m.person_id AND r.dependant_id IS NOT DISTINCT FROM m.dependant_id AND r.right_id = m.right_id
    AND r.refused_on <= m."on" AND r.stated_at <= m.stated_at)
"""


@dataclass(frozen=True)
class RightGaps:
    """One right: its cells by reason and by county; empty where nothing may be shown of it."""

    code: str
    name: str
    reasons: Mapping[str, Cell]
    counties: Mapping[str, Cell]

    @property
    def is_shown(self) -> bool:
        """Whether the row may be shown."""
        return bool(self.reasons)

    @property
    def by_reason(self) -> list[str]:
        """The cells of the table, in the order of its columns."""
        return [in_words(words(cell)) for cell in self.reasons.values()]

    @property
    def where(self) -> list[tuple[str, str]]:
        """The counties with at least five, most first: (county, how many)."""
        known = dict(County.choices)
        found = [(str(known.get(code, "")), cell.value) for code, cell in self.counties.items() if cell.value]
        return [(name, number_words(n)) for name, n in sorted(found, key=lambda pair: (-pair[1], pair[0]))]


@dataclass(frozen=True)
class Gaps:
    """All of it. ``refused_then_met``: rights that society refused and NSP met since."""

    since: date
    reasons: tuple[str, ...]
    rights: tuple[RightGaps, ...]
    refused_then_met: Cell

    @property
    def refused_words(self) -> str:
        """How many, as it may be said."""
        return in_words(words(self.refused_then_met))


@queries(3)
def gaps(*, on: date) -> Gaps:
    """What is needed on that day and nobody meets, of what was stated in the year before."""
    since = on - timedelta(days=WINDOW_DAYS)
    params = {"since": since, "unknown": UNKNOWN}
    by_reason: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_county: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows(_NEEDED, params):
        by_reason[row["right"]][row["gap"]] += row["n"]
        by_county[row["right"]][row["county"]] += row["n"]
    [refused] = rows(_REFUSED_THEN_MET, params)
    return Gaps(
        since=since,
        reasons=REASONS,
        rights=tuple(_right(right, by_reason[right.code], by_county[right.code]) for right in Right.objects.all()),
        refused_then_met=rounded_count(refused["n"]),
    )


def _right(right: Right, by_reason: Mapping[str, int], by_county: Mapping[str, int]) -> RightGaps:
    reasons, counties = (
        [rounded_count(counted.get(code, 0)) for code in codes]
        for codes, counted in ((REASONS, by_reason), (COUNTIES, by_county))
    )
    if not may_show_together(reasons, counties):
        return RightGaps(right.code, right.name, {}, {})
    return RightGaps(
        right.code,
        right.name,
        dict(zip(REASONS, reasons, strict=True)),
        dict(zip(COUNTIES, counties, strict=True)),
    )


def may_show_together(first: Sequence[Cell], second: Sequence[Cell], *, whole: Cell | None = None) -> bool:
    """Whether two divisions of the same needs may be shown beside each other, and beside how many there are in all
    where that is shown too (``whole``): pure."""
    spans = [_whole(first), _whole(second)] + ([whole.span] if whole else [])
    span = max(low for low, _high in spans), min(high for _low, high in spans)
    return keeps_enough(first, span) and keeps_enough(second, span)


def _whole(cells: Sequence[Cell]) -> Span:
    """Between what a reader can tell the sum of the cells to lie."""
    return sum(cell.span[0] for cell in cells), sum(cell.span[1] for cell in cells)
