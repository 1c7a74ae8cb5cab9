"""Everything that has happened to a case, and what is to come, in one order. No sealed text: it stands where it was
written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.clock import day
from accounts.words import day_words
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    HandOver,
    Identification,
    Intervention,
    LastDayProposal,
    PoliceReport,
    ProtectionStatement,
    ReturnStatement,
)
from cases.models.admission import DecisionKind
from cases.models.choices import Answer, EndReason, Kind, ReportMade, Route, SocietyProtects
from cases.selectors.admission import decision_words
from cases.selectors.entry import Entry, Subject, in_order
from cases.selectors.facts import reported_in_words, rests_on_words
from cases.selectors.standing import PERIOD_NAMES, asked_for
from cases.states import HandOverState, InterventionState, ProposalState


@dataclass(frozen=True)
class Happened:
    """The rows that a timeline is made of."""

    identifications: tuple[Identification, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    requests: tuple[AdmissionRequest, ...] = ()
    decisions: tuple[AdmissionDecision, ...] = ()
    periods: tuple[Intervention, ...] = ()
    police: tuple[PoliceReport, ...] = ()
    protection: tuple[ProtectionStatement, ...] = ()
    returns: tuple[ReturnStatement, ...] = ()
    proposals: tuple[LastDayProposal, ...] = ()
    closed: tuple[tuple[datetime, datetime | None], ...] = ()
    """From and until which moments the case was closed; None: it still is."""
    more: tuple[Entry, ...] = ()
    """What other subjects give (``cases/selectors/subjects.py``)."""


def entries(happened: Happened, *, on: date) -> list[Entry]:
    """The timeline, newest first; what is to come stands before it."""
    found = [
        *_about(Subject.MET, _met(happened), _handed(happened)),
        *_about(Subject.ASKED, _asked(happened), _decided(happened)),
        *_about(Subject.PERIODS, _periods(happened, on), _proposed(happened)),
        *_about(Subject.LAW, _stated(happened)),
        *happened.more,
    ]
    return sorted((_marked(entry, happened) for entry in found), key=in_order)[::-1]


def _marked(entry: Entry, happened: Happened) -> Entry:
    """What was added while the case was closed says so; the closing and the opening themselves do not."""
    at = entry.at
    if at is None or not any(began < at and (ended is None or at < ended) for began, ended in happened.closed):
        return entry
    return replace(entry, after_closing=True)


def _about(subject: Subject, *lines: Iterable[Entry]) -> Iterator[Entry]:
    return (replace(entry, subject=subject) for some in lines for entry in some)


def key_moments(happened: Happened) -> list[Entry]:
    """The moments that a person's time turns on, oldest first: what the period clock shows."""
    found = [*_met(happened), *_handed(happened), *_decided(happened), *happened.more]
    return sorted((entry for entry in found if entry.key), key=in_order)


def _met(happened: Happened) -> Iterator[Entry]:
    for row in happened.identifications:
        who = f"{row.made_by.name}, {row.actor.name}"
        route = Route(row.route)
        text = "" if route == Route.UNKNOWN else str(route.label)
        yield Entry(row.on, row.made_at, pgettext("one person", "Identified"), who, _capital(text), key=True)
        if row.outcome_on and row.state in _OUTCOMES:
            yield Entry(row.outcome_on, None, str(_OUTCOMES[row.state]()))


_OUTCOMES = {
    "REFERRED": lambda: _("Referred to somebody else"),
    "DECLINED": lambda: _("Did not want help"),
    "LEFT": lambda: _("Left before further help"),
    "NO_GROUND": lambda: _("No ground for suspicion"),
}


def _handed(happened: Happened) -> Iterator[Entry]:
    for row in happened.hand_overs:
        yield Entry(day(row.made_at), row.made_at, _("Handed over to the coordinators"), row.from_actor.name)
        to_actor = row.to_actor.name if row.to_actor else ""
        if row.state == HandOverState.ACCEPTED:
            yield Entry(day(row.moved_at), row.moved_at, _("Taken on by %(actor)s") % {"actor": to_actor}, key=True)
        elif row.state == HandOverState.OFFERED:
            yield Entry(day(row.moved_at), row.moved_at, _("Offered to %(actor)s") % {"actor": to_actor})
        elif row.state == HandOverState.SENT_BACK:
            yield Entry(day(row.moved_at), row.moved_at, _("Sent back by %(actor)s") % {"actor": to_actor})


def _asked(happened: Happened) -> Iterator[Entry]:
    for row in happened.requests:
        if row.sent_at:
            who = row.sent_by.name if row.sent_by else ""
            what = _("Admission asked for")
            if row.case_id:
                what = _("Applied for: %(what)s") % {"what": asked_for(row.kind, is_further=True)}
            yield Entry(day(row.sent_at), row.sent_at, what, who, link=("request", row.ref))


def _decided(happened: Happened) -> Iterator[Entry]:
    requests = {row.pk: row for row in happened.requests}
    for row in happened.decisions:
        request = requests.get(row.request_id)
        is_further = request is not None and request.case_id is not None
        what = decision_words(row.kind, is_further=is_further)
        if request is not None and is_further:
            what = f"{what}: {asked_for(request.kind, is_further=True)}"
        yield Entry(
            day(row.at),
            row.at,
            what,
            row.by.name,
            link=("request", request.ref) if request else None,
            key=row.kind in (DecisionKind.CONFIRM, DecisionKind.DECLINE),
        )


def _periods(happened: Happened, on: date) -> Iterator[Entry]:
    for row in happened.periods:
        name = {"kind": _capital(str(PERIOD_NAMES[Kind(row.kind)][0]))}
        if row.state == InterventionState.ENDED_EARLY and row.ended_at:
            back = row.granted_days - ((row.last - row.start).days + 1)
            text = ngettext("%(n)s day was given back.", "%(n)s days were given back.", back) % {"n": back}
            reason = str(EndReason(row.end_reason).label) if row.end_reason else ""
            yield Entry(
                day(row.ended_at),
                row.ended_at,
                _("A new last day was set for the period"),
                text=f"{_capital(reason)}. {text}" if reason else text,
            )
        if row.last < row.start:
            continue
        begins = _("%(kind)s begins") if row.start > on else _("%(kind)s began")
        yield Entry(row.start, None, begins % name, ahead=row.start > on)
        ends = _("%(kind)s ends, last day") if row.last >= on else _("%(kind)s ended, last day")
        yield Entry(row.last, None, ends % name, ahead=row.last >= on)


def _stated(happened: Happened) -> Iterator[Entry]:
    for report in happened.police:
        words = {
            ReportMade.YES: _("Police report made"),
            ReportMade.NO: _("Police report: not made"),
            ReportMade.UNKNOWN: _("Police report: not known"),
        }[ReportMade(report.made)]
        earlier = report.on if report.on != day(report.stated_at) else None
        text = _("Made %(day)s.") % {"day": day_words(earlier)} if earlier else ""
        text = " ".join(part for part in (text, reported_in_words(report)) if part)
        yield Entry(day(report.stated_at), report.stated_at, words, report.stated_by.name, text)
    for row in happened.protection:
        said = {"answer": str(SocietyProtects(row.answer).label)}
        what = _("Society's protection: %(answer)s") % said
        text = " ".join(part for part in (_since(row), rests_on_words(row.rests_on)) if part)
        yield Entry(day(row.stated_at), row.stated_at, what, row.stated_by.name, text)
    for one in happened.returns:
        what = {
            Answer.YES: _("In the return programme"),
            Answer.NO: _("Not in the return programme"),
            Answer.UNKNOWN: _("The return programme: not known"),
        }[Answer(one.answer)]
        yield Entry(day(one.stated_at), one.stated_at, what, one.stated_by.name, _since(one))


def _proposed(happened: Happened) -> Iterator[Entry]:
    for row in happened.proposals:
        words = {"day": day_words(row.last), "name": PERIOD_NAMES[Kind(row.intervention.kind)][0]}
        yield Entry(day(row.made_at), row.made_at, _("A last day of %(name)s was proposed: %(day)s") % words)
        if row.answered_at and row.answered_by:
            what = {
                ProposalState.SET: _("The last day of %(name)s was set"),
                ProposalState.KEPT: _("%(name)s goes on beside what society gives"),
            }[ProposalState(row.state)]
            yield Entry(day(row.answered_at), row.answered_at, _capital(what % words), row.answered_by.name)


def _since(row: ProtectionStatement | ReturnStatement) -> str:
    return _("Since %(day)s.") % {"day": day_words(row.on)} if row.on != day(row.stated_at) else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
