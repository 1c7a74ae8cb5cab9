"""A year of money and its end through the API: the same figures, the same two signatures, the same walls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from accounts.door import acting_as
from accounts.viewer import Viewer
from funding.selectors.year_end import ended
from tests.funding.closing import YEAR, all_done, granted
from tests.money import general_line

SignedIn = Callable[[str], Client]
END = f"/api/v1/money/year-end/?year={YEAR}"


def _post(client: Client, what: str, **said: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/v1/money/year-end/{what}/", {"year": YEAR, **said}, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_year_has_the_ledgers_figures(alma: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    all_done(alma, dag)
    line = general_line(YEAR)
    year = signed_in("disa").get(f"/api/v1/money/year/?year={YEAR}").json()
    assert Decimal(year["whole"]["committed"]) == Decimal(year["sums"]["paid"]) == line.committed > 0
    assert [row["code"] for row in year["actors"]] == ["A-LINDEN"]
    assert Decimal(year["months"][11]["used"]) == line.committed


@pytest.mark.parametrize("year", ["abc", "0", "9999"])
def test_a_year_that_is_none_is_said(year: str, signed_in: SignedIn) -> None:
    assert signed_in("disa").get(f"/api/v1/money/year/?year={year}").status_code in (400, 422)


def test_two_close_a_year(alma: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    all_done(alma, dag)
    first, second = signed_in("dag"), signed_in("disa")
    left = general_line(YEAR).left
    assert _post(first, "return", amount=str(left - 1), on=f"{YEAR + 1}-01-15")[0] == 409
    status, page = _post(first, "return", amount=str(left), on=f"{YEAR + 1}-01-15")
    assert (status, Decimal(str(page["left"])), page["may_sign"]) == (200, Decimal(0), True)
    digest = page["digest"]
    assert _post(second, "sign", digest="0" * 64)[0] == 409
    assert _post(first, "sign", digest=digest)[0] == 200
    assert _post(first, "sign", digest=digest)[0] == 403
    status, page = _post(second, "sign", digest=digest)
    assert (status, page["signed"], page["first"], page["second"]) == (200, True, "Dag Ek", "Disa Dal")
    assert second.get(END).json()["digest"] == digest
    assert _post(first, "sign", digest=digest)[0] == 409


def test_what_is_open_is_named_and_nothing_is_signed(alma: Viewer, dag: Viewer, signed_in: SignedIn) -> None:
    granted(alma, dag)
    client = signed_in("disa")
    page = client.get(END).json()
    assert [check["code"] for check in page["checks"] if not check["done"]] == ["reported", "returned"]
    status, said = _post(client, "sign", digest=page["digest"])
    assert (status, said["why"]) == (409, "year_not_done")
    with acting_as(dag):
        assert ended(YEAR) is None


@pytest.mark.parametrize("who", ["alma", "maj", "eva", "olle", "ada", "frej"])
def test_nobody_else_reads_or_closes_it(who: str, signed_in: SignedIn) -> None:
    client = signed_in(who)
    assert client.get(END).status_code == client.get("/api/v1/money/year/").status_code == 404
    assert _post(client, "sign", digest="0" * 64)[0] == 404
