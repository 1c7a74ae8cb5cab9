"""Search: by code, code name or file number, by actor, by where somebody stands. Within what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.queries import queries
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer
from cases import codes
from cases.models import Intervention, Person
from cases.selectors.person_list import PersonRow, person_rows
from cases.selectors.standing import PERIOD_NAMES, PLACE_WORDS, at_place
from nsp.desk.selectors.actors import SHORTEST

SHOWN = 50


@queries(9)
def search(viewer: Viewer, text: str, *, on: date) -> list[PersonRow]:
    """Persons whom the words fit, newest first; the first fifty.

    A code and a file number count whole; of a code name, an actor or a standing a part is enough.
    """
    text = text.strip()[:80]
    if not text:
        return []
    wanted = Q(code=codes.parse(text) or "-")
    for actor in viewer.actors:
        wanted |= Q(file_number_hash=keyed_hash(text.lower(), purpose=f"file:{actor}"))
    if len(text) >= SHORTEST:
        wanted |= Q(code_name__icontains=text) | Q(responsible_actor__name__icontains=text)
        for standing in _standing(text.lower(), viewer, on):
            wanted |= Q(pk__in=standing.values("pk"))
    persons = Person.objects.select_related("responsible_actor", "caseworker").order_by("-made_at")
    return person_rows(viewer, list(persons.filter(wanted)[:SHOWN]), on=on)


def _standing(text: str, viewer: Viewer, on: date) -> Iterator[QuerySet[Person]]:
    """Those who stand where the words say: a place on the way, or a period that runs or is granted."""
    for place, words in PLACE_WORDS.items():
        if text in str(words).lower():
            yield at_place(Person.objects.all(), place.value, viewer, on=on)
    for kind, (_inside, title) in PERIOD_NAMES.items():
        if text in str(title).lower():
            current = Intervention.objects.filter(kind=kind, last__gte=on).filter(last__gte=F("start"))
            yield Person.objects.filter(pk__in=current.values("person_id"))
