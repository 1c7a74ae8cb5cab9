"""Money that follows decisions: committed when something is granted, released when days are given back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError

from accounts.clock import day
from accounts.errors import NothingLeft
from accounts.refs import new_ref
from accounts.viewer import Viewer
from funding.models import Cause, Commitment, LineKind
from funding.selectors.room import Room, most_left, rooms
from funding.services import booking
from funding.services.booking import Why


def commit(
    cause_id: UUID,
    amounts: Mapping[int, Decimal],
    *,
    actor_id: UUID,
    kind: str,
    programme: str,
    by: Viewer,
    at: datetime,
    cause: Cause = Cause.DECISION,
    on: date | None = None,
) -> Commitment:
    """Promise money for one cause: ``amounts`` maps each calendar year to SEK (zero is left out).

    Each year's amount is booked whole on one line: of the programme's own budget, else of another of that year; the
    line of the kind, else the budget's general one; the first with room. ``on``: the booking date.
    Raises NothingLeft(year, asked, left) where a year has no budget or not enough; the database has the last word,
    also when two coordinators grant at once. Source: domain §3, last paragraph on money.
    """
    commitment = Commitment(
        ref=new_ref("M"),
        actor_id=actor_id,
        cause_id=cause_id,
        kind=kind,
        programme=programme,
        booked_on=on or day(at),
        made_at=at,
    )
    commitment.save(force_insert=True)
    _promise(commitment, amounts, Why(cause, cause_id, by, at, on))
    return commitment


def commit_more(
    cause_id: UUID, amounts: Mapping[int, Decimal], *, by: Viewer, at: datetime, cause: Cause = Cause.SUPPLEMENT
) -> Commitment:
    """Promise more for what has a commitment already (a child's supplement granted later). Raises as ``commit``."""
    commitment = Commitment.objects.get(cause_id=cause_id)
    booking.hold([cause_id])
    _promise(commitment, amounts, Why(cause, cause_id, by, at))
    return commitment


def release(
    cause_id: UUID,
    amounts: Mapping[int, Decimal],
    *,
    by: Viewer,
    at: datetime,
    cause: Cause = Cause.ENDED_EARLY,
) -> Decimal:
    """Give back what will not be used of a commitment: ``amounts`` maps years to SEK (positive). Returns the sum.

    Raises Conflict where more is given back than stands, or than is not yet reported.
    """
    commitment = Commitment.objects.get(cause_id=cause_id)
    return booking.release(commitment, amounts, why=Why(cause, cause_id, by, at))


def _promise(commitment: Commitment, amounts: Mapping[int, Decimal], why: Why) -> None:
    for year, amount in sorted(amounts.items()):
        if amount > 0:
            _book(commitment, year, amount, why)


def _book(commitment: Commitment, year: int, amount: Decimal, why: Why) -> None:
    """Book on the first line with room. Who was overtaken there tries the next; within a year no lock is kept of a
    line that was full, so years in order are locks in order."""
    fits: IntegrityError | None = None
    for room in _rooms(commitment, year):
        if room.left < amount:
            continue
        try:
            booking.book(LineKind.COMMIT, amount, line_id=room.line_id, year=year, why=why, commitment=commitment)
            return
        except IntegrityError as error:
            booking.broken(error)
            fits = error
    raise NothingLeft(year, asked=amount, left=most_left(_rooms(commitment, year))) from fits


def _rooms(commitment: Commitment, year: int) -> list[Room]:
    return rooms([year], kind=commitment.kind, programme=commitment.programme).get(year, [])
