"""Notices of deadlines whose cause is gone, or whose day has moved, ask for nothing any longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.acts import STAFF, Role
from accounts.clock import day
from accounts.clocks import OWN, Clock, Kind, kind_of, standing
from accounts.deadlines import PAGE, Due, To
from accounts.models import Appointment
from accounts.selectors.absences import absent_on
from cases.deadlines import ABOUT_PERIODS
from cases.models import Intervention, Person
from cases.states import InterventionState
from reminders.models import Notice
from reminders.recipients import Recipients
from reminders.services.telling import move

OFFICE = (Role.COORDINATOR,)
"""Who is told of periods beside the actor's staff."""


def kinds_that_ask() -> list[Kind]:
    """The kinds of which somebody has an unread notice."""
    keys = Notice.objects.filter(read_at=None).order_by().values_list("kind", flat=True).distinct()
    return list({kind.key: kind for key in keys if (kind := kind_of(key))}.values())


def close_gone(kind: Kind, after: UUID, *, at: datetime) -> UUID | None:
    """Close those of a kind's unread notices that say what is so no longer, a page at a time; what is so still and has
    another recipient by now moves there. From where to go on, None at the end. By the system, which sees every row."""
    page = list(Notice.objects.filter(kind__in=kind.keys, read_at=None, pk__gt=after).order_by("pk")[:PAGE])
    on, by_ref = day(at), defaultdict(list)
    for row in kind.rows().filter(**{f"{kind.ref}__in": {one.ref for one in page}}) if page else ():
        if clock := kind.clock(row, on):
            by_ref[clock.ref].append(clock)
    stand = [(one, due) for one in page if (due := _now(kind, by_ref[one.ref], one, on))]
    gone = {one.pk for one in page} - {one.pk for one, _due in stand}
    gone |= {*move(stand, at=at)} if stand else set()
    if gone:
        Notice.objects.filter(pk__in=gone, read_at=None).update(read_at=at)
    return page[-1].pk if len(page) == PAGE else None


def readdress_periods(after: UUID, *, at: datetime) -> UUID | None:
    """The same for notices of periods, which no declared kind holds: what stands unread with somebody of the actor who
    is not meant by now moves to who is, a page at a time. From where to go on, None at the end. By the system."""
    another = Person.objects.filter(pk=OuterRef("person_id")).exclude(caseworker_id=OuterRef("user_id"))
    away = absent_on(day(at)).filter(user_id=OuterRef("user_id"))
    home = Person.objects.filter(pk=OuterRef(OuterRef("person_id"))).values("responsible_actor_id")
    theirs = Appointment.objects.filter(user_id=OuterRef("user_id"))
    ended = ~Exists(theirs.filter(role__in=STAFF, actor_id=Subquery(home))) & ~Exists(theirs.filter(role__in=OFFICE))
    rows = Notice.objects.filter(kind__in=ABOUT_PERIODS, read_at=None, pk__gt=after).exclude(deadline__contains=OWN)
    not_meant = Exists(another.filter(caseworker__isnull=False)) | Exists(away) | Q(user__is_active=False) | ended
    rows = rows.filter(not_meant)
    page = list(rows.order_by("pk")[:PAGE])
    ids = {row.person_id for row in page if row.person_id}
    homes = Person.objects.filter(pk__in=ids).values_list("pk", "responsible_actor_id", "caseworker_id")
    meant = {pk: (actor, worker) for pk, actor, worker in homes if actor}
    appointed = Appointment.objects.filter(user__in={row.user_id for row in page})
    works = set(appointed.filter(role__in=STAFF).values_list("user_id", "actor_id"))
    office = set(appointed.filter(role__in=OFFICE).values_list("user_id", flat=True))
    told = []
    for row in page:
        actor, worker = meant.get(row.person_id, (None, None)) if row.person_id else (None, None)
        if actor and ((row.user_id, actor) in works or row.user_id not in office):
            to = To(users=(worker,) if worker else (), staff_of=actor)
            told.append((row, Due(row.kind, row.deadline, row.day, to, row.ref, row.person_id, row.facts)))
    if told:
        move(told, at=at)
    return page[-1].pk if len(page) == PAGE else None


def _now(kind: Kind, clocks: Iterable[Clock], row: Notice, on: date) -> Due | None:
    told = (row.deadline, row.kind, row.day)
    return next((due for clock in clocks if (due := standing(kind, clock, told, on))), None)


def reopen(after: UUID, *, at: datetime) -> UUID | None:
    """What the program closed because somebody else was meant, and who it was meant for is meant again: it asks for
    something again, if it is so still, whatever the other did with theirs. From where to go on. By the system."""
    page = list(Notice.objects.filter(moved=True, pk__gt=after).order_by("pk")[:PAGE])
    on, found = day(at), list[tuple[Notice, Due]]()
    for row in page:
        if (due := _stands(row, on)) is not None:
            found.append((row, due))
    recipients = Recipients([due for _row, due in found], on=on)
    meant = {row.pk for row, due in found if row.user_id in recipients.of(due)}
    Notice.objects.filter(pk__in=meant).update(read_at=None, moved=False)
    gone = {row.pk for row in page} - {row.pk for row, _due in found}
    Notice.objects.filter(pk__in=gone).update(moved=False)
    return page[-1].pk if len(page) == PAGE else None


def _stands(row: Notice, on: date) -> Due | None:
    if kind := kind_of(row.kind):
        rows = kind.rows().filter(**{kind.ref: row.ref})
        return _now(kind, [clock for one in rows if (clock := kind.clock(one, on))], row, on)
    open_states = (InterventionState.GRANTED, InterventionState.ENDED_EARLY)
    period = Intervention.objects.filter(ref=row.ref, state__in=open_states).select_related("person").first()
    if period is None or period.person.responsible_actor_id is None:
        return None
    worker = period.person.caseworker_id
    to = To(users=(worker,) if worker else (), staff_of=period.person.responsible_actor_id)
    return Due(row.kind, row.deadline, row.day, to, row.ref, row.person_id, row.facts)
