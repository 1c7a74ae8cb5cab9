"""Search: by code, code name or file number, by actor, by where somebody stands. Within what the viewer sees."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.queries import queries
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer
from cases import codes
from cases.models import Person
from cases.selectors.person_list import PersonRow, person_rows
from cases.selectors.standing import PLACE_WORDS, at_place

SHOWN = 50


@queries(9)
def search(viewer: Viewer, text: str, *, on: date) -> list[PersonRow]:
    """Persons whom the words fit, newest first; the first fifty."""
    text = text.strip()[:80]
    if not text:
        return []
    wanted = Q(code_name__iexact=text) | Q(code=codes.parse(text) or "-")
    wanted |= Q(responsible_actor__name__iexact=text)
    for actor in viewer.actors:
        wanted |= Q(file_number_hash=keyed_hash(text.lower(), purpose=f"file:{actor}"))
    persons = Person.objects.select_related("responsible_actor", "caseworker").order_by("-made_at")
    place = next((p for p, words in PLACE_WORDS.items() if str(words).lower() == text.lower()), None)
    found = at_place(persons, place.value, viewer, on=on) if place else persons.filter(wanted)
    return person_rows(viewer, list(found[:SHOWN]), on=on)
