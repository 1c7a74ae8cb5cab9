"""Who waits for a place in the budget: by how pressing the need is, then by time; and what is left beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery

from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import AdmissionDecision, AdmissionRequest, Programme
from cases.models.admission import WAITING_SINCE, DecisionKind
from cases.models.choices import NeedLevel
from cases.selectors.decision import Waiting, waiting
from cases.selectors.kinds import KindNames, kind_names
from cases.selectors.verdicts import cost_of_request, programmes_in_force
from cases.states import AdmissionState
from funding.selectors.budgets import YearBudget, budget_of


@dataclass(frozen=True)
class Listed:
    """One that waits. ``since``: when it was put on the list; ``cost``: SEK if it is granted as it was asked for."""

    row: Waiting
    need_level: str
    need_words: str
    since: datetime
    cost: Decimal


@dataclass(frozen=True)
class WaitingList:
    """The list, what all of it would cost (SEK), and the year's budget beside it."""

    rows: tuple[Listed, ...]
    total: Decimal
    budget: YearBudget | None


@queries(6)
def waiting_list(viewer: Viewer, *, on: date) -> WaitingList:
    """Everything that waits for money: great need first, then who has waited longest."""
    last = AdmissionDecision.objects.filter(request=OuterRef("pk"), kind=DecisionKind.WAIT).order_by("-at")
    rows = AdmissionRequest.objects.filter(state=AdmissionState.WAITING).annotate(
        children_asked=Count("children"),
        need_level=Subquery(last.values("need_level")[:1]),
        listed_at=Subquery(last.values("at")[:1]),
    )
    names, programmes = kind_names(), programmes_in_force()
    rows = rows.select_related("person", "actor").prefetch_related("children").order_by(WAITING_SINCE, "id")
    found = [_listed(row, viewer, names, programmes) for row in rows]
    order = list(NeedLevel.values)
    found.sort(key=lambda one: order.index(one.need_level))
    total = sum((one.cost for one in found), Decimal(0))
    return WaitingList(tuple(found), total, budget_of(on.year))


def _listed(row: AdmissionRequest, viewer: Viewer, names: KindNames, programmes: Sequence[Programme]) -> Listed:
    level, listed_at = row.need_level, row.listed_at  # type: ignore[attr-defined]
    return Listed(
        row=waiting(row, viewer, names),
        need_level=level,
        need_words=str(NeedLevel(level).label),
        since=listed_at,
        cost=cost_of_request(row, among=programmes).total,
    )
