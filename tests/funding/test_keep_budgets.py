"""A coordinator opens a budget, gives it lines, amends them and reverses what was wrong: every amount is a booking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.clock import today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Actor, User
from accounts.viewer import Viewer
from funding.models import Budget, BudgetLine, LedgerLine, LineKind, YearEnd
from funding.selectors.budgets import budget_row, given_bookings
from funding.services import budgets
from funding.services.budgets import Given
from funding.services.commitments import commit
from tests.money import general_line

SignedIn = Callable[[str], Client]
YEAR = 2026
FIRST = date(2026, 1, 15)
SEK = Decimal


def _opened(by: Viewer, at: datetime, **said: Any) -> UUID:
    what: dict[str, Any] = {
        "funder": "Myndigheten",
        "programme": "NSP-2026",
        "first": Given("", SEK(1_000), FIRST),
    } | said
    return budgets.open_budget(YEAR, **what, by=by, at=at).pk


def test_from_the_page_a_budget_is_opened_given_a_line_amended_and_reversed(signed_in: SignedIn, dag: Viewer) -> None:
    client, year = signed_in("dag"), today().year
    on = today().isoformat()
    new = {
        "year": year,
        "funder": " Ny  finansiär ",
        "programme": f"NSP-{year}",
        "kind": "",
        "amount": "12 500,50",
        "on": on,
    }
    about = client.post("/budgets/new/", new).headers["Location"]
    assert (
        client.post(f"{about}lines/new/", {"kind": "SUPPORT", "amount": "300", "on": on}).headers["Location"] == about
    )
    with acting_as(dag):
        row = budget_row(UUID(about.split("/")[2]))
        general, support = sorted(row.lines, key=lambda line: line.kind)
    assert (row.funder, row.place, general.allocated, support.allocated) == (
        "Ny finansiär",
        2,
        SEK("12500.50"),
        SEK(300),
    )
    less = {"way": "less", "amount": "100", "cause": "AMENDMENT", "on": on}
    assert client.post(f"{about}lines/{support.id}/", less).status_code == 302
    with acting_as(dag):
        booked = {one.amount: one for one in given_bookings(row.id)}
        assert booked[SEK(-100)].by == "Dag Ek"
    page = client.get(about).content.decode()
    assert "Finansiärens ändring" in page
    assert client.post(f"{about}bookings/{booked[SEK(-100)].id}/reverse/").status_code == 302
    assert client.post(f"{about}bookings/{booked[SEK(-100)].id}/reverse/").status_code == 409
    with acting_as(dag):
        assert {line.kind: line.allocated for line in budget_row(row.id).lines} == {"": SEK("12500.50"), "SUPPORT": 300}
        assert LedgerLine.objects.filter(line__budget_id=row.id).count() == 4


def test_a_line_of_another_budget_is_not_there(signed_in: SignedIn, dag: Viewer, march: datetime) -> None:
    with acting_as(dag):
        own = _opened(dag, march)
        granted = LedgerLine.objects.get(kind=LineKind.ALLOCATE, year=YEAR, line__budget__is_example=True)
    client = signed_in("dag")
    for path in (f"lines/{granted.line_id}/", f"bookings/{granted.pk}/reverse/", f"lines/{uuid4()}/"):
        assert client.get(f"/budgets/{own}/{path}").status_code == 404
        assert client.post(f"/budgets/{own}/{path}", {}).status_code == 404
    with acting_as(dag):
        for call in (
            lambda: budgets.amend(granted.line_id, SEK(1), cause="AMENDMENT", on=FIRST, by=dag, at=march, of=own),
            lambda: budgets.reverse_amendment(granted.pk, by=dag, at=march, of=own),
            lambda: budgets.open_line(uuid4(), Given("", SEK(1), FIRST), by=dag, at=march),
        ):
            with pytest.raises(NotFound):
                call()


def test_a_line_is_never_made_less_than_what_is_committed_of_it_and_hears_the_figure(
    signed_in: SignedIn, users: dict[str, User], dag: Viewer, march: datetime
) -> None:
    line = general_line(YEAR)
    with acting_as(dag):
        amounts = {YEAR: SEK(67_500)}
        linden = Actor.objects.get(ref="A-LINDEN")
        commit(uuid4(), amounts, actor_id=linden.pk, kind="REST", programme="", by=dag, at=march)
    said = {"way": "less", "amount": "9 932 501", "cause": "AMENDMENT", "on": FIRST.isoformat()}
    answer = signed_in("dag").post(f"/budgets/{line.budget_id}/lines/{line.pk}/", said)
    assert answer.status_code == 422
    told = answer.content.decode().replace("\xa0", " ")
    assert "67 500 kr av posten är beviljat eller återbetalat. Högst 9 932 500 kr kan tas bort." in told
    with acting_as(dag):
        budgets.amend(line.pk, SEK(-9_932_500), cause="AMENDMENT", on=FIRST, by=dag, at=march)
        (grant,) = LedgerLine.objects.filter(line=line, cause="GRANT")
        with pytest.raises(Conflict, match="ledger"):
            budgets.reverse_amendment(grant.pk, by=dag, at=march)
    assert general_line(YEAR).left == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"funder": "  "}, "funder"),
        ({"first": Given("", SEK(0), FIRST)}, "amount"),
        ({"first": Given("", SEK(-1), FIRST)}, "amount"),
        ({"first": Given("OTHER", SEK(1), FIRST)}, "kind"),
        ({"first": Given("", SEK(1), date(2026, 3, 2))}, "on"),
        ({"funder": "myndigheten"}, "funder"),
    ],
)
def test_what_cannot_be_a_budget_is_said_beside_its_field(
    dag: Viewer, march: datetime, said: dict[str, Any], field: str
) -> None:
    with acting_as(dag):
        _opened(dag, march)
        before = Budget.objects.count()
        with pytest.raises(Invalid) as wrong:
            _opened(dag, march, **({"funder": "Annan"} | said))
        assert set(wrong.value.fields) == {field}
        assert Budget.objects.count() in (before, before + 1)


def test_a_line_is_amended_for_a_reason_on_a_day_that_has_come(dag: Viewer, march: datetime) -> None:
    line = general_line(YEAR)
    right: dict[str, Any] = {"amount": SEK(1), "cause": "AMENDMENT", "on": FIRST}
    with acting_as(dag):
        for wrong in ({"amount": SEK(0)}, {"cause": "DECISION"}, {"on": march.date() + timedelta(days=1)}):
            with pytest.raises(Invalid) as told:
                budgets.amend(line.pk, **(right | wrong), by=dag, at=march)
            assert set(told.value.fields) == set(wrong)
        with pytest.raises(Invalid, match="kind"):
            budgets.open_line(line.budget_id, Given("", SEK(1), FIRST), by=dag, at=march)
        assert budgets.amend(line.pk, **right, by=dag, at=march).booked_on == FIRST


def test_nothing_more_is_booked_on_a_year_that_is_closed(dag: Viewer, disa: Viewer, march: datetime) -> None:
    line = general_line(YEAR)
    with acting_as(dag):
        first = {"signed_by_id": dag.id, "signed_at": march}
        YearEnd(year=YEAR, figures={}, digest="0", opened_at=march, **first).save(force_insert=True)
    with acting_as(disa):
        second = {"countersigned_by_id": disa.id, "countersigned_at": march}
        YearEnd.objects.filter(year=YEAR).update(state="SIGNED", **second)
    with acting_as(dag):
        (grant,) = LedgerLine.objects.filter(line=line)
        for call in (
            lambda: budgets.amend(line.pk, SEK(1), cause="AMENDMENT", on=FIRST, by=dag, at=march),
            lambda: budgets.open_line(line.budget_id, Given("REST", SEK(1), FIRST), by=dag, at=march),
            lambda: budgets.reverse_amendment(grant.pk, by=dag, at=march),
        ):
            with pytest.raises(Invalid) as told:
                call()
            assert set(told.value.fields) == {""}
        assert BudgetLine.objects.get(pk=line.pk).allocated == line.allocated
