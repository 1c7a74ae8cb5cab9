"""Search: by code, code name or file number, by actor, by where somebody stands. Within what the viewer sees;
sealed text is not searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.lists import Wanted
from accounts.queries import queries
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer
from cases import codes
from cases.models import Intervention, Person
from cases.selectors.person_list import PersonList, page_of
from cases.selectors.standing import PERIOD_NAMES, PLACE_WORDS, at_place
from nsp.desk.selectors.actors import SHORTEST

SUGGESTED = 8


@dataclass(frozen=True)
class Suggestion:
    """Somebody whom the viewer sees, while they still type."""

    code: str
    code_name: str


@queries(8)
def search(viewer: Viewer, text: str, *, on: date, older: str = "", newer: str = "") -> PersonList:
    """Persons whom the words fit, those on their way first; a page of them. ``older``, ``newer``: a code to page from.

    A code and a file number count whole; of a code name, an actor or a standing a part is enough.
    """
    text = text.strip()[:80]
    if not text:
        return PersonList((), 0)
    wanted = Q(code=codes.parse(text) or "-")
    for actor in viewer.actors:
        wanted |= Q(file_number_hash=keyed_hash(text.lower(), purpose=f"file:{actor}"))
    if len(text) >= SHORTEST:
        wanted |= Q(code_name__icontains=text) | Q(responsible_actor__name__icontains=text)
        for standing in _standing(text.lower(), viewer, on):
            wanted |= Q(pk__in=standing.values("pk"))
    return page_of(viewer, Person.objects.filter(wanted), Wanted(older=older, newer=newer), on=on)


@queries(1)
def suggestions(viewer: Viewer, text: str) -> tuple[Suggestion, ...]:
    """Those of the viewer's persons whose code or code name begins so, the newest first, few of them. Nothing for fewer
    than two characters."""
    begun = text.strip()[:40]
    if len(begun) < SHORTEST:
        return ()
    wanted = Q(code_name__istartswith=begun)
    if of_code := codes.begun(begun):
        wanted |= Q(code__startswith=of_code)
    rows = Person.objects.filter(wanted).order_by("-made_at", "-id").only("code", "code_name")[:SUGGESTED]
    return tuple(Suggestion(row.code, row.code_name) for row in rows)


def _standing(text: str, viewer: Viewer, on: date) -> Iterator[QuerySet[Person]]:
    """Those who stand where the words say: a place on the way, or a period that runs or is granted."""
    for place, words in PLACE_WORDS.items():
        if text in str(words).lower():
            yield at_place(Person.objects.all(), place.value, viewer, on=on)
    for kind, (_inside, title) in PERIOD_NAMES.items():
        if text in str(title).lower():
            current = Intervention.objects.filter(kind=kind, last__gte=on).filter(last__gte=F("start"))
            yield Person.objects.filter(pk__in=current.values("person_id"))
