"""Beginning a request: refused with the reason where it could never be sent, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Stopped
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Person
from cases.services import admission
from tests.factories import confirmed_case


def _admitted(alma: Viewer, dag: Viewer) -> str:
    case = confirmed_case(alma, dag, at=now())
    with acting_as(alma):
        return Person.objects.get(pk=case.person_id).code


def test_an_open_case_refuses_another_request_and_leaves_no_draft(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    code = _admitted(alma, dag)
    with pytest.raises(Stopped) as refused, acting_as(alma):
        admission.begin(code, by=alma, at=now())
    assert [v.code for v in refused.value.verdicts] == ["one_open_case"]
    page = signed_in("alma").post(f"/persons/{code}/request/", follow=True)
    assert page.redirect_chain == [(f"/persons/{code}/", 302)]
    assert "Personen har redan tillträde" in page.content.decode()
    with acting_as(alma):
        assert set(AdmissionRequest.objects.values_list("state", flat=True)) == {"CONFIRMED"}


def test_the_api_says_the_same(alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]) -> None:
    code = _admitted(alma, dag)
    answer = signed_in("alma").post(f"/api/v1/persons/{code}/request/", content_type="application/json")
    assert (answer.status_code, answer.json()["verdicts"][0]["code"]) == (422, "one_open_case")
