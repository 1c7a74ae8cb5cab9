"""Indirectly exposed children who got support: child supplements (domain §5, ``indirect``)."""

from __future__ import annotations

from datetime import date

from reports.statistics.base import Basis, Cut, Exact, Figure, Leaves, Statistic, as_groups, grouped, year_of
from reports.statistics.traits import UNKNOWN
from reports.statistics.words import Words

_COUNTED = Words("Barn", "Children")
AGE = Cut(
    "age",
    Words("Barnens ålder", "The children's age"),
    Words("Ålder", "Age"),
    {
        "A00": Words("0–11 år", "0–11"),
        "A12": Words("12–14 år", "12–14"),
        "A15": Words("15 år och äldre", "15 and older"),
        UNKNOWN: Words("Okänd ålder", "Age not known"),
    },
    of="children",
    counts=_COUNTED,
)
WHERE = Cut(
    "place",
    Words("Var barnen är", "Where the children are"),
    Words("Barnet är", "The child is"),
    {"SWEDEN": Words("I Sverige", "In Sweden"), "ABROAD": Words("Utomlands", "Abroad")},
    of="children",
    counts=_COUNTED,
)

# A supplement belongs to the year in which it began; a child with two of them, or at two persons, is one child.
_CHILDREN = """
supplements AS (
  SELECT (array_agg(d.id ORDER BY d.made_at, d.id))[1] AS dependant_id, count(*) AS supplements,
         sum(least(s.last, %(on)s) - s.start + 1) AS days
  FROM cases_childsupplement s JOIN cases_dependant d ON d.id = s.dependant_id
  WHERE s.start BETWEEN %(first)s AND %(last)s AND s.last >= s.start AND s.start <= %(on)s
  GROUP BY coalesce(d.same_as, d.id)
), children AS (
  SELECT s.supplements, s.days, d.person_id,
         CASE WHEN d.birth_year IS NULL THEN 'UNKNOWN'
              WHEN %(year)s - d.birth_year <= 11 THEN 'A00'
              WHEN %(year)s - d.birth_year <= 14 THEN 'A12'
              ELSE 'A15' END AS age,
         CASE WHEN d.in_sweden THEN 'SWEDEN' ELSE 'ABROAD' END AS place
  FROM supplements s JOIN cases_dependant d ON d.id = s.dependant_id
)
"""


def count(year: int, on: date) -> Exact:
    """Children for whom a supplement began in the year, the supplements and their days."""
    measures = {
        "children": "count(*)",
        "persons": "count(DISTINCT person_id)",
        "supplements": "sum(supplements)::bigint",
        "days": "sum(days)::bigint",
    }
    whole, tables = grouped(_CHILDREN, "children", (AGE.id, WHERE.id), measures, year_of(year, on))
    return Exact(whole, as_groups(tables, "children"), nothing=not whole["children"])


INDIRECT = Statistic(
    id="indirect",
    basis=Basis.ACTIVITY,
    title=Words("Barn till personerna: barntillägg", "Children of the persons: child supplements"),
    population=Words(
        "Alla indirekt utsatta barn som fick ett barntillägg som började under året.",
        "All indirectly exposed children who were given a child supplement that began in the year.",
    ),
    definition=Words(
        "Ett barn räknas en gång, även om det fick flera tillägg eller står hos flera personer. Tillägget hör till det år då det började, med alla dygn "
        "till och med den dag då uppgifterna hämtades. I uppdelningen efter ålder gäller den ålder som barnet fyller under året. Stöd till vuxna närstående ges på "
        "andra sätt och ingår inte.",
        "A child is counted once, also with several supplements or written down with several persons. A supplement belongs to the year in which it began, with "
        "all its days until the day on which it was counted. The cut by age uses the age that the child turns in the year. Support to grown-up relatives is "
        "given in other ways and is not included.",
    ),
    figures=(
        Figure("children", Words("Barn med barntillägg", "Children with a supplement"), Leaves.TOTAL),
        Figure("persons", Words("Personer som barnen hör till", "Persons whom they belong to"), Leaves.BANDED),
        Figure("days", Words("Dygn med barntillägg", "Days with a supplement"), Leaves.DAYS, of="children"),
    ),
    cuts=(AGE, WHERE),
    count=count,
    sentences=(
        Words(
            "{children_} barn fick stöd genom barntillägg som började under {year}.",
            "{children_} children were supported by a child supplement that began in {year}.",
        ),
        Words("Tilläggen gällde sammanlagt {days} dygn.", "The supplements covered {days} days in all."),
    ),
)
