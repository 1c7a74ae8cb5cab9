"""What the rules say of an admission request: facts gathered from the database, verdicts from ``cases/rules.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Min

from accounts.errors import Stopped
from cases import rules
from cases.costs import Cost, cost
from cases.models import (
    AdmissionRequest,
    Case,
    ChildSupplement,
    Identification,
    Intervention,
    InterventionRule,
    Programme,
)
from cases.periods import Period
from certification.selectors import certifications_of
from funding.models import Budget

if TYPE_CHECKING:
    from cases.services.admission import AskedAdmission

NOTHING = Cost((), Decimal(0), {})


def programme_on(on: date) -> Programme | None:
    """The programme in force that day, with its rules."""
    found = Programme.objects.filter(valid_from__lte=on, valid_to__gte=on).prefetch_related("rules")
    return found.first()


def rule_of(programme: Programme | None, kind: str) -> InterventionRule | None:
    """What the programme says about a kind; None where it has none."""
    return next((r for r in programme.rules.all() if r.kind == kind), None) if programme else None


def verdicts_on_send(request: AdmissionRequest, asked: AskedAdmission, *, on: date) -> list[rules.Verdict]:
    """Every verdict on sending what is typed now, ok ones too, in a stable order."""
    return rules.on_send(facts_of(request, asked, sent_on=on))


def verdicts_on_confirm(request: AdmissionRequest, *, on: date) -> list[rules.Verdict]:
    """Every verdict on granting the request as it was sent. ``on`` is the day of the decision.

    What counts from the day of sending (certification, earliest start) is judged on that day (domain §3).
    """
    from accounts.clock import day

    sent_on = day(request.sent_at) if request.sent_at else on
    return rules.on_confirm(facts_of(request, as_sent(request), sent_on=sent_on, with_money=True))


def refuse_if_stopped(verdicts: Sequence[rules.Verdict], motivations: Mapping[str, str]) -> None:
    """Raise Stopped with every verdict where one says stop, or a warning has no motivation."""
    if rules.stops(verdicts) or rules.missing_motivations(verdicts, motivations):
        raise Stopped(verdicts)


def cost_of(asked: AskedAdmission, kind: str = "REST") -> Cost:
    """What is asked would cost, by the rates in force on its first day; nothing while days or dates are missing."""
    if asked.start is None or not asked.days or asked.days < 1:
        return NOTHING
    rule = rule_of(programme_on(asked.start), kind)
    return _cost(Period(asked.start, asked.days), rule, [c.days or asked.days for c in asked.children])


def cost_of_request(request: AdmissionRequest) -> Cost:
    """What a sent request costs, by the rates in force on its first day."""
    if request.start is None or not request.days:
        return NOTHING
    rule = rule_of(programme_on(request.start), request.kind)
    children = [min(c.days, request.days) for c in request.children.all()]
    return _cost(Period(request.start, request.days), rule, children)


def as_sent(request: AdmissionRequest) -> AskedAdmission:
    """The request as it was sent, opened: what the decision page and the rules read."""
    from cases.services.admission import AskedAdmission, AskedChild

    children = tuple(
        AskedChild(c.dependant.ref, c.dependant.birth_year, c.dependant.in_sweden, c.days)
        for c in request.children.select_related("dependant").order_by("dependant__birth_year", "dependant__ref")
    )
    return AskedAdmission(
        urgent=request.urgent,
        start=request.start,
        days=request.days,
        why=request.why.open(),
        wants=request.wants.open(),
        consent=request.consent,
        police_report=request.police_report,
        police_report_on=request.police_report_on,
        society_protects=request.society_protects,
        right=request.right_id or "",
        need=request.need.open(),
        society_asked=request.society_asked.open(),
        society_asked_on=request.society_asked_on,
        society_answer=request.society_answer.open(),
        answer=request.answer.open(),
        children=children,
        motivations=request.motivations.open(),
    )


def facts_of(
    request: AdmissionRequest, asked: AskedAdmission, *, sent_on: date, with_money: bool = False
) -> rules.Facts:
    """Everything the rules may look at for an admission, as the viewer of the open door may know it."""
    programme = programme_on(asked.start) if asked.start else None
    rule = rule_of(programme, request.kind)
    spent = cost_of(asked, request.kind)
    person = request.person
    return rules.Facts(
        kind=request.kind,
        sent_on=sent_on,
        start=asked.start,
        days=asked.days,
        urgent=asked.urgent,
        programme=programme.name if programme else None,
        rules=_rule_set(rule) if rule else None,
        certifications=tuple(
            rules.Certified(c.valid_from, c.valid_to, c.suspended_on) for c in certifications_of(request.actor_id)
        ),
        granted=_granted(request),
        birth_year=person.birth_year,
        met_on=Identification.objects.filter(person_id=request.person_id).aggregate(first=Min("on"))["first"],
        consent=asked.consent,
        society_protects=asked.society_protects,
        police_report=asked.police_report,
        police_report_on=asked.police_report_on,
        tests=rules.ThreeTests(
            need=bool(asked.need.strip()),
            right=bool(asked.right),
            society_asked=bool(asked.society_asked.strip()),
            society_asked_on=asked.society_asked_on,
            society_answer=bool(asked.society_answer.strip()),
        ),
        children=_children(request, asked),
        open_case=Case.objects.filter(person_id=request.person_id, closed_on=None).exists(),
        money=_money(spent) if with_money else (),
    )


def _rule_set(rule: InterventionRule) -> rules.RuleSet:
    names = rules.RuleSet.__dataclass_fields__
    return rules.RuleSet(**{name: getattr(rule, name) for name in names})


def _granted(request: AdmissionRequest) -> tuple[rules.Granted, ...]:
    """What the person's open case has been granted: days used count within one admission."""
    rows = Intervention.objects.filter(case__person_id=request.person_id, case__closed_on=None)
    return tuple(rules.Granted(row.kind, row.period) for row in rows if row.period)


def _children(request: AdmissionRequest, asked: AskedAdmission) -> tuple[rules.AskedChild, ...]:
    refs = [c.ref for c in asked.children if c.ref]
    taken: dict[str, list[Period]] = {}
    if refs:
        rows = ChildSupplement.objects.filter(dependant__ref__in=refs).select_related("dependant")
        for row in rows:
            if row.last >= row.start:
                taken.setdefault(row.dependant.ref, []).append(Period.until(row.start, row.last))
    return tuple(
        rules.AskedChild(
            days=c.days if c.days is not None else (asked.days or 0),
            birth_year=c.birth_year,
            in_sweden=c.in_sweden,
            ref=c.ref,
            key=c.key,
            taken=tuple(taken.get(c.ref, ())),
        )
        for c in asked.children
    )


def _money(spent: Cost) -> tuple[rules.YearMoney, ...]:
    budgets = {b.year: b.left for b in Budget.objects.filter(year__in=list(spent.by_year))}
    return tuple(rules.YearMoney(y, amount, budgets.get(y)) for y, amount in sorted(spent.by_year.items()) if amount)


def _cost(period: Period, rule: InterventionRule | None, children: Sequence[int]) -> Cost:
    if rule is None:
        return NOTHING
    return cost(period, rule.day_rate, children, rule.child_day_rate)
