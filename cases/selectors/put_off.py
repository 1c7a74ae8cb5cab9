"""What is put off to a later day, and what can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.clock import dawn, day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.models import Person, PutOff
from cases.models.put_off import WhyLater
from cases.selectors.step import Step
from cases.selectors.steps import next_steps, step_facts
from cases.selectors.subjects import STEPS_ASK

LONGEST = timedelta(days=14)
"""So far ahead something is put off at a time."""
DUE_ALREADY = timedelta(days=3)
NOT_LATER = ("answer", "offer", "route", "decide", "last_day")
"""Others wait for it: it is not put off."""


@dataclass(frozen=True)
class Later:
    """Until which day something is put off (from that day on it is to do again), on which day, by whom and why."""

    until: date
    on: date
    by: str
    why: str

    @property
    def why_words(self) -> str:
        """The reason in words."""
        return str(WhyLater(self.why).label)


Laters = dict[tuple[UUID, str], Later]


def key_of(step: Step) -> str:
    """What a step is called where it is put off: its code, and which of several."""
    which = step.which or ".".join(one for one in step.link[1:] if codes.parse(one) is None)
    return f"{step.code}:{which}"[:60] if which else step.code


def can_wait(step: Step) -> bool:
    """Whether a step can be put off: a duty cannot, nor what others wait for or have to do."""
    return not (step.first or step.waits or step.code in NOT_LATER)


def latest(step: Step, on: date) -> date:
    """The last day to which a step can be put off on a day: not past its own, if that is to come; what is due already
    waits a few days at most."""
    if step.due is None:
        return on + LONGEST
    return min(on + LONGEST, step.due) if step.due > on else on + DUE_ALREADY


def put_off(persons: Collection[UUID], *, on: date) -> Laters:
    """What of these persons their responsible actor has put off on a day: one query."""
    since = dawn(on - LONGEST - timedelta(days=1))
    rows = PutOff.objects.filter(person_id__in=persons, actor=F("person__responsible_actor"), at__gte=since)
    # However often the same is put off, one row of it is read.
    rows = rows.order_by("person_id", "what", "-at", "-id").distinct("person_id", "what").select_related("by")
    newest = {(row.person_id, row.what): Later(row.until, day(row.at), row.by.name, row.why) for row in rows}
    return {key: later for key, later in newest.items() if later.until > on}


def without(steps: Iterable[tuple[Person, Step]], later: Laters, *, on: date) -> list[tuple[Person, Step]]:
    """The steps that are not put off on a day."""
    return [(person, step) for person, step in steps if not waits(step, later.get((person.pk, key_of(step))), on=on)]


def waits(step: Step, later: Later | None, *, on: date) -> bool:
    """Whether a step is put off on a day. One whose last day has been moved nearer since, or that cannot wait any
    longer, is not; a habit that has been let slip is due anew each day, and waits as long as it was let to."""
    if later is None or not can_wait(step):
        return False
    if step.due is None or later.until <= step.due:
        return True
    return step.due <= on and later.until - later.on <= DUE_ALREADY


def put_off_of(person: Person, steps: Iterable[Step], *, on: date) -> dict[str, Later]:
    """Which of a person's steps are put off on a day, by their keys: one query."""
    later = put_off([person.pk], on=on)
    found = {key_of(step): (step, later.get((person.pk, key_of(step)))) for step in steps}
    return {key: one for key, (step, one) in found.items() if one and waits(step, one, on=on)}


@queries(9 + STEPS_ASK)
def steps_that_can_wait(viewer: Viewer, person: Person, *, on: date) -> tuple[tuple[str, Step, Later | None], ...]:
    """What can be put off about a person, with until when it is already."""
    steps = next_steps(step_facts(viewer, [person], on=on)[person.pk], on=on)
    later = put_off([person.pk], on=on)
    return tuple((key_of(step), step, later.get((person.pk, key_of(step)))) for step in steps if can_wait(step))


@queries(10 + STEPS_ASK)
def choices_that_can_wait(viewer: Viewer, code: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """The same as choices: what is to be done, and until when it is put off. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    found = steps_that_can_wait(viewer, person, on=on)
    return tuple((key, _words(step, later)) for key, step, later in found)


def _words(step: Step, later: Later | None) -> str:
    what = f"{step.what} ({step.note})" if step.note else step.what
    return _("%(what)s, put off until %(day)s") % {"what": what, "day": day_words(later.until)} if later else what
