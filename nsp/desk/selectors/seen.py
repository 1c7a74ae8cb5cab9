"""Who has seen a person: for those who see the person themselves. Names of colleagues, never anything of content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.acts import NOT_TOLD
from accounts.clock import day, span_of
from accounts.models import Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from audit.models import AccessEvent, Outcome
from cases.models import Person
from nsp.desk.act_words import act_words
from nsp.desk.selectors.events import cut, id_of
from nsp.desk.selectors.people import Who, who_are

PAGE = 150


@dataclass(frozen=True)
class Wanted:
    """Which looks: by whom (an account's id), on which day, only by those outside the responsible actor."""

    who: str = ""
    on: date | None = None
    outside: bool = False
    older: str = ""
    newer: str = ""


@dataclass(frozen=True)
class Line:
    """Somebody did the same thing so many times, from a day to a moment."""

    who: Who
    what: str
    kind: str
    times: int
    first: date
    last: datetime
    outside: bool

    @property
    def last_day(self) -> date:
        """The day of the last time."""
        return day(self.last)


@dataclass(frozen=True)
class Seen:
    """A page of lines, newest first, and who there is to choose among."""

    lines: tuple[Line, ...]
    people: tuple[tuple[str, str], ...]
    older: str
    newer: str


@queries(8)
def seen_by(code: str, wanted: Wanted) -> Seen:
    """Who has seen the person, what they did and when; refusals too. Inside the door of somebody who sees the person.

    What somebody did several times on days that follow each other is one line; on one chosen day each time is its own.
    """
    person = Person.objects.only("id", "code", "responsible_actor_id").get(code=code)
    # Two questions, not one with "or": each finds its own index under row-level security.
    about = AccessEvent.objects.filter(person_id=person.pk).exclude(act__in=NOT_TOLD)
    refused = AccessEvent.objects.filter(outcome=Outcome.REFUSED, person_id=None, kind="Person", ref=person.code)
    ids = about.order_by().values_list("user_id", flat=True).union(refused.order_by().values_list("user_id", flat=True))
    own = _staff_of(person.responsible_actor_id)
    people = who_are(ids)
    sources = (_filtered(events, wanted, own) for events in (about, refused))
    page = cut(*sources, older=wanted.older, newer=wanted.newer, size=PAGE)
    choices = sorted(((pk.hex, who.name) for pk, who in people.items()), key=lambda pair: swedish_key(pair[1]))
    return Seen(
        lines=tuple(_lines(page.events, people, own, each=wanted.on is not None)),
        people=tuple(choices),
        older=page.older,
        newer=page.newer,
    )


def _staff_of(actor: UUID | None) -> set[UUID]:
    return set(Appointment.objects.filter(actor_id=actor).values_list("user_id", flat=True)) if actor else set()


def _filtered(events: QuerySet[AccessEvent], wanted: Wanted, own: set[UUID]) -> QuerySet[AccessEvent]:
    who = id_of(wanted.who)
    if who is not None:
        events = events.filter(user_id=who)
    if wanted.on is not None:
        begin, end = span_of(wanted.on)
        events = events.filter(at__gte=begin, at__lt=end)
    return events.exclude(user_id__in=own) if wanted.outside else events


@dataclass
class _Run:
    """What somebody does again on the same or the next day; read from the newest to the oldest."""

    event: AccessEvent
    first: date
    times: int = 1


def _lines(events: Iterable[AccessEvent], people: dict[UUID, Who], own: set[UUID], *, each: bool) -> Iterator[Line]:
    runs: list[_Run] = []
    open_runs: dict[tuple[UUID, str], _Run] = {}
    for event in events:
        key = (event.user_id, act_words(event.act, event.outcome, event.why))
        run, on = open_runs.get(key), day(event.at)
        if run is not None and not each and run.first - on <= timedelta(days=1):
            run.first, run.times = on, run.times + 1
            continue
        open_runs[key] = _Run(event, on)
        runs.append(open_runs[key])
    for run in runs:
        event = run.event
        yield Line(
            who=people[event.user_id],
            what=act_words(event.act, event.outcome, event.why),
            kind="late" if event.outcome in (Outcome.REFUSED, Outcome.FAILED) else "info",
            times=run.times,
            first=run.first,
            last=event.at,
            outside=event.user_id not in own,
        )
