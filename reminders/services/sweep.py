"""The sweep: what fell due since last time is told, in batches, however long the program was down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, Finder, Page, Span, To
from reminders.models import Pulse, Told
from reminders.services.pulses import FAULT
from reminders.services.telling import tell
from reminders.wordings import WAS_LATE

LOOK_BACK = timedelta(days=7)
"""The first sweep of a day goes over so much again, and finds what an event that failed did not tell."""
OVERLAP = timedelta(minutes=5)
"""Every sweep goes over so much again: longer than any transaction, so that one that ends after midnight is seen."""


def spans_to_tell(names: Collection[str], *, at: datetime) -> dict[str, Span]:
    """What each finder is to be asked at ``at``; none for one of which the clock has gone back a little, and all is
    told."""
    told = dict(Told.objects.filter(pk__in=names).values_list("pk", "until"))
    spans = {name: _span(told.get(name), at) for name in names}
    return {name: span for name, span in spans.items() if span}


def _span(until: datetime | None, at: datetime) -> Span | None:
    if until is None:
        return Span(None, at)
    if at < until - LOOK_BACK:  # the clock was far ahead once: what was told till then is told again, and found told
        return Span(at - LOOK_BACK, at)
    if at < until:
        return None
    return Span(until - (LOOK_BACK if day(until) < day(at) else OVERLAP), at)


def tell_late(names: Collection[str], *, at: datetime) -> None:
    """Tell the coordinators that the program was late, where no sweep has ended for long: once for each such gap,
    however many sweeps see it, since what is told is named by when the last one ended. What has failed since, while
    sweeps went on, stands on *Drift* instead."""
    failed = dict(Pulse.objects.filter(pk__startswith=FAULT).values_list("pk", "at"))
    rows = Told.objects.filter(pk__in=names).values_list("pk", "until")
    until = min((at for name, at in rows if failed.get(FAULT + name, at) <= at), default=None)
    if until is None or at - until <= timedelta(minutes=settings.NSP_HEALTH["gap"]):
        return
    facts = {"since": until.isoformat(), "until": at.isoformat()}
    to = To(roles=(Role.COORDINATOR,))
    tell([Due(WAS_LATE, f"late:{until.isoformat()}", day(until), to, facts=facts)], at=at)


def tell_page(finder: Finder, span: Span, after: str, *, at: datetime) -> tuple[int, Page]:
    """One page of what is due, told: how many notices are new, and the page."""
    page = finder(span, after)
    return tell(page.due, at=at), page


def told_until(names: Collection[str], *, until: datetime) -> None:
    """Keep how far has been told. A sweep that ends after a later one changes nothing; one after a clock that was far
    ahead sets it right."""
    rows = [Told(finder=name, until=until) for name in sorted(names)]
    Told.objects.bulk_create(rows, ignore_conflicts=True)
    wrong = Q(until__lt=until) | Q(until__gt=until + LOOK_BACK)
    Told.objects.filter(wrong, pk__in=names).update(until=until)
