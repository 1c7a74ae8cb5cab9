"""The access log for the data protection officer: who, when, what, about which reference code. Never content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from accounts.clock import STOCKHOLM, span_of
from accounts.errors import Refused
from accounts.log import NOBODY, ref_of
from accounts.models import User
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from accounts.workdays import is_working_day
from audit.models import AccessEvent, Outcome
from cases.models import Person
from cases.models.choices import Protection
from nsp.desk.act_words import act_words, why_words
from nsp.desk.selectors.events import cut, id_of
from nsp.desk.selectors.people import Who, who_are

PAGE = 100
MOST = 20_000
"""So many rows one export holds."""
PROTECTED = (Protection.MARK, Protection.REGISTRATION, Protection.NEW_IDENTITY)
OUTSIDE_HOURS, ON_PROTECTED = "hours", "protected"
UNKNOWN_ADDRESS = "unknown"
LOOKED_AT = (Outcome.LOOKED, Outcome.DONE)


@dataclass(frozen=True)
class Wanted:
    """Which events: by whom (an account's id), about whom (a reference code), what, with which outcome, from a day to a
    day (both counted), and only those outside office hours, or about persons with protected data."""

    today: date
    who: str = ""
    code: str = ""
    act: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None
    only: str = ""
    older: str = ""
    newer: str = ""


@dataclass(frozen=True)
class LogRow:
    """One event in words. ``code``: the reference code of the person, ``ref``: of what it was done to."""

    id: UUID
    at: datetime
    who_id: str
    who: Who
    act: str
    what: str
    outcome: str
    kind: str
    ref: str
    code: str
    why: str
    why_words: str
    about: str
    """The name of the account that something was done to, where it was one."""
    request_id: UUID


@dataclass(frozen=True)
class LogPage:
    """A page of the log, newest first."""

    rows: tuple[LogRow, ...]
    older: str
    newer: str


def reads_the_log(viewer: Viewer) -> None:
    """Refuse whoever would be shown a part of the log as if it were the whole: they work for an actor besides."""
    if viewer.db_role == "nsp_scoped":
        raise Refused("works_for_an_actor")


@queries(6)
def log_page(viewer: Viewer, wanted: Wanted) -> LogPage:
    """The events that fit, newest first."""
    reads_the_log(viewer)
    page = cut(events_of(wanted), older=wanted.older, newer=wanted.newer, size=PAGE)
    return LogPage(rows_of(page.events), page.older, page.newer)


@queries(5)
def log_export(viewer: Viewer, wanted: Wanted) -> tuple[LogRow, ...]:
    """All events that fit, newest first, at most ``MOST``."""
    reads_the_log(viewer)
    return rows_of(events_of(wanted).order_by("-at", "-id")[:MOST])


@queries(1)
def log_count(viewer: Viewer, wanted: Wanted) -> int:
    """How many events fit; one more than ``MOST`` stands for "too many"."""
    reads_the_log(viewer)
    return events_of(wanted).order_by()[: MOST + 1].count()


@queries(1)
def people_to_choose() -> list[tuple[str, str]]:
    """(id, name) of every account, in Swedish order."""
    people = [(pk.hex, name) for pk, name in User.objects.values_list("pk", "name")]
    return sorted(people, key=lambda pair: swedish_key(pair[1]))


def rows_of(events: Iterable[AccessEvent]) -> tuple[LogRow, ...]:
    """Events in words: the people and the reference codes are looked up for all of them at once."""
    found = list(events)
    people = who_are(event.user_id for event in found)
    ids = {event.person_id for event in found if event.person_id}
    accounts = _accounts() if any(event.kind == "User" for event in found) else {}
    codes = dict(Person.objects.filter(pk__in=ids).values_list("pk", "code"))
    return tuple(
        LogRow(
            id=event.pk,
            at=event.at,
            who_id=UNKNOWN_ADDRESS if event.user_id == NOBODY.id else event.user_id.hex,
            who=people[event.user_id],
            act=event.act,
            what=act_words(event.act, event.outcome, event.why),
            outcome=event.outcome,
            kind=event.kind,
            ref=event.ref,
            code=codes.get(event.person_id, "") if event.person_id else "",
            why=event.why,
            why_words=why_words(event.act, event.outcome, event.why),
            about=accounts.get(event.ref, ""),
            request_id=event.request_id,
        )
        for event in found
    )


def _accounts() -> dict[str, str]:
    """Every account's name by what the log calls it."""
    return {ref_of(pk): name for pk, name in User.objects.values_list("pk", "name")}


def events_of(wanted: Wanted) -> QuerySet[AccessEvent]:
    """The events that a filter lets through, in no order."""
    events = AccessEvent.objects.all()
    if wanted.who == UNKNOWN_ADDRESS:
        events = events.filter(user_id=NOBODY.id)
    elif who := id_of(wanted.who):
        events = events.filter(user_id=who)
    if wanted.code:
        person = Person.objects.filter(code=wanted.code).values("pk")
        refused = Q(person_id=None, kind="Person", ref=wanted.code, outcome=Outcome.REFUSED)
        events = events.filter(Q(person_id__in=person) | refused)
    if wanted.act:
        events = events.filter(act=wanted.act)
    if wanted.outcome:
        events = events.filter(outcome=wanted.outcome)
    if wanted.first:
        events = events.filter(at__gte=span_of(wanted.first)[0])
    if wanted.last:
        events = events.filter(at__lt=span_of(wanted.last)[1])
    if wanted.only == OUTSIDE_HOURS:
        events = outside_hours(about_persons(events), wanted.first, wanted.last or wanted.today)
    if wanted.only == ON_PROTECTED:
        events = on_protected(events)
    return events


def about_persons(events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
    """Looks at persons and acts about them."""
    return events.filter(outcome__in=LOOKED_AT, person_id__isnull=False)


def on_protected(events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
    """Looks at persons whose data the authorities protect."""
    return about_persons(events).filter(person_id__in=Person.objects.filter(protection__in=PROTECTED).values("pk"))


def outside_hours(events: QuerySet[AccessEvent], first: date | None, last: date) -> QuerySet[AccessEvent]:
    """Those outside office hours in Sweden: before or after the hours of the setting, weekends, public holidays."""
    opens, closes = settings.NSP_OFFICE_HOURS["opens"], settings.NSP_OFFICE_HOURS["closes"]
    events = events.annotate(
        hour=ExtractHour("at", tzinfo=STOCKHOLM),
        weekday=ExtractIsoWeekDay("at", tzinfo=STOCKHOLM),
        on=TruncDate("at", tzinfo=STOCKHOLM),
    )
    off = Q(hour__lt=opens) | Q(hour__gte=closes) | Q(weekday__gte=6)
    return events.filter(off | Q(on__in=_holidays(first, last)))


def _holidays(first: date | None, last: date) -> list[date]:
    """Weekdays between two days on which offices are closed; of the last ten years at most."""
    begin = max(first or date.min, last - timedelta(days=10 * 366))
    days = (begin + timedelta(days=n) for n in range((last - begin).days + 1))
    return [on for on in days if on.weekday() < 5 and not is_working_day(on)]
