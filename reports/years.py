"""Which years a report can be about: ended, and with facts."""

from __future__ import annotations

from datetime import date

from reports.statistics.base import rows

_YEARS = """
SELECT DISTINCT extract(year FROM identified_on)::int AS year FROM cases_person WHERE identified_on < %(began)s
UNION SELECT DISTINCT extract(year FROM start)::int FROM cases_intervention WHERE start < %(began)s
ORDER BY year DESC
"""


def years_with_facts(*, on: date) -> list[int]:
    """The ended years with persons or interventions, the newest first. Inside an open door."""
    return [row["year"] for row in rows(_YEARS, {"began": date(on.year, 1, 1)})]
