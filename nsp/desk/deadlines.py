"""Coordinators are told when a line or a budget is nearly used up: once for each threshold of each size that it has."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, Page, Span, To, Wording, finds, reads
from funding.models import Kind
from nsp.desk.selectors.year import Warned, warnings_of

BUDGET_NEAR, BUDGET_NEARLY_OUT, BUDGET_WOULD = "BUDGET_NEAR", "BUDGET_NEARLY_OUT", "BUDGET_WOULD"
_CODES = {"ALL": _("all interventions"), "OTHER": _("other interventions"), **{k.value: k.label for k in Kind}}

reads(
    BUDGET_NEAR,
    Wording(_("Budget %(year)s, %(of)s: 80%% is committed"), _("See the year"), "money", "", "soon", _CODES),
)
reads(
    BUDGET_NEARLY_OUT,
    Wording(_("Budget %(year)s, %(of)s: 95%% is committed"), _("See the year"), "money", "", "late", _CODES),
)
reads(
    BUDGET_WOULD,
    Wording(
        _("Budget %(year)s, %(of)s: %(percent)s%% would be committed if all that wait were granted"),
        _("See the year"),
        "money",
        "",
        "soon",
        _CODES,
    ),
)


@finds("budgets")
def due_budgets(span: Span, after: str) -> Page:
    """What has passed 80 or 95 per cent of this year's and the next year's budgets, or would if all that wait were
    granted. The day of such a notice is the year's first, so that it is told once however often it is found; a line
    whose size is amended is another line to fill."""
    if span.person_id:
        return Page((), None)
    this = day(span.until).year
    return Page(tuple(_due(year, one) for year in (this, this + 1) for one in warnings_of(year)), None)


def _due(year: int, one: Warned) -> Due:
    kind = BUDGET_WOULD if one.would else BUDGET_NEARLY_OUT if one.threshold == 95 else BUDGET_NEAR
    of = "ALL" if one.held.whole or one.held.alone else one.held.kind or "OTHER"
    name = f"budget:{one.held.key}:{'would' if one.would else 'is'}:{one.threshold}"
    facts = {"year": year, "of": of, "percent": str(one.threshold)}
    return Due(kind, name, date(year, 1, 1), To(roles=(Role.COORDINATOR,)), ref=str(year), facts=facts)
