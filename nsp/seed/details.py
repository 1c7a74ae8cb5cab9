"""What is known of the persons in the demo whose periods run: most of it, some of it put right, some of it old."""

from __future__ import annotations

from datetime import timedelta

from accounts.door import acting_as
from cases.models import Intervention, Person
from cases.models.choices import Protection
from cases.services.details import (
    Aged,
    Guarded,
    OwnFile,
    Reached,
    Speaks,
    write_age,
    write_contact,
    write_languages,
    write_own,
    write_protection,
)
from nsp.seed.lives import World

_WAYS = (
    ("Genom jourens nattbemanning, som säger till.", "Vardagar efter klockan 18."),
    ("Meddelande genom tolken, som är densamma varje gång.", "Tisdagar och torsdagar, förmiddag."),
    ("I köket på boendet; aldrig på telefon.", "När som helst."),
)
_CHECKED = (3, 18, 40)
"""How many days ago the safe way of one after the other was checked: fresh, to be checked, old."""
_THREATS = ("HIGH", "SOME", "ACUTE", "NONE", "UNKNOWN", "SOME")


def seed_details(here: World) -> None:
    """Each by the caseworker, on the day when the person was met or later."""
    for worker in ("alma", "bo", "cia"):
        with acting_as(here.viewers[worker]) as by:
            now = Intervention.objects.filter(start__lte=here.today, last__gte=here.today, person__caseworker_id=by.id)
            rows = Person.objects.filter(pk__in=now.values("person_id")).order_by("-made_at", "code")
            for place, person in enumerate(rows):
                _tell(here, worker, person, place)


def _tell(here: World, worker: str, person: Person, place: int) -> None:
    by = here.viewers[worker]
    met = here.moment(max(person.identified_on, here.today - timedelta(days=_CHECKED[place % 3])))
    way, hours = _WAYS[place % 3]
    write_contact(person.code, Reached(way, hours), by=by, at=met)
    write_own(person.code, OwnFile(f"P{here.today.year % 100}-{place + 11}"), by=by, at=met)
    wish = ("WOMAN", "NO_WISH", "UNKNOWN")[place % 3]
    spoken = person.languages[0] if person.languages else ""
    also = ("swe", "eng", "")[place % 3]
    speaks = tuple(dict.fromkeys(code for code in (*person.languages, also) if code))
    said = Speaks(tuple(person.citizenships), speaks, person.interpreter, spoken, wish)
    write_languages(person.code, said, by=by, at=met)
    guarded = Guarded((Protection.MARK, Protection.NONE, Protection.UNKNOWN)[place % 3], _THREATS[place % 6])
    write_protection(person.code, guarded, by=by, at=met)
    if person.birth_year is None:
        age = Aged(person.age, "ESTIMATED", None, 24 + place, "LOOKS", person.identified_on, person.gender)
        write_age(person.code, age, by=by, at=met)
