"""A year is closed: a checklist from the data, what is left goes back, two sign, and the figures stay as they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connections

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NSPError, Refused, WrongState
from accounts.viewer import Viewer, system
from cases.models import Person
from cases.services.claims import repaid
from cases.services.decision import return_for_completion
from funding.models import Cause, ClaimState, LedgerLine, LineKind, YearEnd
from funding.selectors.year_end import ended
from funding.services import booking
from funding.services.booking import Why, book, reverse
from funding.services.year_end import return_unspent
from reports.snapshot import fingerprint
from reports.statistics.money import count, count_now
from reports.year_checks import Check, year_checks
from reports.year_end import sign_year
from reports.year_figures import figures_of
from tests.at_once import at_once
from tests.cases.reporting import has_account
from tests.factories import sent_request
from tests.funding.closing import YEAR, all_done, batch_of, claimed, granted, moment, returned
from tests.money import general_line

SEK = Decimal
TODAY = date(YEAR + 1, 2, 1)
STATISTIC_ON = date(YEAR, 12, 31)


def checks(by: Viewer, *, on: date = TODAY) -> dict[str, Check]:
    with acting_as(by):
        return {check.code: check for check in year_checks(YEAR, on=on)}


def left(by: Viewer) -> set[str]:
    """The checks that are not done."""
    return {code for code, check in checks(by).items() if not check.done}


def digest(by: Viewer) -> str:
    with acting_as(by):
        return fingerprint(figures_of(YEAR))


def sign(by: Viewer, *, seen: str | None = None) -> YearEnd:
    seen = seen or digest(by)
    with acting_as(by):
        return sign_year(YEAR, digest=seen, by=by, at=now())


def signed_year(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    """Closed, by Dag and then Disa."""
    all_done(alma, dag)
    returned(dag)
    sign(dag)
    sign(disa)


def test_each_thing_that_is_open_is_named_with_its_way_until_it_is_done(alma: Viewer, dag: Viewer) -> None:
    case = granted(alma, dag)
    with acting_as(dag):
        code, request = case.person.code, case.request.ref
    open_ = checks(dag)
    assert not open_["reported"].done
    assert open_["reported"].links == ((code, "request", request),)
    assert left(dag) == {"reported", "returned"}

    claim = claimed(case, alma, dag, state=ClaimState.SENT)
    assert left(dag) == {"approved", "returned"}
    assert [link[0] for link in checks(dag)["approved"].links] == [claim.ref]


def test_what_is_approved_and_not_paid_is_named(alma: Viewer, dag: Viewer) -> None:
    claim = claimed(granted(alma, dag), alma, dag)
    assert left(dag) == {"in_a_payment", "returned"}
    open_ = checks(dag)["in_a_payment"]
    assert open_.way == ("Utbetalningar", "payment_list", "")
    assert "1 godkänd redovisning kan inte betalas" in open_.said
    assert "Linden" in open_.said
    batch = batch_of(claim, dag, paid=False)
    assert left(dag) == {"paid", "returned"}
    assert [link[0] for link in checks(dag)["paid"].links] == [batch.ref]


def test_where_the_actor_has_an_account_nothing_is_said_of_accounts(
    alma: Viewer, maj: Viewer, dag: Viewer, disa: Viewer
) -> None:
    has_account("A-LINDEN", maj, disa, at=moment(5))
    claimed(granted(alma, dag), alma, dag)
    assert "kan inte betalas" not in checks(dag)["in_a_payment"].said


def test_what_was_granted_and_not_used_must_be_released(alma: Viewer, dag: Viewer) -> None:
    case = granted(alma, dag)
    claim = claimed(case, alma, dag, state=ClaimState.SENT)
    with acting_as(dag):
        booking.report(claim.commitment, {YEAR: SEK(1000)}, why=Why(Cause.CLAIM, claim.pk, dag, moment(6)))
        type(claim).objects.filter(pk=claim.pk).update(
            state=ClaimState.APPROVED, approved=SEK(1000), decided_at=moment(6), decided_by_id=dag.id
        )
    assert "rest" in left(dag)
    with acting_as(dag):
        standing = LedgerLine.objects.filter(commitment=claim.commitment, kind=LineKind.COMMIT).get().amount
        booking.release(claim.commitment, {YEAR: standing - SEK(1000)}, why=Why(Cause.CLAIM, claim.pk, dag, moment(6)))
    assert "rest" not in left(dag)


def test_an_application_with_days_in_the_year_must_be_decided(alma: Viewer, dag: Viewer) -> None:
    request = sent_request(alma, at=moment(12, 20), start=date(YEAR, 12, 20))
    sent_request(alma, at=moment(12, 31), start=date(YEAR + 1, 1, 1), society_asked_on=date(YEAR, 12, 31))
    open_ = checks(dag)["waiting"]
    assert (open_.done, [link[1:] for link in open_.links]) == (False, [("request_decide", request.ref)])
    with acting_as(dag):
        return_for_completion(request.ref, version=request.version, question="Hur länge?", by=dag, at=moment(12, 21))
    open_ = checks(dag)["waiting"]
    assert (open_.done, [link[1:] for link in open_.links]) == (False, [("request", request.ref)])


def test_a_year_that_has_not_ended_is_not_closed(alma: Viewer, dag: Viewer) -> None:
    assert not checks(dag, on=date(YEAR, 12, 31))["over"].done
    with acting_as(dag), pytest.raises(Invalid):
        return_unspent(YEAR, SEK(10_000_000), on=date(YEAR, 12, 1), by=dag, at=moment(12, 31))


def test_what_is_left_goes_back_line_by_line_once(alma: Viewer, dag: Viewer) -> None:
    all_done(alma, dag)
    line = general_line(YEAR)
    assert returned(dag) == line.left > 0
    line = general_line(YEAR)
    assert (line.left, line.returned) == (SEK(0), line.allocated - line.committed)
    with acting_as(dag):
        row = LedgerLine.objects.get(kind=LineKind.REPAY, year=YEAR)
        assert (row.cause, row.cause_id, row.booked_on) == (
            "YEAR_END",
            YearEnd.objects.get().pk,
            date(YEAR + 1, 1, 15),
        )
        with pytest.raises(Conflict) as again:
            return_unspent(YEAR, line.returned, on=TODAY, by=dag, at=now())
        assert again.value.why == "changed"
    assert left(dag) == set()


def test_what_an_actor_paid_back_does_not_keep_the_year_open(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    claim = claimed(granted(alma, dag), alma, dag)
    batch_of(claim, dag)
    with acting_as(dag):
        repaid(claim.ref, SEK(500), moment(8).date(), by=dag, at=moment(8))
    assert left(dag) == {"returned"}
    returned(dag)
    sign(dag)
    assert sign(disa).state == "SIGNED"


def test_a_day_to_come_and_another_sum_are_refused(dag: Viewer) -> None:
    whole = general_line(YEAR).left
    with acting_as(dag):
        with pytest.raises(Invalid):
            return_unspent(YEAR, whole, on=date(2099, 1, 1), by=dag, at=now())
        with pytest.raises(Conflict):
            return_unspent(YEAR, whole - 1, on=TODAY, by=dag, at=now())
    assert general_line(YEAR).left == whole


def test_it_is_not_signed_while_anything_is_open_and_what_is_open_is_named(alma: Viewer, dag: Viewer) -> None:
    granted(alma, dag)
    with pytest.raises(Conflict) as refused:
        sign(dag)
    assert refused.value.why == "year_not_done"
    assert len(refused.value.params["names"]) == 2
    with acting_as(dag):
        assert ended(YEAR) is None


def test_two_sign_one_after_the_other_and_not_the_same_twice(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    all_done(alma, dag)
    returned(dag)
    first = sign(dag)
    assert (first.state, first.signed_by_id) == ("OPEN", dag.id)
    with pytest.raises(Refused) as same:
        sign(dag)
    assert same.value.why == "made_by_yourself"
    second = sign(disa)
    assert (second.state, second.countersigned_by_id) == ("SIGNED", disa.id)
    assert second.digest == fingerprint(second.figures or {})
    assert second.returned == general_line(YEAR).returned
    with pytest.raises(WrongState):
        sign(dag)


def test_figures_that_changed_since_the_first_signed_need_a_first_again(
    alma: Viewer, dag: Viewer, disa: Viewer
) -> None:
    case = all_done(alma, dag)
    returned(dag)
    seen = digest(dag)
    sign(dag, seen=seen)
    with acting_as(system("test")):
        Person.objects.filter(pk=case.person_id).update(gender="MAN")
    with pytest.raises(Conflict) as old:
        sign(disa, seen=seen)
    assert old.value.why == "changed"
    assert sign(disa).state == "OPEN"
    assert sign(dag).state == "SIGNED"


def test_nothing_more_is_booked_on_a_signed_year_by_anybody(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    signed_year(alma, dag, disa)
    line = general_line(YEAR)
    why = Why(Cause.AMENDMENT, line.budget_id, dag, now())
    with acting_as(dag):
        rows = {kind: LedgerLine.objects.filter(year=YEAR, kind=kind).first() for kind in LineKind}
        paid = rows[LineKind.PAY]
        assert paid
        assert paid.commitment
        for act in (
            lambda: book(LineKind.ALLOCATE, SEK(1), line_id=line.pk, year=YEAR, why=why),
            lambda: booking.repay(paid.commitment, {YEAR: SEK(1)}, why=why),
            lambda: reverse(paid.pk, why=why),
        ):
            with pytest.raises((Conflict, IntegrityError), match=r"signed"):
                act()
        for row in filter(None, rows.values()):
            with pytest.raises(Conflict) as refused:
                reverse(row.pk, why=why)
            assert refused.value.why == "year_signed"
    assert general_line(YEAR).allocated == line.allocated


BOOK = (
    "INSERT INTO funding_ledgerline (id, kind, amount, year, line_id, cause, cause_id, booked_on, at, by_user)"
    " SELECT gen_random_uuid(), 'ALLOCATE', 1, 2025, l.id, 'GRANT', gen_random_uuid(), now(), now(), l.id"
    " FROM funding_budgetline l JOIN funding_budget b ON b.id = l.budget_id WHERE b.year = 2025"
)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_signed_year_stays_as_it_is_for_the_databases_owner_too(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    signed_year(alma, dag, disa)
    line = general_line(YEAR)
    for statement, refusal in (
        (BOOK, "is signed"),
        ("UPDATE funding_yearend SET figures = '{}'", "stays as it is"),
        ("UPDATE funding_yearend SET state = 'OPEN'", "stays as it is"),
        ("DELETE FROM funding_yearend", "stays as it is"),
    ):
        with pytest.raises(DatabaseError, match=refusal), connections["owner"].cursor() as cursor:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match=refusal), acting_as(dag), connections["default"].cursor() as cursor:
            cursor.execute(statement.replace("now(), l.id", f"now(), '{dag.id}'")) if statement is BOOK else (
                YearEnd.objects.filter(year=YEAR).update(figures={}, state="OPEN")
            )
    assert general_line(YEAR).allocated == line.allocated
    with connections["owner"].cursor() as cursor:
        cursor.execute(BOOK.replace("2025", "2024"))
        assert cursor.rowcount == 1


def test_the_database_lets_nobody_sign_in_anothers_name_or_alone(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    all_done(alma, dag)
    returned(dag)
    sign(dag)
    both = {"state": "SIGNED", "countersigned_at": now()}
    for said in (
        both | {"countersigned_by_id": disa.id},
        both | {"countersigned_by_id": dag.id},
        both | {"countersigned_by_id": dag.id, "signed_by_id": disa.id},
    ):
        with pytest.raises(DatabaseError), acting_as(dag):
            YearEnd.objects.filter(year=YEAR).update(**said)
    with pytest.raises(DatabaseError, match="what the first did"), acting_as(disa):
        YearEnd.objects.filter(year=YEAR).update(**both, countersigned_by_id=disa.id, figures={"year": 1})


def test_reports_show_what_was_signed_for_ever(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    case = all_done(alma, dag)
    returned(dag)
    with acting_as(dag):
        before = count(YEAR, STATISTIC_ON)
    sign(dag)
    sign(disa)
    with acting_as(system("test")):
        Person.objects.filter(pk=case.person_id).update(gender="MAN", age_basis="KNOWN", birth_year=1950)
        now_, frozen = count_now(YEAR, STATISTIC_ON), count(YEAR, STATISTIC_ON)
    assert now_.tables["gender"] != before.tables["gender"]
    assert (frozen.numbers, frozen.tables, frozen.nothing) == (before.numbers, before.tables, before.nothing)


def test_a_year_that_is_open_is_counted_as_it_stands(alma: Viewer, dag: Viewer) -> None:
    all_done(alma, dag)
    returned(dag)
    sign(dag)
    with acting_as(dag):
        assert count(YEAR, STATISTIC_ON) == count_now(YEAR, STATISTIC_ON)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_booking_and_a_signature_at_once_never_both_hold(alma: Viewer, dag: Viewer, disa: Viewer) -> None:
    all_done(alma, dag)
    returned(dag)
    sign(dag)
    line, seen = general_line(YEAR), digest(disa)

    def amend() -> object:
        with acting_as(dag):
            why = Why(Cause.AMENDMENT, line.budget_id, dag, now())
            try:
                return book(LineKind.ALLOCATE, SEK(1), line_id=line.pk, year=YEAR, why=why)
            except IntegrityError as error:
                return booking.broken(error)

    booked, closed = at_once(amend, lambda: sign(disa, seen=seen))
    assert isinstance(booked, NSPError) != isinstance(closed, NSPError)
    with acting_as(dag):
        begun = ended(YEAR)
        assert begun
        assert begun.signed == isinstance(booked, NSPError)
        assert fingerprint(figures_of(YEAR)) == begun.digest or not begun.signed


def test_what_an_actor_pays_back_goes_back_to_the_funder_before_the_year_is_signed(alma: Viewer, dag: Viewer) -> None:
    claim = claimed(granted(alma, dag), alma, dag)
    batch_of(claim, dag)
    returned(dag)
    assert left(dag) == set()
    with acting_as(dag):
        repaid(claim.ref, SEK(500), today(), by=dag, at=now())
    assert left(dag) == {"returned"}
    assert returned(dag) == SEK(500)
    assert left(dag) == set()
