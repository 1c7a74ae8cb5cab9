"""Who is told when something has happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.door import acting_as
from accounts.models import Appointment, User
from accounts.viewer import Viewer
from audit import record as registry
from audit.models import Outbox
from audit.record import Event, Handler, handlers_of, record
from cases.models import HandOver, Person
from cases.services import admission, decision, handover, intervention, sharing
from cases.services.identification import Identified, hand_over
from cases.services.report_back import report_back
from reminders import runs
from reminders.services.outbox import PARKED_AFTER, try_again
from reports.models import FunderReport
from tests.factories import asked, confirmed_case, sent_request
from tests.reminders.helpers import EYE, hand_on, mails, names, told, unread, watched

MINUTE = timedelta(minutes=1)
Register = Callable[..., Callable[[Handler], Handler]]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Register a handler for one test only: afterwards there are those that were there before."""
    monkeypatch.setattr(registry, "_handlers", {event: list(rows) for event, rows in registry._handlers.items()})
    return registry.on


def test_the_coordinators_are_told_of_a_request(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    assert names("ADMISSION_SENT") == ["Dag", "Disa"]
    assert len(mails()) == 2


def test_whoever_no_longer_works_there_is_told_nothing_and_the_staff_stands_in(
    alma: Viewer, bo: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    User.objects.get(pk=alma.id).appointments.all().delete()
    hand_on(march + timedelta(hours=2))
    assert names("ADMISSION_CONFIRMED") == ["Bo", "Maj"]


def test_who_sees_a_restricted_person_no_longer_is_told_nothing_of_them(
    alma: Viewer, bo: Viewer, maj: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, disa, at=march)
    with acting_as(maj):
        code = Person.objects.get(pk=case.person_id).code
        sharing.restrict(code, [bo.id], caseworker=bo.id, by=maj, at=march)
    hand_on(march + timedelta(hours=2))
    assert names("ADMISSION_CONFIRMED") == ["Bo"]


def test_an_urgent_request_says_so(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march, urgent=True)
    hand_on(march)
    assert names("URGENT_REQUEST") == ["Dag", "Disa"]
    assert names("ADMISSION_SENT") == []


def test_the_applicant_is_told_of_the_decision_and_nobody_has_to_decide_any_longer(
    alma: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    hand_on(march + timedelta(hours=2))
    assert names("ADMISSION_CONFIRMED") == ["Alma"]
    assert unread(dag) == []
    assert unread(alma) == ["ADMISSION_CONFIRMED"]


def test_a_question_is_told_to_the_sender_and_settled_when_answered(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march)
    with acting_as(disa):
        decision.return_for_completion(
            request.ref, version=request.version, question="När?", by=disa, at=march + MINUTE
        )
    hand_on(march + MINUTE)
    assert unread(alma) == ["ADMISSION_RETURNED"]
    assert unread(disa) == []
    later = march + timedelta(hours=1)
    with acting_as(alma):
        answered = asked(march.date(), answer="I morse.")
        admission.send(request.ref, answered, version=request.version + 1, by=alma, at=later)
    hand_on(later)
    assert unread(alma) == []
    assert unread(disa) == ["ADMISSION_SENT"]


def test_a_request_that_is_taken_back_is_nobodys_errand(alma: Viewer, dag: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march)
    hand_on(march)
    with acting_as(alma):
        admission.withdraw(request.ref, by=alma, at=march + MINUTE)
    hand_on(march + MINUTE)
    assert unread(dag) == []


def test_a_hand_over_is_told_at_each_step(frej: Viewer, dag: Viewer, cia: Viewer, march: datetime) -> None:
    with acting_as(frej):
        hand_over(
            Identified(on=march.date(), county="03", route="OUTREACH", forms=("LABOUR",)),
            token=uuid4(),
            by=frej,
            at=march,
        )
    hand_on(march)
    assert names("HANDED_OVER") == ["Dag", "Disa"]
    ref = told("HANDED_OVER")[0].ref
    with acting_as(dag):
        handover.offer(ref, "A-NOOR", note="", by=dag, at=march + MINUTE)
    hand_on(march + MINUTE)
    assert names("HAND_OVER_OFFERED") == ["Cia"]
    assert unread(dag) == []
    with acting_as(cia, on=march.date()):  # an offer lasts a week
        handover.send_back(ref, reason="Fullt.", by=cia, at=march + 2 * MINUTE)
    hand_on(march + 2 * MINUTE)
    assert names("HAND_OVER_SENT_BACK") == ["Dag", "Disa"]
    assert unread(cia) == []


def test_nobody_is_told_of_what_they_did_themselves(dag: Viewer, disa: Viewer, march: datetime) -> None:
    with acting_as(dag):
        made = FunderReport(ref="F-1", year=2025, state="DRAFT", made_by_id=dag.id, made_at=march)
        made.save(force_insert=True)
        record(Event.REPORT_MADE, at=march, by=dag.id, ref="F-1", facts={"made_by": str(dag.id), "year": 2025})
    hand_on(march)
    assert names("REPORT_MADE") == ["Disa"]


def test_the_funder_is_told_of_a_published_report(disa: Viewer, march: datetime) -> None:
    with acting_as(disa):
        record(Event.REPORT_PUBLISHED, at=march, by=disa.id, ref="R-1", facts={"year": 2025})
    hand_on(march)
    assert names("REPORT_PUBLISHED") == ["Eva"]


def test_a_closed_account_is_told_nothing(alma: Viewer, users: dict[str, User], dag: Viewer, march: datetime) -> None:
    User.objects.filter(pk=users["disa"].pk).update(is_active=False)
    assert Appointment.objects.filter(user=users["disa"]).exists()
    sent_request(alma, at=march)
    hand_on(march)
    assert names("ADMISSION_SENT") == ["Dag"]


def test_the_actors_staff_stands_in_for_a_caseworker_who_has_left(
    alma: Viewer, disa: Viewer, users: dict[str, User], march: datetime
) -> None:
    confirmed_case(alma, disa, at=march)
    User.objects.filter(pk=users["alma"].pk).update(is_active=False)
    hand_on(march + timedelta(hours=2))
    assert names("ADMISSION_CONFIRMED") == ["Bo", "Maj"]


def test_running_the_outbox_again_tells_nobody_twice(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    before = {row.message_id for row in mails()}
    with acting_as(EYE):
        Outbox.objects.update(done_at=None)
    hand_on(march)
    assert names("ADMISSION_SENT") == ["Dag", "Disa"]
    assert {row.message_id for row in mails()} == before


def test_an_ended_rest_reminds_no_more_of_its_old_end_and_is_to_be_reported_back(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, disa, at=march)
    at = march + timedelta(days=22)
    hand_on(march + timedelta(hours=2))
    runs.run_sweep(at=at)
    assert "PERIOD" in unread(alma)
    with acting_as(alma):
        ref = case.interventions.get().ref
        intervention.end_early(ref, last=march.date() + timedelta(days=10), reason="LEFT", note="", by=alma, at=at)
    hand_on(at)
    assert sorted(unread(alma)) == ["ADMISSION_CONFIRMED", "PERIOD_LATE"]
    runs.run_sweep(at=at + timedelta(days=20))
    assert sorted(unread(alma)) == ["ADMISSION_CONFIRMED", "REPORT_LATE"], "one line for one thing to do"
    assert names("PERIOD_LATE") == ["Alma", "Dag", "Disa"]
    assert {row.day for row in told("PERIOD")} == {at.date()}, "nothing more of its old end"
    with acting_as(alma):
        report_back(ref, by=alma, at=at + timedelta(days=21))
    hand_on(at + timedelta(days=21))
    assert unread(alma) == ["ADMISSION_CONFIRMED"]


def test_a_poison_event_is_parked_and_holds_up_nobody(
    alma: Viewer, disa: Viewer, march: datetime, on: Register
) -> None:
    def refuse(event: Outbox) -> None:
        raise ValueError("text that must not reach a log")

    on(Event.DEADLINE_DUE)(refuse)
    with acting_as(disa):
        record(Event.DEADLINE_DUE, at=march, by=disa.id)
    sent_request(alma, at=march + timedelta(minutes=1))
    for hour in range(PARKED_AFTER + 3):
        hand_on(march + timedelta(hours=hour + 1))
    with acting_as(EYE):
        poison = Outbox.objects.get(event="DEADLINE_DUE")
        assert (poison.tries, poison.done_at) == (PARKED_AFTER, None)
    assert names("ADMISSION_SENT") == ["Dag", "Disa"]


def test_a_parked_event_is_seen_by_those_who_can_have_it_mended_until_it_is(
    disa: Viewer, march: datetime, signed_in: Callable[[str], Client], on: Register
) -> None:
    faults = ["the cause"]

    def fail(event: Outbox) -> None:
        if faults and event.ref == "PARKED":
            raise ValueError

    on(Event.PERSON_IDENTIFIED)(fail)
    with acting_as(disa):
        record(Event.PERSON_IDENTIFIED, at=march, by=disa.id, ref="PARKED")
    assert "parked late" not in watched()
    for hour in range(PARKED_AFTER):
        hand_on(march + timedelta(hours=hour + 1))
    assert names("EVENT_PARKED") == ["Ada", "Dag", "Disa"]
    assert "parked late" in watched()
    words = "Programmet kunde inte berätta om något som har hänt"
    assert words in signed_in("dag").get("/").content.decode()
    assert words not in signed_in("alma").get("/").content.decode()
    faults.clear()
    with acting_as(EYE):
        try_again()
    hand_on(march + timedelta(days=1))
    assert unread(disa) == []
    assert "parked late" not in watched()


def test_events_that_come_out_of_order_leave_no_dead_errand(
    alma: Viewer, dag: Viewer, disa: Viewer, frej: Viewer, cia: Viewer, march: datetime
) -> None:
    """The first handing on fails for what asks; what answers is handed on before it."""
    with acting_as(frej):
        hand_over(
            Identified(on=march.date(), county="03", route="OUTREACH", forms=("LABOUR",)),
            token=uuid4(),
            by=frej,
            at=march,
        )
    with acting_as(dag):
        ref = HandOver.objects.get().ref
        handover.offer(ref, "A-NOOR", note="", by=dag, at=march + MINUTE)
    with acting_as(cia, on=march.date()):
        handover.accept(ref, by=cia, at=march + 2 * MINUTE)
    confirmed_case(alma, disa, at=march)
    returned = sent_request(alma, at=march)
    with acting_as(disa):
        decision.return_for_completion(
            returned.ref, version=returned.version, question="När?", by=disa, at=march + MINUTE
        )
    with acting_as(alma):
        admission.withdraw(returned.ref, by=alma, at=march + 2 * MINUTE)
    asks = ["HANDED_OVER", "HAND_OVER_OFFERED", "ADMISSION_SENT", "ADMISSION_RETURNED"]
    with acting_as(EYE):
        Outbox.objects.filter(event__in=asks).update(tries=1)
    hand_on(march + timedelta(seconds=1))
    with acting_as(EYE):
        Outbox.objects.filter(event__in=asks).update(tries=0)
    hand_on(march + timedelta(hours=2))
    assert unread(dag) == unread(disa) == unread(cia) == []
    assert unread(alma) == ["ADMISSION_CONFIRMED"]


def test_no_handler_of_a_test_stays_for_the_next() -> None:
    for event in (Event.DEADLINE_DUE, Event.PERSON_IDENTIFIED, Event.REPORT_ASKED):
        assert not any(handler.__module__.startswith("tests.") for handler in handlers_of(event))


def test_what_a_failing_handler_wrote_is_gone(
    disa: Viewer, march: datetime, caplog: pytest.LogCaptureFixture, on: Register
) -> None:
    from accounts.acts import Role
    from accounts.deadlines import Due, To
    from reminders.services.telling import tell

    def half(event: Outbox) -> None:
        tell([Due("X", "x", march.date(), To(roles=(Role.COORDINATOR,)))], at=march)
        raise ValueError("hemlig text")

    on(Event.REPORT_ASKED)(half)
    with acting_as(disa):
        record(Event.REPORT_ASKED, at=march, by=disa.id)
    hand_on(march)
    assert told() == []
    assert "hemlig" not in caplog.text
    assert "REPORT_ASKED" in caplog.text
