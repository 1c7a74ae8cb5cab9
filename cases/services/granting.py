"""What a decision does: the intervention with its children, the money, and the facts that the application said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db.models import F, Max

from accounts.clock import day
from accounts.viewer import Viewer
from cases import codes
from cases.costs import Cost
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    Case,
    ChildSupplement,
    Intervention,
    PoliceReport,
    Programme,
    ProtectionStatement,
)
from cases.models.choices import WITH_A_BED
from cases.periods import Period
from cases.selectors.verdicts import cost_of_days, programme_on
from cases.services.last_day import propose
from cases.states import InterventionState
from funding.services.commitments import commit


def grant(
    case: Case, request: AdmissionRequest, spent: Cost, *, amount: Decimal | None, by: Viewer, at: datetime
) -> Intervention:
    """The intervention with its children, under the programme of its start date, and the money for it.

    ``spent``: what it costs, as the decision keeps it; ``amount``: SEK of an item of the list.
    Raises NothingLeft (year, asked, left).
    """
    assert request.start and request.days  # the rules have said so
    programme = programme_on(request.start)
    assert programme is not None
    rule = programme.rules.get(kind=request.kind)
    period = Period(request.start, request.days)
    granted = Intervention(
        pk=uuid4(),
        person_id=request.person_id,
        case=case,
        request=request,
        ref=codes.new_ref("N"),
        actor_id=request.actor_id,
        kind=request.kind,
        item_id=request.item_id,
        for_dependant_id=request.for_dependant_id,
        amount=amount,
        programme=programme,
        state=InterventionState.GRANTED,
        start=period.start,
        last=period.last,
        granted_days=period.days,
        granted_at=at,
        day_rate=rule.day_rate if amount is None else None,
        child_day_rate=rule.child_day_rate,
    )
    granted.save(force_insert=True)
    for child in request.children.select_related("dependant"):
        ChildSupplement(
            person_id=request.person_id,
            intervention=granted,
            dependant=child.dependant,
            same_as=child.dependant.same_as,
            start=period.start,
            last=Period(period.start, min(child.days, period.days)).last,
        ).save(force_insert=True)
    _commit(granted.pk, spent, request, programme, by=by, at=at)
    return granted


def _commit(
    cause: UUID, spent: Cost, request: AdmissionRequest, programme: Programme | None, *, by: Viewer, at: datetime
) -> None:
    commit(
        cause,
        spent.by_year,
        actor_id=request.actor_id,
        kind=request.kind,
        programme=programme.code if programme else "",
        by=by,
        at=at,
    )


def nights_given(request: AdmissionRequest, *, on: date) -> Period | None:
    """The days on which a bed was given before anybody had decided, up to and with ``on``; None where none was.

    That the place was in use is said by whoever asks: urgent, or with a first day before the day of asking.
    """
    asked = request.waiting_since
    if request.kind not in WITH_A_BED or request.start is None or not request.days or asked is None:
        return None
    if not (request.urgent or request.start < day(asked)) or request.start > on:
        return None
    return Period.until(request.start, min(on, Period(request.start, request.days).last))


def paid_already(request: AdmissionRequest, *, until: date) -> date | None:
    """The last day of a bed that is granted to this person, or was paid after a refusal, where it shares a day with
    those from the request's first one to ``until``; None where no night would be paid twice."""
    if request.kind not in WITH_A_BED or request.start is None:
        return None
    mine = {"person_id": request.person_id}
    refused = AdmissionDecision.objects.filter(**mine, request__start__lte=until, paid_until__gte=request.start)
    beds = Intervention.objects.filter(**mine, kind__in=WITH_A_BED, start__lte=until, last__gte=request.start)
    found = (
        refused.aggregate(last=Max("paid_until"))["last"],
        beds.filter(last__gte=F("start")).aggregate(last=Max("last"))["last"],
    )
    return max((last for last in found if last is not None), default=None)


def cost_of_nights(request: AdmissionRequest, last: date, *, but: Collection[UUID] = ()) -> Cost:
    """What the days from the first to ``last`` cost, children (``but`` for these) counted, by the rates in force on the
    first."""
    assert request.start
    return cost_of_days(request, Period.until(request.start, last), but=but)


def pay_nights(request: AdmissionRequest, decision: UUID, spent: Cost, *, by: Viewer, at: datetime) -> None:
    """Commit what a refusal pays of the nights before it. Its cause is the decision. Raises NothingLeft."""
    programme = programme_on(request.start) if request.start else None
    _commit(decision, spent, request, programme, by=by, at=at)


def keep_facts(request: AdmissionRequest, granted: Intervention, *, by: Viewer, at: datetime) -> None:
    """What the request said of the police report and of society's protection becomes the person's dated facts.

    An answer on protection that is the newest already is not stated again: it would lose the day from which it holds.
    Nor is a police report that a further application only repeats.
    """
    who, stated_at = request.sent_by_id or request.made_by_id, request.sent_at or at
    mine = {"person_id": request.person_id}
    police, said = PoliceReport.objects.filter(**mine).first(), (request.police_report, request.police_report_on)
    if police is None or not request.case_id or (police.made, police.on) != said:
        row = PoliceReport(**mine, made=said[0], on=said[1], stated_at=stated_at, stated_by_id=who)
        if police is not None and police.made == row.made:  # an application does not ask by whom it was, or of what
            row.by_whom, row.offence = police.by_whom, police.offence
        row.save(force_insert=True)
    newest = ProtectionStatement.objects.filter(**mine).first()
    if newest is not None and newest.answer == request.society_protects:
        return
    statement = ProtectionStatement(
        **mine, answer=request.society_protects, on=day(stated_at), stated_at=stated_at, stated_by_id=who
    )
    statement.save(force_insert=True)
    propose(statement, by=by, at=at, but=granted.pk)
