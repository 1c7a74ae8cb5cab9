"""Who was identified: directly exposed persons, and those who are exposed through them (domain §5, ``persons``)."""

from __future__ import annotations

from datetime import date

from reports.statistics.base import Basis, Cut, Exact, Figure, Leaves, Statistic, as_groups, grouped, year_of
from reports.statistics.traits import BY_PERSON, COHORT, COLUMNS, PARAMS, TRAITS, UNKNOWN
from reports.statistics.words import Words

DEPENDANTS = Cut(
    "dependants",
    Words("Indirekt utsatta", "Indirectly exposed"),
    Words("Närstående", "Relatives"),
    {
        "CHILD": Words("Barn", "Children"),
        "ADULT": Words("Vuxna", "Adults"),
        UNKNOWN: Words("Okänd ålder", "Age not known"),
    },
    of="dependants",
    counts=Words("Närstående", "Relatives"),
)

# Doubt counts as a child: the year of turning 18, and a child of the person whose birth year nobody knows.
_DEPENDANTS = """
near AS (
  SELECT DISTINCT ON (coalesce(d.same_as, d.id))
         CASE WHEN d.birth_year IS NOT NULL AND extract(year FROM p.identified_on) - d.birth_year <= 18 THEN 'CHILD'
              WHEN d.birth_year IS NOT NULL THEN 'ADULT'
              WHEN d.relation = 'CHILD' THEN 'CHILD'
              ELSE 'UNKNOWN' END AS dependants
  FROM who JOIN cases_person p ON p.id = who.person_id
  JOIN cases_dependant d ON d.person_id = p.id AND NOT d.directly_exposed
  WHERE NOT EXISTS (SELECT FROM cases_dependant o WHERE o.same_as = d.same_as AND o.directly_exposed)
  ORDER BY coalesce(d.same_as, d.id), d.made_at, d.id
)
"""


def count(year: int, on: date) -> Exact:
    """Persons first identified in the year by every cut, and their dependants who are indirectly exposed."""
    params = year_of(year, on) | PARAMS
    measures = {"persons": "count(*)", "children": "count(*) FILTER (WHERE child <> 'ADULT')"}
    measures["together"] = "count(*) FILTER (WHERE NOT alone)"
    whole, tables = grouped(f"{COHORT}, {TRAITS}", "traits", COLUMNS, measures, params)
    near, by_age = grouped(f"{COHORT}, {_DEPENDANTS}", "near", [DEPENDANTS.id], {"persons": "count(*)"}, params)
    numbers = {"persons": whole["persons"], "children": whole["children"], "dependants": near["persons"]}
    numbers["together"] = whole["together"]
    return Exact(numbers, as_groups(tables | by_age), nothing=not whole["persons"])


PERSONS = Statistic(
    id="persons",
    basis=Basis.COHORT,
    title=Words("Personer som identifierades", "Persons identified"),
    population=Words(
        "Alla som någon aktör i programmet identifierade som direkt utsatta, med första identifieringen under året.",
        "All whom an actor of the programme identified as directly exposed, with the first identification in the year.",
    ),
    definition=Words(
        "En person räknas en gång, oavsett antalet identifieringar och aktörer. Den som det "
        "efter närmare bedömning inte fanns grund för att misstänka vara utsatt räknas inte. Barn är den som vid "
        "identifieringen var under 18 år, eller vars ålder var oklar: i tveksamma fall behandlas personen som barn. I "
        "uppdelningen efter ålder gäller den ålder som personen fyller under året, enligt ett födelseår som är känt eller "
        "uppskattat. Den som har flera medborgarskap räknas till "
        "Sverige om ett av dem är svenskt, annars till EU och EES om något av dem är därifrån. Form av utnyttjande är "
        "den form som aktören har angett som huvudsaklig. Län är länet för den första identifieringen. Indirekt utsatta är "
        "närstående till dessa personer, i Sverige eller utomlands, som inte själva är direkt utsatta. Ett barn som står "
        "hos flera personer räknas en gång. Träffade tillsammans "
        "är de som först skrevs in med andra från samma plats och inte har skilts ut sedan: de räknas som personer här, "
        "men det de delar är en uppgift och inte en för var och en.",
        "A person is counted once, however often or by however many actors they were identified. Those for whom it turned "
        "out that there was no ground to suspect exposure are not counted. A child is somebody who was under 18 when "
        "identified, or whose age was unclear: in doubt the person is treated as a child. The cut by age uses the age "
        "that the person turns in the year, by a birth year that is known or estimated. Somebody with several citizenships counts as Swedish if one of them is, "
        "else as EU and EEA if any is. The form of exploitation is the one that the actor stated as the main one. The "
        "county is that of the first identification. Indirectly exposed are relatives of these persons, in Sweden or "
        "abroad, who are not directly exposed themselves. A child written down with several persons is counted once. Met "
        "together are those first written down with others from one place and not split off since: they are counted as "
        "persons here, but what they share is one fact, not one for each.",
    ),
    figures=(
        Figure("persons", Words("Direkt utsatta personer", "Directly exposed persons"), Leaves.TOTAL),
        Figure("children", Words("av dem barn", "of them children"), Leaves.BANDED, of="persons"),
        Figure("together", Words("av dem träffade tillsammans", "of them met together"), Leaves.BANDED, of="persons"),
        Figure("dependants", Words("Indirekt utsatta närstående", "Indirectly exposed relatives"), Leaves.TOTAL),
    ),
    cuts=(*BY_PERSON, DEPENDANTS),
    count=count,
    sentences=(
        Words(
            "Under {year} identifierades {persons} personer som direkt utsatta.",
            "In {year}, {persons} persons were identified as directly exposed.",
        ),
        Words("Av dem var {children} barn.", "Of them, {children} were children."),
        Words(
            "{dependants_} av deras närstående var indirekt utsatta.",
            "{dependants_} of their relatives were indirectly exposed.",
        ),
    ),
)
