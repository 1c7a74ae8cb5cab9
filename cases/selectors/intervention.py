"""What ending a period early would give back, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import NotFound, WrongState
from accounts.queries import queries
from accounts.words import NBSP, number_words
from cases.ending import Back, GivenBack, Share, given_back
from cases.models import ChildSupplement, Intervention
from cases.models.choices import Kind
from cases.selectors.standing import PERIOD_NAMES
from cases.services.intervention import shares_of
from cases.states import INTERVENTION_MOVES, acts_from, leads_to


@dataclass(frozen=True)
class Summary:
    """What is given back, line by line: (words, SEK)."""

    days: int
    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal
    by_year: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class Ending:
    """A period that is about to be ended, and the parts that it costs."""

    ref: str
    code: str
    name: str
    title: str
    start: date
    last: date
    granted_days: int
    days: int
    cost: Decimal
    shares: tuple[Share, ...]

    def given_back(self, last: date) -> Summary:
        """What ending with ``last`` as the last day gives back."""
        back = given_back(self.shares, last)
        return Summary(back.days, _lines(back), back.total, _years(back))


@queries(4)
def ending(ref: str, *, on: date) -> Ending:
    """The period to end. Raises NotFound; WrongState where it is reported back already."""
    return _page(ref, "end_early")


def _page(ref: str, act: str) -> Ending:
    row = Intervention.objects.select_related("person").filter(ref=ref).first()
    if row is None:
        raise NotFound
    if act not in acts_from(INTERVENTION_MOVES, row.state):
        raise WrongState(row.state, act, is_done=leads_to(INTERVENTION_MOVES, row.state, act), at=row.ended_at)
    return ending_of(row)


def ending_of(row: Intervention) -> Ending:
    """The parts that a period costs, whose person is read already. One query."""
    name, title = PERIOD_NAMES[Kind(row.kind)]
    shares = tuple(shares_of(row, list(ChildSupplement.objects.filter(intervention=row))))
    return Ending(
        ref=row.ref,
        code=row.person.code,
        name=str(name),
        title=str(title),
        start=row.start,
        last=row.last,
        granted_days=row.granted_days,
        days=row.period.days if row.period else 0,
        cost=sum((_cost(share) for share in shares), Decimal(0)),
        shares=shares,
    )


def _cost(share: Share) -> Decimal:
    return share.period.days * share.day_rate + sum(share.sum_by_year.values(), Decimal(0))


def _lines(back: GivenBack) -> tuple[tuple[str, Decimal], ...]:
    return tuple((_words(part), part.amount) for part in back.parts if part.days and (part.amount or not part.of_sum))


def _words(part: Back) -> str:
    if part.of_sum:
        return _("The item's cost")
    days = ngettext("%(days)s day and night", "%(days)s days and nights", part.days) % {"days": part.days}
    said = {"days": days, "rate": f"{number_words(part.day_rate)}{NBSP}kr"}
    return _("Child supplement: %(days)s × %(rate)s") % said if part.who else _("%(days)s × %(rate)s") % said


def _years(back: GivenBack) -> tuple[tuple[int, Decimal], ...]:
    """The sums by year, where the days lie in more than one."""
    return tuple(sorted(back.by_year.items())) if len(back.by_year) > 1 else ()
