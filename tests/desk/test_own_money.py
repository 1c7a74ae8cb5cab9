"""The actor's account: what is granted, reported, approved, paid and left, each line with its person, in its year."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.services.claims import approve
from cases.services.report_back import Reported, report_back
from cases.services.sharing import restrict
from nsp.desk.selectors.own_money import OwnMoney, own_money
from tests.cases.reporting import reported, rest_of
from tests.factories import confirmed_case

RATE = Decimal(1450)
DECEMBER = datetime(2025, 12, 20, 10, 0, tzinfo=STOCKHOLM)


def _page(by: Viewer, year: int, at: datetime) -> OwnMoney:
    with acting_as(by):
        return own_money(by, year=year, on=day(at))


def test_a_period_across_new_year_stands_in_each_year_with_its_own_days(alma: Viewer, dag: Viewer) -> None:
    row, over = rest_of(confirmed_case(alma, dag, at=DECEMBER), alma), DECEMBER + timedelta(days=31)
    (due,) = _page(alma, 2026, over).due
    assert (due.link, due.money.left) == (("intervention_report", row.ref), 18 * RATE)
    claim = reported(row, alma, at=over, said=Reported(days=20))
    sums = {}
    for year in (2025, 2026):
        (line,) = _page(alma, year, over).lines
        assert line.link == ("claim", claim.ref)
        sums[year] = (line.money.granted, line.reported, line.money.left)
    assert sums == {2025: (12 * RATE, 12 * RATE, 12 * RATE), 2026: (18 * RATE, 8 * RATE, 18 * RATE)}
    with acting_as(dag):
        approve(claim.ref, version=claim.version, by=dag, at=over)
    page = _page(alma, 2026, over)
    assert page.due == ()
    assert (page.total.released, page.total.approved, page.total.left) == (10 * RATE, 8 * RATE, Decimal(0))


@pytest.mark.parametrize("days", [-3, 3])
def test_what_has_not_begun_leads_to_the_person_and_what_runs_to_its_report(
    alma: Viewer, dag: Viewer, march: datetime, days: int
) -> None:
    case = confirmed_case(alma, dag, at=march, start=day(march) + timedelta(days=3), society_asked_on=day(march))
    row = rest_of(case, alma)
    (line,) = _page(alma, 2026, march + timedelta(days=3 + days)).lines
    with acting_as(alma):
        code = case.person.code
    assert line.link == (("intervention_report", row.ref) if days > 0 else ("person", code))


def test_of_somebody_whom_one_does_not_see_there_is_the_money_and_nothing_else(
    alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer, dag: Viewer, march: datetime
) -> None:
    case, over = confirmed_case(alma, dag, at=march), march + timedelta(days=31)
    claim = reported(rest_of(case, alma), alma, at=over)
    with acting_as(maj):
        restrict(case.person.code, [alma.id], caseworker=alma.id, by=maj, at=over)
    (mine,), (theirs,) = _page(alma, 2026, over).lines, _page(bo, 2026, over).lines
    assert mine.claim is not None
    assert (mine.claim.ref, mine.link) == (claim.ref, ("claim", claim.ref))
    assert not any((theirs.what, theirs.claim, theirs.link, theirs.reported))
    assert theirs.money == mine.money
    assert _page(cia, 2026, over).lines == ()


def test_the_file_holds_no_person(
    alma: Viewer, dag: Viewer, march: datetime, signed_in: Callable[[str], Client]
) -> None:
    case = confirmed_case(alma, dag, at=march)
    with acting_as(alma):
        code, name = case.person.code, case.person.code_name
        draft = report_back(rest_of(case, alma).ref, Reported(days=3), send=False, by=alma, at=march)
    browser = signed_in("alma")
    text = browser.post("/money/own/file/", {"year": "2026"}).content.decode("utf-8-sig")
    heads, row = csv.reader(StringIO(text), delimiter=";")
    assert dict(zip(heads, row, strict=True))["Inte godkänt än"] == "43500,00"
    assert draft.ref in text
    assert code not in text
    assert name not in text
    assert code in browser.get("/money/own/?year=2026").content.decode()
