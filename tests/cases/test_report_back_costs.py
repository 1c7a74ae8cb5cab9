"""Costs of what was granted by name: sum, day and voucher of each, never above the grant; cut, asked about, undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.clock import STOCKHOLM, day
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, Refused, WrongState
from accounts.viewer import Viewer
from cases.models import Intervention, Person, ReportNote
from cases.services.claims import approve, ask, papers_seen, reverse
from cases.services.report_back import Reported, report_back
from funding.models import Claim, ClaimState, LedgerLine
from funding.selectors.balances import balances
from funding.selectors.claims import papers_of, rows_of
from funding.services.claims import Cut
from tests.at_once import at_once
from tests.cases.reporting import SEK, journey_of, reported, rest_of, spent
from tests.factories import confirmed_case, move_away
from tests.money import committed, give, left_of


@pytest.fixture
def over(march: datetime) -> datetime:
    """When the item of ten days is over."""
    return march + timedelta(days=11)


@pytest.fixture
def row(alma: Viewer, dag: Viewer, march: datetime) -> Intervention:
    """An item for 9 000 kr."""
    return journey_of(alma, dag, at=march)


@pytest.fixture
def sent(row: Intervention, alma: Viewer, over: datetime) -> Claim:
    """Two tickets and an interpreter, 7 500 kr together."""
    on = day(over) - timedelta(days=3)
    costs = (spent(5_000, "214", on), spent(1_500, "A-215", on, "TRAVEL"), spent(1_000, "216", on, "INTERPRETER"))
    return reported(row, alma, at=over, said=Reported(costs=costs))


def _balance(claim: Claim, by: Viewer) -> list[tuple[int, Decimal, Decimal]]:
    with acting_as(by):
        return [(one.year, one.committed, one.reported) for one in balances(claim.commitment_id)]


def test_costs_are_approved_and_the_rest_goes_back(sent: Claim, dag: Viewer, over: datetime) -> None:
    before = committed(2026)
    with acting_as(dag):
        assert approve(sent.ref, version=sent.version, by=dag, at=over).approved == SEK(7_500)
    assert _balance(sent, dag) == [(2026, SEK(7_500), SEK(7_500))]
    assert before - committed(2026) == SEK(1_500)


def test_more_than_was_granted_is_refused_with_what_is_left(row: Intervention, alma: Viewer, over: datetime) -> None:
    costs = (spent(8_000, "1", day(over)), spent("1000.01", "2", day(over)))
    with pytest.raises(Invalid) as wrong:
        reported(row, alma, at=over, said=Reported(costs=costs))
    assert "9\u00a0000\u00a0kr" in str(wrong.value.fields[""])
    reported(row, alma, at=over, said=Reported(costs=(spent(9_000, "1", day(over)),)))


@pytest.mark.parametrize(
    ("amount", "voucher", "days", "what", "field"),
    [
        ("0", "1", 0, "ITEM", "amount"),
        ("-5", "1", 0, "ITEM", "amount"),
        ("0.001", "1", 0, "ITEM", "amount"),
        ("5", "", 0, "ITEM", "voucher"),
        ("5", "Anna", 0, "ITEM", "voucher"),
        ("5", "12 hos Karin", 0, "ITEM", "voucher"),
        ("5", "1", 1, "ITEM", "on"),
        ("5", "1", 0, "DAYS", "what"),
    ],
)
def test_a_row_that_cannot_be_used_says_so_beside_its_field(
    row: Intervention, alma: Viewer, over: datetime, amount: str, voucher: str, days: int, what: str, field: str
) -> None:
    cost = spent(amount, voucher, day(over) + timedelta(days=days), what)
    with pytest.raises(Invalid) as wrong:
        reported(row, alma, at=over, said=Reported(costs=(cost,)))
    assert set(wrong.value.fields) == {f"cost-0-{field}"}


def test_a_period_that_is_paid_by_the_day_has_no_costs(alma: Viewer, dag: Viewer, march: datetime) -> None:
    rest = rest_of(confirmed_case(alma, dag, at=march), alma)
    over = march + timedelta(days=30)
    with pytest.raises(Invalid):
        reported(rest, alma, at=over, said=Reported(days=29, costs=(spent(5, "1", day(over)),)))


def test_a_row_is_cut_with_a_reason_and_words(sent: Claim, dag: Viewer, alma: Viewer, over: datetime) -> None:
    with acting_as(dag):
        rows = {one.voucher: one for one in rows_of(sent.id)}
        off = {rows["A-215"].id: Cut(SEK(1_500), "SOCIETY_PAYS"), rows["216"].id: Cut(SEK(400), "WRONG_SUM")}
        for wrong, field in (
            ({rows["214"].id: Cut(SEK("5000.01"), "WRONG_SUM")}, "cut"),
            ({rows["214"].id: Cut(SEK(0), "WRONG_SUM")}, "cut"),
            ({rows["214"].id: Cut(SEK(1), "")}, "why"),
        ):
            with pytest.raises(Invalid) as told:
                approve(sent.ref, wrong, version=sent.version, words="Så.", by=dag, at=over)
            assert [name.partition("-")[0] for name in told.value.fields] == [field]
        with pytest.raises(Invalid) as silent:
            approve(sent.ref, off, version=sent.version, by=dag, at=over)
        assert set(silent.value.fields) == {"words"}
        with pytest.raises(PointsOut):
            approve(sent.ref, off, version=sent.version, words="Ring 070-123 45 67.", by=dag, at=over)
        done = approve(sent.ref, off, version=sent.version, words="Resan betalar kommunen.", by=dag, at=over)
    assert done.approved == SEK(5_600)
    assert _balance(sent, dag) == [(2026, SEK(5_600), SEK(5_600))]
    with acting_as(alma):
        assert {one.voucher: (one.cut, bool(one.cut_words)) for one in rows_of(sent.id)} == {
            "214": (0, False),
            "A-215": (SEK(1_500), True),
            "216": (SEK(400), True),
        }
        assert ReportNote.objects.get(claim_id=sent.pk, kind="CUT").text.open() == "Resan betalar kommunen."


def test_a_question_is_answered_and_the_rows_are_changed(
    sent: Claim, row: Intervention, alma: Viewer, dag: Viewer, over: datetime
) -> None:
    with acting_as(dag):
        with pytest.raises(Invalid):
            ask(sent.ref, version=sent.version, question=" ", by=dag, at=over)
        asked = ask(sent.ref, version=sent.version, question="Vad var 216?", by=dag, at=over)
        with pytest.raises(WrongState):
            approve(sent.ref, version=asked.version, by=dag, at=over)
    costs = (spent(5_000, "214", day(over)), spent(900, "216", day(over), "INTERPRETER"))
    with acting_as(alma):
        with pytest.raises(Invalid) as silent:
            report_back(row.ref, Reported(costs=costs), version=asked.version, by=alma, at=over)
        assert set(silent.value.fields) == {"answer"}
        again = report_back(
            row.ref, Reported(costs=costs, answer="Tolk i två timmar."), version=asked.version, by=alma, at=over
        )
        assert again.state == ClaimState.SENT
        told = list(ReportNote.objects.filter(claim_id=sent.pk).order_by("at", "kind"))
        assert {note.kind: note.text.open() for note in told} == {
            "QUESTION": "Vad var 216?",
            "ANSWER": "Tolk i två timmar.",
        }
    with acting_as(dag):
        assert approve(sent.ref, version=again.version, by=dag, at=over).approved == SEK(5_900)


def test_an_approval_is_taken_back_by_counter_entries_and_decided_anew(
    sent: Claim, alma: Viewer, dag: Viewer, disa: Viewer, over: datetime
) -> None:
    before = committed(2026)
    with acting_as(dag):
        rows = {one.voucher: one.id for one in rows_of(sent.id)}
        off = {rows["214"]: Cut(SEK(5_000), "NO_PAPERS")}
        done = approve(sent.ref, off, version=sent.version, words="Papper saknas.", by=dag, at=over)
        kept = list(LedgerLine.objects.filter(cause_id=sent.pk).values_list("pk", "amount"))
    with acting_as(disa):
        with pytest.raises(Invalid):
            reverse(sent.ref, version=done.version, words="", by=disa, at=over)
        open_again = reverse(sent.ref, version=done.version, words="Papperen fanns.", by=disa, at=over)
        assert (open_again.state, open_again.approved) == (ClaimState.SENT, None)
        assert _balance(sent, disa) == [(2026, SEK(9_000), SEK(0))]
        assert committed(2026) == before
        assert set(kept) <= set(LedgerLine.objects.filter(cause_id=sent.pk).values_list("pk", "amount"))
        assert approve(sent.ref, version=open_again.version, by=disa, at=over).approved == SEK(7_500)
    assert _balance(sent, dag) == [(2026, SEK(7_500), SEK(7_500))]


def test_an_actor_from_which_the_person_has_moved_is_not_asked_what_it_cannot_answer(
    sent: Claim, dag: Viewer, disa: Viewer, over: datetime
) -> None:
    with acting_as(dag):
        done = approve(sent.ref, version=sent.version, by=dag, at=over)
        open_again = reverse(sent.ref, version=done.version, words="Ett papper var fel.", by=dag, at=over)
        person = Person.objects.get(pk=Intervention.objects.get(pk=sent.commitment.cause_id).person_id)
    move_away(person)
    with acting_as(disa):
        with pytest.raises(Invalid) as refused:
            ask(sent.ref, version=open_again.version, question="Vad är 214?", by=disa, at=over)
        assert list(refused.value.fields) == ["words"]
        assert approve(sent.ref, version=open_again.version, by=disa, at=over).state == ClaimState.APPROVED


def test_what_was_released_and_promised_to_others_does_not_come_back(sent: Claim, dag: Viewer, over: datetime) -> None:
    with acting_as(dag):
        done = approve(sent.ref, version=sent.version, by=dag, at=over)
    give(2026, committed(2026) + 1_499)
    with acting_as(dag), pytest.raises(Conflict, match="ledger"):
        reverse(sent.ref, version=done.version, words="Fel.", by=dag, at=over)
    give(2026, committed(2026) + 1_500)
    with acting_as(dag):
        reverse(sent.ref, version=done.version, words="Fel.", by=dag, at=over)
    assert left_of(2026) == 0


def test_nobody_decides_for_an_actor_that_they_belong_to(
    gerd: Viewer, cia: Viewer, disa: Viewer, dag: Viewer, march: datetime
) -> None:
    rest = rest_of(confirmed_case(cia, disa, at=march), cia)
    over = march + timedelta(days=30)
    claim = reported(rest, cia, at=over)
    with acting_as(gerd):
        for act in (
            lambda: approve(claim.ref, version=claim.version, by=gerd, at=over),
            lambda: ask(claim.ref, version=claim.version, question="Vad?", by=gerd, at=over),
            lambda: papers_seen(claim.ref, day(over), by=gerd, at=over),
        ):
            with pytest.raises(Refused, match="conflict_of_interest") as told:
                act()
            assert told.value.params["others"] == ["Dag Ek", "Disa Dal"]
    with acting_as(dag):
        approve(claim.ref, version=claim.version, by=dag, at=over)


def test_the_papers_are_noted_as_seen_on_a_day_that_has_come(sent: Claim, dag: Viewer, over: datetime) -> None:
    with acting_as(dag):
        with pytest.raises(Invalid):
            papers_seen(sent.ref, day(over) + timedelta(days=1), by=dag, at=over)
        papers_seen(sent.ref, day(over), by=dag, at=over)
        assert papers_of(sent.id) == ((day(over), "Dag Ek"),)


def test_staff_decide_nothing(sent: Claim, alma: Viewer, cia: Viewer, over: datetime) -> None:
    for somebody in (alma, cia):
        with pytest.raises(NotFound), acting_as(somebody):
            approve(sent.ref, version=sent.version, by=somebody, at=over)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_and_one_is_told_who_was_first(
    sent: Claim, dag: Viewer, disa: Viewer, over: datetime
) -> None:
    def decide(by: Viewer) -> object:
        with acting_as(by):
            return approve(sent.ref, version=sent.version, by=by, at=over)

    told = at_once(lambda: decide(dag), lambda: decide(disa))
    (late,) = [one for one in told if isinstance(one, WrongState)]
    (done,) = [one for one in told if isinstance(one, Claim)]
    assert late.params["who_id"] == done.decided_by_id
    assert _balance(sent, dag) == [(2026, SEK(7_500), SEK(7_500))]


def test_a_ticket_bought_in_the_year_before_is_paid_by_the_year_that_granted_it(alma: Viewer, dag: Viewer) -> None:
    january = datetime(2026, 1, 5, 10, 0, tzinfo=STOCKHOLM)
    row = journey_of(alma, dag, at=january, amount=4_000)
    over = january + timedelta(days=20)
    claim = reported(row, alma, at=over, said=Reported(costs=(spent(4_000, "9", date(2025, 12, 30), "TRAVEL"),)))
    with acting_as(dag):
        approve(claim.ref, version=claim.version, by=dag, at=over)
    assert _balance(claim, dag) == [(2026, SEK(4_000), SEK(4_000))]
