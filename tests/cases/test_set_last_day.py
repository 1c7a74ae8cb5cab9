"""Society begins to pay beside a period: a last day is proposed, and a coordinator sets it or lets the period go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, day, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, Refused, WrongState
from accounts.viewer import Viewer
from cases.access import may_read_sealed, open_proposals
from cases.models import Case, Intervention, LastDayProposal
from cases.models.choices import EndReason, SocietyProtects
from cases.selectors.last_day import holds, last_day_page, proposals_of, waiting_last_days
from cases.selectors.person import person_page, timeline
from cases.services.facts import state_protection
from cases.services.intervention import end_early
from cases.services.last_day import let_go_on, set_last_day
from cases.services.report_back import report_back
from cases.states import InterventionState, ProposalState
from funding.selectors.balances import standing
from tests.at_once import at_once
from tests.factories import confirmed_case, sent_request

RATE = 1450
YES, NO, PARTLY = SocietyProtects.YES, SocietyProtects.NO, SocietyProtects.PARTLY


def _state(case: Case, answer: str, on: date, *, by: Viewer, at: datetime) -> list[LastDayProposal]:
    """State it, and give the proposals that a coordinator has to answer."""
    with acting_as(by):
        state_protection(case.person.code, answer, on=on, note="Ett boende.", by=by, at=at)
        return list(open_proposals().filter(person=case.person))


def _set(ref: str, last: date, *, by: Viewer, at: datetime, reason: str = "") -> Intervention:
    with acting_as(by):
        return set_last_day(ref, last=last, reason=reason, by=by, at=at)


def _keep(ref: str, *, by: Viewer, at: datetime, reason: str = "Boendet är inte klart.") -> LastDayProposal:
    with acting_as(by):
        return let_go_on(ref, reason=reason, by=by, at=at)


def _rest(case: Case, *, by: Viewer) -> Intervention:
    with acting_as(by):
        return Intervention.objects.get(case=case)


@pytest.mark.parametrize("answer", [YES, PARTLY])
def test_the_day_before_society_pays_is_proposed_and_nothing_ends_by_itself(
    alma: Viewer, dag: Viewer, march: datetime, answer: str
) -> None:
    case = confirmed_case(alma, dag, at=march)
    [made] = _state(case, answer, day(march) + timedelta(days=10), by=alma, at=march + timedelta(days=12))
    assert made.last == day(march) + timedelta(days=9)
    rest = _rest(case, by=alma)
    assert (rest.state, rest.last) == (InterventionState.GRANTED, day(march) + timedelta(days=29))


@pytest.mark.parametrize("answer", [SocietyProtects.UNKNOWN, NO, SocietyProtects.APPLIED, SocietyProtects.ENDED])
def test_no_other_answer_proposes_anything(alma: Viewer, dag: Viewer, march: datetime, answer: str) -> None:
    case = confirmed_case(alma, dag, at=march)
    assert _state(case, answer, day(march), by=alma, at=march + timedelta(days=12)) == []


def test_where_society_paid_before_the_first_day_no_day_of_it_is_left(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    [made] = _state(case, YES, day(march) - timedelta(days=40), by=alma, at=march + timedelta(days=2))
    assert made.last == day(march) - timedelta(days=1)
    ended = _set(made.ref, made.last, by=dag, at=march + timedelta(days=3))
    assert (ended.period, ended.end_reason) == (None, EndReason.SOCIETY)
    with acting_as(alma):
        assert sum(standing(ended.pk).values()) == 0


def test_a_period_that_is_over_by_that_day_or_reported_back_is_left_alone(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    last, later = day(march) + timedelta(days=29), march + timedelta(days=35)
    assert _state(case, YES, last + timedelta(days=1), by=alma, at=later) == []
    assert len(_state(case, YES, last, by=alma, at=later + timedelta(hours=1))) == 1
    with acting_as(alma):
        report_back(_rest(case, by=alma).ref, by=alma, at=later + timedelta(hours=2))
        assert not open_proposals().exists()
    assert _state(case, YES, day(march), by=alma, at=later + timedelta(hours=3)) == []


def test_the_coordinator_sets_the_day_and_days_and_money_come_back(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=march + timedelta(days=12))
    with acting_as(dag):
        shown = last_day_page(made.ref, dag).period.given_back(made.last)
        assert (shown.days, shown.total) == (20, Decimal(20 * RATE))
    ended = _set(made.ref, made.last, by=dag, at=march + timedelta(days=13), reason="Boendet är klart.")
    assert (ended.last, ended.end_reason) == (made.last, EndReason.SOCIETY)
    with acting_as(alma):
        assert standing(ended.pk) == {2026: Decimal(10 * RATE)}
        row = LastDayProposal.objects.get(ref=made.ref)
        assert (row.state, row.answered_by_id, row.reason.open()) == (ProposalState.SET, dag.id, "Boendet är klart.")
        told = [entry.what for entry in timeline(alma, case.person.code, on=day(march) + timedelta(days=13))]
        assert "Sista dagen för viloperioden sattes" in told


def test_another_day_may_be_chosen_and_one_that_cannot_be_gets_its_sentence(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=march + timedelta(days=12))
    for shift in (-2, 29, 60):
        with pytest.raises(Invalid) as wrong:
            _set(made.ref, day(march) + timedelta(days=shift), by=dag, at=march + timedelta(days=12))
        assert set(wrong.value.fields) == {"last"}
    ended = _set(made.ref, day(march) + timedelta(days=15), by=dag, at=march + timedelta(days=12))
    assert ended.last == day(march) + timedelta(days=15)


def test_the_period_goes_on_for_a_reason_that_the_actor_reads(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    on, at = day(march) + timedelta(days=10), march + timedelta(days=12)
    [made] = _state(case, YES, on, by=alma, at=at)
    for reason, error in (("  ", Invalid), ("Ring 070-123 45 67.", PointsOut)):
        with pytest.raises(error):
            _keep(made.ref, by=dag, at=at, reason=reason)
    _keep(made.ref, by=dag, at=at + timedelta(hours=1))
    with acting_as(alma):
        page = person_page(alma, case.person.code, on=day(at), texts=True)
        assert page.overtaken[0].heading == "Viloperioden går vidare vid sidan av det som samhället ger"
        assert "Boendet är inte klart." in [row.text for row in page.sealed]
    assert _rest(case, by=alma).state == InterventionState.GRANTED
    assert _state(case, PARTLY, on, by=alma, at=at + timedelta(days=1)) == [], "the same day is not asked about twice"
    assert len(_state(case, YES, on - timedelta(days=3), by=alma, at=at + timedelta(days=2))) == 1


@pytest.mark.parametrize(("answer", "left"), [(NO, 0), (SocietyProtects.UNKNOWN, 0), (YES, 1)])
def test_what_is_stated_later_closes_what_was_proposed_and_the_page_says_by_whom(
    alma: Viewer, dag: Viewer, march: datetime, answer: str, left: int
) -> None:
    case = confirmed_case(alma, dag, at=march)
    at = march + timedelta(days=12)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=at)
    again = _state(case, answer, day(march) + timedelta(days=11), by=alma, at=at + timedelta(hours=1))
    assert len(again) == left and made.ref not in [row.ref for row in again]
    with pytest.raises(Conflict):
        _set(made.ref, made.last, by=dag, at=at + timedelta(hours=2))
    with acting_as(dag):
        page = last_day_page(made.ref, dag)
        assert not page.open and page.lapsed.startswith("Alma Lind angav samhällets skydd på nytt")
    assert _rest(case, by=alma).state == InterventionState.GRANTED


def test_the_rows_and_the_question_to_the_database_agree_on_what_holds(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    at = march + timedelta(days=12)
    for hour, answer in enumerate((YES, NO, PARTLY, YES)):
        _state(case, answer, day(march) + timedelta(days=9 + hour), by=alma, at=at + timedelta(hours=hour))
        with acting_as(dag):
            newest = case.person.protection_statements.first()
            held = {row.ref for row in proposals_of(case.person_id) if holds(row, newest)}
            assert held == set(open_proposals().values_list("ref", flat=True))


def test_an_actor_that_ends_it_first_leaves_nothing_to_set(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    at = march + timedelta(days=12)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=at)
    rest = _rest(case, by=alma)
    with acting_as(alma):
        end_early(rest.ref, last=made.last, reason=EndReason.SOCIETY, note="", by=alma, at=at)
    with pytest.raises(Conflict):
        _keep(made.ref, by=dag, at=at)
    with acting_as(dag):
        assert last_day_page(made.ref, dag).lapsed.startswith("Aktören har redan avslutat perioden")


def test_nobody_answers_for_an_actor_that_they_work_for(
    alma: Viewer, cia: Viewer, dag: Viewer, gerd: Viewer, march: datetime
) -> None:
    case = confirmed_case(cia, dag, at=march)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=cia, at=march + timedelta(days=12))
    for act in (_keep, lambda ref, **how: _set(ref, made.last, **how)):
        with pytest.raises(Refused) as refused:
            act(made.ref, by=gerd, at=march + timedelta(days=12))
        assert refused.value.params["others"] == ["Dag Ek", "Disa Dal"]
    for somebody in (alma, cia):
        with pytest.raises(NotFound):
            _keep(made.ref, by=somebody, at=march + timedelta(days=12))
    with acting_as(gerd):
        assert [row.own for row in waiting_last_days(gerd)] == [True]


def test_a_coordinator_reads_the_words_until_the_last_day_is_answered(
    alma: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    for act, reads in ((None, False), (YES, True), (NO, False), (YES, True)):
        if act:
            _state(case, act, day(march) + timedelta(days=10), by=alma, at=now())
        with acting_as(disa):
            assert may_read_sealed(disa, case.person_id) is reads
    with acting_as(disa):
        [made] = open_proposals()
        assert [row.text for row in last_day_page(made.ref, disa, texts=True).sealed] == ["Ett boende."]
    _keep(made.ref, by=disa, at=now())
    with acting_as(disa):
        assert not may_read_sealed(disa, case.person_id)


def test_an_application_that_says_so_proposes_for_what_ran_before_and_not_for_itself(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march, society_protects=PARTLY)
    with acting_as(dag):
        assert not open_proposals().filter(person=case.person).exists(), "the coordinator knew when granting it"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_coordinators_and_the_actor_one_is_first_and_money_comes_back_once(
    alma: Viewer, dag: Viewer, disa: Viewer
) -> None:
    for _round in range(4):
        at = now() - timedelta(days=5)
        case = confirmed_case(alma, dag, at=at)
        [made] = _state(case, YES, day(at) + timedelta(days=3), by=alma, at=now())
        rest = _rest(case, by=alma)

        def end(ref: str = rest.ref, last: date = made.last) -> object:
            with acting_as(alma):
                return end_early(ref, last=last, reason=EndReason.LEFT, note="", by=alma, at=now())

        results = at_once(
            lambda ref=made.ref, last=made.last: _set(ref, last, by=dag, at=now()),  # type: ignore[misc]
            lambda ref=made.ref: _keep(ref, by=disa, at=now()),  # type: ignore[misc]
            end,
        )
        kinds = [type(one) for one in results]
        assert kinds.count(Intervention) <= 1 and set(kinds) <= {
            Intervention,
            LastDayProposal,
            WrongState,
            Conflict,
            Invalid,
        }, results
        with acting_as(alma):
            row = Intervention.objects.get(pk=rest.pk)
            days = row.period.days if row.period else 0
            assert sum(standing(rest.pk).values()) == Decimal(days * RATE)


def test_the_page_shows_it_and_does_it_on_the_second_yes(
    alma: Viewer, disa: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    start = today() - timedelta(days=11)
    case = confirmed_case(alma, disa, at=datetime(start.year, start.month, start.day, 10, 0, tzinfo=STOCKHOLM))
    [made] = _state(case, YES, today() - timedelta(days=2), by=alma, at=now())
    office, address = signed_in("disa"), f"/last-days/{made.ref}/"
    assert address in office.get("/").content.decode(), "it is among what a coordinator has to do"
    assert address in office.get(f"/persons/{case.person.code}/").content.decode()
    page = office.get(address).content.decode()
    assert "Ett boende." not in page
    assert "Ett boende." in office.get(f"{address}?texts=1").content.decode()
    said = {"choice": "set", "last": made.last.isoformat(), "reason": "Boendet är klart."}
    wrong = office.post(address, said | {"last": (today() + timedelta(days=50)).isoformat()})
    assert (wrong.status_code, "Boendet är klart." in wrong.content.decode()) == (422, True)
    check = office.post(address, said)
    assert check.status_code == 200 and "30\u00a0450\u00a0kr" in check.content.decode()
    assert _rest(case, by=alma).state == InterventionState.GRANTED
    assert office.post(address, said | {"step": "answer"}).status_code == 302
    assert _rest(case, by=alma).last == made.last
    late = signed_in("dag").post(address, said | {"step": "answer"})
    told = late.content.decode()
    assert late.status_code == 409 and "Disa Dal satte sista dagen" in told and "Boendet är klart." in told


def test_a_program_answers_like_the_page(
    alma: Viewer, disa: Viewer, march: datetime, signed_in: Callable[[str], Client]
) -> None:
    case = confirmed_case(alma, disa, at=march)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=now())
    office = signed_in("disa")
    [line] = office.get("/api/v1/last-days/").json()
    assert (line["ref"], line["last"]) == (made.ref, made.last.isoformat())
    at, json = f"/api/v1/last-days/{made.ref}/", "application/json"
    assert office.post(at, {}, content_type=json).status_code == 422
    assert office.post(at, {"last": made.last.isoformat()}, content_type=json).status_code == 204
    assert _rest(case, by=alma).last == made.last
    assert office.get("/api/v1/last-days/").json() == []


def test_a_request_on_its_way_does_not_hide_what_was_proposed(alma: Viewer, dag: Viewer, march: datetime) -> None:
    """Somebody else's request and statement change nothing here."""
    case = confirmed_case(alma, dag, at=march)
    [made] = _state(case, YES, day(march) + timedelta(days=10), by=alma, at=march + timedelta(days=12))
    sent_request(alma, at=march + timedelta(days=13))
    with acting_as(dag):
        assert [row.ref for row in waiting_last_days(dag)] == [made.ref]
