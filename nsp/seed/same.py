"""One human who came to two actors: the coordinators have two persons to look at side by side."""

from __future__ import annotations

from datetime import timedelta

from accounts.door import acting_as
from accounts.viewer import system
from cases.models import Person
from cases.models.choices import Age, Gender
from cases.services.same_person import compare, note_identity
from nsp.seed.lives import World, ask, meet

NUMBER = "DEMO 4711"
"""Of no country's shape, and nobody's."""


def seed_same(here: World) -> None:
    """Whom Bo knows comes to Noor too, with the same number; the system finds it after Noor has applied."""
    with acting_as(here.viewers["bo"]) as by:
        theirs = Person.objects.filter(caseworker_id=by.id, age=Age.ADULT, birth_year__isnull=False)
        known = theirs.exclude(citizenships=[]).exclude(gender=Gender.UNKNOWN).order_by("made_at").last()
        assert known
        note_identity(known.code, "RO", NUMBER, by=by, at=here.now)
        said = {"birth_year": known.birth_year, "gender": known.gender}
        alike = {"citizenships": tuple(known.citizenships), "languages": tuple(known.languages)}
    on = here.today - timedelta(days=2)
    again = meet(here, "cia", on=on, county=here.counties["noor"], **said, **alike)
    ask(here, "cia", again, on=here.today)
    with acting_as(here.viewers["cia"]) as by:
        note_identity(again.code, "RO", NUMBER, by=by, at=here.now)
    with acting_as(system("seed")):
        compare(again.pk, at=here.now)
