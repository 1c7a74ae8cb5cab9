"""What the rules say of an application: facts gathered from the database, verdicts from ``cases/rules.py``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid, Stopped
from cases import rule_texts, rules
from cases.costs import Cost, cost
from cases.models import (
    AdmissionRequest,
    Case,
    CatalogueItem,
    Dependant,
    Identification,
    Intervention,
    InterventionRule,
    PoliceReport,
    Programme,
    ProtectionStatement,
    ReturnStatement,
)
from cases.models.choices import Answer, Relation
from cases.periods import Period
from cases.selectors.child_days import days_of
from cases.selectors.duties import concern_missing, guardian_missing
from cases.selectors.humans import others_of
from certification.selectors import certifications_of, permits_of
from funding.selectors.room import left_for

if TYPE_CHECKING:
    from cases.services.admission import AskedAdmission, AskedChild

READ_WITH = ("person", "actor", "case", "item")
"""What the facts of an application look at beside its own row: fetched with it, they cost no query each."""
NOTHING = Cost((), Decimal(0), {})


def programme_on(on: date) -> Programme | None:
    """The programme in force that day, with its rules. Drafts are none."""
    return in_force_on(on).prefetch_related("rules").first()


def in_force_on(on: date) -> QuerySet[Programme]:
    """The same as a query, without the rules."""
    return Programme.objects.exclude(in_force_at=None).filter(valid_from__lte=on, valid_to__gte=on)


def programmes_in_force() -> list[Programme]:
    """Every programme that is or was in force, with its rules: for a list, which asks about many days."""
    return list(Programme.objects.exclude(in_force_at=None).prefetch_related("rules"))


def rule_of(programme: Programme | None, kind: str) -> InterventionRule | None:
    """What the programme says about a kind; None where it has none."""
    return next((r for r in programme.rules.all() if r.kind == kind), None) if programme else None


def verdicts_on_send(request: AdmissionRequest, asked: AskedAdmission, *, on: date) -> list[rules.Verdict]:
    """Every verdict on sending what is typed now, ok ones too, in a stable order."""
    return rules.on_send(facts_of(request, asked, on=on))


def verdicts_on_confirm(
    request: AdmissionRequest,
    *,
    on: date,
    with_money: bool = True,
    with_links: bool = True,
    amount: Decimal | None = None,
) -> list[rules.Verdict]:
    """Every verdict on granting the request as it was sent, with what was stated of the person since.

    ``on`` is the day of the decision. ``with_money``: also whether the budget holds it, which coordinators alone read.
    ``with_links``: also whether the same human has a case under another code, which nobody of the actor reads.
    ``amount``: SEK granted of an item, where it is another sum than was asked for.
    """
    asked = as_known_now(request)
    asked = replace(asked, amount=amount) if amount is not None else asked
    return rules.on_confirm(facts_of(request, asked, on=on, with_money=with_money, with_links=with_links))


def refuse_if_stopped(verdicts: Sequence[rules.Verdict], motivations: Mapping[str, str]) -> None:
    """Raise Stopped with every verdict where one says stop, or a warning has no motivation."""
    if rules.stops(verdicts) or rules.missing_motivations(verdicts, motivations):
        raise Stopped(verdicts, [rule_texts.sentence(verdict) for verdict in verdicts])


def cost_of(asked: AskedAdmission, kind: str = "REST") -> Cost:
    """What is asked would cost, by the rates in force on its first day; nothing while days or dates are missing."""
    if asked.start is None or not asked.days or asked.days < 1:
        return NOTHING
    rule = rule_of(programme_on(asked.start), kind)
    children = [c.days or asked.days for c in asked.children]
    return _cost(
        Period(asked.start, asked.days), rule, children, asked.amount if rule and rule.catalogue_item else None
    )


def cost_of_request(
    request: AdmissionRequest, *, amount: Decimal | None = None, among: Sequence[Programme] | None = None
) -> Cost:
    """What a sent request costs, by the rates in force on its first day; an item as much as is asked for, or
    ``amount`` SEK. ``among``: the programmes in force, where they have been read already."""
    if request.start is None or not request.days:
        return NOTHING
    return cost_of_days(request, Period(request.start, request.days), amount=amount or request.amount, among=among)


def cost_of_days(
    request: AdmissionRequest,
    period: Period,
    *,
    amount: Decimal | None = None,
    among: Sequence[Programme] | None = None,
    but: Collection[UUID] = (),
) -> Cost:
    """What so many days of a request cost, with its children (``but`` for these), by the rates on its first day."""
    first = period.start
    programme = (
        programme_on(first) if among is None else next((p for p in among if p.valid_from <= first <= p.valid_to), None)
    )
    rule = rule_of(programme, request.kind)
    children = [min(c.days, period.days) for c in request.children.all() if c.dependant_id not in but]
    return _cost(period, rule, children, amount)


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
        item=request.item.ref if request.item else "",
        for_dependant=request.for_dependant.ref if request.for_dependant else "",
        amount=request.amount,
        children=children,
        motivations=request.motivations.open(),
    )


def stated_since(request: AdmissionRequest) -> tuple[PoliceReport | None, ProtectionStatement | None]:
    """The newest statements about the person that are newer than the request: they hold, whatever it says."""
    newer = {"person_id": request.person_id, "stated_at__gt": request.sent_at}
    report = PoliceReport.objects.filter(**newer).select_related("stated_by").order_by("-stated_at").first()
    protection = ProtectionStatement.objects.filter(**newer).select_related("stated_by").order_by("-stated_at").first()
    return report, protection


def as_known_now(request: AdmissionRequest) -> AskedAdmission:
    """The request as it was sent, with the newest statements about police report and protection in it."""
    asked = as_sent(request)
    report, protection = stated_since(request) if request.sent_at else (None, None)
    if report is not None:
        asked = replace(asked, police_report=report.made, police_report_on=report.on)
    return replace(asked, society_protects=protection.answer) if protection is not None else asked


def recognised(request: AdmissionRequest, asked: AskedAdmission) -> AskedAdmission:
    """The same, where a new child is one that the request has written down before: sent again, it is one child. A
    further application says of consent what was said when admission was asked for."""
    if request.case_id:
        asked = replace(asked, consent=request.consent, why="", wants="")
    if request.first_sent_at is None:
        return asked
    chosen = {child.ref for child in asked.children}
    before = [row.dependant for row in request.children.select_related("dependant") if row.dependant.ref not in chosen]
    children = []
    for child in asked.children:
        who = (child.birth_year, child.in_sweden)
        same = next((d for d in before if not child.ref and (d.birth_year, d.in_sweden) == who), None)
        if same is not None:
            before.remove(same)
        children.append(replace(child, ref=same.ref) if same else child)
    return replace(asked, children=tuple(children))


def facts_of(
    request: AdmissionRequest,
    asked: AskedAdmission,
    *,
    on: date,
    with_money: bool = False,
    with_links: bool = False,
    under: Programme | None = None,
) -> rules.Facts:
    """Everything the rules may look at for an application on a day, as the viewer of the open door may know it.

    What counts from the day of sending (certification, earliest start) counts from the first time that it was sent.
    ``under``: another programme than the one in force, to see what it would say.
    Raises Invalid where a child is asked for whom the record does not know.
    """
    first = request.waiting_since
    programme = under or (programme_on(asked.start) if asked.start else None)
    rule = rule_of(programme, request.kind)
    spent = cost_of(asked, request.kind)
    person, chosen = request.person, _chosen(request, asked)
    return rules.Facts(
        kind=request.kind,
        sent_on=day(first) if first else on,
        on=on,
        start=asked.start,
        days=asked.days,
        urgent=asked.urgent,
        programme=programme.name if programme else None,
        rules=rule_set(rule) if rule else None,
        certifications=tuple(
            rules.Certified(c.valid_from, c.valid_to, c.suspended_on) for c in certifications_of(request.actor_id)
        ),
        granted=_granted(request),
        birth_year=person.birth_year,
        met_on=Identification.objects.filter(person_id=request.person_id).aggregate(first=Min("on"))["first"],
        consent=asked.consent,
        society_protects=asked.society_protects,
        in_return_programme=_in_return_programme(request),
        police_report=asked.police_report,
        police_report_on=asked.police_report_on,
        tests=rules.ThreeTests(
            need=bool(asked.need.strip()),
            right=bool(asked.right),
            society_asked=bool(asked.society_asked.strip()),
            society_asked_on=asked.society_asked_on,
            society_answer=bool(asked.society_answer.strip()),
        ),
        item=_item(chosen, programme),
        item_since=on if first and chosen is not request.item else None,
        amount=asked.amount,
        for_dependant=bool(asked.for_dependant),
        children=_children(request, asked),
        home=request.actor.is_home,
        permits=_permits(request) if request.actor.is_home else (),
        concern_missing=concern_missing(person),
        guardian_missing=guardian_missing(person),
        case_closed=request.case is not None and request.case.closed_on is not None,
        open_case=request.case is None and _has_open_case(request, with_links=with_links),
        money=_money(spent, request.kind, programme) if with_money else (),
    )


def rule_set(rule: InterventionRule) -> rules.RuleSet:
    """A programme's rule as the pure rules read it."""
    names = rules.RuleSet.__dataclass_fields__
    return rules.RuleSet(**{name: getattr(rule, name) for name in names})


def _has_open_case(request: AdmissionRequest, *, with_links: bool) -> bool:
    """Whether the human has an open case. ``with_links``: for whoever decides, over same-person links; an applicant
    knows of their own person alone."""
    others = others_of(request.person_id) if with_links else frozenset()
    return Case.objects.filter(person_id__in=[request.person_id, *others], closed_on=None).exists()


def _permits(request: AdmissionRequest) -> tuple[rules.Certified, ...]:
    return tuple(rules.Certified(p.valid_from, p.valid_to, p.withdrawn_on) for p in permits_of(request.actor_id))


def _chosen(request: AdmissionRequest, asked: AskedAdmission) -> CatalogueItem | None:
    """What is asked for of the list: as it was sent, or as it is typed now."""
    if request.item is not None and request.item.ref == asked.item:
        return request.item
    return CatalogueItem.objects.filter(ref=asked.item).first() if asked.item else None


def _item(item: CatalogueItem | None, programme: Programme | None) -> rules.Item | None:
    """What the list says of what is applied for. ``programme``: the one whose list has to hold it."""
    if item is None:
        return None
    on_list = programme is not None and item.programme_id == programme.pk
    return rules.Item(item.kind, on_list, item.closed_on, item.for_whom, item.max_amount)


def _in_return_programme(request: AdmissionRequest) -> bool | None:
    """What was stated last of the person; None where nobody knows."""
    newest = ReturnStatement.objects.filter(person_id=request.person_id).order_by("-stated_at").first()
    return {Answer.YES.value: True, Answer.NO.value: False}.get(newest.answer) if newest else None


def _granted(request: AdmissionRequest) -> tuple[rules.Granted, ...]:
    """What the case has been granted, the person's open one where admission is asked for: days used count within it."""
    if request.case_id:
        rows = Intervention.objects.filter(case_id=request.case_id)
    else:
        rows = Intervention.objects.filter(case__person_id=request.person_id, case__closed_on=None)
    return tuple(rules.Granted(row.kind, row.period) for row in rows if row.period)


def _children(request: AdmissionRequest, asked: AskedAdmission) -> tuple[rules.AskedChild, ...]:
    """The children asked for. Of one on the record, what the record says holds."""
    if not asked.children:
        return ()
    known = {row.ref: row for row in Dependant.objects.filter(person_id=request.person_id)}
    if any(c.ref and c.ref not in known for c in asked.children):
        raise Invalid({"children": _("A child is not on the person's record. Choose one that is, or add a new one.")})
    chosen = [known[c.ref] for c in asked.children if c.ref]
    given = days_of(chosen)
    return tuple(_child(request, asked, c, known, given) for c in asked.children)


def _child(
    request: AdmissionRequest,
    asked: AskedAdmission,
    child: AskedChild,
    known: Mapping[str, Dependant],
    given: Sequence[tuple[Dependant, Period]],
) -> rules.AskedChild:
    row = known.get(child.ref)
    born = row.birth_year if row else child.birth_year
    return rules.AskedChild(
        days=child.days if child.days is not None else (asked.days or 0),
        birth_year=born,
        in_sweden=row.in_sweden if row else child.in_sweden,
        ref=child.ref,
        key=child.key,
        taken=tuple(period for one, period in given if row and one.pk == row.pk),
        elsewhere=tuple(
            period for one, period in given if row and row.same_as and one.same_as == row.same_as and one.pk != row.pk
        ),
        relation=row.relation if row else Relation.CHILD,
        like_one_known=born is not None and _is_like_one_known(request, row, born, known),
    )


def _is_like_one_known(
    request: AdmissionRequest, row: Dependant | None, born: int, known: Mapping[str, Dependant]
) -> bool:
    """Whether the record had a child born that year before this one was written down with the request."""
    same_year = [other for other in known.values() if other.birth_year == born]
    if row is None:
        return bool(same_year)
    with_the_request = row.made_at in (request.first_sent_at, request.sent_at)
    return with_the_request and any(other.made_at < row.made_at for other in same_year)


def _money(spent: Cost, kind: str, programme: Programme | None) -> tuple[rules.YearMoney, ...]:
    left = left_for(spent.by_year, kind=kind, programme=programme.code if programme else "")
    return tuple(rules.YearMoney(y, amount, left[y]) for y, amount in sorted(spent.by_year.items()) if amount)


def _cost(
    period: Period, rule: InterventionRule | None, children: Sequence[int], amount: Decimal | None = None
) -> Cost:
    if rule is None:
        return NOTHING
    return cost(period, rule.day_rate, children, rule.child_day_rate, amount=amount)
