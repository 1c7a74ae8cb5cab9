"""Putting off something that is to be done about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid
from accounts.viewer import Viewer
from accounts.words import long_day_words
from cases import codes
from cases.models import Person, PutOff
from cases.models.put_off import WhyLater
from cases.selectors.put_off import latest, steps_that_can_wait


@dataclass(frozen=True)
class SaidLater:
    """What is put off, until which day (from then on it is to do again), and a code for why."""

    what: str
    until: date
    why: str


def put_off_step(code: str, said: SaidLater, *, by: Viewer, at: datetime) -> PutOff:
    """Put something off; until today: take it up again. Reminders come all the same, and go up to managers.

    Raises NotFound, Invalid (nothing that can be put off, no reason, a day that is over, past its own last day or more
    than a fortnight ahead).
    """
    person = allowed(by, Act.PUT_OFF, Person.objects.filter(code=codes.parse(code) or "").first())
    on = day(at)
    steps = {key: step for key, step, _later in steps_that_can_wait(by, person, on=on)}
    if said.what not in steps:
        raise Invalid({"what": _("Choose what is to wait.")})
    if said.why not in WhyLater.values:
        raise Invalid({"why": _("Choose why.")})
    if said.until < on:
        raise Invalid({"until": _("The day is over already.")})
    last = latest(steps[said.what], on)
    if said.until > last:
        raise Invalid({"until": _("At the latest %(day)s.") % {"day": long_day_words(last)}})
    assert person.responsible_actor_id  # only its staff may
    row = PutOff(
        person=person,
        actor_id=person.responsible_actor_id,
        what=said.what,
        until=said.until,
        why=said.why,
        by_id=by.id,
        at=at,
    )
    row.save(force_insert=True)
    return row
