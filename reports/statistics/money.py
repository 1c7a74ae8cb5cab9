"""Money: asked for, granted, released, declined for lack of it (domain §5, ``money``). What was paid
stands on the pages of money and in the figures of a signed year, and not in a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cases.models.choices import Kind
from reports.statistics.base import Basis, Cut, Exact, Figure, Group, Leaves, Money, Statistic, grouped, rows, year_of
from reports.statistics.frozen import money_of_signed_year
from reports.statistics.traits import AGE, COUNTY, GENDER, PARAMS, TRAITS
from reports.statistics.words import Words

KIND = Cut(
    "kind",
    Words("Beviljade medel per insats", "Money granted by intervention"),
    Words("Insats", "Intervention"),
    {kind.value: kind.label for kind in Kind},
    counts=Words("Kronor", "SEK"),
    money=Money.TOTAL,
)
BY_PERSON = tuple(
    replace(
        cut,
        title=Words(f"Beviljade medel: {name_sv}", f"Money granted: {name_en}"),
        counts=Words("Kronor", "SEK"),
        money=Money.GROUPS,
    )
    for cut, name_sv, name_en in ((GENDER, "kön", "gender"), (AGE, "ålder", "age"), (COUNTY, "län", "county"))
)

# A line of the ledger belongs to the budget year of its days. Its cause is an intervention, and so a person; or the
# refusal of an application, of which nights that were given before it are paid.
_LINES = """
causes AS (
  SELECT id, person_id, kind FROM cases_intervention
  UNION ALL
  SELECT d.id, d.person_id, q.kind FROM cases_admissiondecision d
  JOIN cases_admissionrequest q ON q.id = d.request_id WHERE d.paid_until IS NOT NULL
),
lines AS (
  SELECT i.person_id, i.kind,
         coalesce(sum(l.amount) FILTER (WHERE l.kind = 'COMMIT'), 0) AS granted,
         coalesce(-sum(l.amount) FILTER (WHERE l.kind = 'RELEASE'), 0) AS released,
         coalesce(sum(l.amount) FILTER (WHERE l.kind IN ('COMMIT', 'RELEASE')), 0) AS standing
  FROM funding_ledgerline l
  JOIN funding_commitment c ON c.id = l.commitment_id
  JOIN causes i ON i.id = c.cause_id
  WHERE l.year = %(year)s
  GROUP BY i.person_id, i.kind
)
"""
_PER_PERSON = """
who AS (SELECT person_id FROM lines GROUP BY person_id)
"""
_GRANTED = """
given AS (
  SELECT t.*, l.granted FROM traits t
  JOIN (SELECT person_id, sum(granted) AS granted FROM lines GROUP BY person_id) l USING (person_id)
)
"""
_MEASURES = {
    "persons": "count(DISTINCT person_id)",
    "granted": "sum(granted)",
    "released": "sum(released)",
    "standing": "sum(standing)",
    "released_persons": "count(DISTINCT person_id) FILTER (WHERE released > 0)",
    "largest": "max(granted)",
    "released_largest": "max(released)",
}
# The children's part: the days of their supplements that lie in the year, at the rate of their intervention.
_CHILDREN = """
SELECT count(DISTINCT s.dependant_id) AS children, coalesce(sum(i.child_day_rate *
         (least(s.last, %(last)s) - greatest(s.start, %(first)s) + 1)), 0) AS for_children
FROM cases_childsupplement s JOIN cases_intervention i ON i.id = s.intervention_id
WHERE s.start <= %(last)s AND s.last >= %(first)s AND s.last >= s.start
"""
# What was asked for in the year, at the rates of the programme in force on the first day asked for. A request that
# was taken back is not counted; one that was returned and sent again counts with its last sending.
_ASKED = """
SELECT count(DISTINCT q.person_id) FILTER (WHERE q.state <> 'CONFIRMED') AS unmet_persons,
       coalesce(sum(coalesce(q.amount, q.days * r.day_rate, 0)
                    + coalesce(k.days, 0) * coalesce(r.child_day_rate, 0)), 0) AS asked
FROM cases_admissionrequest q
JOIN cases_programme p ON q.start BETWEEN p.valid_from AND p.valid_to
JOIN cases_interventionrule r ON r.programme_id = p.id AND r.kind = q.kind
LEFT JOIN (SELECT request_id, sum(days) AS days FROM cases_requestedchild GROUP BY request_id) k ON k.request_id = q.id
WHERE q.state <> 'WITHDRAWN'
  AND (q.sent_at AT TIME ZONE 'Europe/Stockholm')::date BETWEEN %(first)s AND %(last)s
"""
_NO_MONEY = """
SELECT count(DISTINCT d.person_id) AS no_money
FROM cases_admissiondecision d
WHERE d.kind = 'DECLINE' AND d.decline_reason = 'NO_MONEY'
  AND (d.at AT TIME ZONE 'Europe/Stockholm')::date BETWEEN %(first)s AND %(last)s
"""
_BUDGET = """
SELECT sum(l.allocated) AS budget FROM funding_budgetline l JOIN funding_budget b ON b.id = l.budget_id
WHERE b.year = %(year)s HAVING count(*) > 0
"""


def count(year: int, on: date) -> Exact:
    """The year's money: by kind, and by the persons that it was for. Of a year that two have signed, what they signed."""
    return money_of_signed_year(year) or count_now(year, on)


def count_now(year: int, on: date) -> Exact:
    """The same as it stands now, signed or not."""
    params = year_of(year, on)
    whole, kinds = grouped(_LINES, "lines", [KIND.id], _MEASURES, params)
    ctes = f"{_LINES}, {_PER_PERSON}, {TRAITS}, {_GRANTED}"
    of_persons = {"persons": "count(*)", "granted": "sum(granted)", "largest": "max(granted)"}
    _, tables = grouped(ctes, "given", [cut.id for cut in BY_PERSON], of_persons, params | PARAMS)
    numbers = whole | _one(_CHILDREN, params) | _one(_ASKED, params) | _one(_NO_MONEY, params) | _one(_BUDGET, params)
    numbers |= {"granted_largest": whole["largest"], "per_person": whole["granted"]}
    return Exact(numbers, _as_money(kinds | tables), nothing=not whole["persons"])


def _one(sql: str, params: dict[str, Any]) -> dict[str, Any]:
    found = rows(sql, params)
    return found[0] if found else {}


def _as_money(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, Group]]:
    return {
        cut: {code: Group(row["persons"], row["granted"], row["largest"]) for code, row in found.items()}
        for cut, found in tables.items()
    }


MONEY = Statistic(
    id="money",
    basis=Basis.ACTIVITY,
    title=Words("Medel", "Money"),
    population=Words(
        "De insatser som programmet har beviljat, för de dygn som ligger i året.",
        "The interventions that the programme has granted, for the days that lie in the year.",
    ),
    definition=Words(
        "Beviljat är det som bands i årets budget när insatser beviljades. Frigjort är det som kom tillbaka till budgeten när "
        "insatser avslutades i förtid eller kostade mindre än beviljat. Kvar efter det är det som insatserna fick kosta, med dygnskostnad eller belopp och "
        "barntillägg. Dygn som betalades fast ansökan fick nej räknas som beviljade. Sökt är vad ansökningarna som skickades "
        "under året gällde, efter programmets dygnskostnader eller med sitt belopp; ansökningar som drogs tillbaka räknas "
        "inte. En insats som går över ett årsskifte hör till båda åren med sina dygn. Vad som har betalats "
        "ut ingår inte här: det bokförs på programmets sidor om ekonomi.",
        "Granted is what was tied in the year's budget when interventions were granted. Released is what came back to the "
        "budget when interventions were ended early or cost less than granted. What stands after that is what the interventions were allowed to "
        "cost, with day rates or sums and child supplements. Days that were paid though the request was declined count as "
        "granted. Asked for is what the requests sent in the year were for, at the programme's day rates or with their sums; "
        "requests taken back are not counted. An intervention across New Year belongs to both years "
        "with its days. What has been paid out is not part of this: it is booked on the "
        "programme's pages of money.",
    ),
    figures=(
        Figure("budget", Words("Årets budget", "The year's budget"), Leaves.PUBLIC, unit="SEK"),
        # Asked for less granted is what was declined or waits: a sum of few of those must not be left over.
        Figure("asked", Words("Sökt", "Asked for"), Leaves.ROUNDED_MONEY, of="unmet_persons", unit="SEK"),
        Figure("granted", Words("Beviljat", "Granted"), Leaves.MONEY, of="persons", unit="SEK"),
        Figure("released", Words("Frigjort", "Released"), Leaves.MONEY, of="released_persons", unit="SEK"),
        # Granted less standing is what was released: neither may tell what the other withholds.
        Figure(
            "standing",
            Words("Kvar efter det", "Standing after that"),
            Leaves.MONEY,
            of="released_persons",
            unit="SEK",
            needs=("granted", "released"),
        ),
        Figure(
            "for_children",
            Words("Beviljat som barntillägg", "Granted as child supplements"),
            Leaves.ROUNDED_MONEY,
            of="children",
            unit="SEK",
        ),
        Figure(
            "per_person",
            Words("Beviljat per person i genomsnitt", "Granted per person on average"),
            Leaves.AVERAGE,
            of="persons",
            unit="SEK",
        ),
        Figure(
            "no_money",
            Words("Personer som nekades för att medlen var slut", "Persons declined since the money was spent"),
            Leaves.BANDED,
        ),
    ),
    cuts=(KIND, *BY_PERSON),
    count=count,
    sentences=(
        Words(
            "Programmet beviljade {granted} för insatser under {year}.",
            "The programme granted {granted} for interventions in {year}.",
        ),
        Words(
            "{released} kom tillbaka till budgeten när insatser avslutades i förtid eller kostade mindre än beviljat.",
            "{released} came back to the budget when interventions were ended early or cost less than granted.",
        ),
        Words(
            "{no_money_} personer fick nej för att medlen var slut.",
            "{no_money_} persons were declined since the money was spent.",
        ),
    ),
)
