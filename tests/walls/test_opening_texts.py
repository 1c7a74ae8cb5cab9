"""Sealed text is folded on every page until somebody opens it; one opening shows a page's texts and leaves a row that
says who read the text of whom. Damaged text is told on a page that shows none of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import HandOver, Identification
from cases.services import decision, handover
from cases.services.details import Reached, write_contact
from cases.services.identification import Identified, hand_over
from cases.services.intervention import end_early
from tests.factories import confirmed_case, identified, sent_request

SignIn = Callable[[str], Client]
OPENS = "?texts=1"


def _get(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def _events(act: str = "READ_SEALED") -> list[tuple[str, str, str, bool]]:
    with acting_as(system("test")):
        rows = AccessEvent.objects.filter(act=act).order_by("at")
        return [(row.outcome, row.kind, row.ref, row.person_id is not None) for row in rows]


def test_one_opening_shows_all_texts_of_a_person_and_is_remembered(
    signed_in: SignIn, alma: Viewer, dag: Viewer
) -> None:
    at = now() - timedelta(days=3)
    person = identified(alma, at=at, story="Berättat först.", file_number="L-2026/17")
    case = confirmed_case(alma, dag, at=at, person=person)
    with acting_as(alma):
        write_contact(person.code, Reached("Via jouren, vardagar."), by=alma, at=now())
        last = today()
        end_early(case.interventions.get().ref, last=last, reason="OWN_WISH", note="Ville hem.", by=alma, at=now())
    texts, address = ("Berättat först.", "Via jouren, vardagar.", "Ville hem.", "L-2026/17"), f"/persons/{person.code}/"
    folded = _get(signed_in("bo"), address)
    assert not any(text in folded for text in texts)
    for shown in ("Berättat vid identifieringen", "Alma Lind", "Visa texten", f'href="{OPENS}#texts"'):
        assert shown in folded, shown
    assert _events() == []
    opened = _get(signed_in("bo"), address + OPENS)
    assert all(text in opened for text in texts)
    assert "Det är antecknat" in opened and "Visa texten" not in opened
    assert _events() == [("LOOKED", "Person", person.code, True)]


def test_one_opening_shows_everything_that_a_coordinator_decides_on(
    signed_in: SignIn, alma: Viewer, dag: Viewer, disa: Viewer
) -> None:
    at = now() - timedelta(days=1)
    person = identified(alma, at=at - timedelta(days=20))
    before = sent_request(alma, at=at - timedelta(days=19), person=person)
    with acting_as(dag):
        given = {"decline_reason": "NO_NEED", "reason": "Behovet framgår inte.", "by": dag, "at": at}
        decision.decline(before.ref, version=before.version, **given)  # type: ignore[arg-type]
    explained = {"start_before_request": "Kom mitt i natten."}
    early = (at - timedelta(days=10)).date()
    sent = sent_request(alma, at=at, person=person, start=early, motivations=explained)
    texts = (
        "Utnyttjad i arbete",
        "Vila och tala",
        "Saknar boende.",
        "Socialjouren",
        "Kom mitt i natten.",
        "framgår inte",
    )
    address, client = f"/requests/{sent.ref}/decide/", signed_in("disa")
    folded = _get(client, address)
    assert not any(text in folded for text in texts)
    assert 'class="radio"' in folded or 'value="CONFIRM"' in folded, "the form is there, folded or not"
    opened = _get(client, address + OPENS)
    assert all(text in opened for text in texts)
    assert _events() == [("LOOKED", "AdmissionRequest", sent.ref, True)]

    said = {"version": str(sent.version), "choice": "RETURN", "reason": "", "step": "check"}
    assert "Kom mitt i natten." not in client.post(address, said).content.decode()
    still = client.post(address, said | {"texts": "1"})
    assert still.status_code == 422
    assert "Kom mitt i natten." in still.content.decode(), "what was open is open when the form comes back"
    assert len(_events()) == 2


def test_a_form_sent_with_open_texts_after_somebody_else_decided_is_told_so_and_shows_none(
    signed_in: SignIn, alma: Viewer, dag: Viewer
) -> None:
    sent = sent_request(alma, at=now() - timedelta(hours=1))
    with acting_as(dag):
        decision.confirm(sent.ref, version=sent.version, reason="Klart.", by=dag, at=now())
    said = {"version": str(sent.version), "choice": "CONFIRM", "reason": "", "step": "decide", "texts": "1"}
    late = signed_in("disa").post(f"/requests/{sent.ref}/decide/", said)
    assert late.status_code == 409
    assert not any(text in late.content.decode() for text in ("Saknar boende.", "Klart."))
    assert _events() == []


def test_a_page_that_came_too_late_with_its_texts_open_is_an_opening_too(
    signed_in: SignIn, frej: Viewer, dag: Viewer
) -> None:
    with acting_as(frej):
        what = Identified(on=today(), story="Mött vid stationen.")
        receipt = hand_over(what, token=uuid4(), by=frej, at=now())
    with acting_as(dag):
        row = HandOver.objects.get(receipt_id=receipt.pk)
        handover.offer(row.ref, "A-LINDEN", note="Kan ni ta emot?", by=dag, at=now())
    said = {"actor": "A-NOOR", "note": "", "texts": "1"}
    late = signed_in("disa").post(f"/hand-overs/{row.ref}/", said)
    assert late.status_code == 409
    assert "Mött vid stationen." in late.content.decode()
    assert _events() == [("LOOKED", "HandOver", row.ref, True)]
    assert _events("ROUTE_HAND_OVER") == [("REFUSED", "HandOver", row.ref, True)]


def test_identification_and_hand_over_are_folded_too(signed_in: SignIn, frej: Viewer, dag: Viewer) -> None:
    with acting_as(frej):
        what = Identified(on=today(), story="Mött vid stationen.")
        receipt = hand_over(what, token=uuid4(), by=frej, at=now())
    with acting_as(dag):
        row = HandOver.objects.get(receipt_id=receipt.pk)
        met = Identification.objects.get(person_id=row.person_id).ref
        handover.offer(row.ref, "A-LINDEN", note="Kan ni ta emot?", by=dag, at=now())
    for who, address, kind, ref in (
        ("dag", f"/hand-overs/{row.ref}/", "HandOver", row.ref),
        ("bo", f"/hand-overs/{row.ref}/offer/", "HandOver", row.ref),
        ("dag", f"/identifications/{met}/", "Identification", met),
    ):
        client = signed_in(who)
        folded, opened = _get(client, address), _get(client, address + OPENS)
        assert "Mött vid stationen." in opened and "Mött vid stationen." not in folded
        assert "Kan ni ta emot?" not in folded
        assert ("Kan ni ta emot?" in opened) == (kind == "HandOver")
        assert _events()[-1] == ("LOOKED", kind, ref, True)
    assert len(_events()) == 3


@pytest.mark.parametrize("who", ["dag", "cia", "eva", "frej", "olle"])
def test_whom_it_is_not_for_gets_the_404_of_what_is_missing_and_a_refusal_is_remembered(
    who: str, signed_in: SignIn, alma: Viewer, disa: Viewer
) -> None:
    case = confirmed_case(alma, disa, at=now() - timedelta(days=1))
    with acting_as(disa):
        met = Identification.objects.get(person_id=case.person_id).ref
        pages = [f"persons/{case.person.code}/", f"requests/{case.request.ref}/"]
    client = signed_in(who)
    for page in (*(f"/{page}" for page in pages), *(f"/api/v1/{page}" for page in pages), f"/identifications/{met}/"):
        before = len(_events())
        _get(client, page + OPENS, 404)
        [(outcome, _kind, ref, person_is_told)] = _events()[before:]
        typed = page.strip("/").split("/")[-1]
        assert (outcome, person_is_told) == ("REFUSED", False) and ref in ("", typed), page


def test_the_api_leaves_sealed_text_out_until_it_is_asked_for_and_remembers(
    signed_in: SignIn, alma: Viewer, disa: Viewer
) -> None:
    at = now() - timedelta(days=1)
    person = identified(alma, at=at, story="Berättat först.", safe_contact="Via jouren.")
    sent = sent_request(alma, at=at, person=person)
    client = signed_in("alma")
    for address, fields in (
        (f"/api/v1/persons/{person.code}/", {"safe_contact", "file_number", "texts"}),
        (f"/api/v1/requests/{sent.ref}/", {"why", "wants", "need", "society_asked", "society_answer", "answer"}),
    ):
        folded, before = client.get(address).json(), len(_events())
        assert not folded.keys() & fields
        opened = client.get(address + OPENS).json()
        assert opened.keys() - folded.keys() >= fields
        assert len(_events()) == before + 1
    assert opened["need"] == "Saknar boende."
    texts = client.get(f"/api/v1/persons/{person.code}/{OPENS}").json()
    assert (texts["texts"][0]["text"], texts["safe_contact"]) == ("Berättat först.", "Via jouren.")


@pytest.mark.parametrize("damage", ["altered", "moved", "key gone"])
def test_damaged_or_moved_text_is_told_and_nothing_of_it_is_shown(
    damage: str, signed_in: SignIn, alma: Viewer, caplog: pytest.LogCaptureFixture
) -> None:
    person = identified(alma, at=now(), story="Första texten.", safe_contact="Via jouren.")
    sent_request(alma, at=now(), person=person)
    with acting_as(system("test")), connections["default"].cursor() as cursor:
        if damage == "altered":
            cursor.execute(
                "UPDATE cases_identification SET story = set_byte(story, 20, (get_byte(story, 20) + 1) %% 256)"
                " WHERE person_id = %s",
                [person.pk],
            )
        elif damage == "moved":  # the same key, the same table, another row's column
            cursor.execute(
                "UPDATE cases_identification SET story = (SELECT need FROM cases_admissionrequest WHERE person_id = %s)"
                " WHERE person_id = %s",
                [person.pk, person.pk],
            )
        else:
            cursor.execute("UPDATE cases_personkey SET ring = 'lost' WHERE person_id = %s", [person.pk])
    client = signed_in("alma")
    client.raise_request_exception = False
    folded = _get(client, f"/persons/{person.code}/")
    assert "Visa texten" in folded, "the page itself works"
    for address in (f"/persons/{person.code}/{OPENS}", f"/api/v1/persons/{person.code}/{OPENS}"):
        caplog.clear()
        with caplog.at_level(logging.ERROR, logger="nsp.fault"):
            told = _get(client, address, 500)
        assert not any(text in told for text in ("Första texten.", "Saknar boende.", "Via jouren."))
        assert "fault CannotOpen" in caplog.text and "Första" not in caplog.text
        assert ("Texten går inte att öppna." in told) or '"code": "cannot_open"' in told
    assert _events("SEE_PERSON")[-1][0] == "FAILED"


def test_text_that_was_moved_to_another_person_does_not_open(signed_in: SignIn, alma: Viewer) -> None:
    one, other = identified(alma, at=now(), story="Den enas."), identified(alma, at=now(), story="Den andras.")
    with acting_as(system("test")), connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE cases_identification SET story = (SELECT story FROM cases_identification WHERE person_id = %s)"
            " WHERE person_id = %s",
            [one.pk, other.pk],
        )
    client = signed_in("alma")
    client.raise_request_exception = False
    assert "Den enas." in _get(client, f"/persons/{one.code}/{OPENS}")
    assert "Den enas." not in _get(client, f"/persons/{other.code}/{OPENS}", 500)


def test_the_person_is_found_by_the_whole_file_number_and_by_nothing_less(signed_in: SignIn, alma: Viewer) -> None:
    person = identified(alma, at=now(), file_number="L-2026/17")
    for typed, finds in (("L-2026/17", True), (" l-2026/17 ", True), ("L-2026/1", False), ("2026/17", False)):
        for address in ("/search/", "/identifications/new/"):
            found = signed_in("bo").post(address, {"q": typed}).content.decode()
            assert (person.code in found) == finds, (typed, address)
            assert person.code not in signed_in("cia").post(address, {"q": typed}).content.decode()
    assert person.code not in signed_in("dag").post("/search/", {"q": "L-2026/17"}).content.decode()
