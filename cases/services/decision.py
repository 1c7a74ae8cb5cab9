"""Deciding on an application: confirm, return with a question, let it wait for money, decline (domain §2.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.locks import one_at_a_time
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from accounts.words import day_words, money_words
from audit.record import Event, record
from cases import guard
from cases.costs import NOT_PAID
from cases.models import AdmissionDecision, AdmissionRequest, Case, Person
from cases.models.admission import DecisionKind
from cases.models.choices import DeclineReason, NeedLevel
from cases.periods import Period
from cases.rules import Level, missing_motivations
from cases.selectors.child_days import children_paid
from cases.selectors.verdicts import cost_of_request, programme_on, refuse_if_stopped, verdicts_on_confirm
from cases.services.admission import further_facts, locked, reopen_identification, who_was_first
from cases.services.granting import cost_of_nights, grant, keep_facts, nights_given, paid_already, pay_nights
from cases.services.same_person import alone_with_human, links_stand_still
from cases.states import ADMISSION_MOVES, after


def confirm(
    ref: str,
    *,
    version: int,
    reason: str,
    by: Viewer,
    at: datetime,
    motivations: Mapping[str, str] | None = None,
    amount: Decimal | None = None,
    answered: Collection[str] = (),
) -> Case:
    """Grant what is asked for and commit the money: all, or nothing. Of an application for admission that opens the
    case; a further intervention is granted in the one that is open.

    ``motivations``: of warnings that the request does not explain, since they came up after it was sent; by
    ``Verdict.key``, kept with the decision. ``amount``: of an item of the list, SEK that are granted; None: what is
    asked for.
    Raises NotFound, Refused("conflict_of_interest"), WrongState or Conflict (with who and when), Stopped (with every
    verdict), Invalid (a warning that the actor explains is judged without a word; a sum above what is asked, or a
    smaller one without a reason; nights that are paid already), NothingLeft (year, asked, left), PointsOut (what is
    found and not ``answered``).
    """
    request = _to_decide(ref, "confirm", version=version, by=by)
    if request.case_id:  # whoever else grants in this case waits, so that the days used are those that stand
        request.case = Case.objects.select_for_update(of=("self",)).get(pk=request.case_id)
    else:  # whether the same human has a case under another code stays as it is read here
        links_stand_still()
        alone_with_human(request.person_id)
    _hold_children(request)
    amount = _amount(request, amount, reason)
    verdicts, before = verdicts_on_confirm(request, on=day(at), amount=amount), request.motivations.open()
    said = {v.key: (motivations or {}).get(v.key, "").strip() for v in missing_motivations(verdicts, before)}
    guard.refuse_unanswered({"reason": reason} | {f"motivations.{key}": text for key, text in said.items()}, answered)
    refuse_if_stopped(verdicts, before | said)
    if not reason.strip() and any(v.level == Level.WARNING and v.key not in said for v in verdicts):
        raise Invalid({"reason": why_nevertheless(is_further=request.case_id is not None)})
    assert request.start and request.days  # the rules have said so
    if (last := paid_already(request, until=Period(request.start, request.days).last)) is not None:
        raise Invalid({"": _paid_twice(last)})
    spent = cost_of_request(request, amount=amount)
    about: dict[str, Any] = {"amount": amount, "cost": spent.kept()}
    _decide(request, DecisionKind.CONFIRM, "confirm", reason=reason, by=by, at=at, motivations=said, **about)
    case = request.case or _opened(request, at=at)
    granted = grant(case, request, spent, amount=amount, by=by, at=at)
    keep_facts(request, granted, by=by, at=at)
    _tell(Event.ADMISSION_CONFIRMED, request, by=by, at=at)
    return case


def _opened(request: AdmissionRequest, *, at: datetime) -> Case:
    case = Case(person_id=request.person_id, request=request, actor_id=request.actor_id, opened_on=day(at))
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("open_case") from error
    return case


def _amount(request: AdmissionRequest, amount: Decimal | None, reason: str) -> Decimal | None:
    """What is granted of the sum that an item was asked for; None where nothing is asked for by a sum."""
    asked = request.amount
    if asked is None or amount is None:
        if amount is not None:
            raise Invalid({"amount": _("This is paid by the day, not by a sum.")})
        return asked
    if not 0 < amount <= asked:
        raise Invalid({"amount": too_much(asked)})
    if amount < asked and not reason.strip():
        raise Invalid({"reason": why_less()})
    return amount


def _paid_twice(last: date) -> str:
    words = _("The days until %(day)s are paid already. Ask the actor for a first day after that.")
    return words % {"day": day_words(last)}


def too_much(asked: Decimal) -> str:
    """What is said of a sum that nobody has asked for."""
    return _("Write a sum that is more than nothing and at most what is asked for, %(sum)s.") % {
        "sum": money_words(asked)
    }


def no_such_night() -> str:
    """What is said of a day on which no place was given before the decision."""
    return _("Choose one of the days when a place was given, at most the day of the decision.")


def why_less() -> str:
    """What whoever grants less than is asked for is asked."""
    return _("Write why you grant less. The actor reads it.")


def why_nevertheless(*, is_further: bool = False) -> str:
    """What whoever confirms, or grants, in spite of a warning is asked."""
    if is_further:
        return _("Why do you grant it all the same? Write what you have judged.")
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


def wait(
    ref: str,
    *,
    version: int,
    need_level: str,
    reason: str,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> AdmissionRequest:
    """Let it wait for a place in the budget, by how pressing the need is (domain §2.3); or say that anew.

    Raises as ``confirm``; Invalid where level or reason is missing.
    """
    wrong = {}
    if need_level not in NeedLevel.values:
        wrong["need_level"] = _("Choose how pressing the need is.")
    if not reason.strip():
        wrong["reason"] = _("Write why. The actor reads it.")
    if wrong:
        raise Invalid(wrong)
    request = _to_decide(ref, "wait", version=version, by=by)
    guard.refuse_unanswered({"reason": reason}, answered)
    _decide(request, DecisionKind.WAIT, "wait", reason=reason, by=by, at=at, need_level=need_level)
    _tell(Event.ADMISSION_WAITS, request, by=by, at=at)
    return request


def decline(
    ref: str,
    *,
    version: int,
    decline_reason: str,
    reason: str,
    by: Viewer,
    at: datetime,
    paid_until: date | None = None,
    answered: Collection[str] = (),
) -> AdmissionRequest:
    """Say no, with a coded reason and a text.

    ``paid_until``: where a bed was given before, the last day and night that is paid all the same, at most the day of
    the decision; None: nothing is (domain §2.2, Tonight). A child who is paid for one of these days with another
    person is not paid for.
    Raises as ``confirm``; Invalid where reason or text is missing, or where that day is none of those that were given.
    """
    wrong = {}
    if decline_reason not in DeclineReason.values:
        wrong["decline_reason"] = _("Choose a reason.")
    if not reason.strip():
        wrong["reason"] = _("Write why. The actor reads it.")
    if wrong:
        raise Invalid(wrong)
    request = _to_decide(ref, "decline", version=version, by=by)
    guard.refuse_unanswered({"reason": reason}, answered)
    about: dict[str, Any] = {"decline_reason": decline_reason, "paid_until": paid_until}
    given = nights_given(request, on=day(at))
    if paid_until is not None and (given is None or paid_until not in given):
        raise Invalid({"paid_until": no_such_night()})
    if paid_until is not None and (last := paid_already(request, until=paid_until)) is not None:
        raise Invalid({"paid_until": _paid_twice(last)})
    spent = None
    if paid_until is not None and request.start is not None:
        _hold_children(request)
        but = children_paid(request, Period.until(request.start, paid_until))
        spent = cost_of_nights(request, paid_until, but=but)
        about["cost"] = spent.kept() | ({NOT_PAID: sorted(map(str, but))} if but else {})
    decided = _decide(request, DecisionKind.DECLINE, "decline", reason=reason, by=by, at=at, **about)
    if spent is not None:
        pay_nights(request, decided.pk, spent, by=by, at=at)
    reopen_identification(request.person_id)
    _tell(Event.ADMISSION_DECLINED, request, by=by, at=at)
    return request


def who_can_decide_instead(request: AdmissionRequest) -> list[str]:
    """Names of coordinators who neither work for nor belong to the request's actor."""
    return who_has_no_part_in(request.actor_id)


def _to_decide(ref: str, act: str, *, version: int, by: Viewer) -> AdmissionRequest:
    request = locked(ref, by=by, act=Act.DECIDE_ADMISSION)
    _hold_person(request.person_id)
    if by.belongs_to(request.actor_id):
        raise Refused("conflict_of_interest", others=who_can_decide_instead(request))
    if (request.state, act) not in ADMISSION_MOVES:
        raise WrongState(request.state, act, **who_was_first(request))
    if request.version != version:
        raise Conflict("changed", **who_was_first(request))
    return request


def _hold_person(person_id: UUID) -> None:
    """Who decides on another application of the person, or states a fact about them, waits: what the rules read is
    what stands, and a statement sees what was granted before it."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)


def _hold_children(request: AdmissionRequest) -> None:
    """Who grants a supplement for the same child at another person waits: what the rules read is what stands."""
    marks = request.children.exclude(dependant__same_as=None).values_list("dependant__same_as", flat=True)
    for mark in sorted(str(mark) for mark in marks):
        one_at_a_time("child", mark)


def _decide(
    request: AdmissionRequest,
    kind: DecisionKind,
    act: str,
    *,
    reason: str,
    by: Viewer,
    at: datetime,
    motivations: Mapping[str, str] | None = None,
    **about: Any,
) -> AdmissionDecision:
    request.state = after(ADMISSION_MOVES, request.state, act)
    request.version += 1
    request.save(update_fields=["state", "version"])
    decision = AdmissionDecision(
        pk=uuid4(),
        person_id=request.person_id,
        request=request,
        kind=kind,
        at=at,
        by_id=by.id,
        programme=programme_on(request.start or day(at)),
        **about,
    )
    decision.reason, decision.motivations = reason, dict(motivations or {})
    decision.save(force_insert=True)
    return decision


def _tell(event: Event, request: AdmissionRequest, *, by: Viewer, at: datetime) -> None:
    facts = {"actor": str(request.actor_id), "sent_by": str(request.sent_by_id or request.made_by_id)}
    facts |= further_facts(request)
    record(event, at=at, by=by.id, ref=request.ref, person_id=request.person_id, facts=facts)
