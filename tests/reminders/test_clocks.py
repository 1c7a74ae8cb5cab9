"""Declared kinds of deadlines: told on their days, to whom they say, closed when the cause is gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.clock import dawn
from accounts.clocks import kinds
from accounts.deadlines import finders, wording_of
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer
from cases.law_codes import Happening, LawSubject
from cases.models import AdmissionRequest, ConsentGiven, Identification, Person
from cases.models.child import ConcernMade
from cases.models.choices import Age
from cases.models.consent import Consented, HowSaid
from cases.selectors.rights import unmet_days
from cases.services import decision
from cases.services.bulk import give_persons
from cases.services.child import Concern, note_concern
from cases.services.closing import Ended, close_case, reopen
from cases.services.consent import ConsentSaid, give, withdraw
from cases.services.identification import state_outcome
from cases.services.law import Stated, state_step
from cases.services.rights import StatedRight, state_right
from cases.states import AdmissionState
from certification.models import Certification
from reminders import runs
from reminders.selectors import notices
from tests.cases.reporting import reported, rest_of
from tests.factories import confirmed_case, identified, sent_request
from tests.reminders.helpers import EYE, hand_on, mails, told

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def swept(since: datetime, days: int) -> None:
    """The sweep of each morning, and that before it which tells nothing of these."""
    for n in range(days + 1):
        runs.run_sweep(at=since + n * DAY)


def told_of(kind: str) -> list[tuple[str, date]]:
    """Who was told of a kind, and for which day."""
    return [(row.user.name.split()[0], row.day) for row in told(kind)]


def unread_of(kind: str) -> int:
    """How many notices of a kind are still unread."""
    return sum(row.read_at is None for row in told(kind))


def given(person: Person, until: date, by: Viewer, *, at: datetime) -> ConsentGiven:
    """A yes to a police report that holds until a day."""
    said = ConsentSaid(Consented.POLICE, "swe", HowSaid.ORAL, at.date(), until)
    with acting_as(by):
        return give(person.code, said, by=by, at=at)


def test_a_consent_that_ends_is_told_on_its_days_once_each_and_to_whoever_works_with_the_person(
    alma: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    given(person, date(2026, 3, 20), alma, at=march)
    swept(march, 30)
    swept(march + 16 * DAY, 0)  # the machine's clock goes back
    days = [date(2026, 3, 6), date(2026, 3, 17), date(2026, 3, 20)]
    assert told_of("CONSENT_ENDS") == [("Alma", on) for on in days]
    assert unread_of("CONSENT_ENDS") == 1, "what is newest says all that holds"


def test_one_that_is_taken_back_asks_for_nothing_any_longer(alma: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    row = given(person, date(2026, 3, 20), alma, at=march)
    swept(march, 6)
    assert unread_of("CONSENT_ENDS") == 1
    with acting_as(alma):
        withdraw(person.code, row.ref, by=alma, at=march + 7 * DAY)
    swept(march + 7 * DAY, 20)
    assert told_of("CONSENT_ENDS") == [("Alma", date(2026, 3, 6))]
    assert unread_of("CONSENT_ENDS") == 0


def test_it_moves_with_the_person_to_another_caseworker_and_from_one_who_is_frozen(
    alma: Viewer, maj: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    given(person, date(2026, 3, 20), alma, at=march)
    swept(march, 6)
    with acting_as(maj):
        bo = User.objects.get(name__startswith="Bo")
        assert not [one.why for one in give_persons([person.code], to=bo.pk, by=maj, at=march + 6 * DAY) if one.why]
    swept(march + 6 * DAY, 1)
    assert [(row.user.name.split()[0], row.read_at is None) for row in told("CONSENT_ENDS")] == [
        ("Alma", False),
        ("Bo", True),
    ]
    assert len([row for row in mails() if row.user and row.user.name.startswith("Bo")]) >= 1


def test_a_child_of_whom_nobody_has_noted_a_report_is_told_upwards_day_by_day(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march, age=Age.CHILD)
    swept(march, 4)
    found = told_of("CONCERN_REPORT_LATE")
    assert ("Alma", date(2026, 3, 2)) in found
    assert ("Maj", date(2026, 3, 3)) in found
    assert {who for who, on in found if on == date(2026, 3, 4)} == {"Dag", "Disa"}
    with acting_as(alma):
        note_concern(person.code, Concern(ConcernMade.MADE, date(2026, 3, 5), "ACTOR"), by=alma, at=march + 5 * DAY)
    swept(march + 5 * DAY, 10)
    assert len(told_of("CONCERN_REPORT_LATE")) == len(found)
    assert unread_of("CONCERN_REPORT_LATE") == 0


def test_on_day_twenty_of_a_rest_it_is_asked_whether_society_protects(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march, society_protects="UNKNOWN", police_report="UNKNOWN")
    swept(march, 40)
    assert told_of("SOCIETY_ANSWER")[:1] == [("Alma", date(2026, 3, 20))]
    assert [on for _who, on in told_of("POLICE_DECISION")] == [date(2026, 3, 23), date(2026, 3, 29)]
    assert {who for who, _on in told_of("SAFE_CONTACT")} <= {"Alma"}


def test_an_answer_that_should_have_come_is_told_until_it_comes(alma: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    with acting_as(alma):
        asked = Stated(LawSubject.SOCIAL_BOARD, Happening.ASKED, on=march.date())
        state_step(person.code, asked, by=alma, at=march)
    swept(march + 29 * DAY, 3)
    assert told_of("LAW_ANSWER_LATE") == [("Alma", date(2026, 4, 1))]
    with acting_as(alma):
        granted = Stated(LawSubject.SOCIAL_BOARD, Happening.REFUSED, on=date(2026, 4, 2))
        state_step(person.code, granted, by=alma, at=march + 33 * DAY)
    swept(march + 33 * DAY, 30)
    assert (len(told_of("LAW_ANSWER_LATE")), unread_of("LAW_ANSWER_LATE")) == (1, 0)


def test_a_question_from_the_coordinator_goes_up_when_nobody_answers(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    request = sent_request(alma, at=march)
    with acting_as(disa):
        decision.return_for_completion(
            request.ref, version=request.version, question="Vilken dag?", by=disa, at=march + timedelta(hours=1)
        )
    swept(march, 20)
    assert [who for who, _on in told_of("COMPLETION")] == ["Alma", "Alma"]
    late = told_of("COMPLETION_LATE")
    assert ("Alma", date(2026, 3, 9)) in late and ("Maj", date(2026, 3, 11)) in late
    assert {who for who, on in late if on == date(2026, 3, 15)} == {"Dag", "Disa"}


def test_a_certification_that_runs_out_is_told_to_managers_and_coordinators(
    maj: Viewer, disa: Viewer, march: datetime
) -> None:
    with acting_as(EYE):
        row = Certification.objects.filter(actor_id=next(iter(maj.actors))).order_by("-valid_from").first()
    assert row
    runs.run_sweep(at=dawn(row.valid_to - 31 * DAY))
    runs.run_sweep(at=dawn(row.valid_to - 30 * DAY))
    found = [who for who, on in told_of("CERTIFICATION_ENDS") if on == row.valid_to - 30 * DAY]
    assert "Maj" in found and "Disa" in found and "Alma" not in found
    with acting_as(disa):
        assert {row.url for row in notices(disa).unread if row.url.startswith("/actors/")}


def test_a_need_that_is_stated_anew_does_not_begin_again_and_one_that_is_met_is_no_deadline(
    alma: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    with acting_as(EYE):
        limit = unmet_days(march.date())["HOUSING"]
    told_on = march.date() + timedelta(days=limit + 1)

    def states(state: str, on: date, *, gap: str = "", payer: str = "") -> None:
        with acting_as(alma):
            at = datetime.combine(on, march.timetz())
            state_right(person.code, "HOUSING", StatedRight(state, on, payer, gap=gap), by=alma, at=at)

    states("NEEDED", march.date())
    states("NEEDED", march.date() + 3 * DAY, gap="NO_PLACE")
    swept(march, limit + 5)
    assert told_of("RIGHT_UNMET") == [("Alma", told_on)]
    states("MET", told_on + 5 * DAY, payer="SOCIETY")
    swept(march + (limit + 7) * DAY, 40)
    assert (len(told_of("RIGHT_UNMET")), unread_of("RIGHT_UNMET"), told_of("RIGHT_UNMET_LATE")) == (1, 0, [])


def test_a_need_is_no_deadline_while_the_case_is_closed(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march)
    reported(rest_of(case, alma), alma, at=march + 31 * DAY)
    at = march + 32 * DAY
    with acting_as(alma):
        code = case.person.code
        state_right(code, "HOUSING", StatedRight("NEEDED", at.date()), by=alma, at=at)
        close_case(code, Ended("SOCIETY", at.date()), by=alma, at=at)
    swept(at, 60)
    assert told_of("RIGHT_UNMET") == told_of("RIGHT_UNMET_LATE") == []
    with acting_as(disa):
        reopen(code, "Personen har hört av sig igen.", by=disa, at=at + 60 * DAY)
    hand_on(at + 60 * DAY)
    swept(at + 60 * DAY, 2)
    assert "Alma" in [who for who, _on in told_of("RIGHT_UNMET") + told_of("RIGHT_UNMET_LATE")]


def test_a_need_of_somebody_who_has_gone_elsewhere_is_no_deadline(alma: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    with acting_as(alma):
        state_right(person.code, "HOUSING", StatedRight("NEEDED", march.date()), by=alma, at=march)
        ref = Identification.objects.get(person=person).ref
        state_outcome(ref, "leave", note="", by=alma, at=march + DAY)
    swept(march + DAY, 20)
    assert told_of("RIGHT_UNMET") == []


def test_every_kind_says_where_its_rule_comes_from_and_when_whom() -> None:
    assert len(kinds()) >= 15
    for kind in kinds():
        assert kind.source and str(kind.name) and (kind.offsets or kind.told_by in finders())
        assert len(kind.keys[1]) <= 40, kind.key
        for wording in map(wording_of, kind.keys):
            assert wording and (not wording.place or reverse(wording.place, args=["X"] if wording.key else []))


def test_what_is_kept_longer_than_its_time_is_told_once_a_month_as_a_number(
    alma: Viewer, cia: Viewer, maj: Viewer, disa: Viewer, march: datetime
) -> None:
    """Met on 1 March, and a case closed on 10 April: out after 12 and 24 months. Whoever applied is kept on."""
    identified(alma, at=march)
    identified(cia, at=march)
    waits = sent_request(alma, at=march)
    case = confirmed_case(alma, disa, at=march)
    reported(rest_of(case, alma), alma, at=march + 31 * DAY)
    with acting_as(alma):
        code = Person.objects.get(pk=case.person_id).code
        close_case(code, Ended("SOCIETY", march.date() + 40 * DAY), by=alma, at=march + 40 * DAY)

    def numbers(who: str, first: date) -> list[int]:
        swept(datetime.combine(first - DAY, march.timetz()), 3)
        rows = [row for row in told("KEPT_TOO_LONG") if row.day == first and row.user.name.startswith(who)]
        return [row.facts["n"] for row in rows]

    assert numbers("Maj", date(2027, 3, 1)) == [], "the last day is the first of March"
    assert numbers("Maj", date(2027, 4, 1)) == [1]
    assert numbers("Disa", date(2027, 4, 1)) == numbers("Olle", date(2027, 4, 1)) == [2]
    assert numbers("Alma", date(2027, 4, 1)) == []
    with acting_as(EYE):
        AdmissionRequest.objects.filter(pk=waits.pk).update(state=AdmissionState.WITHDRAWN)
    assert numbers("Maj", date(2027, 5, 1)) == [2]
    assert numbers("Maj", date(2028, 5, 1)) == [3]
    with acting_as(disa):
        reopen(code, "Personen har hört av sig igen.", by=disa, at=datetime.combine(date(2028, 5, 5), march.timetz()))
    assert numbers("Maj", date(2028, 6, 1)) == [2]


def test_a_right_is_named_in_the_language_of_whoever_reads(alma: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    with acting_as(alma):
        state_right(person.code, "HOUSING", StatedRight("NEEDED", march.date()), by=alma, at=march)
    swept(march, 30)
    for language, words in (("sv", "oroande lång tid: Säker"), ("en", "worryingly long time: Safe")):
        with override(language), acting_as(alma):
            sentences = [row.what for row in notices(alma).unread]
        assert any(words in one for one in sentences), sentences
