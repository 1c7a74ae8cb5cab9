"""Who sees a person at this moment, and the sentences about what an act changes of it.

Read from the rights themselves. Names only of those who work where the viewer does; of others how many they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acts import STAFF
from accounts.models import Actor, Appointment
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.models import Person, Restriction
from cases.selectors.sharing import guests_with_rights, staff_to_name


@dataclass(frozen=True)
class Guests:
    """Another actor that sees the person, and how many work there."""

    actor: str
    people: int
    may_write: bool
    until: date | None

    @property
    def words(self) -> str:
        """As a line: "Noor (4 members of staff): reads, until 3 Dec 2026"."""
        return f"{self.named}: {self.how}"

    @property
    def how(self) -> str:
        """What they may, and how long."""
        what = _("reads and writes") if self.may_write else _("reads")
        last = _("until %(day)s") % {"day": day_words(self.until, weekday=False)} if self.until else ""
        return ", ".join(part for part in (what, last) if part)

    @property
    def named(self) -> str:
        """The actor with how many they are."""
        return f"{self.actor} ({staff_words(self.people)})"


@dataclass(frozen=True)
class Sight:
    """Who sees the person. ``staff``: (id, name) of the responsible actor's own people who do."""

    home: str
    staff: tuple[tuple[UUID, str], ...]
    is_named: bool
    guests: tuple[Guests, ...]

    @property
    def lines(self) -> list[str]:
        """Everybody who sees, a line each."""
        names = ", ".join(name for _id, name in self.staff)
        return [*([f"{self.home}: {names}"] if names else []), *(one.words for one in self.guests)]


@dataclass(frozen=True)
class Foreseen:
    """Before and after an act that ``viewer_id`` is about to do."""

    before: Sight
    after: Sight
    viewer_id: UUID

    @property
    def sentences(self) -> list[str]:
        """What changes: who sees the person after this, and who no longer does."""
        return [*self._gains(), *self._losses()] or [_("Nobody sees more or less than before.")]

    def _gains(self) -> Iterator[str]:
        before = {one.actor: one for one in self.before.guests}
        for one in self.after.guests:
            if before.get(one.actor) != one:
                yield _("After this %(who)s sees the person: %(how)s.") % {"who": one.named, "how": one.how}
        new = [one for one in self.after.staff if one not in self.before.staff]
        if new:
            yield _("After this these see the person too: %(names)s.") % {"names": _names(new)}

    def _losses(self) -> Iterator[str]:
        left = {one.actor for one in self.after.guests}
        for one in self.before.guests:
            if one.actor not in left:
                yield _("%(actor)s does not see the person any longer.") % {"actor": one.named}
        gone = [one for one in self.before.staff if one not in self.after.staff]
        others = [one for one in gone if one[0] != self.viewer_id]
        if others:
            yield _("These do not see the person any longer: %(names)s.") % {"names": _names(others)}
        if len(others) < len(gone):
            yield _("You do not see the person any longer.")


def staff_words(count: int) -> str:
    """How many of an actor's staff, in words."""
    return ngettext("%(n)s member of staff", "%(n)s members of staff", count) % {"n": count}


@queries(9)
def sight(viewer: Viewer, person_id: UUID, home_id: UUID, *, on: date) -> Sight:
    """Who sees the person on a day. ``home_id``: the responsible actor, where the viewer works.

    A manager who is not named sees no more than who is: the guests of a person whom one does not see stay unknown.
    """
    restriction = Restriction.objects.filter(person_id=person_id, actor_id=home_id, ended_at=None).first()
    staff = staff_to_name(home_id)
    if restriction is not None:
        staff = tuple(one for one in staff if one.id in restriction.named)
    home = Actor.objects.get(pk=home_id).name
    guests = _guests(person_id, home_id, on) if Person.objects.filter(pk=person_id).exists() else ()
    return Sight(home, tuple((one.id, one.name) for one in staff), restriction is not None, guests)


def _guests(person_id: UUID, home_id: UUID, on: date) -> tuple[Guests, ...]:
    rows = guests_with_rights(person_id, home_id, on)
    found = Appointment.objects.filter(actor__in=[row for row, *_how in rows], role__in=STAFF, user__is_active=True)
    people = dict(found.values_list("actor_id").annotate(n=Count("user_id", distinct=True)))
    return tuple(Guests(row.name, people.get(row.pk, 0), writes, until) for row, writes, until in rows)


def _names(staff: list[tuple[UUID, str]]) -> str:
    return ", ".join(name for _id, name in staff)


def after_a_move(viewer: Viewer, person_id: UUID, home_id: UUID, actor_ref: str, *, on: date) -> Foreseen:
    """Before and after the move to another actor, which alone sees the person once it has said yes."""
    before = sight(viewer, person_id, home_id, on=on)
    actor = Actor.objects.get(ref=actor_ref)
    people = Appointment.objects.filter(actor=actor, role__in=STAFF, user__is_active=True).values("user_id").distinct()
    after = Sight(before.home, (), False, (Guests(actor.name, people.count(), True, None),))
    return Foreseen(before, after, viewer.id)
