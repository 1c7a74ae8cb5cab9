"""The risk is reviewed for some of those whose period runs in the demo; one next contact has passed."""

from __future__ import annotations

from datetime import timedelta

from accounts.door import acting_as
from cases.models import Intervention
from cases.services.safety import Reviewed, review_safety
from nsp.seed.lives import World

_REVIEWS = (
    (
        "SOME",
        "Orolig för att bli hittad, men ingen har hört av sig.",
        "Ringer jouren. Vi byter telefon och går ut två.",
    ),
    ("HIGH", "Har fått meddelanden från ett okänt nummer.", "Ringer 112 vid fara, annars oss. Vi flyttar samma kväll."),
    ("NONE", "Känner sig trygg.", ""),
)


def seed_safety(here: World) -> None:
    """Six of each of two caseworkers' running persons at most, reviewed last week."""
    for key in ("alma", "cia"):
        with acting_as(here.viewers[key]) as by:
            periods = Intervention.objects.filter(start__lte=here.today, last__gte=here.today)
            mine = periods.filter(person__caseworker_id=by.id).order_by("start")
            codes = dict.fromkeys(mine.values_list("person__code", flat=True))
            for number, code in enumerate([*codes][:6]):
                level, reasons, plan = _REVIEWS[number % len(_REVIEWS)]
                on = here.today - timedelta(days=6 + number)
                said = Reviewed(on, level, reasons, plan, here.today + timedelta(days=number - 1))
                review_safety(code, said, by=by, at=here.moment(on))
