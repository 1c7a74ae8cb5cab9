"""The coordinators' year: its figures are the ledger's, its forecast the days', its warnings told once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, day, now, today
from accounts.deadlines import Span
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases.models import Case
from cases.services.intervention import end_early
from funding.models import BudgetLine, Cause, LineKind
from funding.selectors.ledger import ONLY
from funding.services.booking import Why, book
from funding.services.commitments import commit
from funding.services.payments import make_batch, mark_paid
from nsp.desk.deadlines import due_budgets
from nsp.desk.selectors.year import YearPage, year_page
from reminders.models import Notice
from reminders.services.telling import tell
from tests.cases.reporting import approved, has_account
from tests.factories import confirmed_case, sent_request
from tests.money import general_line, give

SEK = Decimal
YEAR = 2026


def page(by: Viewer, *, on: date = date(YEAR, 5, 15), year: int = YEAR) -> YearPage:
    with acting_as(by):
        return year_page(year=year, on=on)


def cost_of(case: Case, by: Viewer) -> Decimal:
    with acting_as(by):
        row = case.interventions.get()
        return (row.last - row.start + timedelta(days=1)).days * (row.day_rate or SEK(0))


def test_its_sums_are_what_is_booked_and_every_cut_adds_up(
    alma: Viewer, cia: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    first = confirmed_case(alma, dag, at=march)
    confirmed_case(cia, disa, at=march + timedelta(days=40))
    year = page(dag)
    assert year.whole
    assert year.sums.committed == year.whole.committed == 2 * cost_of(first, dag)
    for rows in (year.kinds, year.counties, year.actors):
        assert sum((row.sums.committed for row in rows), SEK(0)) == year.sums.committed
    assert [row.name for row in year.actors] == ["Linden", "Noor"]
    assert [row.name for row in year.counties] == ["Skåne län", "Stockholms län"]


def test_months_say_what_was_booked_until_today_and_what_is_used_until_the_end(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    whole = cost_of(confirmed_case(alma, dag, at=march + timedelta(days=21)), dag)  # 22 March to 20 April
    months = page(dag).months
    assert [row.committed for row in months] == [0, 0, whole, whole, whole, *[None] * 7]
    assert [row.used for row in months] == [0, 0, whole * 10 / 30, *[whole] * 9]
    assert {row.with_asked for row in months} == {None}


def test_an_intervention_across_new_year_is_used_in_both_years(alma: Viewer, dag: Viewer) -> None:
    at = datetime(YEAR - 1, 12, 22, 10, tzinfo=now().tzinfo)
    case = confirmed_case(alma, dag, at=at)  # ten of its thirty days lie in the first year
    rate = cost_of(case, dag) / 30
    before, after = page(dag, year=YEAR - 1), page(dag)
    assert (before.months[11].used, before.sums.committed) == (10 * rate, 10 * rate)
    assert (after.months[0].used, after.months[0].committed, after.sums.committed) == (20 * rate, 20 * rate, 20 * rate)


def test_days_that_are_given_back_are_not_used(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, dag, at=march)
    with acting_as(alma):
        row = case.interventions.get()
        end_early(row.ref, last=date(YEAR, 3, 10), reason="MOVED", note="", by=alma, at=march + timedelta(days=12))
        rate = row.day_rate
    year = page(dag)
    assert rate
    assert (year.sums.released, year.months[2].used, year.months[11].used) == (20 * rate, 10 * rate, 10 * rate)


def test_what_waits_is_shown_as_if_it_were_granted_by_line_and_by_month(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    granted = cost_of(confirmed_case(alma, dag, at=march), dag)
    sent_request(alma, at=march + timedelta(days=60))  # from 30 April
    year = page(dag)
    assert year.whole
    assert (year.asked, year.asked_number, year.whole.asked) == (granted, 1, granted)
    assert year.months[3].with_asked == granted + granted / 30
    assert year.months[11].with_asked == 2 * granted
    assert year.kinds[0].asked == year.actors[0].asked == granted
    assert "Om alla väntande beviljas" in year.charts[0] or "If all that wait are granted" in year.charts[0]


def test_what_fits_on_no_line_is_said(alma: Viewer, dag: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    give(YEAR, 1_000)
    year = page(dag)
    assert year.whole
    assert (year.outside, year.whole.asked) == (year.asked, year.asked)
    assert year.whole.would > 100
    assert [(one.would, one.threshold) for one in year.warnings] == [(True, 95)]


def _grant(by: Viewer, amount: int | str, *, kind: str = "REST") -> None:
    actor = Actor.objects.get(ref="A-LINDEN")
    commit(uuid4(), {YEAR: SEK(amount)}, actor_id=actor.pk, kind=kind, programme="", by=by, at=now())


@pytest.mark.parametrize(
    ("committed", "threshold"), [("799.99", None), ("800", 80), ("949.99", 80), ("950", 95), ("1000", 95)]
)
def test_a_line_is_warned_of_from_80_and_95_per_cent_on_never_rounded_up(
    committed: str, threshold: int | None, dag: Viewer
) -> None:
    give(YEAR, 1_000)
    with acting_as(dag):
        _grant(dag, committed)
    assert [one.threshold for one in page(dag).warnings] == ([threshold] if threshold else [])


def test_a_budget_of_several_lines_is_warned_of_as_a_whole_too(dag: Viewer) -> None:
    give(YEAR, 1_000)
    with acting_as(dag):
        budget = general_line(YEAR).budget
        line = BudgetLine(budget=budget, kind="REST")
        line.save(force_insert=True)
        book(LineKind.ALLOCATE, SEK(100), line_id=line.pk, year=YEAR, why=Why(Cause.GRANT, budget.pk, dag, now()))
        _grant(dag, 90)
        _grant(dag, 800, kind="SUPPORT")
    warned = [(one.held.whole, one.held.kind, one.threshold) for one in page(dag).warnings]
    assert warned == [(False, "REST", 80), (True, "", 80), (False, "", 80)]


def test_what_would_pass_a_threshold_is_said_as_would(alma: Viewer, dag: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    asked = page(dag).asked
    give(YEAR, int(asked / SEK("0.9")))
    (one,) = page(dag).warnings
    assert (one.would, one.threshold, one.percent) == (True, 80, 90)


def _told(by: Viewer) -> list[str]:
    """What a sweep tells, in the year."""
    at = datetime(YEAR, 6, 15, 10, tzinfo=STOCKHOLM)
    with acting_as(system("sweep")):
        tell(due_budgets(Span(None, at), "").due, at=at)
        return sorted(Notice.objects.filter(user_id=by.id).values_list("kind", flat=True))


def test_coordinators_are_told_once_for_each_threshold_and_size_of_a_line(dag: Viewer) -> None:
    give(YEAR, 1_000)
    assert _told(dag) == []
    with acting_as(dag):
        _grant(dag, 850)
    assert [_told(dag) for _ in range(3)] == [["BUDGET_NEAR"]] * 3
    with acting_as(dag):
        _grant(dag, 100)
    assert [_told(dag) for _ in range(3)] == [["BUDGET_NEAR", "BUDGET_NEARLY_OUT"]] * 3
    give(YEAR, 2_000)
    assert len(_told(dag)) == 2
    with acting_as(dag):
        _grant(dag, 700)
    assert [_told(dag) for _ in range(2)] == [["BUDGET_NEAR", "BUDGET_NEAR", "BUDGET_NEARLY_OUT"]] * 2


def test_only_coordinators_are_told(dag: Viewer, disa: Viewer, alma: Viewer, maj: Viewer, eva: Viewer) -> None:
    give(YEAR, 1_000)
    with acting_as(dag):
        _grant(dag, 850)
    _told(dag)
    with acting_as(system("test")):
        who = set(Notice.objects.filter(kind="BUDGET_NEAR").values_list("user_id", flat=True))
    assert who == {dag.id, disa.id}


def test_the_notice_reads_in_words(dag: Viewer, signed_in: Callable[[str], Client]) -> None:
    give(YEAR, 1_000)
    with acting_as(dag):
        _grant(dag, 850)
    _told(dag)
    said = signed_in("dag").get("/notices/").content.decode()
    assert "Budget 2026, alla insatser: 80 % är beviljat" in said


def test_the_page_shows_the_year_to_a_coordinator_and_ones_own_actor_to_its_staff(
    alma: Viewer, cia: Viewer, dag: Viewer, signed_in: Callable[[str], Client], march: datetime
) -> None:
    confirmed_case(alma, dag, at=march)
    confirmed_case(cia, dag, at=march)
    office = signed_in("disa").get(f"/money/?year={YEAR}").content.decode()
    assert office.count("<svg") >= 2
    assert "Noor" in office
    assert "Internt: exakta siffror" in office
    staff = signed_in("alma").get(f"/money/?year={YEAR}").content.decode()
    assert "43\xa0500\xa0kr" in staff
    assert f"/money/own/?year={YEAR}" in staff
    assert "Noor" not in staff
    assert "Internt" not in staff


def test_who_of_an_actor_goes_to_money_comes_to_their_own(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("maj").get("/money/").headers["Location"] == "/money/own/"
    assert signed_in("disa").get("/money/").status_code == 200, "who coordinates sees the year"


def test_a_booking_leads_to_the_report_and_the_payment_that_made_it(
    alma: Viewer, cia: Viewer, maj: Viewer, dag: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    at = now()
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=9))
    claim = approved(alma, dag, at=at - timedelta(days=2))
    with acting_as(dag):
        batch = make_batch(claim.commitment.programme, by=dag, at=at)
        mark_paid(batch.ref, day(at), by=dag, at=at)
        year = claim.commitment.lines.get(kind=LineKind.PAY).year
    for who, report, payment in (("disa", True, True), ("alma", True, False), ("cia", False, False)):
        said = signed_in(who).get(f"/money/?year={year}").content.decode()
        assert (f"/claims/{claim.ref}/" in said, f"/payments/{batch.ref}/" in said) == (report, payment), who


def test_bookings_are_folded_until_one_looks_for_them(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    confirmed_case(alma, dag, at=now() - timedelta(days=3))
    for query, opened in (("", False), ("kind=REST", True)):
        said = signed_in("disa").get(f"/money/?{query}").content.decode()
        start = said.index('id="bookings"')
        assert ("open" in said[start : said.index(">", start)].split()) is opened


def test_bookings_can_be_chosen_by_kind_county_and_actor(
    alma: Viewer, cia: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    cases = [confirmed_case(by, dag, at=now() - timedelta(days=3)) for by in (alma, cia)]
    with acting_as(dag):
        lindens, noors = (case.person for case in cases)
    assert ONLY == ("kind", "county", "actor")
    for query, shown in (("actor=A-NOOR", {noors.code}), ("county=01", {lindens.code}), ("kind=SUPPORT", set())):
        said = signed_in("disa").get(f"/money/?year={today().year}&{query}").content.decode()
        assert {code for code in (lindens.code, noors.code) if code in said} == shown, query


def test_the_file_holds_the_figures_and_no_person(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client], march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    answer = signed_in("disa").get(f"/money/file/?year={YEAR}")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with acting_as(dag):
        assert case.person.code not in text
        assert case.person.code_name not in text
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert "Disa Dal" in rows[0][0]
    by_group = {row[1]: row for row in rows[2:]}
    assert by_group["Linden"][3] == f"{cost_of(case, dag):.2f}".replace(".", ",")
    assert len({len(row) for row in rows[1:]}) == 1


@pytest.mark.parametrize("address", ["/money/file/", "/money/year-end/", "/money/year-end/sign/"])
@pytest.mark.parametrize("who", ["alma", "maj", "eva", "olle", "ada", "frej"])
def test_nobody_else_sees_it(address: str, who: str, signed_in: Callable[[str], Client]) -> None:
    assert signed_in(who).get(address).status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "0", "1", "99999", "²"])
def test_a_year_that_is_none_is_this_one(year: str, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("disa").get(f"/money/?year={year}")
    assert (answer.status_code, str(today().year) in answer.content.decode()) == (200, True)
