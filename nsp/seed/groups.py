"""Two group events in the demo, of one of which somebody is split off, and somebody who left and was looked for."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Identification, Person
from cases.services.group import Line, Own, Shared, add_line, note_group_event, split_off
from cases.services.identification import state_outcome
from cases.services.left import Looked, note_follow_up
from nsp.seed.lives import WORKERS, World

DAYS_AGO = 40
LOOKED = "Ringde på den tid vi kom överens om. Inget svar."


def seed_groups(here: World) -> None:
    """A field and a building site, met by the first caseworker; dice of their own."""
    rng, on = Random(23), here.today - timedelta(days=DAYS_AGO)  # noqa: S311  dice of a demo
    field = Shared(on, 14, "12", "AUTHORITY", ("LABOUR",), "A")
    site = Shared(on + timedelta(days=20), 9, "01", "OUTREACH", ("LABOUR",), "F")
    with acting_as(here.viewers[WORKERS[0][0]]) as by:
        pickers = _event(here, field, "TH", "tha", 8, rng, by)
        _event(here, site, "UZ", "uzb", 5, rng, by)
        split_off(_ref(pickers[0]), Own(on - timedelta(days=1), "12", "SELF"), by=by, at=here.now)
        state_outcome(_ref(pickers[1]), "leave", note="", by=by, at=here.moment(on + timedelta(days=2)))
        looked = Looked(on + timedelta(days=33), "NOT_FOUND", LOOKED)
        note_follow_up(pickers[1].code, looked, by=by, at=here.moment(looked.on))


def _ref(person: Person) -> str:
    return Identification.objects.get(person=person).ref


def _event(
    here: World, shared: Shared, country: str, language: str, lines: int, rng: Random, by: Viewer
) -> list[Person]:
    at = here.moment(shared.on)
    event = note_group_event(shared, token=here.token(), by=by, at=at)
    made = []
    for _nth in range(lines):
        line = Line("ADULT", rng.randint(1975, 2002), rng.choice(("MAN", "MAN", "WOMAN")), country, language, "LIKELY")
        made.append(add_line(event.ref, line, token=here.token(), by=by, at=at))
    return made
