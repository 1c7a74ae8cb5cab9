"""Days before that somebody has chosen for themselves, beside what everybody is told (page *Så får du veta*)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from accounts.clock import day
from accounts.clocks import Clock, Kind, Own, days_before, own_name, page_of, read_clocks, rows_on, told_ahead
from accounts.deadlines import Due, Page, Span, To, finds
from reminders.ways import chosen_days

LOOK_BACK = timedelta(days=7)
"""What was to be told longer ago, while nothing was told, is left to what everybody is told."""
Days = Mapping[int, frozenset[UUID]]


@finds("own_days")
def due_own_days(span: Span, after: str) -> Page:
    """What each caseworker's own days before say of their persons, of the declared kinds that are a caseworker's: told
    to them alone, and not on a day on which everybody is told. Of several days that passed while nothing was told, the
    newest alone."""
    chosen = chosen_days()
    if not chosen or span.person_id:
        return Page((), None)
    until = day(span.until)
    first = max(day(span.since), until - LOOK_BACK) if span.since else until
    lasts = {first + timedelta(days=at + n) for at in range((until - first).days + 1) for n in chosen}
    lasts = {on for on in lasts if on > until}
    asked = {kind.key: kind for kind in told_ahead() if kind.own is Own.CASEWORKER}
    names = [*asked]
    name, _mark, where = after.partition("|") if after else (names[0], "", "")
    kind = asked[name].as_of(until)
    page, place = page_of(kind, rows_on(kind, lasts), where)
    clocks, unread = read_clocks(kind, page, until)
    due = tuple(_of_kind(kind, clocks, chosen, first, until))
    if place:
        return Page(due, f"{name}|{place}", len(unread))
    rest = names[names.index(name) + 1 :]
    return Page(due, f"{rest[0]}|" if rest else None, len(unread))


def _of_kind(kind: Kind, clocks: Iterable[Clock], chosen: Days, first: date, until: date) -> Iterator[Due]:
    for clock in clocks:
        if not days_before(kind, clock):  # of what nobody is told ahead
            continue
        for n, users in _newest(clock.on, clock.workers, chosen, first, until):
            if n not in days_before(kind, clock) and clock.on - timedelta(days=n) > clock.begun:
                facts = {"last": clock.on.isoformat(), **clock.facts}
                on = clock.on - timedelta(days=n)
                to = To(users=users, staff_of=clock.actor, alone=True)
                yield Due(kind.key, own_name(kind, clock, n), on, to, clock.ref, clock.person_id, facts)


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
