"""Days before that somebody has chosen for themselves, beside what everybody is told (page *Så får du veta*)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.clock import day
from accounts.clocks import OWN, Kind, Own, clocks_of, kind_of, kinds, own_name, rows_on
from accounts.deadlines import PAGE, Due, Page, Span, To, finds
from cases.deadlines import PERIOD_ENDS, WITH_A_LAST_DAY, EndRule, end_rules
from cases.models import Intervention
from cases.states import InterventionState
from reminders.ways import chosen_days

LOOK_BACK = timedelta(days=7)
"""What was to be told longer ago, while nothing was told, is left to what everybody is told."""
PERIODS = "PERIODS"
Days = Mapping[int, frozenset[UUID]]


@finds("own_days")
def due_own_days(span: Span, after: str) -> Page:
    """What each caseworker's own days before say of their persons: the declared kinds that are a caseworker's, and the
    ends of periods; told to them alone, and not on a day on which everybody is told. Of several days that passed while
    nothing was told, the newest alone."""
    chosen = chosen_days()
    if not chosen or span.person_id:
        return Page((), None)
    until = day(span.until)
    first = max(day(span.since), until - LOOK_BACK) if span.since else until
    lasts = {first + timedelta(days=at + n) for at in range((until - first).days + 1) for n in chosen}
    lasts = {on for on in lasts if on > until}
    names = [PERIODS, *(kind.key for kind in kinds() if _is_told_ahead(kind))]
    name, _mark, place = after.partition("|") if after else (names[0], "", "")
    kind = kind_of(name)
    rows = (rows_on(kind, lasts) if kind else _periods(lasts)).order_by("pk")
    page: list[Any] = list((rows.filter(pk__gt=UUID(place)) if place else rows)[:PAGE])
    due = tuple(_of_kind(kind, page, chosen, first, until) if kind else _of_periods(page, chosen, first, until))
    if len(page) == PAGE:
        return Page(due, f"{name}|{page[-1].pk}")
    rest = names[names.index(name) + 1 :]
    return Page(due, f"{rest[0]}|" if rest else None)


def _is_told_ahead(kind: Kind) -> bool:
    """Whether a kind is a caseworker's and has words for days that lie ahead."""
    return kind.own is Own.CASEWORKER and any(n > 0 for n in kind.before)


def _of_kind(kind: Kind, page: Sequence[Any], chosen: Days, first: date, until: date) -> Iterator[Due]:
    for clock in clocks_of(kind, page, until):
        if clock is None:
            continue
        for n, users in _newest(clock.on, clock.workers, chosen, first, until):
            if n not in kind.before and clock.on - timedelta(days=n) > clock.begun:
                facts = {**clock.facts, "last": clock.on.isoformat()}
                on = clock.on - timedelta(days=n)
                to = To(users=users, staff_of=clock.actor, alone=True)
                yield Due(kind.key, own_name(kind, clock, n), on, to, clock.ref, clock.person_id, facts)


def _periods(lasts: Collection[date]) -> Any:
    rows = Intervention.objects.filter(
        state=InterventionState.GRANTED, kind__in=WITH_A_LAST_DAY, last__in=lasts, last__gte=F("start")
    )
    return rows.select_related("person").defer("end_note")


def _of_periods(page: Collection[Intervention], chosen: Days, first: date, until: date) -> Iterator[Due]:
    rules = end_rules() if page else {}
    for row in page:
        told = rules.get((row.programme_id, row.kind), EndRule()).before
        workers = (row.person.caseworker_id,) if row.person.caseworker_id else ()
        for n, users in _newest(row.last, workers, chosen, first, until):
            if n not in told and row.last - timedelta(days=n) > day(row.granted_at):
                facts = {"kind": row.kind, "last": row.last.isoformat()}
                on = row.last - timedelta(days=n)
                to = To(users=users, staff_of=row.person.responsible_actor_id, alone=True)
                yield Due(PERIOD_ENDS, f"period:{row.ref}{OWN}{n}", on, to, row.ref, row.person_id, facts)


def _newest(
    last: date, workers: Collection[UUID], chosen: Days, first: date, until: date
) -> list[tuple[int, tuple[UUID, ...]]]:
    """For each of them the newest of their own days that has come, with whose it is."""
    found: dict[int, list[UUID]] = {}
    for user in workers:
        come = [n for n, users in chosen.items() if user in users and first <= last - timedelta(days=n) <= until]
        if come and last > until:
            found.setdefault(min(come), []).append(user)
    return [(n, tuple(users)) for n, users in found.items()]
