"""How persons are divided in statistics: gender, age group, citizenship group, main form of exploitation, county.

One SQL fragment gives each person of a population exactly one group of each kind, so every cut adds up to the whole.
"""

from __future__ import annotations

from accounts.counties import County
from cases.languages import COUNTRIES, EU_EEA, STATELESS, UNKNOWN_COUNTRY
from cases.models.choices import Form, Gender
from reports.statistics.base import Cut
from reports.statistics.words import Words

UNKNOWN = "UNKNOWN"
GENDER = Cut(
    "gender",
    Words("Kön", "Gender"),
    Words("Kön", "Gender"),
    {
        Gender.WOMAN: Words("Kvinnor och flickor", "Women and girls"),
        Gender.MAN: Words("Män och pojkar", "Men and boys"),
        Gender.OTHER: Words("Annat", "Other"),
        Gender.UNKNOWN: Words("Okänt", "Not known"),
    },
)
AGE = Cut(
    "age",
    Words("Ålder", "Age"),
    Words("Ålder", "Age"),
    {
        "A00": Words("0–11 år", "0–11"),
        "A12": Words("12–14 år", "12–14"),
        "A15": Words("15–17 år", "15–17"),
        "A18": Words("18–26 år", "18–26"),
        "A27": Words("27–40 år", "27–40"),
        "A41": Words("41 år och äldre", "41 and older"),
        UNKNOWN: Words("Okänd ålder", "Age not known"),
    },
)
CITIZENSHIP = Cut(
    "citizenship",
    Words("Medborgarskap", "Citizenship"),
    Words("Medborgarskap", "Citizenship"),
    {
        "SE": Words("Sverige", "Sweden"),
        "EU": Words("Annat land i EU eller EES", "Another EU or EEA country"),
        "THIRD": Words("Land utanför EU och EES", "Country outside the EU and EEA"),
        UNKNOWN: Words("Statslös eller okänt", "Stateless or not known"),
    },
)
FORM = Cut(
    "form",
    Words("Form av utnyttjande", "Form of exploitation"),
    Words("Huvudsaklig form", "Main form"),
    {form.value: form.label for form in Form} | {Form.UNKNOWN.value: Words("Inte känd", "Not known")},
    ranked=True,
)
COUNTY = Cut(
    "county",
    Words("Län", "County"),
    Words("Län", "County"),
    {county.value: Words(str(county.label), str(county.label)) for county in County}
    | {UNKNOWN: Words("Okänt län", "County not known")},
    ranked=True,
)
BY_PERSON = (GENDER, AGE, CITIZENSHIP, FORM, COUNTY)
COLUMNS = tuple(cut.id for cut in BY_PERSON)

PARAMS = {
    "eu": sorted(EU_EEA),
    "third": sorted(set(COUNTRIES) - EU_EEA - {STATELESS, UNKNOWN_COUNTRY}),
}


def stands_alone(identification: str = "i") -> str:
    """SQL that says of a row of ``cases_identification`` whether its facts are its own: it was written down by itself,
    or split off from its group event. What an event's persons share (day, place, route, signs) is one fact, not one
    for each: whoever counts facts of identifications leaves the others out and counts the event; whoever counts
    persons counts them all."""
    return f"({identification}.group_event_id IS NULL OR {identification}.split_on IS NOT NULL)"


# ``who(person_id)`` is the population. County, route and certainty are those of a person's first identification;
# age is what the person turns during the year: a birth year is held, known or worked out from an estimate. Whether
# somebody was a child is asked of the day when they were first identified, by the rule of cases/ages.py: what is written
# later about somebody who has grown up since makes no child of a cohort a grown-up.
TRAITS = f"""
seen_first AS (
  SELECT DISTINCT ON (i.person_id) i.person_id, i.county, i.route, i.certainty,
         {stands_alone()} AS alone
  FROM cases_identification i JOIN who USING (person_id)
  ORDER BY i.person_id, i."on", i.made_at, i.id
), traits AS (
  SELECT p.id AS person_id, p.gender,
         CASE WHEN p.birth_year IS NULL THEN p.age
              WHEN extract(year FROM p.identified_on) - p.birth_year < 18 THEN 'CHILD'
              WHEN p.age_basis = 'ESTIMATED' THEN p.age
              WHEN extract(year FROM p.identified_on) - p.birth_year = 18 THEN
                CASE WHEN p.age = 'ADULT' THEN 'ADULT' ELSE 'UNCLEAR' END
              ELSE 'ADULT' END AS child,
         CASE WHEN p.birth_year IS NULL THEN 'UNKNOWN'
              WHEN %(year)s - p.birth_year <= 11 THEN 'A00'
              WHEN %(year)s - p.birth_year <= 14 THEN 'A12'
              WHEN %(year)s - p.birth_year <= 17 THEN 'A15'
              WHEN %(year)s - p.birth_year <= 26 THEN 'A18'
              WHEN %(year)s - p.birth_year <= 40 THEN 'A27'
              ELSE 'A41' END AS age,
         CASE WHEN 'SE' = ANY (p.citizenships) THEN 'SE'
              WHEN p.citizenships::text[] && %(eu)s::text[] THEN 'EU'
              WHEN p.citizenships::text[] && %(third)s::text[] THEN 'THIRD'
              ELSE 'UNKNOWN' END AS citizenship,
         coalesce(f.form, 'UNKNOWN') AS form,
         coalesce(nullif(s.county, ''), 'UNKNOWN') AS county,
         coalesce(s.route, 'UNKNOWN') AS route,
         coalesce(s.certainty, '') AS certainty,
         coalesce(s.alone, true) AS alone
  FROM who
  JOIN cases_person p ON p.id = who.person_id
  LEFT JOIN seen_first s ON s.person_id = p.id
  LEFT JOIN cases_exploitationform f ON f.person_id = p.id AND f.is_main
)
"""  # noqa: S608 - every word of it is ours

# Persons first identified in the year, but for those where every identification turned out to be without ground.
COHORT = """
who AS (
  SELECT p.id AS person_id FROM cases_person p
  WHERE p.identified_on BETWEEN %(first)s AND %(last)s
    AND EXISTS (SELECT FROM cases_identification i WHERE i.person_id = p.id AND i.state <> 'NO_GROUND')
)
"""
