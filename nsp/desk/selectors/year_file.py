"""A year of money as rows for a spreadsheet: one line for each group of each cut. No person, no code of one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nsp.desk.selectors.year import CutRow, YearPage

Row = tuple[str | Decimal | None, ...]


def heads() -> tuple[str, ...]:
    """The names of the columns; SEK."""
    return (
        _("Cut by"),
        _("Group"),
        _("Given"),
        _("Committed"),
        pgettext("money", "Approved"),
        _("Paid"),
        pgettext("money", "Left"),
        _("Used by the month's end"),
        _("If all that wait are granted"),
    )


def rows_of(page: YearPage) -> Iterator[Row]:
    """Budgets with their lines, kinds, counties, actors, and the months."""
    for budget in page.budgets:
        for held in budget.lines:
            name = f"{budget.whole.name}: {held.name}"
            more = held.committed + held.asked
            yield _row(_("Budget line"), name, held.kept, held.committed, None, held.paid, held.left, None, more)
    for cut, rows in (
        (_("Intervention"), page.kinds),
        (_("The actor's county"), page.counties),
        (_("Actor"), page.actors),
    ):
        yield from (_of_group(cut, row) for row in rows)
    for month in page.months:
        what = _("Month")
        yield _row(what, month.name, None, month.committed, None, month.paid, None, month.used, month.with_asked)


def _of_group(cut: str, row: CutRow) -> Row:
    sums = row.sums
    return _row(
        cut, row.name, None, sums.committed, sums.reported, sums.paid, sums.to_pay, None, sums.committed + row.asked
    )


def _row(cut: str, group: str, *amounts: Decimal | None) -> Row:
    return (cut, group, *amounts)
