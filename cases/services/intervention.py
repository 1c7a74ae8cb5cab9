"""What happens to a granted intervention: that it ends before its last day (domain §3, days used)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.errors import Invalid
from accounts.viewer import Viewer
from accounts.words import long_day_words
from audit.record import Event, record
from cases import guard
from cases.costs import spread
from cases.ending import Share, given_back
from cases.models import ChildSupplement, Intervention
from cases.models.choices import EndReason
from cases.periods import Period
from cases.states import INTERVENTION_MOVES, after
from funding.services.commitments import release


def end_early(
    ref: str, *, last: date, reason: str, note: str, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Intervention:
    """Set an earlier last day: the days after it, and the money for them, are given back; children's too.

    ``last`` may lie before today (somebody left last week), and on the day before the first where nothing ever
    began. A period that ends early can end earlier still; its notes are kept one after the other.
    Raises NotFound, WrongState (reported back already), Invalid(last, reason), PointsOut.
    """
    row = Intervention.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    row = allowed(by, Act.END_INTERVENTION, row)
    after(INTERVENTION_MOVES, row.state, "end_early")
    check_ending(row.start, row.last, last=last, reason=reason)
    guard.refuse_unanswered({"note": note}, answered)
    shorten(row, last=last, reason=reason, note=note, by=by, at=at)
    return row


def shorten(row: Intervention, *, last: date, reason: str, note: str, by: Viewer, at: datetime) -> None:
    """Give back the days after ``last`` and the money for them, children's too: of a row that is locked, by somebody
    who may, with a day that ``check_last`` has let through. Raises WrongState (reported back already)."""
    row.state = after(INTERVENTION_MOVES, row.state, "end_early")
    supplements = list(ChildSupplement.objects.select_for_update().filter(intervention=row))
    back = given_back(shares_of(row, supplements), last)
    row.last, row.ended_at, row.end_reason, row.end_note = last, at, reason, _after(row.end_note.open(), note)
    row.save(update_fields=["state", "last", "ended_at", "end_reason", "end_note"])
    for supplement in supplements:
        if supplement.last > last:
            supplement.last = max(last, supplement.start - timedelta(days=1))
            supplement.save(update_fields=["last"])
    if back.total:
        release(row.pk, back.by_year, by=by, at=at)
    facts = {"days": back.days, "amount": str(back.total), "reason": reason, "actor": str(row.actor_id)}
    record(Event.INTERVENTION_ENDED, at=at, by=by.id, ref=row.ref, person_id=row.person_id, facts=facts)


def _after(before: str, note: str) -> str:
    return "\n\n".join(text for text in (before, note.strip()) if text)


def check_ending(start: date, until: date, *, last: date, reason: str) -> None:
    """Whether a period from ``start`` to ``until`` can be ended with ``last`` as its last day.

    Raises Invalid with a sentence beside the day or the reason.
    """
    never_began = start - timedelta(days=1)
    if reason not in EndReason.values:
        raise Invalid({"reason": _("Choose a reason.")})
    check_last(start, until, last=last)
    if reason == EndReason.NOT_STARTED and last != never_began:
        raise Invalid(
            {
                "last": _("You say that it never started. Then the last day is the day before: %(day)s.")
                % _said(never_began)
            }
        )
    if reason != EndReason.NOT_STARTED and last == never_began:
        raise Invalid({"reason": _("With that last day no day is left. Then choose that it never started.")})


def check_last(start: date, until: date, *, last: date) -> None:
    """Whether ``last`` lies within the period and before its last day; the day before the first leaves no day.

    Raises Invalid with a sentence beside the day.
    """
    if last < start - timedelta(days=1):
        raise Invalid({"last": _("The period begins on %(day)s. Choose that day or a later one.") % _said(start)})
    if last >= until:
        raise Invalid({"last": _("The last day is already %(day)s. Choose an earlier one.") % _said(until)})


def _said(day: date) -> dict[str, str]:
    return {"day": long_day_words(day)}


def shares_of(row: Intervention, supplements: list[ChildSupplement]) -> list[Share]:
    """The parts that cost something: the intervention first, then each child's supplement (by dependant id)."""
    period = row.period
    if period is None:
        return []
    granted = Period(row.start, row.granted_days)
    whole = spread(granted, row.amount) if row.amount is not None else {}
    shares = [Share("", period, row.day_rate or Decimal(0), whole)]
    for child in supplements:
        if child.last >= child.start:
            shares.append(
                Share(str(child.dependant_id), Period.until(child.start, child.last), row.child_day_rate or Decimal(0))
            )
    return shares
