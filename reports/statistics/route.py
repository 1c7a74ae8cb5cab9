"""How contact came about (domain §5, ``route``)."""

from __future__ import annotations

import json
from datetime import date

from cases.models.choices import Route
from reports.statistics.base import Basis, Cut, Exact, Figure, Leaves, Statistic, as_groups, grouped, year_of
from reports.statistics.traits import COHORT, PARAMS, TRAITS, UNKNOWN
from reports.statistics.words import Words

# Which of the report's groups each way of contact belongs to; a test fails when a new way has none.
GROUPS: dict[str, str] = {
    Route.SELF: "SELF",
    Route.OUTREACH: "SOCIETY",
    Route.COOPERATING: "SOCIETY",
    Route.AUTHORITY: "AUTHORITY",
    Route.REGIONAL: "AUTHORITY",
    Route.OTHER_PERSON: "OTHER",
    Route.UNKNOWN: UNKNOWN,
}

BY = Cut(
    "by",
    Words("Hur kontakten kom till", "How contact came about"),
    Words("Kontakten kom genom", "Contact through"),
    {
        "SELF": Words("Personen sökte själv hjälp", "The person sought help"),
        "SOCIETY": Words("Civilsamhället, till exempel uppsökande arbete", "Civil society, for instance outreach"),
        "AUTHORITY": Words("Myndigheter och regionkoordinatorer", "Authorities and regional coordinators"),
        "OTHER": Words("En annan person", "Another person"),
        UNKNOWN: Words("Inte känt", "Not known"),
    },
)

_ROUTES = """
routes AS (SELECT (%(groups)s::jsonb) ->> route AS by FROM traits)
"""


def count(year: int, on: date) -> Exact:
    """Persons first identified in the year by who made the contact."""
    params = year_of(year, on) | PARAMS | {"groups": json.dumps(GROUPS)}
    measures = {"persons": "count(*)"} | {
        name: f"count(*) FILTER (WHERE by = '{code}')"
        for name, code in (("self", "SELF"), ("society", "SOCIETY"), ("authority", "AUTHORITY"))
    }
    whole, tables = grouped(f"{COHORT}, {TRAITS}, {_ROUTES}", "routes", [BY.id], measures, params)
    return Exact(whole, as_groups(tables), nothing=not whole["persons"])


ROUTE = Statistic(
    id="route",
    basis=Basis.COHORT,
    title=Words("Hur kontakten kom till", "How contact came about"),
    population=Words(
        "Samma personer som i Personer som identifierades.",
        "The same persons as in Persons identified.",
    ),
    definition=Words(
        "Varje person räknas en gång, efter hur kontakten kom till vid den första identifieringen. Civilsamhället är "
        "aktörernas eget uppsökande arbete och samverkande aktörer. Till myndigheter räknas också "
        "regionkoordinatorerna.",
        "Each person is counted once, by how contact came about at the first identification. Civil society is the "
        "actors' own outreach and cooperating actors. Authorities include the regional coordinators.",
    ),
    figures=(
        Figure("persons", Words("Personer", "Persons"), Leaves.TOTAL),
        Figure("self", Words("sökte själva hjälp", "sought help themselves"), Leaves.BANDED, group=("by", "SELF")),
        Figure(
            "society",
            Words("identifierades av civilsamhället", "were identified by civil society"),
            Leaves.BANDED,
            group=("by", "SOCIETY"),
        ),
        Figure(
            "authority",
            Words("identifierades av myndigheter", "were identified by authorities"),
            Leaves.BANDED,
            group=("by", "AUTHORITY"),
        ),
    ),
    cuts=(BY,),
    count=count,
    sentences=(
        Words(
            "Av de {persons} personer som identifierades under {year} sökte {self} själva hjälp.",
            "Of the {persons} persons identified in {year}, {self} sought help themselves.",
        ),
        Words(
            "{society_} identifierades av civilsamhället.",
            "{society_} were identified by civil society.",
        ),
        Words("{authority_} identifierades av myndigheter.", "{authority_} were identified by authorities."),
    ),
)
