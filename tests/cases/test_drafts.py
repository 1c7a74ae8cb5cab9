"""What somebody has typed and not sent: kept for its writer, fetched back for a minute, never sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.clock import today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.models import Draft
from accounts.viewer import Viewer
from cases.selectors.drafts import drafts as drafts_of
from cases.services import drafts
from tests.cases.typed import typed


@pytest.fixture
def token() -> UUID:
    """The token of a form that has just been opened."""
    return uuid4()


def _saved(client: Client, token: UUID, **said: object) -> str:
    form = f"/identifications/new/{token}/"
    assert client.post(form, typed(go="", **said), headers={"X-Autosave": "1"}).status_code == 200
    return form


def test_a_draft_is_listed_for_its_writer_and_leads_back_to_its_form(
    token: UUID, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    form = _saved(client, token, story="Halvt skrivet.")
    with acting_as(alma):
        [row] = drafts_of(alma)
    assert form in client.get("/identifications/new/").content.decode()
    led = client.get(f"/identifications/drafts/{row.ref}/", follow=True)
    assert "Halvt skrivet." in led.content.decode()


def test_somebody_elses_draft_and_a_missing_one_are_the_same_404(
    token: UUID, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    _saved(signed_in("alma"), token, story="Halvt skrivet.")
    with acting_as(alma):
        [row] = drafts_of(alma)
    for who in ("bo", "cia", "frej"):
        client = signed_in(who)
        assert client.get(f"/identifications/drafts/{row.ref}/").status_code == 404
        assert client.get("/identifications/drafts/D-ZZZZ-ZZZZ/").status_code == 404
        assert "Halvt skrivet." not in client.get(f"/identifications/new/{token}/").content.decode()


def test_a_draft_that_was_thrown_away_can_be_fetched_back(token: UUID, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("alma")
    form = _saved(client, token, story="Halvt skrivet.")
    thrown = client.post(f"{form}drop/", follow=True).content.decode()
    assert f"{form}undo/" in thrown
    assert f'href="{form}"' not in thrown
    back = client.post(f"{form}undo/", follow=True).content.decode()
    assert "Halvt skrivet." in back


def test_after_a_minute_it_is_gone_for_good(token: UUID, alma: Viewer, march: datetime) -> None:
    with acting_as(alma):
        drafts.save_draft(token, {"story": "x"}, kind="identification", by=alma, at=march)
        drafts.throw_draft(token, by=alma, at=march)
        assert drafts_of(alma) == []
        with pytest.raises(NotFound):
            drafts.fetch_draft_back(token, by=alma, at=march + timedelta(seconds=61))
        assert not Draft.objects.exists()


def test_within_the_minute_nothing_is_lost(token: UUID, alma: Viewer, march: datetime) -> None:
    with acting_as(alma):
        drafts.save_draft(token, {"story": "x"}, kind="identification", by=alma, at=march)
        drafts.throw_draft(token, by=alma, at=march)
        drafts.empty_bin(by=alma, at=march + timedelta(seconds=59))
        drafts.fetch_draft_back(token, by=alma, at=march + timedelta(seconds=60))
        assert drafts_of(alma)[0].token == str(token)


def test_what_is_saved_after_sending_leaves_no_draft_behind(
    token: UUID, signed_in: Callable[[str], Client], alma: Viewer
) -> None:
    client = signed_in("alma")
    form = f"/identifications/new/{token}/"
    sent = client.post(form, typed())
    assert client.post(form, typed(go=""), headers={"X-Autosave": "1"}).status_code == 200
    assert client.post(form, typed(go="", story="För sent"), headers={"X-Autosave": "1"}).status_code == 409
    with acting_as(alma):
        assert not Draft.objects.exists()
    assert client.get(form)["Location"] == sent["Location"]


def test_a_cooperating_actor_finds_its_drafts_too(token: UUID, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("frej")
    assert client.get("/identifications/new/").status_code == 302
    form = _saved(client, token, story="Halvt skrivet.")
    assert form in client.get("/identifications/new/").content.decode()


def test_another_name_is_proposed_without_losing_anything(token: UUID, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("alma")
    form = f"/identifications/new/{token}/"
    names = set()
    for _ in range(4):
        page = client.post(form, typed(go="name", story="Halvt skrivet."), follow=True)
        names.add(page.context["form"].initial["code_name"])
        assert "Halvt skrivet." in page.content.decode()
    assert "Blå Björk" not in names or len(names) > 1


def test_a_draft_with_an_impossible_day_is_shown_as_it_was_typed(
    token: UUID, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("alma")
    form = _saved(client, token, on="2026-02-31", birth_year="tvåtusen")
    page = client.get(form).content.decode()
    assert "2026-02-31" in page
    assert "tvåtusen" in page


def test_a_draft_keeps_only_the_forms_own_fields(token: UUID, signed_in: Callable[[str], Client], alma: Viewer) -> None:
    _saved(signed_in("alma"), token, is_superuser="1", user_id="x")
    with acting_as(alma):
        kept = Draft.objects.get().data.open()
    assert "is_superuser" not in kept
    assert kept["on"] == today().isoformat()
