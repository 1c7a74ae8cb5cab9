"""After a no, or a request taken back, somebody is as they were met: outcomes can be stated, admission asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import WrongState
from accounts.viewer import Viewer, system
from cases.models import AdmissionRequest, Case, Identification
from cases.models.choices import DeclineReason
from cases.services import admission, decision
from cases.services.identification import state_outcome
from cases.states import IdentificationState
from tests.factories import confirmed_case, draft_request, identified, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def _met(request: AdmissionRequest, viewer: Viewer) -> Identification:
    with acting_as(viewer):
        return Identification.objects.select_related("person").get(person_id=request.person_id)


def _decline(request: AdmissionRequest, by: Viewer, at: datetime) -> None:
    with acting_as(by):
        decision.decline(
            request.ref,
            version=request.version,
            decline_reason=DeclineReason.NO_NEED,
            reason="Ni behöver inte programmet.",
            by=by,
            at=at,
        )


def test_after_a_decline_the_person_is_among_those_for_whom_nothing_is_asked(
    signed_in: SignIn, alma: Viewer, dag: Viewer, at: datetime
) -> None:
    sent, client = sent_request(alma, at=at), signed_in("alma")
    assert _met(sent, alma).state == IdentificationState.ADMISSION_ASKED
    _decline(sent, dag, at)
    met = _met(sent, alma)
    assert (met.state, met.outcome_on) == (IdentificationState.OPEN, None)
    assert f"/identifications/{met.ref}/" in client.get(f"/persons/{met.person.code}/").content.decode()
    page = client.get(f"/identifications/{met.ref}/").content.decode()
    assert "Ansök om tillträde" in page
    assert "Ansökan om tillträde är påbörjad eller skickad" not in page
    assert met.ref in client.get("/identifications/?state=OPEN").content.decode()
    assert met.person.code in client.get("/persons/?place=OPEN").content.decode()


def test_what_happened_instead_is_written_down(alma: Viewer, dag: Viewer, at: datetime) -> None:
    sent = sent_request(alma, at=at)
    with acting_as(alma), pytest.raises(WrongState):
        state_outcome(_met(sent, alma).ref, "leave", note="", by=alma, at=at)
    _decline(sent, dag, at)
    with acting_as(alma):
        state_outcome(Identification.objects.get(person_id=sent.person_id).ref, "leave", note="", by=alma, at=at)
    assert _met(sent, alma).state == IdentificationState.LEFT


def test_a_request_that_is_taken_back_opens_it_too_and_asking_again_closes_it(alma: Viewer, at: datetime) -> None:
    sent = sent_request(alma, at=at)
    with acting_as(alma):
        admission.withdraw(sent.ref, by=alma, at=at)
    assert _met(sent, alma).state == IdentificationState.OPEN
    sent_request(alma, at=at, person=_met(sent, alma).person)
    assert _met(sent, alma).state == IdentificationState.ADMISSION_ASKED


def test_a_draft_that_is_taken_back_changes_nothing(alma: Viewer, at: datetime) -> None:
    draft = draft_request(alma, at=at)
    met = _met(draft, alma)
    with acting_as(alma):
        state_outcome(met.ref, "refer", note="", by=alma, at=at)
        admission.withdraw(draft.ref, by=alma, at=at)
    assert _met(draft, alma).state == IdentificationState.REFERRED


def test_who_has_been_admitted_once_stays_so(alma: Viewer, dag: Viewer, at: datetime) -> None:
    person = identified(alma, at=at)
    confirmed_case(alma, dag, at=at, person=person)
    with acting_as(system("test")):
        Case.objects.filter(person=person).update(closed_on=day(at))
    draft = draft_request(alma, at=at, person=person)
    with acting_as(alma):
        admission.withdraw(draft.ref, by=alma, at=at)
    met = _met(draft, alma)
    assert (met.state, met.outcome_on) == (IdentificationState.ADMISSION_ASKED, day(at))
