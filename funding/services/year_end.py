"""Closing a year: what is left goes back to the funder, and two coordinators sign its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from funding.models import Cause, YearEnd, YearEndState
from funding.selectors.year import lines_of
from funding.services.booking import Why, return_to_funder


def hold_year(year: int) -> None:
    """Keep a year's ledger as it is until the transaction ends: no booking on it begins meanwhile."""
    one_at_a_time("year_end", year)


def return_unspent(year: int, amount: Decimal, *, on: date, by: Viewer, at: datetime) -> Decimal:
    """Book that what nobody is promised of an ended year goes back to the funder (SEK), line by line, on a day.

    ``amount`` is the sum that was on the page. Raises Invalid (the year has not ended, the day lies in the future or
    before the year), Conflict("changed") where another sum is left by now, Conflict("year_signed").
    """
    hold_year(year)
    if day(at).year <= year:
        raise Invalid({"": _("The year has not ended.")})
    if not date(year, 1, 1) <= on <= day(at):
        raise Invalid({"on": _("The day lies in the year or after it, and is not in the future.")})
    left = [(line, line.left) for line in lines_of(year) if line.left > 0]
    whole = sum((sum_ for _line, sum_ in left), Decimal(0))
    if not whole or whole != amount:
        raise Conflict("changed")
    row = _begun(year, at=at)
    for line, sum_ in left:
        return_to_funder(line.id, sum_, why=Why(Cause.YEAR_END, row.pk, by, at, on))
    row.returned += whole
    row.save(update_fields=["returned"])
    return whole


def sign(year: int, figures: Mapping[str, Any], digest: str, *, by: Viewer, at: datetime) -> YearEnd:
    """Sign the year's ``figures``, whose fingerprint is ``digest``: the first time as the first of two, then as the
    second. Where the figures are others than those that the first signed, one is the first anew.

    Whoever calls holds the year and has counted after that. Raises WrongState (signed by two already),
    Refused("made_by_yourself") where the same person signs twice.
    """
    row = YearEnd.objects.select_for_update().filter(pk=_begun(year, at=at).pk).get()
    if row.state == YearEndState.SIGNED:
        raise WrongState(row.state, "sign", is_done=True)
    if row.signed_by_id is None or row.digest != digest:
        row.figures, row.digest = dict(figures), digest
        row.signed_by_id, row.signed_at = by.id, at
    elif row.signed_by_id == by.id:
        raise Refused("made_by_yourself")
    else:
        row.state = YearEndState.SIGNED
        row.countersigned_by_id, row.countersigned_at = by.id, at
    row.save()
    return row


def _begun(year: int, *, at: datetime) -> YearEnd:
    YearEnd.objects.bulk_create([YearEnd(year=year, opened_at=at)], ignore_conflicts=True)
    return YearEnd.objects.get(year=year)
