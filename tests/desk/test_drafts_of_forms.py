"""Every form keeps what is typed in it: saved while one types, there again, thrown away, sent once, never another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import keeping
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import Draft
from accounts.services import form_drafts
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import Person, PoliceReport
from cases.models.choices import ReportMade
from cases.services.drafts import forget_unseen
from tests.factories import identified, sent_request, share_with
from tests.signing import signed_in_client

SignIn = Callable[[str], Client]
WORDS = "Har sovit hos en kollega sedan i tisdags."
SYSTEM = system("test")


@pytest.fixture
def person(alma: Viewer) -> Person:
    with acting_as(alma):
        return identified(alma, at=now())


def _form(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form that keeps itself on a page."""
    page = client.get(address).content.decode()
    found = re.search(r"<form[^>]*data-autosave-url[^>]*>(.*?)</form>", page, re.DOTALL)
    assert found, address
    return dict(re.findall(r'<input type="hidden" name="(draft_\w+)" value="([^"]*)">', found[1]))


def _save(client: Client, address: str, hidden: dict[str, str], **typed: Any) -> Any:
    hidden["draft_turn"] = str(int(hidden["draft_turn"]) + 1)
    return client.post(address, {**hidden, **typed}, headers={"X-Autosave": "1"})


def test_what_is_typed_is_there_again_and_says_since_when(signed_in: SignIn, person: Person) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    hidden = _form(client, address)
    saved = _save(client, address, hidden, level="HIGH", plan=WORDS, seen="")
    assert saved.status_code == 200 and re.fullmatch(r"\d\d\.\d\d", saved.json()["saved"])
    page = client.get(address).content.decode()
    assert WORDS in page
    assert f"Utkast från {saved.json()['saved']}" in page
    assert re.search(r'value="HIGH"[^>]* checked', page)


def test_a_form_that_is_sent_forgets_its_draft_and_a_late_save_leaves_none(
    signed_in: SignIn, person: Person, alma: Viewer
) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/police-report/"
    hidden = _form(client, address)
    for made in ("NO", "YES"):
        _save(client, address, hidden, made=made, on="", by_whom="UNKNOWN", offence="UNKNOWN")
    late = dict(hidden)
    hidden["draft_turn"] = str(int(hidden["draft_turn"]) + 1)
    typed = {"made": ReportMade.YES, "on": "", "by_whom": "UNKNOWN", "offence": "UNKNOWN"}
    assert client.post(address, {**hidden, **typed}).status_code == 302
    assert client.post(address, {**late, **typed}, headers={"X-Autosave": "1"}).json() == {}
    with acting_as(alma):
        assert PoliceReport.objects.filter(person=person).count() == 1
        [row] = Draft.objects.all()
        assert row.kind == form_drafts.SENT and row.data.open()["typed"] == {}
    assert "Utkast från" not in client.get(address).content.decode()
    with acting_as(SYSTEM):
        assert form_drafts.tidy(at=now() + timedelta(hours=2)) == 1


def test_a_form_that_is_refused_keeps_its_draft(signed_in: SignIn, person: Person, alma: Viewer) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    hidden = _form(client, address)
    _save(client, address, hidden, level="", plan=WORDS)
    hidden["draft_turn"] = "9"
    answer = client.post(address, {**hidden, "level": "", "plan": WORDS})
    assert answer.status_code == 422 and WORDS in answer.content.decode()
    again = re.findall(r'name="draft_tab" value="(\w+)"', answer.content.decode())
    assert again == [hidden["draft_tab"]], "it is the same page still, which may save over itself"
    with acting_as(alma):
        assert Draft.objects.get().kind == form_drafts.FORM


def test_the_later_of_two_windows_sees_the_difference_before_anything_is_sent(
    signed_in: SignIn, person: Person, alma: Viewer
) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    here, there = _form(client, address), _form(client, address)
    _save(client, address, there, level="HIGH", plan="Ring jouren.", on=today().isoformat())
    assert _save(client, address, here, level="NONE", plan=WORDS).status_code == 409, "not over what the other kept"
    answer = client.post(address, {**here, "level": "NONE", "plan": WORDS, "on": today().isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du har skrivit i formuläret i ett annat fönster också" in page
    late = page[page.index("data-draft-late") : page.index("data-autosave-url")]
    assert WORDS in late and "Säkerhetsplan" in late and "Ring jouren." not in late
    form = page[page.index("data-autosave-url") :]
    assert "Ring jouren." in form and WORDS not in form
    with acting_as(alma):
        assert Draft.objects.get().data.open()["typed"]["plan"] == ["Ring jouren."]
    seen = dict(re.findall(r'<input type="hidden" name="(draft_\w+)" value="([^"]*)">', page))
    sent = client.post(address, {**seen, "level": "NONE", "plan": WORDS, "on": today().isoformat(), "seen": ""})
    assert sent.status_code == 302, "who has seen the difference decides"


def test_what_has_changed_since_the_draft_was_begun_is_said(signed_in: SignIn, person: Person) -> None:
    alma, bo, address = signed_in("alma"), signed_in("bo"), f"/persons/{person.code}/details/language/"
    hidden = _form(alma, address)
    mark = re.search(r'name="seen"\s+value="(\w+)"', alma.get(address).content.decode())
    assert mark
    said = {"seen": mark[1], "interpreter": "YES", "interpreter_wish": "UNKNOWN"}
    _save(alma, address, hidden, languages=["ara", "swe", "eng"], **said)
    assert bo.post(address, {**said, "languages": ["ukr"]}).status_code == 302
    page = alma.get(address).content.decode()
    assert "Det här har ändrats sedan du började skriva" in page
    changed = page[page.index("data-draft-changed") : page.index("data-autosave-url")]
    assert "ukrainska" in changed.lower()
    chosen = re.findall(r'<option value="(\w\w\w)" selected', page[page.index("data-autosave-url") :])
    assert chosen == ["ara", "swe", "eng"], "the form holds the draft, with as many boxes as it needs"


def test_a_draft_can_be_thrown_away_and_fetched_back_for_a_minute(
    signed_in: SignIn, person: Person, alma: Viewer
) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    _save(client, address, _form(client, address), level="HIGH", plan=WORDS)
    with acting_as(alma):
        ref = Draft.objects.get().ref
    assert client.post(f"/drafts/{ref}/throw-away/").headers["Location"] == address
    page = client.get(address).content.decode()
    assert WORDS not in page and "Utkastet är borttaget" in page and f"/drafts/{ref}/undo/" in page
    assert client.post(f"/drafts/{ref}/undo/").headers["Location"] == address
    assert WORDS in client.get(address).content.decode()
    client.post(f"/drafts/{ref}/throw-away/")
    with acting_as(SYSTEM):
        assert form_drafts.tidy(at=now() + timedelta(seconds=61)) == 1
    assert client.post(f"/drafts/{ref}/undo/").status_code == 404


def test_without_a_script_a_button_keeps_it(signed_in: SignIn, person: Person) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    answer = client.post(address, {**_form(client, address), "plan": WORDS, "draft_only": "1"}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "Utkastet är sparat." in answer.content.decode() and WORDS in answer.content.decode()


def test_nobody_else_finds_it_not_even_who_sees_all(signed_in: SignIn, person: Person, dag: Viewer) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    _save(client, address, _form(client, address), plan=WORDS)
    assert WORDS not in signed_in("bo").get(address).content.decode()
    with acting_as(dag):
        assert not Draft.objects.exists()
    with acting_as(SYSTEM):
        ref = Draft.objects.get().ref
    for who in ("bo", "maj", "dag", "olle", "ada"):
        for way in ("throw-away", "undo"):
            assert signed_in(who).post(f"/drafts/{ref}/{way}/").status_code == 404
        assert ref not in signed_in(who).get("/api/v1/drafts/").content.decode()
        assert signed_in(who).get(f"/api/v1/drafts/{ref}/").status_code == 404


def test_of_somebody_whom_the_writer_no_longer_sees_it_is_hidden_and_then_gone(
    signed_in: SignIn, person: Person, alma: Viewer, cia: Viewer
) -> None:
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    client, address = signed_in("cia"), f"/persons/{person.code}/safety/"
    _save(client, address, _form(client, address), plan=WORDS)
    assert address in client.get("/").content.decode()
    with acting_as(cia, on=today() + timedelta(days=1)):
        assert not Draft.objects.exists()
    with acting_as(SYSTEM):
        assert forget_unseen(at=now()) == 0
        assert forget_unseen(at=now() + timedelta(days=1)) == 1


def test_it_is_sealed_under_the_persons_key_and_leaves_no_event(
    signed_in: SignIn, person: Person, alma: Viewer
) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    hidden = _form(client, address)
    with acting_as(SYSTEM):
        before = AccessEvent.objects.count()
    _save(client, address, hidden, plan=WORDS)
    with acting_as(SYSTEM):
        assert AccessEvent.objects.count() == before
        row = Draft.objects.get()
        assert row.person_id == person.pk
        assert WORDS.encode() not in bytes(Draft.objects.values_list("data", flat=True).get() or b"")


def test_a_secret_is_never_kept(signed_in: SignIn, person: Person, alma: Viewer) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    secret = dict.fromkeys(keeping.NEVER_KEPT, "hemligt") | {"csrfmiddlewaretoken": "x", "plan": WORDS}
    _save(client, address, _form(client, address), **secret)
    with acting_as(alma):
        assert Draft.objects.get().data.open()["typed"] == {"plan": [WORDS]}


def test_to_keep_what_is_sensitive_asks_for_no_proof_and_to_send_it_does(
    users: Any, person: Person, alma: Viewer
) -> None:
    stale = signed_in_client(users["alma"], ago=11 * 60)
    address = f"/persons/{person.code}/share/"
    hidden = _form(stale, address)
    assert _save(stale, address, hidden, actor="A-NOOR").status_code == 200
    with acting_as(alma):
        assert Draft.objects.get().data.open()["typed"]["actor"] == ["A-NOOR"]
    assert stale.post(address, {**hidden, "actor": "A-NOOR"}).status_code == 403


def test_a_page_of_one_person_saves_nothing_in_the_name_of_another(
    signed_in: SignIn, person: Person, bo: Viewer
) -> None:
    address = f"/persons/{person.code}/safety/"
    whose = re.search(r'data-page-of="(\w+)"', signed_in("alma").get(address).content.decode())
    assert whose
    hidden = _form(signed_in("alma"), address)
    headers = {"X-Autosave": "1", "X-Page-Of": whose[1]}
    assert signed_in("bo").post(address, {**hidden, "plan": WORDS}, headers=headers).status_code == 401
    headers = {"X-Keep": "1", "X-Page-Of": whose[1]}
    assert signed_in("bo").post(address, {**hidden, "plan": WORDS}, headers=headers).status_code == 401
    with acting_as(bo):
        assert not Draft.objects.exists()


def test_a_form_that_is_as_it_was_opened_leaves_no_draft(signed_in: SignIn, person: Person, alma: Viewer) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    hidden = _form(client, address)
    _save(client, address, hidden, plan=WORDS)
    assert _save(client, address, hidden, plan="", draft_clean="1").json() == {}
    with acting_as(alma):
        assert not Draft.objects.exists()


def test_what_is_begun_stands_in_to_do_with_its_name_and_can_be_thrown_there(signed_in: SignIn, person: Person) -> None:
    client, address = signed_in("alma"), f"/persons/{person.code}/safety/"
    _save(client, address, _form(client, address), plan=WORDS)
    page = client.get("/").content.decode()
    card = page[page.index('id="drafts"') :]
    assert f'<a href="{address}">Risk och säkerhetsplan</a>' in card and person.code in card
    assert WORDS not in page
    [throw] = re.findall(r'action="(/drafts/[^"]+/throw-away/)"', card)
    assert client.post(throw, {"from": "todo"}).headers["Location"] == "/"
    assert 'id="drafts"' not in client.get("/").content.decode()


def test_a_small_button_beside_the_form_leaves_the_draft(signed_in: SignIn, person: Person, alma: Viewer) -> None:
    client = signed_in("alma")
    right = re.search(
        rf"/persons/{person.code}/rights/(\w+)/", client.get(f"/persons/{person.code}/rights/").content.decode()
    )
    assert right
    hidden = _form(client, right[0])
    _save(client, right[0], hidden, note=WORDS)
    assert client.post(right[0], {"draft_stays": "1", "quick": "", "seen": ""}).status_code == 302
    with acting_as(alma):
        assert Draft.objects.get().kind == form_drafts.FORM


def test_the_forms_of_whoever_decides_and_of_many_steps_keep_too(
    signed_in: SignIn, person: Person, alma: Viewer
) -> None:
    request, dag = sent_request(alma, at=now()), signed_in("dag")
    address = f"/requests/{request.ref}/decide/"
    _save(dag, address, _form(dag, address), choice="decline", reason=WORDS, version=str(request.version))
    assert WORDS in dag.get(address).content.decode()
    assert WORDS not in signed_in("disa").get(address).content.decode()
    client = signed_in("alma")
    for step in ("transfer", "share", "meet", "exploitation", "consents/new", "law/new/REPORT", "concern"):
        page = client.get(f"/persons/{person.code}/{step}/")
        assert page.status_code == 404 or "data-autosave-url" in page.content.decode(), step
