"""Rest periods (domain §5, ``rest``)."""

from __future__ import annotations

from datetime import date

from reports.statistics.base import Basis, Cut, Exact, Figure, Leaves, Statistic, as_groups, grouped, year_of
from reports.statistics.traits import BY_PERSON, COLUMNS, PARAMS, TRAITS
from reports.statistics.words import Words

DAYS = Cut(
    "length",
    Words("Antal dygn", "Number of days"),
    Words("Dygn i viloperiod", "Days of rest"),
    {
        "D01": Words("1–9 dygn", "1–9 days"),
        "D10": Words("10–19 dygn", "10–19 days"),
        "D20": Words("20 dygn eller fler, men inte alla", "20 days or more, but not all"),
        "ALL": Words("Alla dygn som programmet ger", "All days that the programme gives"),
    },
)

# A period belongs to the year in which it began. One that was ended before its first day gave nobody a rest.
# Where the programme sets no limit, all days are those that were granted. Days to come have not been given yet.
_REST = """
periods AS (
  SELECT i.person_id, sum(least(i.last, %(on)s) - i.start + 1) AS days,
         max(coalesce(r.max_days_per_period, i.granted_days)) AS at_most
  FROM cases_intervention i
  LEFT JOIN cases_interventionrule r ON r.programme_id = i.programme_id AND r.kind = i.kind
  WHERE i.kind = 'REST' AND i.start BETWEEN %(first)s AND %(last)s AND i.last >= i.start AND i.start <= %(on)s
  GROUP BY i.person_id
), who AS (SELECT person_id FROM periods)
"""
_RESTED = """
rested AS (
  SELECT t.*, p.days, p.days >= p.at_most AS all_days,
         CASE WHEN p.days >= p.at_most THEN 'ALL' WHEN p.days < 10 THEN 'D01' WHEN p.days < 20 THEN 'D10'
              ELSE 'D20' END AS length
  FROM traits t JOIN periods p USING (person_id)
)
"""


def count(year: int, on: date) -> Exact:
    """Persons whose rest period began in the year; their days."""
    measures = {
        "persons": "count(*)",
        "days": "sum(days)::bigint",
        "median": "percentile_disc(0.5) WITHIN GROUP (ORDER BY days)",
        "all_days": "count(*) FILTER (WHERE all_days)",
    }
    ctes = f"{_REST}, {TRAITS}, {_RESTED}"
    whole, tables = grouped(ctes, "rested", (DAYS.id, *COLUMNS), measures, year_of(year, on) | PARAMS)
    return Exact(whole, as_groups(tables), nothing=not whole["persons"])


REST = Statistic(
    id="rest",
    basis=Basis.ACTIVITY,
    title=Words("Akut viloperiod", "Rest period"),
    population=Words(
        "Alla som fick en akut viloperiod som började under året.",
        "All who were given a rest period that began in the year.",
    ),
    definition=Words(
        "En person räknas en gång. Dygn är kalenderdygn och både första och sista dygnet räknas. Perioden hör till det år då "
        "den började, med alla dygn till och med den dag då uppgifterna hämtades. En period som avslutades före sitt första dygn räknas inte. Alla dygn betyder "
        "det högsta antal som programmet ger för en period. Medianen är det antal dygn som minst hälften av personerna "
        "fick högst.",
        "A person is counted once. Days are calendar days, the first and the last both counted. A period belongs to the "
        "year in which it began, with all its days until the day on which it was counted. A period that was ended before its first day is not counted. All "
        "days means the most that the programme gives for one period. The median is the number of days that at least "
        "half of the persons got at most.",
    ),
    figures=(
        Figure("persons", Words("Personer", "Persons"), Leaves.TOTAL),
        Figure("days", Words("Dygn sammanlagt", "Days in all"), Leaves.DAYS, of="persons"),
        Figure("median", Words("Dygn per person (median)", "Days per person (median)"), Leaves.MIDDLE, of="persons"),
        Figure("all_days", Words("fick alla dygn", "got all days"), Leaves.BANDED, group=("length", "ALL")),
    ),
    cuts=(DAYS, *BY_PERSON),
    count=count,
    sentences=(
        Words(
            "{persons_} personer fick en akut viloperiod som började under {year}.",
            "{persons_} persons were given a rest period that began in {year}.",
        ),
        Words(
            "Tillsammans fick de {days} dygn. Medianen var {median} dygn.",
            "Together they got {days} days. The median was {median} days.",
        ),
        Words(
            "{all_days_} fick alla dygn som programmet ger.",
            "{all_days_} got all the days that the programme gives.",
        ),
    ),
)
