"""What coordinators are told that no floor below can put together: that a line or a budget is nearly used up, once for
each threshold of each size that it has; and that an actor's certification or its home's permit has ended, and for how
many something runs there (domain §3: running interventions go on, new applications are stopped)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.acts import Role
from accounts.clock import day
from accounts.deadlines import Due, Page, Span, To, Wording, finds, reads
from certification.models import Certification, Permit
from certification.selectors import certifications_of, permits_of
from funding.models import Kind
from nsp.desk.selectors.affected import running_at
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


CERTIFICATION_ENDED, PERMIT_ENDED = "CERTIFICATION_ENDED", "PERMIT_ENDED"
TOLD_DAYS = 30
"""What ended longer ago than this stands on the actor's page and in Att göra, and is no news."""

reads(
    CERTIFICATION_ENDED,
    Wording(
        _("The certification of %(actor)s no longer holds. Interventions that go on: %(running)s"),
        _("See who"),
        "actor",
        urgency="late",
    ),
)
reads(
    PERMIT_ENDED,
    Wording(
        _("The permit of the home of %(actor)s no longer holds. Interventions that go on: %(running)s"),
        _("See who"),
        "actor",
        urgency="late",
    ),
)


@finds("papers")
def due_papers(span: Span, after: str) -> Page:
    """Certifications and permits that ended (ran out, were suspended or withdrawn) lately, where none holds instead."""
    if span.person_id:
        return Page((), None)
    on = day(span.until)
    ended: list[tuple[str, Certification | Permit, date]] = []
    for paper in Certification.objects.select_related("actor"):
        ended.append((CERTIFICATION_ENDED, paper, _ended(paper.valid_to, paper.suspended_on)))
    for permit in Permit.objects.filter(actor__is_home=True).select_related("actor"):
        ended.append((PERMIT_ENDED, permit, _ended(permit.valid_to, permit.withdrawn_on)))
    lately = [one for one in ended if on - timedelta(days=TOLD_DAYS) <= one[2] <= on]
    due = [_of_paper(kind, row, since, on) for kind, row, since in lately if not _holds_instead(kind, row, on)]
    return Page(tuple(due), None)


def _ended(last: date, off: date | None) -> date:
    """The first day on which it holds no longer."""
    return min(last + timedelta(days=1) if last < date.max else last, off or date.max)


def _holds_instead(kind: str, row: Certification | Permit, on: date) -> bool:
    rows = certifications_of(row.actor_id) if kind == CERTIFICATION_ENDED else permits_of(row.actor_id)
    return any(other.valid_on(on) for other in rows)


def _of_paper(kind: str, row: Certification | Permit, ended: date, on: date) -> Due:
    facts = {"actor": str(row.actor_id), "running": str(len(running_at(row.actor_id, on)))}
    name = f"{kind.lower()}:{row.pk}"
    return Due(kind, name, ended, To(roles=(Role.COORDINATOR,)), ref=row.actor.ref, facts=facts)
