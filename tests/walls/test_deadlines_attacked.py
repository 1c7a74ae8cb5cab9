"""What was tried against the deadlines: nobody is told what they may not know, nothing is missed, nobody is flooded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.clock import now, today
from accounts.clocks import OWN
from accounts.deadlines import Due, To
from accounts.door import acting_as
from accounts.locks import unless_somebody_does
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer
from audit.record import Event as Happens
from audit.record import record
from cases.models import HandOver, Person
from cases.models.choices import Age
from cases.services import handover
from cases.services.bulk import give_persons
from cases.services.closing import Ended, close_case, reopen
from cases.services.identification import Identified, hand_over
from cases.services.rights import StatedRight, state_right
from certification.models import Certification
from reminders import runs, tasks
from reminders.models import Letter, Pulse
from reminders.services.notices import forget_lost_mentions
from reminders.services.pulses import FAULT
from reminders.services.telling import tell
from reminders.services.ways import choose_ways
from reminders.ways import Chosen
from tests.cases.reporting import reported, rest_of
from tests.factories import confirmed_case, identified, sent_request
from tests.reminders.helpers import EYE, hand_on, mails, told, unread
from tests.reminders.mail_server import mail_server
from tests.reminders.test_clocks import given

SIDES = {"from": "A-LINDEN", "to": "A-NOOR"}
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def told_of(kind: str) -> set[str]:
    """First names of those who were told of a kind."""
    return {row.user.name.split()[0] for row in told(kind)}


def test_who_takes_a_child_over_late_is_told_what_nobody_did_before(
    frej: Viewer, dag: Viewer, cia: Viewer, march: datetime
) -> None:
    """Until then no actor is responsible, and its days pass; longer ago than a morning's sweep looks back."""
    late = march + 20 * DAY
    child = Identified(on=march.date(), county="03", route="OUTREACH", forms=("LABOUR",), age=Age.CHILD)
    with acting_as(frej):
        hand_over(child, token=uuid4(), by=frej, at=march)
    with acting_as(EYE):
        ref = HandOver.objects.get().ref
    runs.run_sweep(at=late)
    assert not told_of("CONCERN_REPORT_LATE")
    with acting_as(dag):
        handover.offer(ref, "A-NOOR", note="", by=dag, at=late)
    with acting_as(cia, on=late.date()):
        handover.accept(ref, by=cia, at=late + MINUTE)
    hand_on(late + MINUTE)
    runs.run_sweep(at=late + DAY)
    assert "Cia" in told_of("CONCERN_REPORT_LATE")
    assert [row.kind for row in told() if row.user_id == cia.id].count("CONCERN_REPORT_LATE") == 1


def test_an_offer_that_has_run_out_asks_for_nothing_any_longer(
    frej: Viewer, dag: Viewer, cia: Viewer, march: datetime
) -> None:
    """Its last day is the seventh after it was made; the actor sees nothing of the person after it."""
    with acting_as(frej):
        met = Identified(on=march.date(), county="03", route="OUTREACH", forms=("LABOUR",))
        hand_over(met, token=uuid4(), by=frej, at=march)
    with acting_as(dag):
        handover.offer(HandOver.objects.get().ref, "A-NOOR", note="", by=dag, at=march)
    hand_on(march)
    asks = []
    for n in (7, 8):
        runs.run_sweep(at=march + n * DAY)
        asks.append("HAND_OVER_OFFERED" in unread(cia))
    assert asks == [True, False]


def test_a_case_that_is_opened_again_is_told_what_came_due_while_it_was_closed(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, disa, at=march)
    reported(rest_of(case, alma), alma, at=march + 31 * DAY)
    with acting_as(alma):
        person = Person.objects.get(pk=case.person_id)
        person.safe_contact_checked_on = march.date() + 30 * DAY
        person.save(update_fields=["safe_contact_checked_on"])
        close_case(person.code, Ended("SOCIETY", march.date() + 31 * DAY), by=alma, at=march + 31 * DAY)
    runs.run_sweep(at=march + 80 * DAY)
    assert not told_of("SAFE_CONTACT_LATE")
    with acting_as(disa):
        reopen(person.code, "Personen har hört av sig igen.", by=disa, at=march + 80 * DAY)
    hand_on(march + 80 * DAY)
    runs.run_sweep(at=march + 81 * DAY)
    assert [row.user.name for row in told("SAFE_CONTACT_LATE")] == ["Alma Lind"]


def test_a_digest_whose_hour_passed_while_nothing_ran_over_midnight_is_made_once(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    with acting_as(alma):
        choose_ways(Chosen(mail="NONE", digest=True, digest_at=23, quiet_from=3, quiet_to=3), by=alma)
    confirmed_case(alma, disa, at=march)
    hand_on(march + timedelta(hours=2))
    assert unread(alma)
    evening, made = march.replace(hour=22, minute=50), list[int]()
    for after in (timedelta(), timedelta(hours=2), timedelta(hours=3), DAY, DAY + 20 * MINUTE):
        runs.run_sweep(at=evening + after)
        made.append(sum(row.letter == Letter.DIGEST for row in mails()))
    assert made == [0, 1, 1, 1, 2]


def test_papers_that_hold_for_ever_hold_up_no_others(maj: Viewer, march: datetime) -> None:
    with acting_as(EYE):
        mine, other = Certification.objects.order_by("pk")[:2]
        Certification.objects.filter(pk=mine.pk).update(valid_to=date.max)
        Certification.objects.filter(pk=other.pk).update(valid_to=march.date() - DAY)
    runs.run_sweep(at=march)
    assert told_of("CERTIFICATION_ENDED") == {"Dag", "Disa"}


@pytest.mark.parametrize("years", [2, 8])
def test_a_year_of_which_nobody_has_set_the_rules_yet_holds_up_no_deadline(
    alma: Viewer, march: datetime, years: int
) -> None:
    late = march + years * 365 * DAY
    person = identified(alma, at=march, age=Age.CHILD)
    given(person, date(2026, 3, 20), alma, at=march)
    with acting_as(alma):
        state_right(person.code, "HOUSING", StatedRight("NEEDED", march.date()), by=alma, at=march)
    runs.run_sweep(at=late)
    runs.run_sweep(at=late + MINUTE)
    with acting_as(EYE):
        assert [*Pulse.objects.filter(pk__startswith=FAULT).values_list("pk", flat=True)] == []


def test_whoever_names_a_colleague_a_hundred_times_makes_no_sweep_slow(alma: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(EYE):
        due = [
            Due(Happens.MENTIONED, f"m:{n}", today(), To(users=(bo.id,)), person_id=person.pk, facts={})
            for n in range(100)
        ]
        tell(due, at=now())
        with CaptureQueriesContext(connection) as asked:
            assert forget_lost_mentions(at=now()) == 0
        assert len(asked) < 10
    User.objects.filter(pk=bo.id).update(is_active=False)
    with acting_as(EYE):
        assert forget_lost_mentions(at=now()) == 100


def test_a_slow_mail_server_keeps_a_worker_for_a_minute_at_most(alma: Viewer, march: datetime, settings: Any) -> None:
    """Else the worker would be ended in the middle of an e-mail, which would be sent again."""
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "127.0.0.1", False, 5
    sent_request(alma, at=march)
    hand_on(march)
    with mail_server() as server:
        settings.EMAIL_PORT, server.slow = server.port, 0.3
        assert runs.run_delivery(at=march, seconds=0.2) == 1
        assert runs.run_delivery(at=march, seconds=0.2) == 1
        assert runs.run_delivery(at=march, seconds=0.2) == 0
    assert [(row.state, row.tries) for row in mails()] == [("SENT", 1)] * 2
    assert runs.SENDS_FOR < 600 / 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("task", "pulse"), [(tasks.sweep, "sweep"), (tasks.deliver, "mail")])
def test_what_takes_long_is_not_begun_beside_itself_and_leaves_the_other_workers_free(task: Any, pulse: str) -> None:
    begun, ended = Event(), Event()

    def takes_long() -> None:
        with unless_somebody_does("sweep"), unless_somebody_does("deliver"):
            begun.set()
            ended.wait(30)
        connections.close_all()

    def lived() -> set[str]:
        with acting_as(EYE):
            return {*Pulse.objects.values_list("name", flat=True)}

    other = Thread(target=takes_long)
    other.start()
    assert begun.wait(30)
    task()
    tasks.outbox()
    assert lived() == {"outbox"}
    ended.set()
    other.join()
    task()
    assert lived() == {"outbox", pulse}


def test_a_clock_that_was_years_ahead_once_silences_nothing(alma: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march + 4000 * DAY)
    with acting_as(alma):
        choose_ways(Chosen(mail="NONE", digest=True, digest_at=7), by=alma)
    given(identified(alma, at=march), date(2026, 3, 20), alma, at=march)
    for n in range(8):
        runs.run_sweep(at=march + n * DAY)
    assert [(row.user.name, row.day) for row in told("CONSENT_ENDS")] == [("Alma Lind", date(2026, 3, 6))]
    runs.run_sweep(at=march.replace(hour=7, minute=1) + 8 * DAY)
    assert [row.letter for row in mails() if row.user_id == alma.id] == [Letter.DIGEST] * 4, "one a day from the 6th"


def test_after_a_clock_that_was_years_ahead_coordinators_hear_again_that_the_program_was_late(march: datetime) -> None:
    runs.run_sweep(at=march + 4000 * DAY)
    runs.run_sweep(at=march)
    assert told("WAS_LATE") == []
    runs.run_sweep(at=march + DAY)
    assert {datetime.fromisoformat(row.facts["since"]) for row in told("WAS_LATE")} == {march}


def test_what_rises_to_the_managers_of_an_actor_that_has_none_rises_to_the_coordinators(
    alma: Viewer, maj: Viewer, march: datetime
) -> None:
    """A need that nobody meets rises to the managers alone, after 14 days; a child's concern report to them after two
    days and to the coordinators after three, who are told of it once."""
    identified(alma, at=march, age=Age.CHILD)
    with acting_as(alma):
        needs = identified(alma, at=march).code
        state_right(needs, "HOUSING", StatedRight("NEEDED", march.date()), by=alma, at=march)
    User.objects.filter(pk=maj.id).update(is_active=False)
    for n in (*range(5), *range(7, 78, 7)):
        runs.run_sweep(at=march + n * DAY)
    assert [row.day for row in told("CONCERN_REPORT_LATE") if row.user.name == "Disa Dal"] == [date(2026, 3, 4)]
    risen = [row for row in told("RIGHT_UNMET_LATE") if ":managers" in row.deadline]
    assert [row.user.name.split()[0] for row in risen] == ["Dag", "Disa"]
    User.objects.filter(pk=maj.id).update(is_active=True)
    runs.run_sweep(at=march + 77 * DAY + MINUTE)
    back = [row.user.name for row in told("RIGHT_UNMET_LATE") if ":managers" in row.deadline and row.read_at is None]
    assert back == ["Maj Moberg"]


def test_where_nobody_is_left_at_an_actor_the_coordinators_are_told_and_who_comes_back_has_it(
    alma: Viewer, bo: Viewer, maj: Viewer, march: datetime
) -> None:
    given(identified(alma, at=march), date(2026, 3, 20), alma, at=march)
    User.objects.filter(pk__in=[alma.id, bo.id, maj.id]).update(is_active=False)
    runs.run_sweep(at=march)
    runs.run_sweep(at=march + 6 * DAY)
    assert told_of("CONSENT_ENDS") == {"Dag", "Disa"}
    User.objects.filter(pk=alma.id).update(is_active=True)
    runs.run_sweep(at=march + 7 * DAY)
    assert [row.user.name for row in told("CONSENT_ENDS") if row.read_at is None] == ["Alma Lind"]


def test_the_answer_to_an_offer_goes_to_the_colleagues_of_who_made_it_and_left(
    alma: Viewer, bo: Viewer, maj: Viewer, march: datetime
) -> None:
    actors = {f"{side}_actor": str(Actor.objects.get(ref=ref).pk) for side, ref in SIDES.items()}
    Appointment.objects.filter(user=alma.id).delete()
    with acting_as(EYE):
        record(Happens.TRANSFER_ANSWERED, at=march, by=EYE.id, ref="X-1", facts={**actors, "made_by": str(alma.id)})
    hand_on(march)
    assert told_of("TRANSFER_ANSWERED") == {"Bo", "Maj"}


def test_a_period_goes_on_with_who_has_the_person_when_its_caseworker_works_there_no_longer(
    alma: Viewer, bo: Viewer, maj: Viewer, disa: Viewer, march: datetime
) -> None:
    """Also what they were told for themselves alone."""
    with acting_as(alma):
        choose_ways(Chosen(days_before=(5, 3)), by=alma)
    case = confirmed_case(alma, disa, at=march, days=10)
    runs.run_sweep(at=march + 6 * DAY)
    assert [row.deadline for row in told() if OWN in row.deadline and row.read_at is None]
    with acting_as(maj):
        code = Person.objects.get(pk=case.person_id).code
        give_persons([code], to=bo.id, by=maj, at=march + 6 * DAY)
    Appointment.objects.filter(user=alma.id).delete()
    runs.run_sweep(at=march + 6 * DAY + MINUTE)
    assert not [row for row in told() if OWN in row.deadline and row.read_at is None]
    runs.run_sweep(at=march + 11 * DAY)
    assert "PERIOD_LATE" in unread(bo)
    assert not [kind for kind in unread(alma) if kind.startswith("PERIOD")]


def test_what_stood_unread_when_a_case_was_closed_is_told_when_it_is_opened_again(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, disa, at=march)
    reported(rest_of(case, alma), alma, at=march + 31 * DAY)
    with acting_as(EYE):
        person = Person.objects.get(pk=case.person_id)
        Person.objects.filter(pk=person.pk).update(safe_contact_checked_on=march.date() + 10 * DAY)
    runs.run_sweep(at=march + 40 * DAY)
    assert "SAFE_CONTACT_LATE" in unread(alma)
    with acting_as(alma):
        close_case(person.code, Ended("SOCIETY", march.date() + 40 * DAY), by=alma, at=march + 40 * DAY)
    runs.run_sweep(at=march + 41 * DAY)
    assert "SAFE_CONTACT_LATE" not in unread(alma)
    with acting_as(disa):
        reopen(person.code, "Personen har hört av sig igen.", by=disa, at=march + 42 * DAY)
    hand_on(march + 42 * DAY)
    runs.run_sweep(at=march + 42 * DAY + MINUTE)
    assert "SAFE_CONTACT_LATE" in unread(alma)
