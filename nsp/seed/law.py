"""Where the law stands in the demo: decisions that came, some that should have, a reflection period, a return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from accounts.door import acting_as
from cases.models import Intervention, Person
from cases.services.law import Stated, state_step
from cases.services.returning import Found, Planned, follow_up, plan_return
from nsp.seed.lives import World

Row = tuple[str, str, int, dict[str, Any]]
"""Subject, step, how many days ago, and what else is said."""

_WAITS: tuple[Row, ...] = (
    ("REGIONAL", "CONSULTED", 9, {}),
    ("SOCIAL_BOARD", "ASKED", 8, {"details": ("HOUSING", "MONEY")}),
    ("PERMIT", "STAY", 9, {"details": ("THIRD",)}),
    ("REFLECTION", "ASKED", 12, {"details": ("BY_BOARD",)}),
)
_PROTECTED: tuple[Row, ...] = (
    ("REGIONAL", "CONTACTED", 20, {}),
    ("SOCIAL_BOARD", "ASKED", 19, {"details": ("HOUSING",)}),
    ("REFLECTION", "GRANTED", 16, {"details": ("BY_LEADER",), "until": 14}),
    ("INVESTIGATION", "OPENED", 15, {"details": ("HUMAN_EXPLOITATION",)}),
    ("COUNSEL", "INJURED", 15, {}),
    ("COUNSEL", "ASKED", 14, {"note": "Personen vill ha ett biträde som talar spanska."}),
)
_LONG: tuple[Row, ...] = (
    ("INVESTIGATION", "OPENED", 55, {"details": ("TRAFFICKING",)}),
    ("SOCIAL_BOARD", "ASKED", 50, {"details": ("HOUSING", "SUPPORT")}),
    ("SOCIAL_BOARD", "REFUSED", 30, {"details": ("HOUSING", "SUPPORT")}),
    ("SOCIAL_BOARD", "APPEALED", 25, {}),
    ("INVESTIGATION", "CLOSED", 12, {"details": ("NOT_PROVABLE",)}),
    ("ASYLUM", "ASKED", 40, {}),
)


def seed_law(here: World) -> None:
    """For persons whose periods run, each by the caseworker of their actor; and one who has returned."""
    alma = _running(here, "alma", "REST")
    _note(here, "alma", alma[0], _WAITS)
    _note(here, "alma", alma[1], _PROTECTED)
    supported = _running(here, "alma", "SUPPORT")
    _note(here, "alma", supported[0], _LONG)
    _note(here, "cia", _running(here, "cia", "REST")[0], _WAITS[:2])
    _returned(here)


def _running(here: World, worker: str, kind: str) -> Sequence[Person]:
    """Whose period of a kind runs, of those whose caseworker it is: the newest first."""
    with acting_as(here.viewers[worker]) as by:
        rows = Intervention.objects.filter(kind=kind, start__lte=here.today, last__gte=here.today)
        rows = rows.filter(person__caseworker_id=by.id).select_related("person").order_by("-start", "ref")
        return [row.person for row in rows]


def _note(here: World, worker: str, person: Person, rows: Sequence[Row]) -> None:
    for subject, step, days, said in rows:
        on = here.today - timedelta(days=days)
        what = dict(said)
        if "until" in what:
            what["until"] = here.today + timedelta(days=what["until"])
        with acting_as(here.viewers[worker]) as by:
            state_step(person.code, Stated(subject, step, on, **what), by=by, at=min(here.moment(on), here.now))


def _returned(here: World) -> None:
    """Somebody went home by the platform's own contacts some seven weeks ago; one follow-up is made."""
    today, by_name = here.today, here.viewers
    with acting_as(by_name["alma"]) as by:
        ended = Intervention.objects.filter(
            last__lt=today - timedelta(days=50), person__responsible_actor__ref="A-LINDEN", person__age="ADULT"
        )
        row = ended.select_related("person").order_by("-last", "ref").first()
        if row is None:
            return
        left = row.last + timedelta(days=1)
        plan = plan_return(
            row.person.code,
            Planned(
                "OWN",
                planned_on=left,
                receiver="ORGANISATION",
                assessed_on=left - timedelta(days=9),
                assessment="Ingen i hemorten vet om resan. Organisationen möter vid ankomsten och har ett rum.",
                left_on=left,
                arrived_on=left,
            ),
            by=by,
            at=here.moment(left),
        )
        done = left + timedelta(days=31)
        found = Found(done, "FAIR", "Bor kvar hos organisationen. Söker arbete.")
        follow_up(row.person.code, plan.ref, 1, found, by=by, at=here.moment(done))
