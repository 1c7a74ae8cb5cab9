"""What the rules say of a request, line by line, in words; and what it would cost, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.costs import Cost
from cases.models import AdmissionRequest
from cases.periods import Period
from cases.rule_texts import finding, sentence, source
from cases.rules import Verdict
from cases.selectors.admission import explanations
from cases.selectors.verdicts import (
    READ_WITH,
    cost_of,
    cost_of_request,
    recognised,
    verdicts_on_confirm,
    verdicts_on_send,
)
from cases.services.admission import AskedAdmission
from cases.states import AdmissionState


@dataclass(frozen=True)
class Line:
    """One rule's answer. ``level`` is ok, warning or stop; ``key`` is where what the caseworker wrote of it is kept.

    ``explained``: something is written of it; ``motivation`` is that text, empty while it is sealed.
    """

    key: str
    level: str
    sentence: str
    source: str
    motivation: str = ""
    code: str = ""
    of: str = ""
    explained: bool = False


@dataclass(frozen=True)
class Money:
    """What it costs (SEK): the steps in words with their sums, the total, and how it falls on calendar years."""

    steps: tuple[tuple[str, Decimal], ...]
    total: Decimal | None
    by_year: Mapping[int, Decimal]

    @property
    def years(self) -> tuple[tuple[str, Decimal], ...]:
        """What falls on each year, in words, where it is more than one."""
        named = ((_("of that in %(year)s") % {"year": year}, sum_) for year, sum_ in sorted(self.by_year.items()))
        return tuple(named) if len(self.by_year) > 1 else ()


@dataclass(frozen=True)
class RulesPanel:
    """What stands beside the form."""

    lines: tuple[Line, ...]
    money: Money
    last: date | None
    """The last day, worked out, both ends counted."""

    @property
    def stops(self) -> tuple[Line, ...]:
        """The rules that say stop."""
        return tuple(line for line in self.lines if line.level == "stop")

    @property
    def most_pressing_first(self) -> tuple[Line, ...]:
        """What stops, what is to be explained, what is met: within each, in the order of the rules."""
        order = ("stop", "warning", "ok")
        return tuple(sorted(self.lines, key=lambda line: order.index(line.level)))

    @property
    def unmotivated(self) -> tuple[Line, ...]:
        """The warnings that nothing is written about yet."""
        return tuple(line for line in self.lines if line.level == "warning" and not line.explained)


@queries(18)
def rules_panel(ref: str, asked: AskedAdmission, *, on: date) -> RulesPanel:
    """What the rules say of what is typed now, if it were sent on that day.

    Raises NotFound, Invalid (a child that the record does not know).
    """
    row = AdmissionRequest.objects.select_related(*READ_WITH).filter(ref=ref).first()
    if row is None:
        raise NotFound
    verdicts = verdicts_on_send(row, recognised(row, asked), on=on)
    last = Period(asked.start, asked.days).last if asked.start and asked.days else None
    return RulesPanel(_lines(verdicts, asked.motivations), _money(cost_of(asked, row.kind)), last)


@queries(18)
def lines_as_sent(ref: str, viewer: Viewer, *, on: date) -> tuple[Line, ...]:
    """What the rules say of confirming a request that waits for a decision; nothing while it does not. What the budget
    has left is the coordinators' to know."""
    waiting = (AdmissionState.SENT, AdmissionState.WAITING)
    row = AdmissionRequest.objects.select_related(*READ_WITH).filter(ref=ref, state__in=waiting).first()
    decides = viewer.is_(Role.COORDINATOR)
    links = row is not None and decides and not viewer.belongs_to(row.actor_id)
    return lines_on_confirm(row, on=on, texts=False, with_money=decides, with_links=links) if row else ()


def lines_on_confirm(
    row: AdmissionRequest,
    *,
    on: date,
    texts: bool,
    with_money: bool = True,
    with_links: bool,
    amount: Decimal | None = None,
) -> tuple[Line, ...]:
    """What the rules say of confirming the request on a day, with ``texts`` also what the caseworker wrote of it.

    ``amount``: SEK that would be granted of an item."""
    verdicts = verdicts_on_confirm(row, on=on, with_money=with_money, with_links=with_links, amount=amount)
    lines = _lines(verdicts, row.motivations.open(), words=finding)
    return lines if texts else tuple(replace(line, motivation="") for line in lines)


def explained(motivations: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(the rule's title, what the caseworker wrote of its warning): what stays once a request is decided.

    The verdicts themselves are not asked again then: they would speak of today, with the case open and the money gone.
    """
    return explanations(motivations)


def money_of(row: AdmissionRequest, *, amount: Decimal | None = None) -> Money:
    """What the request costs if it is confirmed, or if ``amount`` SEK are granted of its item."""
    return _money(cost_of_request(row, amount=amount))


def _lines(
    verdicts: Sequence[Verdict], motivations: Mapping[str, str], words: Callable[[Verdict], str] = sentence
) -> tuple[Line, ...]:
    return tuple(_line(verdict, motivations.get(verdict.key, "").strip(), words) for verdict in verdicts)


def _line(v: Verdict, motivation: str, words: Callable[[Verdict], str]) -> Line:
    said = finding(v) if motivation else words(v)  # nobody is asked again to write what is written
    return Line(v.key, str(v.level), said, str(source(v.code)), motivation, v.code, v.of, bool(motivation))


def _money(cost: Cost) -> Money:
    steps = tuple((str(step), step.amount) for step in cost.steps)
    return Money(steps, cost.total if steps else None, cost.by_year)
