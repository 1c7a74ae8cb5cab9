"""Further interventions through the API alone: begun, sent, put on the waiting list, granted with less, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionDecision, Case, Intervention
from tests.api.test_way import _asked, _post
from tests.api.test_whole_way import _done, _get
from tests.factories import confirmed_case, item_of

SignIn = Callable[[str], Client]


@pytest.fixture
def case(alma: Viewer, dag: Viewer) -> Case:
    """A case in which a rest ended yesterday."""
    return confirmed_case(alma, dag, at=now() - timedelta(days=30))


def _code(case: Case, by: Viewer) -> str:
    with acting_as(by):
        return str(case.person.code)


def test_an_item_waits_for_money_and_is_granted_with_less(
    signed_in: SignIn, case: Case, alma: Viewer, dag: Viewer
) -> None:
    client, office, item = signed_in("alma"), signed_in("dag"), item_of("SPECIFIC", today())
    [begun] = _done(client, f"persons/{_code(case, alma)}/apply/", {"kinds": ["SPECIFIC"]})
    ref = begun["ref"]
    said = _asked(days=5, item=item.ref, amount="4000.00", seen=begun["seen"])
    kept = _done(client, f"requests/{ref}/draft/", said)
    assert item.ref in client.get(f"/requests/{ref}/edit/").content.decode()
    sent = _done(client, f"requests/{ref}/send/", {**said, "seen": kept["seen"]})
    detail = _get(office, f"requests/{ref}/")
    assert (detail["is_further"], detail["kind"], detail["amount"]) == (True, "SPECIFIC", "4000.00")
    decide = f"requests/{ref}/decide/"
    waits = {"decision": "wait", "need_level": "HIGH", "reason": "Medlen räcker inte.", "version": sent["version"]}
    assert _post(office, decide, {**waits, "need_level": ""}).status_code == 422
    listed = _done(office, decide, waits)
    [one] = _get(office, "decisions/waiting/")["rows"]
    assert (one["ref"], one["need_level"], one["cost"]) == (ref, "HIGH", "4000.00")
    grant = {"decision": "confirm", "amount": "3000.00", "version": listed["version"]}
    assert _post(office, decide, {**grant, "reason": ""}).status_code == 422
    assert _done(office, decide, {**grant, "reason": "Offerten är lägre."})["state"] == "CONFIRMED"
    with acting_as(dag):
        assert Intervention.objects.get(request__ref=ref).amount == Decimal(3_000)


def test_several_kinds_are_begun_together(signed_in: SignIn, case: Case, alma: Viewer) -> None:
    rows = _done(signed_in("alma"), f"persons/{_code(case, alma)}/apply/", {"kinds": ["SUPPORT", "INTEGRATION"]})
    assert len({row["ref"] for row in rows}) == 2


def test_nights_are_paid_after_a_no(signed_in: SignIn, case: Case, alma: Viewer, dag: Viewer) -> None:
    client, office = signed_in("alma"), signed_in("dag")
    [begun] = _done(client, f"persons/{_code(case, alma)}/apply/", {"kinds": ["SUPPORT"]})
    sent = _done(client, f"requests/{begun['ref']}/send/", _asked(urgent=True, seen=begun["seen"]))
    no = {"decision": "decline", "decline_reason": "OTHER", "reason": "Annan hjälp finns.", "version": sent["version"]}
    decide = f"requests/{begun['ref']}/decide/"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert _post(office, decide, {**no, "paid_until": tomorrow}).status_code == 422
    _done(office, decide, {**no, "paid_until": today().isoformat()})
    with acting_as(dag):
        assert AdmissionDecision.objects.get(request__ref=begun["ref"], kind="DECLINE").paid_until == today()
    [told] = _get(client, f"requests/{begun['ref']}/")["decisions"]
    assert (told["total"], "betalas" in told["nights"]) == ("1450.00", True)


def test_the_waiting_list_is_not_an_actors(signed_in: SignIn) -> None:
    assert signed_in("alma").get("/api/v1/decisions/waiting/").status_code == 404
    assert signed_in("dag").get("/api/v1/decisions/waiting/").status_code == 200
