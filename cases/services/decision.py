"""Deciding on an admission request: confirm, return with a question, decline (domain §2.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    Case,
    ChildSupplement,
    Intervention,
    PoliceReport,
    ProtectionStatement,
)
from cases.models.admission import DecisionKind
from cases.models.choices import DeclineReason
from cases.periods import Period
from cases.rules import Level, missing_motivations
from cases.selectors.verdicts import cost_of_request, programme_on, refuse_if_stopped, verdicts_on_confirm
from cases.services.admission import locked, reopen_identification, who_was_first
from cases.services.conflict import who_has_no_part_in
from cases.services.last_day import propose
from cases.states import ADMISSION_MOVES, InterventionState, after
from funding.services.commitments import commit


def confirm(
    ref: str,
    *,
    version: int,
    reason: str,
    by: Viewer,
    at: datetime,
    motivations: Mapping[str, str] | None = None,
    answered: Collection[str] = (),
) -> Case:
    """Open a case, grant its first intervention and commit the money: all, or nothing.

    ``motivations``: of warnings that the request does not explain, since they came up after it was sent; by
    ``Verdict.key``, kept with the decision.
    Raises NotFound, Refused("conflict_of_interest"), WrongState or Conflict (with who and when), Stopped (with every
    verdict), Invalid (a warning that the actor explains is judged without a word), NothingLeft (year, asked, left),
    PointsOut (what ``answered`` does not say is not so).
    """
    request = _to_decide(ref, "confirm", version=version, by=by)
    verdicts, before = verdicts_on_confirm(request, on=day(at)), request.motivations.open()
    said = {v.key: (motivations or {}).get(v.key, "").strip() for v in missing_motivations(verdicts, before)}
    guard.refuse_unanswered({"reason": reason} | {f"motivations.{key}": text for key, text in said.items()}, answered)
    refuse_if_stopped(verdicts, before | said)
    if not reason.strip() and any(v.level == Level.WARNING and v.key not in said for v in verdicts):
        raise Invalid({"reason": why_nevertheless()})
    _decide(request, DecisionKind.CONFIRM, "confirm", reason=reason, by=by, at=at, motivations=said)
    case = Case(person_id=request.person_id, request=request, actor_id=request.actor_id, opened_on=day(at))
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("open_case") from error
    granted = _grant(case, request, by=by, at=at)
    _keep_facts(request, granted, by=by, at=at)
    _tell(Event.ADMISSION_CONFIRMED, request, by=by, at=at)
    return case


def why_nevertheless() -> str:
    """What whoever confirms in spite of a warning is asked."""
    return _("Why do you confirm all the same? Write what you have judged.")


def return_for_completion(
    ref: str, *, version: int, question: str, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> AdmissionRequest:
    """Send the request back with a question. Raises as ``confirm``; Invalid where nothing is asked."""
    if not question.strip():
        raise Invalid({"reason": _("Write what you need to know. The caseworker reads it.")})
    request = _to_decide(ref, "return", version=version, by=by)
    guard.refuse_unanswered({"reason": question}, answered)
    _decide(request, DecisionKind.RETURN, "return", reason=question, by=by, at=at)
    _tell(Event.ADMISSION_RETURNED, request, by=by, at=at)
    return request


def decline(
    ref: str,
    *,
    version: int,
    decline_reason: str,
    reason: str,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> AdmissionRequest:
    """Say no, with a coded reason and a text. Raises as ``confirm``; Invalid where either is missing."""
    wrong = {}
    if decline_reason not in DeclineReason.values:
        wrong["decline_reason"] = _("Choose a reason.")
    if not reason.strip():
        wrong["reason"] = _("Write why. The actor reads it.")
    if wrong:
        raise Invalid(wrong)
    request = _to_decide(ref, "decline", version=version, by=by)
    guard.refuse_unanswered({"reason": reason}, answered)
    _decide(request, DecisionKind.DECLINE, "decline", reason=reason, by=by, at=at, decline_reason=decline_reason)
    reopen_identification(request.person_id)
    _tell(Event.ADMISSION_DECLINED, request, by=by, at=at)
    return request


def who_can_decide_instead(request: AdmissionRequest) -> list[str]:
    """Names of coordinators who neither work for nor belong to the request's actor."""
    return who_has_no_part_in(request.actor_id)


def _to_decide(ref: str, act: str, *, version: int, by: Viewer) -> AdmissionRequest:
    request = locked(ref, by=by, act=Act.DECIDE_ADMISSION)
    if by.belongs_to(request.actor_id):
        raise Refused("conflict_of_interest", others=who_can_decide_instead(request))
    if (request.state, act) not in ADMISSION_MOVES:
        raise WrongState(request.state, act, **who_was_first(request))
    if request.version != version:
        raise Conflict("changed", **who_was_first(request))
    return request


def _decide(
    request: AdmissionRequest,
    kind: DecisionKind,
    act: str,
    *,
    reason: str,
    by: Viewer,
    at: datetime,
    decline_reason: str = "",
    motivations: Mapping[str, str] | None = None,
) -> None:
    request.state = after(ADMISSION_MOVES, request.state, act)
    request.version += 1
    request.save(update_fields=["state", "version"])
    decision = AdmissionDecision(
        person_id=request.person_id,
        request=request,
        kind=kind,
        decline_reason=decline_reason,
        at=at,
        by_id=by.id,
        programme=programme_on(request.start or day(at)),
    )
    decision.reason, decision.motivations = reason, dict(motivations or {})
    decision.save(force_insert=True)


def _grant(case: Case, request: AdmissionRequest, *, by: Viewer, at: datetime) -> Intervention:
    """The first intervention, with its children, under the programme of its start date."""
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
        programme=programme,
        state=InterventionState.GRANTED,
        start=period.start,
        last=period.last,
        granted_days=period.days,
        granted_at=at,
        day_rate=rule.day_rate,
        child_day_rate=rule.child_day_rate,
    )
    granted.save(force_insert=True)
    for child in request.children.select_related("dependant"):
        ChildSupplement(
            person_id=request.person_id,
            intervention=granted,
            dependant=child.dependant,
            start=period.start,
            last=Period(period.start, min(child.days, period.days)).last,
        ).save(force_insert=True)
    commit(
        granted.pk,
        cost_of_request(request).by_year,
        actor_id=request.actor_id,
        kind=request.kind,
        programme=programme.code,
        by=by,
        at=at,
    )
    return granted


def _keep_facts(request: AdmissionRequest, granted: Intervention, *, by: Viewer, at: datetime) -> None:
    """What the request said of the police report and of society's protection becomes the person's dated facts.

    An answer on protection that is the newest already is not stated again: it would lose the day from which it holds.
    """
    who = request.sent_by_id or request.made_by_id
    PoliceReport(
        person_id=request.person_id,
        made=request.police_report,
        on=request.police_report_on,
        stated_at=request.sent_at or at,
        stated_by_id=who,
    ).save(force_insert=True)
    newest = ProtectionStatement.objects.filter(person_id=request.person_id).first()
    if newest is not None and newest.answer == request.society_protects:
        return
    statement = ProtectionStatement(
        person_id=request.person_id,
        answer=request.society_protects,
        on=day(request.sent_at or at),
        stated_at=request.sent_at or at,
        stated_by_id=who,
    )
    statement.save(force_insert=True)
    propose(statement, by=by, at=at, but=granted.pk)


def _tell(event: Event, request: AdmissionRequest, *, by: Viewer, at: datetime) -> None:
    facts = {"actor": str(request.actor_id), "sent_by": str(request.sent_by_id or request.made_by_id)}
    record(event, at=at, by=by.id, ref=request.ref, person_id=request.person_id, facts=facts)
