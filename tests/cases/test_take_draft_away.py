"""A draft that was never sent is taken away, not withdrawn, and can be brought back for a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import WrongState
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Person
from cases.services import admission
from tests.factories import draft_request, sent_request


def _code(viewer: Viewer, row: AdmissionRequest) -> str:
    with acting_as(viewer):
        return Person.objects.get(pk=row.person_id).code


def test_it_is_gone_from_the_lists_and_undo_brings_it_back(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    draft, browser = draft_request(alma, at=now()), signed_in("alma")
    here, code = f"/requests/{draft.ref}/", _code(alma, draft)
    page = browser.get(here).content.decode()
    assert "Ta bort utkastet" in page
    assert "Återta" not in page
    after = browser.post(f"{here}withdraw/", follow=True)
    assert after.redirect_chain == [(f"/persons/{code}/?removed={draft.ref}", 302)]
    assert f'action="{here}bring-back/"' in after.content.decode()
    assert draft.ref not in browser.get("/requests/").content.decode()
    gone = browser.get(here).content.decode()
    assert "innan det skickades" in gone
    assert "Inget är skickat än" not in gone
    assert browser.post(f"{here}bring-back/")["Location"] == f"{here}edit/"
    assert browser.get(f"{here}edit/").status_code == 200


def test_after_a_minute_or_when_it_was_sent_nothing_comes_back(alma: Viewer) -> None:
    at = now()
    draft, sent = draft_request(alma, at=at), sent_request(alma, at=at)
    with acting_as(alma):
        admission.withdraw(draft.ref, by=alma, at=at)
        admission.withdraw(sent.ref, by=alma, at=at)
        for row, late in ((draft, 61), (sent, 5)):
            with pytest.raises(WrongState):
                admission.bring_back(row.ref, by=alma, at=at + timedelta(seconds=late))


def test_another_draft_begun_meanwhile_stays_the_one(alma: Viewer) -> None:
    at = now()
    draft = draft_request(alma, at=at)
    with acting_as(alma):
        admission.withdraw(draft.ref, by=alma, at=at)
        admission.begin(Person.objects.get(pk=draft.person_id).code, by=alma, at=at)
        with pytest.raises(WrongState):
            admission.bring_back(draft.ref, by=alma, at=at)
