"""Things that have happened, made through the services as they happen in life."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Case, Person
from cases.models.choices import Age, Consent, ReportMade, Route, SocietyProtects
from cases.services import admission, decision
from cases.services.admission import AskedAdmission
from cases.services.identification import Identified, identify


def identified(by: Viewer, *, at: datetime, **said: Any) -> Person:
    """A grown-up person whom ``by``'s actor met that day, exploited in labour, unless ``said`` otherwise."""
    what: dict[str, Any] = {
        "on": day(at),
        "county": "01",
        "route": Route.OUTREACH,
        "forms": ("LABOUR",),
        "age": Age.ADULT,
        "consent": Consent.YES,
        "story": "Arbetade utan lön på ett bygge.",
    }
    with acting_as(by):
        return identify(Identified(**(what | said)), token=uuid4(), by=by, at=at)


def asked(start: date, **said: Any) -> AskedAdmission:
    """What a complete request for thirty days of rest from ``start`` says."""
    what: dict[str, Any] = {
        "start": start,
        "days": 30,
        "why": "Utnyttjad i arbete, saknar säker plats.",
        "wants": "Vila och tala med en jurist.",
        "consent": Consent.YES,
        "police_report": ReportMade.NO,
        "society_protects": SocietyProtects.NO,
        "right": "HOUSING",
        "need": "Saknar boende.",
        "society_asked": "Socialjouren",
        "society_asked_on": start,
        "society_answer": "Ingen plats.",
    }
    return AskedAdmission(**(what | said))


def draft_request(by: Viewer, *, at: datetime, person: Person | None = None) -> AdmissionRequest:
    """A request that has been begun and not sent, for somebody met two weeks ago unless ``person`` is given."""
    person = person or identified(by, at=at, on=day(at) - timedelta(days=14))
    with acting_as(by):
        return admission.begin(person.code, by=by, at=at)


def sent_request(by: Viewer, *, at: datetime, person: Person | None = None, **said: Any) -> AdmissionRequest:
    """A request for rest that waits for a decision; rest begins the same day unless ``said`` otherwise."""
    draft = draft_request(by, at=at, person=person)
    what = asked(said.pop("start", day(at)), **said)
    with acting_as(by):
        return admission.send(draft.ref, what, version=draft.version, by=by, at=at)


def confirmed_case(by: Viewer, decider: Viewer, *, at: datetime, person: Person | None = None, **said: Any) -> Case:
    """A case that ``decider`` has opened, one hour after it was asked for."""
    request = sent_request(by, at=at, person=person, **said)
    with acting_as(decider):
        return decision.confirm(
            request.ref, version=request.version, reason="Behovet är visat.", by=decider, at=at + timedelta(hours=1)
        )
