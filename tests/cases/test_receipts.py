"""What a cooperating actor keeps of what it handed over: its own words and a status, and no way to the person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import Outbox
from audit.record import handlers_of
from cases.models import HandOver, Identification, Person, Receipt
from tests.cases.typed import typed


@pytest.fixture
def sent(signed_in: Callable[[str], Client]) -> str:
    """The address of the page that Frej comes to when the form is sent."""
    form = f"/identifications/new/{uuid4()}/"
    said = typed(story="Mötte personen vid stationen.", safe_contact="Via kuratorn.", county="12")
    return str(signed_in("frej").post(form, said)["Location"])


def _tell() -> None:
    with acting_as(system("test")):
        for event in Outbox.objects.order_by("at"):
            for handler in handlers_of(event.event):
                if handler.__module__ == "cases.handlers":
                    handler(event)


def test_it_holds_everything_that_was_answered_in_words(sent: str, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("frej").get(sent).content.decode()
    for words in ("Mötte personen vid stationen.", "Via kuratorn.", "Skåne län", "Orimliga tider", "18 år eller äldre"):
        assert words in page


def test_the_number_in_the_actors_own_file_stays_with_the_actor(signed_in: Callable[[str], Client]) -> None:
    frej = signed_in("frej")
    receipt = frej.post(f"/identifications/new/{uuid4()}/", typed(file_number="F-2026/17"))["Location"]
    assert "F-2026/17" in frej.get(receipt).content.decode()
    with acting_as(system("test")):
        errand = HandOver.objects.select_related("person").get()
        assert (errand.person.file_number.open(), errand.person.file_number_hash) == ("", None)
    signed_in("dag").post(f"/hand-overs/{errand.ref}/", {"actor": "A-LINDEN", "note": ""})
    alma = signed_in("alma")
    alma.post(f"/hand-overs/{errand.ref}/accept/")
    page = alma.get(f"/persons/{errand.person.code}/")
    assert page.status_code == 200
    assert "F-2026/17" not in page.content.decode()


def test_it_leads_nowhere_to_the_person(sent: str, signed_in: Callable[[str], Client], dag: Viewer) -> None:
    with acting_as(dag):
        person, met = Person.objects.get(), Identification.objects.get()
        errand = HandOver.objects.get()
    client = signed_in("frej")
    for address in (sent, "/receipts/", "/"):
        page = client.get(address).content.decode()
        for secret in (person.code, person.code_name, met.ref, errand.ref, str(person.pk)):
            assert secret not in page, address
    for closed in (f"/persons/{person.code}/", f"/identifications/{met.ref}/", f"/hand-overs/{errand.ref}/"):
        assert client.get(closed).status_code == 404, closed


def test_its_sender_sees_no_row_about_the_person_in_the_database(sent: str, frej: Viewer) -> None:
    with acting_as(frej):
        assert not Person.objects.exists()
        assert not Identification.objects.exists()
        assert not HandOver.objects.exists()
        assert Receipt.objects.count() == 1


def test_only_the_actor_that_handed_over_reads_it(sent: str, signed_in: Callable[[str], Client]) -> None:
    for who in ("alma", "cia", "dag", "eva", "olle"):
        client = signed_in(who)
        foreign, missing = client.get(sent), client.get("/receipts/K-ZZZZ-ZZZZ/")
        assert foreign.status_code == missing.status_code == 404, who
        assert client.get("/receipts/").status_code == 404, who


def test_the_text_is_sealed_under_a_key_of_its_own(sent: str, frej: Viewer) -> None:
    with acting_as(frej), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_receipt")
        assert b"stationen" not in bytes(cursor.fetchone()[0])


def test_its_status_follows_and_the_page_says_what_it_means(sent: str, signed_in: Callable[[str], Client]) -> None:
    frej, dag = signed_in("frej"), signed_in("dag")
    assert "Tack. Samordnarna har tagit emot det." in frej.get(sent).content.decode()
    later = sent.split("?")[0]
    assert "Mottagen" in frej.get(later).content.decode()
    with acting_as(system("test")):
        ref = HandOver.objects.get().ref
    dag.post(f"/hand-overs/{ref}/", {"actor": "A-LINDEN", "note": ""})
    _tell()
    page = frej.get(later).content.decode()
    assert "Skickad vidare" in page
    assert "Linden" not in page
    signed_in("alma").post(f"/hand-overs/{ref}/accept/")
    _tell()
    closed = frej.get(later).content.decode()
    assert "Avslutad" in closed
    assert "Det säger inget om hur personen har det" in closed


def test_the_same_form_sent_twice_is_one_hand_over(signed_in: Callable[[str], Client], dag: Viewer) -> None:
    client, form = signed_in("frej"), f"/identifications/new/{uuid4()}/"
    assert client.post(form, typed())["Location"] == client.post(form, typed())["Location"]
    with acting_as(dag):
        assert (Person.objects.count(), HandOver.objects.count()) == (1, 1)
