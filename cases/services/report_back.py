"""Reporting an intervention back after its last day, or nights that are paid after a no (domain §3, ``report back
within``): days and costs go to ``funding``, words are sealed under the person's key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from accounts.words import long_day_words
from audit.record import Event, record
from cases import guard
from cases.granted import OWN, Granted
from cases.models import AdmissionRequest, Intervention, ReportNote
from cases.models.reporting import ReportNoteKind
from cases.selectors.granted import granted_by, nights_of
from cases.states import INTERVENTION_MOVES, InterventionState, acts_from, after
from funding.models import Claim, ClaimState
from funding.selectors.claims import claim_of
from funding.services import claims
from funding.services.claims import Report, Spent

VOUCHER = re.compile(r"[A-Z]{0,4}[-/]?[0-9][0-9/-]{0,14}")
"""What the database takes as the number of a voucher, without its spaces."""
COSTS = ("ITEM", "TRAVEL", "INTERPRETER", "OTHER")
"""What a cost can be for; days have their own fields."""
MOST_COSTS = 40


@dataclass(frozen=True)
class Reported:
    """What is said of it. ``days``: how many the person had the place; ``children``: the same by the dependant's
    reference. ``note``: to the coordinator; ``answer``: to what the coordinator asked."""

    days: int | None = None
    children: Mapping[str, int] = field(default_factory=dict)
    costs: tuple[Spent, ...] = ()
    note: str = ""
    answer: str = ""


def voucher_number(typed: str) -> str:
    """A voucher's number as it is kept: in capitals, without spaces."""
    return "".join(typed.split()).upper()


def as_granted(ref: str) -> Reported:
    """That an intervention was given as it stands, every day of it. Raises NotFound."""
    what = granted_by(ref)
    if what is None:
        raise NotFound
    children = {part.key: part.days for part in what.children}
    return Reported(days=what.own.days if what.own else None, children=children)


def report_back(
    ref: str,
    said: Reported | None = None,
    *,
    version: int = 0,
    send: bool = True,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> Claim:
    """Report an intervention back, or (``send`` False) keep a draft of it. ``said`` None: given as it stands.

    ``version``: of the claim that the page showed, 0 where there was none.
    Raises NotFound, WrongState (sent or approved already), Conflict (somebody wrote meanwhile), PointsOut, Invalid (its
    last day has not passed; more days or kronor than were granted; a voucher used before: each beside its field).
    """
    row = Intervention.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    row = allowed(by, Act.REPORT_BACK, row)
    what = granted_by(ref)
    assert what is not None
    if row.period is None:
        raise WrongState(row.state, "report")
    was = claim_of(row.pk)
    if was is None and "report" not in acts_from(INTERVENTION_MOVES, row.state):
        raise WrongState(row.state, "report", is_done=True)
    claim = _write(what, said or as_granted(ref), version=version, send=send, by=by, at=at, answered=answered)
    if send and row.state != InterventionState.REPORTED:
        row.state = after(INTERVENTION_MOVES, row.state, "report")
        row.save(update_fields=["state"])
        record(Event.INTERVENTION_REPORTED, at=at, by=by.id, ref=row.ref, person_id=row.person_id)
    return claim


def report_nights(
    ref: str,
    said: Reported,
    *,
    version: int = 0,
    send: bool = True,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> Claim:
    """The same for the nights that are paid although the request ``ref`` was declined. Raises as ``report_back``."""
    row = allowed(by, Act.REPORT_BACK, AdmissionRequest.objects.filter(ref=ref).first())
    what = nights_of(ref)
    if what is None:
        raise WrongState(row.state, "report")
    return _write(what, said, version=version, send=send, by=by, at=at, answered=answered)


def throw_away(what: Granted, *, version: int, by: Viewer, at: datetime) -> None:
    """Take back the draft of a report; its voucher numbers are free again. Raises NotFound, WrongState, Conflict."""
    claims.throw_away(what.cause_id, version=version)


def _write(
    what: Granted, said: Reported, *, version: int, send: bool, by: Viewer, at: datetime, answered: Collection[str]
) -> Claim:
    numbers = {f"cost-{n}-voucher": cost.voucher for n, cost in enumerate(said.costs)}
    guard.refuse_unanswered({"note": said.note, "answer": said.answer, **numbers}, answered)
    before = claim_of(what.cause_id)
    asked = before is not None and before.state == ClaimState.ASKED
    refuse_wrong(what, said, send=send, asked=asked, at=at)
    report = Report(said.days if what.own else None, what.sums(_days(what, said)), said.costs)
    claim = claims.write(what.cause_id, report, version=version, send=send, by=by, at=at)
    add_note(what, claim.pk, ReportNoteKind.REPORT, said.note, by=by, at=at)
    if asked and send:
        add_note(what, claim.pk, ReportNoteKind.ANSWER, said.answer, by=by, at=at)
    if send:
        facts = {"actor": str(claim.actor_id), "granted": str(what.cause_id)}
        record(Event.CLAIM_SENT, at=at, by=by.id, ref=claim.ref, person_id=what.person_id, facts=facts)
    return claim


def _days(what: Granted, said: Reported) -> dict[str, int]:
    return {OWN: said.days or 0} | {part.key: said.children.get(part.key, 0) for part in what.children}


def refuse_wrong(what: Granted, said: Reported, *, send: bool, asked: bool, at: datetime) -> None:
    """Raises Invalid with what can be said without looking at money; a draft may lack what a report has to have."""
    wrong: dict[str, str] = {}
    if send and what.last >= day(at):
        day_after = {"day": long_day_words(what.last)}
        wrong[""] = _("The last day is %(day)s. Send the report after it; until then it is kept here.") % day_after
    if send and what.own and said.days is None:
        wrong["days"] = _("Write how many days. Write 0 if it gave none.")
    for part in what.parts:
        days = said.children.get(part.key, 0) if part.is_child else said.days or 0
        if not 0 <= days <= part.days:
            name = f"child-{part.key}" if part.is_child else "days"
            wrong[name] = _("At most %(days)s days are granted.") % {"days": part.days}
    if send and asked and not said.answer.strip():
        wrong["answer"] = _("Answer the coordinator's question.")
    wrong |= _wrong_costs(what, said.costs)
    if wrong:
        raise Invalid(wrong)


def _wrong_costs(what: Granted, costs: tuple[Spent, ...]) -> dict[str, str]:
    if costs and what.amount is None:
        return {"": _("Nothing but days was granted, so there are no costs to report.")}
    if len(costs) > MOST_COSTS:
        return {"": _("At most %(n)s costs fit in one report.") % {"n": MOST_COSTS}}
    return {f"cost-{n}-{name}": told for n, cost in enumerate(costs) for name, told in _wrong_cost(cost).items()}


def _wrong_cost(cost: Spent) -> dict[str, str]:
    wrong = {}
    if cost.what not in COSTS:
        wrong["what"] = _("Choose what it is.")
    if cost.amount <= 0 or cost.amount != cost.amount.quantize(Decimal("0.01")):
        wrong["amount"] = _("Write what it cost.")
    if not VOUCHER.fullmatch(cost.voucher):
        wrong["voucher"] = _("Write the voucher's number, like 214 or A-214.")
    return wrong


def add_note(what: Granted, claim_id: UUID, kind: str, text: str, *, by: Viewer, at: datetime) -> None:
    """Seal words about a claim under the person's key; what stands there already is not written again."""
    newest = ReportNote.objects.filter(claim_id=claim_id, kind=kind).order_by("-at").first()
    if not text.strip() or (kind == ReportNoteKind.REPORT and newest and newest.text.open() == text):
        return
    note = ReportNote(person_id=what.person_id, request_id=what.request_id, claim_id=claim_id, kind=kind)
    note.at, note.by_id, note.text = at, by.id, text
    note.save(force_insert=True)
