"""Talk about some persons in the demo: between Linden, the actors that it shares with and the coordinators; what has
been read, what is answered, and questions that still wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.door import acting_as
from cases.models import Person, Share
from cases.selectors.talk import talk_page
from cases.services.talk import Told, mark_read, send
from nsp.seed.lives import WORKERS, World

TO_OFFICE = "Personen vill byta kommun. Räknas dagarna på samma sätt om vi byter boende?"
FROM_OFFICE = "Ja, dagarna räknas från beslutet. Skriv den nya placeringskoden samma dag."
OPEN_TO_OFFICE = "Vi hinner inte få svar från hälso- och sjukvården före fredag. Kan ni hjälpa till?"
TO_GUEST = "Kan ni ta emot för samtal på torsdag i stället för fredag?"
FROM_GUEST = "Ja, klockan tio går bra. Tolken är bokad."
OPEN_TO_GUEST = "Hur gick mötet med juristen?"
FOR_ALL = "Personen har flyttat in och vill bli ringd på förmiddagarna."


def seed_talk(here: World) -> None:
    """Two of the first caseworker's persons talked of with the office, and every share of hers with the guest."""
    worker = WORKERS[0][0]
    with acting_as(here.viewers[worker]) as by:
        rows = Person.objects.filter(caseworker_id=by.id).order_by("-made_at", "id")
        answered, waiting = [person.code for person in rows[1:3]]
        shares = Share.objects.filter(ended_at=None, until__gte=here.today, person__caseworker_id=by.id)
        guests = [(row.person.code, row.actor.ref) for row in shares.select_related("person", "actor").order_by("id")]
    _say(here, worker, answered, TO_OFFICE, hours=30, asks="OFFICE")
    _read(here, "dag", answered, here.now - timedelta(hours=26))
    _say(here, "dag", answered, FROM_OFFICE, hours=26)
    _say(here, worker, waiting, OPEN_TO_OFFICE, hours=3, asks="OFFICE")
    staff = {actor: key for key, actor, _weight in WORKERS}
    for code, ref in guests:
        key = staff.get(ref.removeprefix("A-").lower())
        if key is None:
            continue
        _say(here, worker, code, FOR_ALL, hours=50)
        _say(here, worker, code, TO_GUEST, hours=28, asks=ref)
        _read(here, key, code, here.now - timedelta(hours=25))
        _say(here, key, code, FROM_GUEST, hours=25)
        _read(here, worker, code, here.now - timedelta(hours=24))
        _say(here, worker, code, OPEN_TO_GUEST, hours=2, asks=ref)


def _say(here: World, key: str, code: str, text: str, *, hours: int, asks: str = "") -> None:
    at = here.now - timedelta(hours=hours)
    with acting_as(here.viewers[key]) as by:
        send(code, Told(text, asks), token=here.token(), by=by, at=at)


def _read(here: World, key: str, code: str, at: datetime) -> None:
    with acting_as(here.viewers[key]) as by:
        page = talk_page(by, code, at=at, texts=True)
        mark_read(code, [row.ref for row in page.rows if row.may_read], by=by, at=at)
