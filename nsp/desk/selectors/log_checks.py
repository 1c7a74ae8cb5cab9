"""The standing checks of the access log: what a data protection officer should look at without having to think of it.

What counts as unusual stands in the settings (``NSP_LOG_CHECKS``, ``NSP_OFFICE_HOURS``). A check says where to look; it
says nothing about whether somebody did wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate, TruncHour
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import STOCKHOLM, day, span_of
from accounts.log import NOBODY
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import clock_words, short_day_words
from audit.hashing import fingerprint
from audit.models import AccessEvent, Outcome, Seal
from audit.services import HOUR
from audit.verify import hour_words
from nsp.desk.selectors.access_log import (
    ON_PROTECTED,
    OUTSIDE_HOURS,
    UNKNOWN_ADDRESS,
    about_persons,
    on_protected,
    outside_hours,
    reads_the_log,
)
from nsp.desk.selectors.people import Who, who_are

SHOWN = 5
LATE = timedelta(hours=3)
"""An hour is sealed some ten minutes after its end; so long after it something is wrong."""
GLASS = "BREAK_GLASS"


@dataclass(frozen=True)
class CheckLine:
    """An account (and an hour or a day of it) that the check found: ``query`` is the filter that shows the events."""

    who: Who
    words: str
    query: dict[str, str]


@dataclass(frozen=True)
class StandingCheck:
    """A check: how much it found in the last days, the first few lines of it, and the filter that shows it all."""

    name: str
    found: int
    words: str
    meaning: str
    lines: tuple[CheckLine, ...]
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """Until when the log is sealed, and the fingerprint of the newest seal, to be kept on paper. ``late``: the seal is
    older than it can be while the program runs as it should."""

    until: datetime
    name: str
    fingerprint: str
    late: bool


@dataclass(frozen=True)
class _Group:
    user_id: UUID
    at: datetime | date | None
    count: int


@queries(8)
def standing_checks(viewer: Viewer, *, on: date) -> tuple[StandingCheck, ...]:
    """All checks over the last days, in the order in which they should be looked at."""
    reads_the_log(viewer)
    limits = settings.NSP_LOG_CHECKS
    first = on - timedelta(days=limits["days"] - 1)
    events = AccessEvent.objects.filter(at__gte=span_of(first)[0], at__lt=span_of(on)[1]).order_by()
    refused = events.filter(outcome=Outcome.REFUSED)
    groups = {
        "glass": _by_account(events.filter(act=GLASS, outcome=Outcome.DONE)),
        "many": _many(events, limits["persons"]),
        "hours": _by_account(outside_hours(about_persons(events), first, on)),
        "protected": _by_account(on_protected(events)),
        "refused": _by_day(refused.exclude(act="SIGN_IN"), limits["refusals"]),
        "sign_in": _by_day(refused.filter(act="SIGN_IN"), limits["sign_ins"]),
    }
    people = who_are(group.user_id for found in groups.values() for group in found)
    between = {"first": first.isoformat(), "last": on.isoformat()}
    return tuple(_made(name, found, people, between, on) for name, found in groups.items())


@queries(1)
def newest_seal(viewer: Viewer, *, at: datetime) -> Sealed | None:
    """The newest seal of the log; None before the first hour is sealed."""
    reads_the_log(viewer)
    seal = Seal.objects.order_by("-hour").first()
    if seal is None:
        return None
    until = seal.hour + HOUR
    return Sealed(until, hour_words(seal.hour), fingerprint(bytes(seal.mac)), at - until > LATE)


def _by_account(events: QuerySet[AccessEvent]) -> list[_Group]:
    rows = events.values("user_id").annotate(count=Count("id")).order_by("-count", "user_id")
    return [_Group(row["user_id"], None, row["count"]) for row in rows]


def _many(events: QuerySet[AccessEvent], least: int) -> list[_Group]:
    """Accounts that opened so many persons within an hour by the clock."""
    rows = (
        about_persons(events)
        .values("user_id", moment=TruncHour("at", tzinfo=STOCKHOLM))
        .annotate(count=Count("person_id", distinct=True))
        .filter(count__gte=least)
        .order_by("-moment", "user_id")
    )
    return [_Group(row["user_id"], row["moment"], row["count"]) for row in rows]


def _by_day(events: QuerySet[AccessEvent], least: int) -> list[_Group]:
    """Accounts with so many events on a day."""
    rows = (
        events.values("user_id", moment=TruncDate("at", tzinfo=STOCKHOLM))
        .annotate(count=Count("id"))
        .filter(count__gte=least)
        .order_by("-moment", "user_id")
    )
    return [_Group(row["user_id"], row["moment"], row["count"]) for row in rows]


def _made(name: str, groups: list[_Group], people: dict[UUID, Who], between: dict[str, str], on: date) -> StandingCheck:
    title, meaning, query = _texts()[name]
    summed = name in ("glass", "hours", "protected")
    found = sum(group.count for group in groups) if summed else len(groups)
    words = ngettext("%(n)s time", "%(n)s times", found) % {"n": found}
    lines = tuple(_line(group, people[group.user_id], query | between, name, on) for group in groups[:SHOWN])
    return StandingCheck(title, found, words, meaning, lines, query | between if query else {})


def _line(group: _Group, who: Who, query: dict[str, str], name: str, today: date) -> CheckLine:
    account = UNKNOWN_ADDRESS if group.user_id == NOBODY.id else group.user_id.hex
    if group.at is None:
        words = ngettext("%(n)s time", "%(n)s times", group.count) % {"n": group.count}
        return CheckLine(who, words, query | {"who": account})
    on = day(group.at) if isinstance(group.at, datetime) else group.at
    when = short_day_words(on, today)
    if isinstance(group.at, datetime):
        end = clock_words(group.at + timedelta(hours=1))
        words = _("%(n)s persons, %(day)s %(begin)s–%(end)s") % {
            "n": group.count,
            "day": when,
            "begin": clock_words(group.at),
            "end": end,
        }
    else:
        words = _("%(n)s times, %(day)s") % {"n": group.count, "day": when}
    return CheckLine(who, words, query | {"who": account, "first": on.isoformat(), "last": on.isoformat()})


def _texts() -> dict[str, tuple[str, str, dict[str, str]]]:
    """Name → heading, what it means, and the filter that shows all of it (where there is one)."""
    limits, hours = settings.NSP_LOG_CHECKS, settings.NSP_OFFICE_HOURS
    return {
        "glass": (
            _("Broken glass"),
            _("A coordinator without an open errand has read sealed text. Each gave a reason, which the actor reads."),
            {"act": GLASS, "outcome": "DONE"},
        ),
        "many": (
            _("Many persons in a short time"),
            _("Somebody has opened at least %(n)s persons within an hour.") % {"n": limits["persons"]},
            {},
        ),
        "hours": (
            _("Outside working hours"),
            _("Looks at persons before %(opens)s, after %(closes)s, or on a day off in Sweden.") % hours,
            {"only": OUTSIDE_HOURS},
        ),
        "protected": (
            _("Persons with protected data"),
            _("Looks at persons whose data the authorities protect."),
            {"only": ON_PROTECTED},
        ),
        "refused": (
            _("Many refusals"),
            _("Somebody has been refused at least %(n)s times on a day.") % {"n": limits["refusals"]},
            {"outcome": "REFUSED"},
        ),
        "sign_in": (
            _("Failed sign-ins"),
            _("At least %(n)s wrong passwords or second steps on a day, on an account or on unknown addresses.")
            % {"n": limits["sign_ins"]},
            {"act": "SIGN_IN", "outcome": "REFUSED"},
        ),
    }
