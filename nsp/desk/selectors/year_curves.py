"""A year's money as curves, and the table of the same figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from accounts.words import money_words
from funding.curves import AFTER, MONTHS, NOUGHT, month_ends
from funding.selectors.year import Months
from reports.curves import Curve, Size, line_chart

Series = tuple[Decimal, ...]


@dataclass(frozen=True)
class MonthRow:
    """A month's end. Nothing is known of bookings to come."""

    name: str
    committed: Decimal | None
    paid: Decimal | None
    used: Decimal | None
    with_asked: Decimal | None


def _known(year: int, on: date) -> int:
    """How many months of the year have begun."""
    return MONTHS if on.year > year else on.month if on.year == year else 0


def month_rows(
    year: int, on: date, booked: Months, forecast: Series, with_asked: Series, is_asked: bool
) -> tuple[MonthRow, ...]:
    """The curves' figures, for the table beside them."""
    known = _known(year, on)
    rows = [
        MonthRow(
            str(MONTHS_3[month]),
            booked.committed[month] if month <= known else None,
            booked.paid[month] if month <= known else None,
            forecast[month - 1],
            with_asked[month - 1] if is_asked else None,
        )
        for month in range(1, MONTHS + 1)
    ]
    later = (booked.committed[AFTER], booked.paid[AFTER])
    if known == MONTHS and later != (booked.committed[MONTHS], booked.paid[MONTHS]):
        rows.append(MonthRow(_("after the year"), *later, None, None))
    return tuple(rows)


def charts(
    year: int, on: date, budget: Decimal, booked: Months, forecast: Series, with_asked: Series
) -> tuple[str, str]:
    """The curves drawn, for a page and for a phone."""
    curves = [
        Curve(_("Budget"), "budget", [(0, budget), (MONTHS, budget)], money_words(budget)),
        *(
            Curve(name, look, _until(on, year, sums), money_words(_so_far(on, year, sums)))
            for name, look, sums in (
                (_("Committed"), "committed", booked.committed),
                (_("Paid"), "paid", booked.paid),
            )
        ),
        Curve(_("Used, day by day"), "forecast", _all_year(forecast), money_words(forecast[-1])),
    ]
    if with_asked:
        name = _("If all that wait are granted")
        curves.append(Curve(name, "whatif", _all_year(with_asked), money_words(with_asked[-1])))
    said = "; ".join(f"{curve.name}: {curve.words}" for curve in curves)
    drawn = [
        line_chart(
            curves,
            title=_("Money %(year)s, month by month") % {"year": year},
            description=_("At the year's end, or so far: %(amounts)s.") % {"amounts": said},
            months=[str(MONTHS_3[month]) for month in range(1, MONTHS + 1)],
            unit=_("kSEK"),
            today=(_place(on), _("today")) if on.year == year else None,
            id=f"curves-{size.name.lower()}",
            size=size,
        )
        for size in (Size.PAGE, Size.PHONE)
    ]
    return drawn[0], drawn[1]


def _place(on: date) -> float:
    return on.month - 1 + on.day / month_ends(on.year)[on.month - 1].day


def _until(on: date, year: int, sums: Series) -> list[tuple[float, Decimal]]:
    """Each month's end that has been, and today."""
    known = _known(year, on)
    points = [(float(month), sums[month]) for month in range(known + 1)]
    return [*points[:-1], (_place(on), sums[known])] if on.year == year else points


def _so_far(on: date, year: int, sums: Series) -> Decimal:
    return sums[AFTER] if on.year > year else sums[_known(year, on)]


def _all_year(sums: Series) -> list[tuple[float, Decimal]]:
    return [(0.0, NOUGHT), *((float(month), amount) for month, amount in enumerate(sums, 1))]
