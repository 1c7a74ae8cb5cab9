"""One identification in two tabs: neither writes over the other, and who came too late is told and sees both."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict
from accounts.models import Draft
from accounts.viewer import Viewer
from cases.models import Identification, Receipt
from cases.services.identification import Identified, identify
from tests.cases.typed import typed

SignIn = Callable[[str], Client]
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def address() -> str:
    """The address of a form that has just been opened."""
    return f"/identifications/new/{uuid4()}/"


def _opened(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("seen", "tab", "turn")}
    return {name: match[1] for name, match in found.items() if match}


@pytest.mark.parametrize("who", ["alma", "frej"])
@pytest.mark.parametrize("go", ["later", "send", "name", ""])
def test_an_older_tab_writes_nothing_over_what_another_one_saved(
    signed_in: SignIn, address: str, who: str, go: str
) -> None:
    client = signed_in(who)
    older, newer = _opened(client, address), _opened(client, address)
    saved = client.post(address, typed(story="Det som gäller.", go="", **newer), headers=AUTOSAVE)
    assert saved.status_code == 200
    late = client.post(address, typed(story="Skrivet i den gamla fliken.", gender="WOMAN", go=go, **older))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Du ändrade den i ett annat fönster" in page
    assert "Skrivet i den gamla fliken." in page
    assert "Det som gäller." in page
    assert "Kvinna" in page
    assert "WOMAN" not in page
    assert "Det som gäller." in client.get(address).content.decode()


def test_an_older_tabs_autosave_is_told_too(signed_in: SignIn, alma: Viewer, address: str) -> None:
    client = signed_in("alma")
    older, newer = _opened(client, address), _opened(client, address)
    client.post(address, typed(story="Det som gäller.", go="", **newer), headers=AUTOSAVE)
    assert client.post(address, typed(story="Äldre.", go="", **older), headers=AUTOSAVE).status_code == 409
    with acting_as(alma):
        assert Draft.objects.get().data.open()["story"] == "Det som gäller."


def test_the_same_tab_goes_on_saving_and_a_save_that_was_overtaken_changes_nothing(
    signed_in: SignIn, alma: Viewer, address: str
) -> None:
    client = signed_in("alma")
    page = _opened(client, address)
    for turn, story in (("1", "Ett."), ("3", "Tre."), ("2", "Två.")):
        said = typed(story=story, go="", **(page | {"turn": turn}))
        assert client.post(address, said, headers=AUTOSAVE).status_code == 200
    with acting_as(alma):
        assert Draft.objects.get().data.open()["story"] == "Tre."


def test_a_form_that_lacks_an_answer_can_be_put_right_in_the_same_tab(signed_in: SignIn, address: str) -> None:
    client = signed_in("alma")
    page = _opened(client, address)
    said = typed(age="", story="Halvt.", **page)
    assert client.post(address, said).status_code == 422
    assert client.post(address, said | {"age": "ADULT", "turn": "1"}).status_code == 302


@pytest.mark.parametrize(("who", "model"), [("alma", Identification), ("frej", Receipt)])
@pytest.mark.parametrize("late", [{"story": "Något annat."}, {"gender": "WOMAN"}, {"on": "", "story": "Något annat."}])
def test_what_another_tab_has_sent_is_not_called_saved_where_this_one_says_something_else(
    signed_in: SignIn, dag: Viewer, address: str, who: str, model: type[Identification], late: dict[str, str]
) -> None:
    client = signed_in(who)
    assert client.post(address, typed(story="Det som sändes.")).status_code == 302
    answer = client.post(address, typed(**{"story": "Det som sändes.", **late}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du skickade den från ett annat fönster" in page
    assert (late.get("story") or "Kvinna") in page
    assert client.post(address, typed(**{**late, "go": ""}), headers=AUTOSAVE).status_code == 409
    with acting_as(dag):
        assert model.objects.count() == 1


def test_the_same_form_sent_twice_still_leads_to_what_it_made(signed_in: SignIn, address: str) -> None:
    client = signed_in("alma")
    said = typed(story="Samma.", safe_contact="På kvällar.", file_number="17", citizenship="RO", language="ron")
    first = client.post(address, said)
    assert first.status_code == 302
    assert client.post(address, said)["Location"] == first["Location"]
    assert client.post(address, said | {"go": ""}, headers=AUTOSAVE).status_code == 200


def test_a_program_that_sends_something_else_under_the_same_token_is_told(alma: Viewer) -> None:
    token: UUID = uuid4()
    with acting_as(alma):
        made = identify(Identified(on=today(), story="Ett."), token=token, by=alma, at=now())
        again = identify(Identified(on=today(), story="Ett."), token=token, by=alma, at=now())
        assert again.pk == made.pk
        with pytest.raises(Conflict):
            identify(Identified(on=today(), story="Två."), token=token, by=alma, at=now())
