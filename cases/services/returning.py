"""A return: planned, with its risk assessment and who receives; made or called off; followed up (domain §2.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid, NotFound
from accounts.services.saving import by_whom
from accounts.viewer import Viewer
from cases import codes, guard, strange
from cases.models import Person, ReturnFollowUp, ReturnPlan
from cases.models.law import HowNow, Receiver, ReturnRoute
from cases.returning import MONTHS
from cases.services.facts import changeable, not_ahead


@dataclass(frozen=True)
class Planned:
    """A return as it stands. Everything but the route may still be unknown. ``assessment`` in words, sealed."""

    route: str
    planned_on: date | None = None
    receiver: str = Receiver.UNKNOWN
    assessed_on: date | None = None
    assessment: str = ""
    left_on: date | None = None
    arrived_on: date | None = None
    called_off_on: date | None = None


@dataclass(frozen=True)
class Found:
    """How somebody was found to be, on which day. ``note`` in words, sealed."""

    done_on: date
    how: str
    note: str = ""


def plan_return(code: str, what: Planned, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> ReturnPlan:
    """Begin the plan of a return. Only one at a time: the next when the last one is made or called off.

    Raises NotFound, Invalid (a day ahead where only the past makes sense, another plan on its way), Strange (arrived
    before leaving, left without a risk assessment, …), PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    open_ones = ReturnPlan.objects.filter(person=person, called_off_on=None, arrived_on=None)
    if open_ones.exists():
        raise Invalid({"": _("A return is planned already. Change that plan, or call it off.")})
    row = ReturnPlan(person=person, ref=codes.new_ref("Q"), made_at=at)
    return _fill(row, what, by=by, at=at, answered=answered, is_new=True)


def change_return(
    code: str, ref: str, what: Planned, *, version: int, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ReturnPlan:
    """Write the plan anew; the history keeps what stood there. Raises as ``plan_return``, and Conflict (somebody wrote
    meanwhile)."""
    row = _plan(changeable(code, by=by, after_closing=True), ref)
    if row.version != version:
        raise Conflict("changed", **by_whom(row.saved_by), at=row.saved_at, what="saved")
    row.version += 1
    return _fill(row, what, by=by, at=at, answered=answered, is_new=False)


def follow_up(
    code: str, ref: str, months: int, what: Found, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ReturnFollowUp:
    """Note one of the follow-ups; the newest of its month holds.

    Raises NotFound, Invalid (no answer, a day ahead, a return that is not made), Strange (before leaving), PointsOut.
    """
    row = _plan(changeable(code, by=by, after_closing=True), ref)
    if months not in MONTHS:
        raise NotFound
    begun = row.arrived_on or row.left_on
    if begun is None or row.called_off_on:
        raise Invalid({"": _("The return is not made yet, so there is nothing to follow up.")})
    if what.how not in HowNow.values:
        raise Invalid({"how": _("Choose an answer.")})
    not_ahead(what.done_on, at, _("The date is in the future. Write the day of the follow-up."), field="done_on")
    sentence = _("The day is before the return (%(earlier)s).")
    strange.refuse_unasked(
        strange.out_of_order("before_return", what.done_on, begun, sentence, field="done_on"), answered
    )
    guard.refuse_unanswered({"note": what.note}, answered)
    found = ReturnFollowUp(person=row.person, plan=row, months=months, done_on=what.done_on, how=what.how)
    found.stated_at, found.stated_by_id, found.note = at, by.id, what.note.strip()
    found.save(force_insert=True)
    return found


def _plan(person: Person, ref: str) -> ReturnPlan:
    rows = ReturnPlan.objects.select_for_update(of=("self",)).select_related("saved_by")
    row = rows.filter(person=person, ref=codes.parse_ref(ref) or "").first()
    if row is None:
        raise NotFound
    row.person = person
    return row


def _fill(
    row: ReturnPlan, what: Planned, *, by: Viewer, at: datetime, answered: Collection[str], is_new: bool
) -> ReturnPlan:
    if what.route not in ReturnRoute.values:
        raise Invalid({"route": _("Choose an answer.")})
    if what.receiver not in Receiver.values:
        raise Invalid({"receiver": _("Choose an answer.")})
    for name in ("assessed_on", "left_on", "arrived_on", "called_off_on"):
        if on := getattr(what, name):
            not_ahead(on, at, _("The date is in the future. Write it when it has happened."), field=name)
    strange.refuse_unasked(_questions(what, row.person), answered)
    guard.refuse_unanswered({"assessment": what.assessment}, answered)
    row.route, row.receiver, row.planned_on, row.assessed_on = (
        what.route,
        what.receiver,
        what.planned_on,
        what.assessed_on,
    )
    row.left_on, row.arrived_on, row.called_off_on = what.left_on, what.arrived_on, what.called_off_on
    row.assessment, row.saved_at, row.saved_by_id = what.assessment.strip(), at, by.id
    row.save(force_insert=is_new)
    return row


def _questions(what: Planned, person: Person) -> Iterator[strange.Question]:
    """What can hardly be of a return."""
    yield from strange.out_of_order(
        "arrived_before_leaving",
        what.arrived_on,
        what.left_on,
        _("The arrival is before the day of leaving (%(earlier)s)."),
        field="arrived_on",
    )
    yield from strange.out_of_order(
        "left_before_met",
        what.left_on,
        person.identified_on,
        _("The person left before the identification (%(earlier)s)."),
        field="left_on",
    )
    yield from strange.out_of_order(
        "left_before_assessed",
        what.left_on,
        what.assessed_on,
        _("The person left before the risk assessment (%(earlier)s)."),
        field="left_on",
    )
    has_left = what.left_on or what.arrived_on
    yield from strange.without(
        "called_off_after_leaving",
        bool(what.called_off_on and has_left),
        _("The return is both made and called off."),
        about=f"{what.called_off_on}:{has_left}",
        field="called_off_on",
    )
    if what.route == ReturnRoute.OWN and has_left:
        yield from strange.without(
            "left_without_assessment",
            what.assessed_on is None,
            _("No risk assessment is noted for a return by own contacts."),
            about=str(has_left),
            field="assessed_on",
        )
        yield from strange.without(
            "left_to_nobody",
            what.receiver == Receiver.NOBODY,
            _("Nobody receives the person."),
            about=str(has_left),
            field="receiver",
        )
