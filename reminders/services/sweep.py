"""The sweep: what fell due since last time is told, in batches, however long the program was down."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.clock import day
from accounts.deadlines import Finder, Span
from reminders.models import Told
from reminders.services.telling import tell

LOOK_BACK = timedelta(days=7)
"""The first sweep of a day goes over so much again, and finds what an event that failed did not tell."""
OVERLAP = timedelta(minutes=5)
"""Every sweep goes over so much again: longer than any transaction, so that one that ends after midnight is seen."""


def span_to_tell(name: str, *, at: datetime) -> Span | None:
    """What a finder is to be asked at ``at``; None where the clock has gone back and all of it is told."""
    told = Told.objects.filter(pk=name).first()
    if told is None:
        return Span(None, at)
    if at < told.until:
        return None
    new_day = day(told.until) < day(at)
    return Span(told.until - (LOOK_BACK if new_day else OVERLAP), at)


def tell_page(finder: Finder, span: Span, after: str, *, at: datetime) -> tuple[int, str | None]:
    """One page of what is due, told: how many notices are new, and from where to go on."""
    page = finder(span, after)
    return tell(page.due, at=at), page.after


def told_until(name: str, *, until: datetime) -> None:
    """Keep how far has been told. A sweep that ends after a later one changes nothing."""
    Told.objects.bulk_create([Told(finder=name, until=until)], ignore_conflicts=True)
    Told.objects.filter(pk=name, until__lt=until).update(until=until)
