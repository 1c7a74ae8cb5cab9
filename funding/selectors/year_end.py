"""How far a year has come in being closed. Coordinators' alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.queries import queries
from funding.models import YearEnd, YearEndState


@dataclass(frozen=True)
class Ended:
    """A year that somebody has begun to close. ``signed``: by two, for ever."""

    year: int
    signed: bool
    digest: str
    returned: Decimal
    first: str
    first_id: UUID | None
    first_at: datetime | None
    second: str
    second_at: datetime | None


@queries(1)
def ended(year: int) -> Ended | None:
    """Who has signed the year, if anybody has begun."""
    row = YearEnd.objects.select_related("signed_by", "countersigned_by").defer("figures").filter(year=year).first()
    if row is None:
        return None
    return Ended(
        year=row.year,
        signed=row.state == YearEndState.SIGNED,
        digest=row.digest,
        returned=row.returned,
        first=row.signed_by.name if row.signed_by else "",
        first_id=row.signed_by_id,
        first_at=row.signed_at,
        second=row.countersigned_by.name if row.countersigned_by else "",
        second_at=row.countersigned_at,
    )


@queries(1)
def frozen_figures(year: int) -> dict[str, Any] | None:
    """The figures that two have signed; None while they have not."""
    return YearEnd.objects.filter(year=year, state=YearEndState.SIGNED).values_list("figures", flat=True).first()
