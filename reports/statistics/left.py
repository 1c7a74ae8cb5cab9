"""Who left before further help (domain §5, ``left``)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports.statistics.base import Basis, Exact, Figure, Group, Leaves, Statistic, grouped, year_of
from reports.statistics.traits import BY_PERSON, COHORT, COLUMNS, PARAMS, TRAITS
from reports.statistics.words import Words

# The newest identification says that the person left, and no request of theirs led or leads anywhere.
_LEFT = """
newest AS (
  SELECT DISTINCT ON (i.person_id) i.person_id, i.state
  FROM cases_identification i JOIN who USING (person_id)
  ORDER BY i.person_id, i."on" DESC, i.made_at DESC, i.id DESC
), met AS (
  SELECT t.*, t.certainty IN ('CONCEIVABLE', 'LIKELY') AS presumed, n.state = 'LEFT' AND NOT EXISTS (
           SELECT FROM cases_admissionrequest r WHERE r.person_id = t.person_id AND r.sent_at IS NOT NULL
             AND r.state NOT IN ('DECLINED', 'WITHDRAWN')
         ) AS has_left
  FROM traits t JOIN newest n USING (person_id)
)
"""


def count(year: int, on: date) -> Exact:
    """Presumed victims of the year's cohort, and of them those who left before further help."""
    measures = {
        "persons": "count(*)",
        "presumed": "count(*) FILTER (WHERE presumed)",
        "left": "count(*) FILTER (WHERE presumed AND has_left)",
    }
    ctes = f"{COHORT}, {TRAITS}, {_LEFT}"
    whole, tables = grouped(ctes, "met", COLUMNS, measures, year_of(year, on) | PARAMS)
    groups = {cut: {code: Group(row["left"]) for code, row in found.items()} for cut, found in tables.items()}
    return Exact(whole, groups, nothing=not whole["presumed"])


LEFT = Statistic(
    id="left",
    basis=Basis.COHORT,
    title=Words("Personer som lämnade innan de fick vidare hjälp", "Persons who left before further help"),
    population=Words(
        "De av personerna i Personer som identifierades vars utsatthet bedömdes som tänkbar eller trolig.",
        "Those in Persons identified whose exposure was judged conceivable or likely.",
    ),
    definition=Words(
        "Personen räknas om den senaste identifieringen slutade med att personen lämnade och ingen ansökan om tillträde till "
        "programmet väntar på beslut eller har lett till tillträde. En ansökan som avslogs eller togs tillbaka hindrar inte. Den som senare kom tillbaka och fick hjälp räknas inte. Att någon lämnar säger inget om "
        "varför: det kan vara ett eget val, rädsla eller tvång.",
        "A person is counted if the newest identification ended with the person leaving and no request for admission to "
        "the programme waits for a decision or has led to admission. One that was declined or taken back is no hindrance. Somebody who came back later and got help is not counted. That somebody leaves "
        "does not say why: it may be their own choice, fear or force.",
    ),
    figures=(
        Figure(
            "presumed",
            Words("Tänkbart eller troligt utsatta", "Conceivably or likely exposed"),
            Leaves.BANDED,
            of="persons",
        ),
        Figure(
            "left",
            Words("lämnade innan de fick vidare hjälp", "left before further help"),
            Leaves.BANDED,
            of="presumed",
        ),
    ),
    cuts=tuple(replace(cut, of="left") for cut in BY_PERSON),
    count=count,
    sentences=(
        Words(
            "Av {presumed} personer som tänkbart eller troligt var utsatta lämnade {left} innan de kunde få vidare hjälp.",
            "Of {presumed} persons who were conceivably or likely exposed, {left} left before they could get further "
            "help.",
        ),
    ),
)
