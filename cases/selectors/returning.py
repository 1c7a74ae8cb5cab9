"""A return: how it stands, which follow-ups are due, what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.words import day_words, short_day_words
from cases import codes
from cases.models import Person, ReturnFollowUp, ReturnPlan
from cases.models.law import HowNow, Receiver, ReturnRoute
from cases.returning import Due, follow_ups
from cases.selectors.entry import Entry, Subject
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step

AHEAD_DAYS = 7


@dataclass(frozen=True)
class Line:
    """A sentence of the glance. ``kind``: late, soon or info; ``link``: URL name and references of the form that would
    answer it, or empty; ``act``: what that is called."""

    sentence: str
    note: str
    kind: str
    link: tuple[str, ...] = ()
    act: str = ""


@dataclass(frozen=True)
class Follow:
    """A follow-up: due, or made. ``how`` is empty until then."""

    months: int
    due: date
    done_on: date | None
    how: str
    who: str
    has_note: bool


@dataclass(frozen=True)
class PlanCard:
    """A return as the tab shows it."""

    ref: str
    version: int
    route: str
    sentence: str
    receiver: str
    planned_on: date | None
    assessed_on: date | None
    left_on: date | None
    arrived_on: date | None
    called_off_on: date | None
    follows: tuple[Follow, ...]
    is_open: bool
    is_programme: bool


@queries(2)
def plans(person_id: UUID) -> tuple[PlanCard, ...]:
    """Every return that was planned, newest first."""
    return tuple(_card(row) for row in _rows([person_id]))


@queries(2)
def sealed_of(person_id: UUID, *, opened: bool) -> tuple[SealedText, ...]:
    """The words of risk assessments and follow-ups; the text itself only where ``opened``."""
    found = []
    for row in ReturnPlan.objects.filter(person_id=person_id).select_related("saved_by"):
        if row.assessment:
            meta = f"{row.saved_by.name}, {day_words(day(row.saved_at))}"
            text = row.assessment.open() if opened else ""
            found.append(SealedText(_("Risk assessment before a return"), meta, text))
    for one in ReturnFollowUp.objects.filter(person_id=person_id).select_related("stated_by"):
        if one.note:
            meta = f"{one.stated_by.name}, {day_words(day(one.stated_at))}"
            found.append(SealedText(_follow_words(one.months), meta, one.note.open() if opened else ""))
    return tuple(found)


@dataclass(frozen=True)
class PlanNow:
    """What the form of a return starts from."""

    ref: str
    version: int
    initial: dict[str, object]


@queries(1)
def plan_now(code: str, ref: str) -> PlanNow:
    """A return as it is written. For those who may change the person. Raises NotFound."""
    row = _one(code, ref)
    names = ("route", "planned_on", "receiver", "assessed_on", "left_on", "arrived_on", "called_off_on")
    initial: dict[str, object] = {name: getattr(row, name) for name in names}
    return PlanNow(row.ref, row.version, initial | {"assessment": row.assessment.open(), "version": row.version})


@queries(1)
def due_on(code: str, ref: str, months: int) -> date:
    """When a follow-up of a return is due. Raises NotFound where the return is not made."""
    row = _one(code, ref)
    due = next((one.on for one in _dues(row, ()) if one.months == months), None)
    if due is None:
        raise NotFound
    return due


def returning_lines(person: Person, on: date) -> list[Line]:
    """The newest return in a sentence, for the glance; nothing where there is none. Two queries."""
    row = next(iter(_rows([person.pk])), None)
    if row is None or row.called_off_on:
        return []
    begun = row.arrived_on or row.left_on
    if begun is None:
        form = ("return_change", person.code, row.ref)
        if row.planned_on and row.planned_on < on:
            words = {"day": short_day_words(row.planned_on, on)}
            return [Line(_("A return was planned for %(day)s.") % words, "", "soon", form, _("Say how it went"))]
        when = {"day": short_day_words(row.planned_on, on)} if row.planned_on else None
        return [Line(_("A return is planned for %(day)s.") % when if when else _("A return is planned."), "", "info")]
    left = [one for one in _dues(row, _done(row)) if not one.done]
    sentence = _("Returned %(day)s.") % {"day": short_day_words(begun, on)}
    if not left:
        return [Line(sentence, _("Every follow-up is made."), "info")]
    due = left[0]
    note = _("Follow-up %(day)s.") % {"day": short_day_words(due.on, on)}
    leads_to = ("return_follow_up", person.code, row.ref, str(due.months))
    return [Line(sentence, note, "late" if due.on < on else "info", leads_to, _("Follow up"))]


def entries(viewer: object, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines of a return. Two queries."""
    link = ("person_law", person.code)
    for row in _rows([person.pk]):
        route = str(ReturnRoute(row.route).label)
        yield Entry(
            day(row.made_at), row.made_at, _("A return planned"), text=_capital(route), link=link, subject=Subject.LAW
        )
        told = (
            (row.assessed_on, _("Risk assessment before the return")),
            (row.left_on, _("Left Sweden")),
            (row.arrived_on, _("Arrived")),
            (row.called_off_on, _("The return was called off")),
        )
        for happened_on, what in told:
            if happened_on:
                yield Entry(happened_on, None, what, text=_capital(route), link=link, subject=Subject.LAW)
        for one in _newest(row):
            text = _capital(str(HowNow(one.how).label))
            who = one.stated_by.name
            yield Entry(one.done_on, one.stated_at, _follow_words(one.months), who, text, link, subject=Subject.LAW)
        for due in _dues(row, _done(row)):
            if not due.done and due.on >= on:
                yield Entry(due.on, None, _follow_words(due.months), link=link, ahead=True, subject=Subject.LAW)


def steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """Follow-ups that are due, and returns of which nobody has said whether they were made. Two queries."""
    codes_of = {person.pk: person.code for person in persons}
    found: dict[UUID, list[Step]] = defaultdict(list)
    seen: set[UUID] = set()
    for row in _rows(list(codes_of)):
        if row.person_id not in seen:  # the newest holds
            seen.add(row.person_id)
            found[row.person_id] += _steps(codes_of[row.person_id], row, on)
    return found


def _steps(code: str, row: ReturnPlan, on: date) -> Iterator[Step]:
    if row.planned_on and row.planned_on < on and not (row.left_on or row.arrived_on or row.called_off_on):
        what = _("A return was planned for %(day)s. Say how it went") % {"day": day_words(row.planned_on, year=False)}
        yield Step("return_planned", what, _("Say it"), ("return_change", code, row.ref), due=on)
    for due in _dues(row, _done(row)):
        if not due.done and due.on <= on + timedelta(days=AHEAD_DAYS):
            what = ngettext(
                "Follow up the return after %(n)s month", "Follow up the return after %(n)s months", due.months
            )
            link = ("return_follow_up", code, row.ref, str(due.months))
            yield Step("return_follow_up", what % {"n": due.months}, _("Follow up"), link, due=due.on)


def _rows(ids: Sequence[UUID]) -> list[ReturnPlan]:
    rows = ReturnPlan.objects.filter(person_id__in=ids).defer("assessment")
    made = ReturnFollowUp.objects.select_related("stated_by")
    return list(rows.prefetch_related(Prefetch("follow_ups", made)))


def _one(code: str, ref: str) -> ReturnPlan:
    rows = ReturnPlan.objects.filter(person__code=codes.parse(code) or "", ref=codes.parse_ref(ref) or "")
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def _newest(row: ReturnPlan) -> list[ReturnFollowUp]:
    """The newest of each month."""
    found: dict[int, ReturnFollowUp] = {}
    for one in row.follow_ups.all():
        found.setdefault(one.months, one)
    return list(found.values())


def _done(row: ReturnPlan) -> set[int]:
    return {one.months for one in row.follow_ups.all()}


def _dues(row: ReturnPlan, done: Sequence[int] | set[int]) -> tuple[Due, ...]:
    return follow_ups(row.left_on, row.arrived_on, row.called_off_on, done)


def _card(row: ReturnPlan) -> PlanCard:
    made = {one.months: one for one in _newest(row)}
    follows = []
    for due in _dues(row, set(made)):
        one = made.get(due.months)
        how = _capital(str(HowNow(one.how).label)) if one else ""
        who, has_note = (one.stated_by.name, bool(one.note)) if one else ("", False)
        follows.append(Follow(due.months, due.on, one.done_on if one else None, how, who, has_note))
    return PlanCard(
        ref=row.ref,
        version=row.version,
        route=_capital(str(ReturnRoute(row.route).label)),
        sentence=_sentence(row),
        receiver=_capital(str(Receiver(row.receiver).label)),
        planned_on=row.planned_on,
        assessed_on=row.assessed_on,
        left_on=row.left_on,
        arrived_on=row.arrived_on,
        called_off_on=row.called_off_on,
        follows=tuple(follows),
        is_open=not (row.called_off_on or row.arrived_on),
        is_programme=row.route == ReturnRoute.PROGRAMME,
    )


def _sentence(row: ReturnPlan) -> str:
    if row.called_off_on:
        return _("Called off %(day)s.") % {"day": day_words(row.called_off_on)}
    if row.arrived_on:
        return _("Arrived %(day)s.") % {"day": day_words(row.arrived_on)}
    if row.left_on:
        return _("Left Sweden %(day)s. The arrival is not noted.") % {"day": day_words(row.left_on)}
    return _("Planned for %(day)s.") % {"day": day_words(row.planned_on)} if row.planned_on else _("No day is set.")


def _follow_words(months: int) -> str:
    words = ngettext("Follow-up %(n)s month after the return", "Follow-up %(n)s months after the return", months)
    return words % {"n": months}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
