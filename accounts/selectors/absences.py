"""Who is away, until when, and who stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from django.db.models import DateField, Exists, Func, OuterRef, Q, QuerySet

from accounts.access import may
from accounts.acts import STAFF, Act
from accounts.models import Absence, Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.staff import managed_by
from accounts.viewer import Viewer

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AbsenceRow:
    """Days of absence, both inclusive. ``runs``: they have begun. ``takes_back``: the viewer may take them away, by its
    ``ref``, which nobody else is told."""

    ref: str
    user: UUID
    name: str
    stand_in: str
    first: date
    last: date
    runs: bool
    takes_back: bool


@dataclass(frozen=True)
class AbsencePage:
    """What the page of absences shows. ``away``: whom the viewer may write down as away, themselves first;
    ``stand_ins``: who can stand in. Values are handles, which say the actor too."""

    rows: tuple[AbsenceRow, ...]
    away: Choices
    stand_ins: Choices


def absent_on(on: date) -> QuerySet[Absence]:
    """Absences that cover a day."""
    return Absence.objects.filter(first__lte=on, last__gte=on)


class _Today(Func):
    """The day of the door."""

    function, output_field = "nsp_today", DateField()


def stood_in_by(viewer: Viewer) -> QuerySet[Absence]:
    """Absences of today (the door's), of those who work there still, in which the viewer stands in."""
    works = Appointment.objects.filter(user_id=OuterRef("user_id"), actor_id=OuterRef("actor_id"), role__in=STAFF)
    return Absence.objects.filter(Exists(works), stand_in_id=viewer.id, first__lte=_Today(), last__gte=_Today())


@queries(2)
def absence_page(viewer: Viewer, *, on: date) -> AbsencePage:
    """Absences, of those who work there, at the viewer's actors that are not over, first the one that ends first; and
    who can be chosen."""
    actors = {actor for role, actor in viewer.appointments if role in STAFF and actor}
    rows = Absence.objects.filter(actor__in=actors, last__gte=on).select_related("user", "stand_in")
    staff = _staff(actors)
    work = {(one.user_id, one.actor_id) for one in staff}
    rows = rows.order_by("last", "first", "ref")
    shown = tuple(_row(row, viewer, on) for row in rows if (row.user_id, row.actor_id) in work)
    managed = managed_by(viewer)
    away = [one for one in staff if one.user_id == viewer.id or one.actor_id in managed]
    return AbsencePage(shown, _choices(away, of=viewer.id), _choices(staff))


@queries(1)
def standing_in(viewer: Viewer, *, on: date) -> tuple[AbsenceRow, ...]:
    """For whom the viewer stands in today."""
    rows = absent_on(on).filter(stand_in_id=viewer.id).select_related("user", "stand_in").order_by("last", "ref")
    return tuple(_row(row, viewer, on) for row in rows)


def away_now(user: UUID | None, actor: UUID | None, *, on: date) -> AbsenceRow | None:
    """That somebody of an actor is away on a day, if they are; at most one query."""
    if user is None or actor is None:
        return None
    found = absent_on(on).filter(user_id=user, actor_id=actor).select_related("user", "stand_in").first()
    return _plain(found, on) if found else None


def handle_of(row: Appointment) -> UUID:
    """By what a page names somebody of an actor, whose account's own id is not told to colleagues."""
    assert row.actor_id
    return uuid5(row.actor_id, f"staff:{row.user_id}")


def staff_of_handle(viewer: Viewer, handle: UUID) -> Appointment | None:
    """Who is meant, among the staff of the viewer's actors."""
    actors = {actor for role, actor in viewer.appointments if role in STAFF and actor}
    return next((row for row in _staff(actors) if handle_of(row) == handle), None)


def colleagues_of(viewer: Viewer) -> Choices:
    """The staff of the actors that the viewer manages, but for themselves: handle and name; one query."""
    return tuple(one for one in _choices(row for row in _staff(managed_by(viewer)) if row.user_id != viewer.id))


def _staff(actors: Collection[UUID]) -> list[Appointment]:
    rows = Appointment.objects.filter(actor_id__in=actors, role__in=STAFF, user__is_active=True).select_related("user")
    return sorted(rows, key=lambda one: swedish_key(one.user.name))


def _choices(rows: Iterable[Appointment], of: UUID | None = None) -> Choices:
    """Each once at each actor, ``of`` first."""
    found: dict[tuple[UUID, UUID | None], tuple[str, str]] = {}
    for row in sorted(rows, key=lambda one: one.user_id != of):
        found.setdefault((row.user_id, row.actor_id), (str(handle_of(row)), row.user.name))
    return tuple(found.values())


def _row(row: Absence, viewer: Viewer, on: date) -> AbsenceRow:
    plain = _plain(row, on)
    return replace(plain, ref=row.ref, takes_back=True) if may(viewer, Act.SET_ABSENCE, row) else plain


def _plain(row: Absence, on: date) -> AbsenceRow:
    names = row.user.name, row.stand_in.name
    return AbsenceRow("", row.user_id, *names, row.first, row.last, runs=row.first <= on, takes_back=False)


def overlapping(user: UUID, actor: UUID, first: date, last: date) -> bool:
    """Whether somebody is written down as away on one of these days already."""
    return Absence.objects.filter(Q(first__lte=last, last__gte=first), user_id=user, actor_id=actor).exists()


def not_over(user: UUID, actor: UUID, *, on: date) -> int:
    """How many absences of somebody from an actor there are on a day, or later."""
    return Absence.objects.filter(last__gte=on, user_id=user, actor_id=actor).count()
