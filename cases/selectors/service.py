"""The service log, as pages show it: of a person, and of an actor with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.acts import STAFF, Act
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, hour_words, money_words, number_words
from cases import codes
from cases.models import Person, RightEntry, ServiceCategory, ServiceGiven, ServiceOfActor
from cases.models.service import PaidBy, WorkField
from cases.selectors.entry import Entry, Subject
from cases.selectors.sealed import SealedText

SHOWN = 60
LATELY = 4


@dataclass(frozen=True)
class ServiceLine:
    """One line of the log. ``code``: of the person whom it was for; empty where nobody on record was."""

    ref: str
    on: date
    what: str
    field: str
    hours: Decimal | None
    amount: Decimal | None
    paid_by: str
    by: str
    code: str = ""
    code_name: str = ""
    people: int | None = None
    has_note: bool = False
    may_take: bool = False

    @property
    def how_much(self) -> str:
        """Hours and SEK in words; empty where neither was counted."""
        return ", ".join(_how_much(self.hours, self.amount, self.people))


@dataclass(frozen=True)
class ServicesOfPerson:
    """What was done for a person: the newest lines."""

    lines: tuple[ServiceLine, ...]
    sealed: tuple[SealedText, ...]
    may_change: bool
    may_read_sealed: bool
    opened: bool


@dataclass(frozen=True)
class ServicesPanel:
    """The newest of it, on the overview. ``more``: how many there are besides."""

    lines: tuple[ServiceLine, ...]
    more: int
    may_change: bool


@dataclass(frozen=True)
class Chosen:
    """What of an actor's log is looked at: a field of work, or all; a month, or the whole year."""

    year: int
    month: int | None = None
    field: str = ""


@dataclass(frozen=True)
class FieldSum:
    """One field of work: how often, hours, SEK."""

    field: str
    times: int
    hours: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ServiceLog:
    """An actor's log. ``sums``: by field of work, over all lines that are chosen, also those that are not shown."""

    lines: tuple[ServiceLine, ...]
    sums: tuple[FieldSum, ...]
    times: int
    hours: Decimal
    amount: Decimal
    years: tuple[int, ...]
    not_shown: int


@queries(11)
def services_of_person(viewer: Viewer, code: str, *, texts: bool = False) -> ServicesOfPerson:
    """What was done for the person, newest first; with ``texts`` the sealed words opened, if the viewer may read them.
    Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    rows = list(_of_person(person)[:SHOWN])
    may_change, may_read = may(viewer, Act.CHANGE_PERSON, person), may(viewer, Act.READ_SEALED, person)
    tied = set(RightEntry.objects.filter(service__in=rows).values_list("service_id", flat=True))
    opened = texts and may_read
    return ServicesOfPerson(
        lines=tuple(
            _line(row, may_take=may_change and row.actor_id in viewer.actors and row.pk not in tied) for row in rows
        ),
        sealed=tuple(
            SealedText(row.category.name, f"{row.made_by.name}, {day_words(row.on)}", row.note.open() if opened else "")
            for row in rows
            if row.note
        ),
        may_change=may_change,
        may_read_sealed=may_read,
        opened=opened,
    )


@queries(6)
def services_panel(viewer: Viewer, person: Person, on: date) -> ServicesPanel | None:
    """The newest lines; None where there are none and the viewer can write none."""
    may_change = may(viewer, Act.CHANGE_PERSON, person)
    rows = list(_of_person(person)[:LATELY])
    more = _of_person(person).count() - len(rows) if len(rows) == LATELY else 0
    return ServicesPanel(tuple(map(_line, rows)), more, may_change) if rows or may_change else None


def service_entries(viewer: Viewer, person: Person, on: date) -> Iterable[Entry]:
    """The lines of the timeline."""
    for row in _of_person(person):
        said = ", ".join(_how_much(row.hours, row.amount, None))
        text = f"{_capital(said)}. " if said else ""
        paid = row.get_paid_by_display()
        by_hand = row.paid_by == PaidBy.VOLUNTEERS
        text += f"{_capital(paid)}." if by_hand else _("Paid by: %(who)s.") % {"who": paid}
        link = ("person_services", person.code)
        yield Entry(row.on, row.made_at, row.category.name, row.made_by.name, text, link, subject=Subject.SERVICE)


@queries(10)
def service_log(viewer: Viewer, chosen: Chosen, *, most: int = SHOWN) -> ServiceLog:
    """The log of the viewer's actors: what was done for persons whom the viewer sees, and without a person.

    At most ``most`` lines; the sums are over all of them.
    """
    given, own = (
        _chosen(ServiceGiven.objects.all(), viewer, chosen),
        _chosen(ServiceOfActor.objects.all(), viewer, chosen),
    )
    lines = [_line(row) for row in _with(given).select_related("person")[:most]]
    lines += [_line(row, may_take=True) for row in _with(own)[:most]]
    lines.sort(key=lambda line: line.on, reverse=True)
    sums = _sums([*_summed(given), *_summed(own)])
    times = sum(row.times for row in sums)
    return ServiceLog(
        lines=tuple(lines[:most]),
        sums=sums,
        times=times,
        hours=sum((row.hours for row in sums), Decimal(0)),
        amount=sum((row.amount for row in sums), Decimal(0)),
        years=_years(viewer, chosen.year),
        not_shown=times - len(lines[:most]),
    )


def categories() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every category, gathered by field of work: (field, [(code, name)])."""
    rows = list(ServiceCategory.objects.all())
    return [
        (_capital(str(work.label)), [(row.code, row.name) for row in rows if row.field == work]) for work in WorkField
    ]


@queries(2)
def last_used(viewer: Viewer, *, with_person: bool) -> dict[str, Any]:
    """What the viewer noted last, which a new line begins with: category and who paid; nothing for the first one."""
    rows = (ServiceGiven if with_person else ServiceOfActor).objects.filter(made_by_id=viewer.id)
    found = rows.order_by("-made_at").values("category", "paid_by").first()
    return dict(found) if found else {"paid_by": PaidBy.ACTOR}


def own_line(viewer: Viewer, ref: str) -> ServiceLine:
    """A line without a person, of an actor of the viewer's. Raises NotFound."""
    row = _with(ServiceOfActor.objects.filter(ref=ref, actor_id__in=viewer.actors_as(*STAFF))).first()
    if row is None:
        raise NotFound
    return _line(row)


def line_of_person(viewer: Viewer, code: str, ref: str) -> ServiceLine:
    """A line for a person, of an actor of the viewer's. Raises NotFound."""
    person = {"person__code": codes.parse(code) or ""}
    rows = ServiceGiven.objects.filter(**person, ref=ref, actor_id__in=viewer.actors)
    row = _with(rows).select_related("person").first()
    if row is None:
        raise NotFound
    return _line(row)


def _of_person(person: Person) -> Any:
    return _with(ServiceGiven.objects.filter(person=person)).order_by("-on", "-made_at")


def _with(rows: Any) -> Any:
    return rows.select_related("category", "made_by")


def _chosen(rows: Any, viewer: Viewer, chosen: Chosen) -> Any:
    rows = rows.filter(actor_id__in=viewer.actors_as(*STAFF), on__year=chosen.year)
    if chosen.month:
        rows = rows.filter(on__month=chosen.month)
    return rows.filter(category__field=chosen.field) if chosen.field else rows


def _summed(rows: Any) -> Any:
    found = rows.order_by().values("category__field")
    return found.annotate(times=Count("id"), hours=Sum("hours"), amount=Sum("amount"))


def _sums(rows: Sequence[dict[str, Any]]) -> tuple[FieldSum, ...]:
    found = []
    for work in WorkField:
        mine = [row for row in rows if row["category__field"] == work]
        hours = sum((row["hours"] or Decimal(0) for row in mine), Decimal(0))
        amount = sum((row["amount"] or Decimal(0) for row in mine), Decimal(0))
        found.append(FieldSum(_capital(str(work.label)), sum(row["times"] for row in mine), hours, amount))
    return tuple(found)


def _years(viewer: Viewer, chosen: int) -> tuple[int, ...]:
    """The years in which something is noted, and the chosen one; newest first."""
    actors, found = viewer.actors_as(*STAFF), {chosen}
    for model in (ServiceGiven, ServiceOfActor):
        ends = model.objects.filter(actor_id__in=actors).aggregate(first=Min("on"), last=Max("on"))
        if ends["first"]:
            found |= set(range(ends["first"].year, ends["last"].year + 1))
    return tuple(sorted(found, reverse=True))


def _line(row: Any, *, may_take: bool = False) -> ServiceLine:
    about: dict[str, Any] = {"people": row.people} if isinstance(row, ServiceOfActor) else {"has_note": bool(row.note)}
    if "person" in row._state.fields_cache:
        about |= {"code": row.person.code, "code_name": row.person.code_name}
    return ServiceLine(
        ref=row.ref,
        on=row.on,
        what=row.category.name,
        field=_capital(str(WorkField(row.category.field).label)),
        hours=row.hours,
        amount=row.amount,
        paid_by=str(PaidBy(row.paid_by).label),
        by=row.made_by.name,
        may_take=may_take,
        **about,
    )


def _how_much(hours: Decimal | None, amount: Decimal | None, people: int | None) -> Iterable[str]:
    if hours is not None:
        yield ngettext("%(n)s hour", "%(n)s hours", 1 if hours == 1 else 2) % {"n": hour_words(hours)}
    if amount is not None:
        yield money_words(amount)
    if people is not None:
        yield _("reached %(people)s") % {"people": number_words(people)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
