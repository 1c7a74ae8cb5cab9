"""Somebody moves over to another certified actor: asked without name or code, accepted there, and gone from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.models import Actor
from accounts.viewer import Viewer, system
from audit.models import Outbox
from cases.models import Person, Restriction, Share, TransferOffer
from cases.models.consent import HowSaid
from cases.models.transfer import Errand, WhyNot, WithoutConsent
from cases.services import consent, sharing, transfer
from cases.services.consent import ConsentSaid
from cases.services.details import OwnFile, write_own
from cases.services.transfer import Offered
from cases.states import TransferState
from certification.models import Certification
from reminders.models import Notice
from tests.factories import confirmed_case, consents, draft_request, identified, share_with
from tests.reminders.helpers import hand_on
from tests.sameness import said

SignIn = Callable[[str], Client]
WORDS = "Behöver en plats långt från Stockholm."


def offered(person: Person, by: Viewer, **what: Any) -> TransferOffer:
    yes = ConsentSaid("TRANSFER", "swe", HowSaid.ORAL, today())
    given: dict[str, Any] = {"actor": "A-NOOR", "errand": Errand.REST, "consent": yes, "words": WORDS}
    with acting_as(by):
        return transfer.offer(person.code, Offered(**(given | what)), by=by, at=now())


def accepted(row: TransferOffer, by: Viewer) -> Person:
    with acting_as(by):
        return transfer.accept(row.ref, lambda viewer, offer: b"%PDF-extract", by=by, at=now())


def sees(viewer: Viewer, person: Person) -> bool:
    with acting_as(viewer):
        return Person.objects.filter(pk=person.pk).exists()


def state(row: TransferOffer) -> str:
    with acting_as(system("test")):
        return TransferOffer.objects.get(pk=row.pk).state


def test_it_moves_in_one_moment_and_nothing_of_it_is_left_behind(
    alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer
) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        write_own(person.code, OwnFile(placement="Blå", file_number="2026-17"), by=alma, at=now())
        share_with(person.code, "A-ANKARET", alma, until=today() + timedelta(days=9))
    with acting_as(maj):
        sharing.restrict(person.code, [alma.id], caseworker=alma.id, by=maj, at=now())
    row = offered(person, alma)
    assert (sees(alma, person), sees(cia, person)) == (True, False), "asked is not seen"
    moved = accepted(row, cia)
    assert [sees(one, person) for one in (alma, bo, maj, cia)] == [False, False, False, True]
    with acting_as(cia):
        here = Person.objects.get(pk=person.pk)
        assert (here.responsible_actor_id, here.caseworker_id) == (row.to_actor_id, cia.id)
        assert (bool(here.placement), bool(here.file_number), here.file_number_hash) == (False, False, None)
        assert not Share.objects.filter(person=person, ended_at=None).exists()
        assert not Restriction.objects.filter(person=person, ended_at=None).exists()
    assert moved.code == person.code
    with acting_as(system("test")):
        told = Outbox.objects.get(event="SHARE_ENDED", person_id=person.pk)
        assert told.facts["to_actor"] == str(Actor.objects.get(ref="A-ANKARET").pk), "whoever saw it by a share is told"


def test_who_is_asked_reads_who_asks_and_what_is_said_and_nothing_of_the_person(
    alma: Viewer, cia: Viewer, signed_in: SignIn
) -> None:
    person = identified(alma, at=now())
    row = offered(person, alma)
    hand_on(now())
    browser = signed_in("cia")
    pages = [browser.get(page).content.decode() for page in ("/", "/notices/", f"/transfers/{row.ref}/")]
    assert all("Linden" in page for page in pages)
    assert WORDS in pages[2]
    api = [browser.get(f"/api/v1/transfers/{tail}").content.decode() for tail in ("", f"{row.ref}/")]
    for page in (*pages, *api):
        assert person.code not in page
        assert person.code.replace("-", "‑") not in page
        assert person.code_name not in page
        assert str(person.pk) not in page


def test_nobody_else_finds_the_offer(alma: Viewer, signed_in: SignIn) -> None:
    row = offered(identified(alma, at=now()), alma)
    for who in ("alma", "maj", "dag", "frej", "eva"):
        browser = signed_in(who)
        for page in ("/transfers/{}/", "/transfers/{}/accept/", "/api/v1/transfers/{}/"):
            here, missing = (browser.get(page.format(ref)) for ref in (row.ref, "X-NONE"))
            assert (here.status_code, said(here)) == (missing.status_code, said(missing))
            assert here.status_code == 404, (who, page)


def test_it_is_refused_with_a_reason_and_what_was_said_is_destroyed(
    alma: Viewer, cia: Viewer, signed_in: SignIn
) -> None:
    person = identified(alma, at=now())
    row = offered(person, alma)
    browser = signed_in("cia")
    assert browser.post(f"/transfers/{row.ref}/", {}).status_code == 422
    assert browser.post(f"/transfers/{row.ref}/", {"why": WhyNot.FULL}).status_code == 302
    assert browser.get(f"/transfers/{row.ref}/").status_code == 404
    page = signed_in("alma").get(f"/persons/{person.code}/transfer/").content.decode()
    assert "sa nej: det finns ingen plats" in page
    with acting_as(alma):
        assert not TransferOffer.objects.get(pk=row.pk).words
    with acting_as(cia), pytest.raises(NotFound):
        transfer.accept(row.ref, lambda *_: b"", by=cia, at=now())
    assert offered(person, alma).ref != row.ref, "and can be asked again"


def test_it_is_taken_back_until_it_is_answered(alma: Viewer, cia: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    row, browser = offered(person, alma), signed_in("alma")
    address = f"/persons/{person.code}/transfer/{row.ref}/take-back/"
    assert signed_in("cia").post(address).status_code == 404
    assert browser.post(address).status_code == 302
    assert signed_in("cia").get(f"/transfers/{row.ref}/").status_code == 404
    assert "besvarades eller upphörde under tiden" in browser.post(address, follow=True).content.decode()


def test_it_runs_out_after_seven_days(alma: Viewer, cia: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    row = offered(identified(alma, at=now()), alma)
    late = today() + timedelta(days=8)
    with acting_as(cia, on=late), pytest.raises(NotFound):
        transfer.accept(row.ref, lambda *_: b"", by=cia, at=now() + timedelta(days=8))
    with acting_as(system("test"), on=late):
        sharing.tidy()
    assert state(row) == TransferState.EXPIRED


def test_a_yes_that_is_taken_back_ends_the_offer(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        yes = consents(person.code, alma, what="TRANSFER", actor="A-NOOR")
    row = offered(person, alma, consent=yes)
    with acting_as(alma):
        assert consent.withdraw(person.code, yes, by=alma, at=now()).asked == ("Noor",)
    assert state(row) == TransferState.TAKEN_BACK
    with acting_as(cia), pytest.raises(NotFound):
        transfer.accept(row.ref, lambda *_: b"", by=cia, at=now())
    assert sees(alma, person)


def test_without_a_yes_only_for_a_reason(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    with pytest.raises(Invalid) as refused:
        offered(person, alma, consent=None)
    assert list(refused.value.fields) == ["consent"]
    row = offered(person, alma, consent=None, without_consent=WithoutConsent.DANGER)
    accepted(row, cia)
    assert sees(cia, person)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"actor": "A-LINDEN"}, "actor"),
        ({"actor": "A-FRISTADEN"}, "actor"),
        ({"errand": "LUNCH"}, "errand"),
        ({"consent": "Y-NONE"}, "consent"),
        ({"words": "Ring 070-174 06 35"}, "words"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(alma: Viewer, what: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        offered(identified(alma, at=now()), alma, **what)
    assert list(refused.value.fields) == [field]


def test_an_actor_whose_certification_has_run_out_takes_nobody_over(alma: Viewer, cia: Viewer, dag: Viewer) -> None:
    person = identified(alma, at=now())
    row = offered(person, alma)
    with acting_as(dag):
        Certification.objects.filter(actor_id=row.to_actor_id).update(suspended_on=today())
    with acting_as(cia), pytest.raises(Invalid):
        transfer.accept(row.ref, lambda *_: b"", by=cia, at=now())
    assert (sees(alma, person), sees(cia, person), state(row)) == (True, False, TransferState.OPEN)
    with pytest.raises(WrongState):
        offered(person, alma)


def test_what_is_on_its_way_or_not_reported_back_is_in_the_way(
    alma: Viewer, cia: Viewer, dag: Viewer, signed_in: SignIn
) -> None:
    draft = draft_request(alma, at=now())
    case = confirmed_case(alma, dag, at=now() - timedelta(hours=3))
    with acting_as(alma):
        asks, has = Person.objects.get(pk=draft.person_id), Person.objects.get(pk=case.person_id)
    for person, what in ((asks, "Ansökan"), (has, "avsluta och redovisa")):
        with pytest.raises(Invalid):
            offered(person, alma)
        page = signed_in("alma").get(f"/persons/{person.code}/transfer/").content.decode()
        assert what in page
        assert "Fråga dem" not in page
    met = identified(alma, at=now())
    row = offered(met, alma)
    draft_request(alma, at=now(), person=met)
    with acting_as(cia), pytest.raises(Invalid):
        transfer.accept(row.ref, lambda *_: b"", by=cia, at=now())
    assert sees(alma, met), "nothing moved"


def test_who_had_a_form_open_finds_nothing_after_the_move(alma: Viewer, cia: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    row, browser, address = offered(person, alma), signed_in("alma"), f"/persons/{person.code}/police-report/"
    assert browser.get(address).status_code == 200
    accepted(row, cia)
    late, missing = (browser.post(where, {"made": "NO"}) for where in (address, "/persons/ZZZZ-99/police-report/"))
    assert (late.status_code, said(late)) == (404, said(missing))


def test_through_the_pages_with_the_extract_that_is_taken_out_once(
    alma: Viewer, cia: Viewer, maj: Viewer, signed_in: SignIn
) -> None:
    person = identified(alma, at=now())
    sender, asked, manager = signed_in("alma"), signed_in("cia"), signed_in("maj")
    form = {"actor": "A-NOOR", "errand": "REST", "words": WORDS, "consent": "new", "language": "swe", "how": "ORAL"}
    address = f"/persons/{person.code}/transfer/"
    shown = sender.post(address, form).content.decode()
    assert "Efter detta ser Noor (1 medarbetare) personen: läser och skriver." in shown
    assert "Du ser inte personen längre." in shown
    with acting_as(alma):
        assert not TransferOffer.objects.exists(), "shown, not done"
    assert sender.post(address, form | {"step": "do"}).status_code == 302
    with acting_as(alma):
        ref = TransferOffer.objects.get().ref
    assert "Noor är tillfrågad om att ta över personen" in sender.get("/").content.decode()
    done = asked.post(f"/transfers/{ref}/accept/")
    assert (done.status_code, done["Location"]) == (302, f"/persons/{person.code}/")
    assert asked.get(done["Location"]).status_code == 200
    assert sender.get(f"/persons/{person.code}/").status_code == 404
    assert [who.post(f"/extracts/{ref}/").status_code for who in (sender, asked)] == [404, 404]
    assert "Ta ut underlaget om en person som har flyttats till Noor" in manager.get("/").content.decode()
    listed = manager.get("/extracts/").content.decode()
    assert person.code not in listed
    file = manager.post(f"/extracts/{ref}/")
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
    assert manager.post(f"/extracts/{ref}/").status_code == 404
    assert "uttaget" in manager.get("/extracts/").content.decode()
    with acting_as(maj):
        assert not TransferOffer.objects.get(ref=ref).extract


def test_the_extract_waits_fourteen_days(alma: Viewer, cia: Viewer, maj: Viewer) -> None:
    row = offered(identified(alma, at=now()), alma)
    accepted(row, cia)
    late = today() + timedelta(days=15)
    with acting_as(maj, on=late), pytest.raises(NotFound):
        transfer.take_extract(row.ref, by=maj, at=now() + timedelta(days=15))
    with pytest.raises(DatabaseError), acting_as(maj, on=late), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_take_extract(%s, now())", [row.pk])
    with acting_as(system("test"), on=late):
        sharing.tidy()
        assert not TransferOffer.objects.get(pk=row.pk).extract


@pytest.mark.parametrize("who", ["alma", "bo", "frej", "dag"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nsp_take_over(%(offer)s, now())",
        "SELECT nsp_end_offer(%(offer)s, 'REFUSED', 'FULL', now())",
        "SELECT nsp_end_offer(%(offer)s, 'ACCEPTED', '', now())",
        "SELECT nsp_leave_extract(%(offer)s, 'x', nsp_today(), now())",
        "SELECT nsp_take_extract(%(offer)s, now())",
        "SELECT nsp_offer_stands(%(offer)s)",
        "UPDATE cases_transferoffer SET to_actor_id = from_actor_id",
        "DELETE FROM cases_transferoffer",
    ],
)
def test_by_sql_nobody_but_who_is_asked_moves_anybody(
    sql: str, who: str, alma: Viewer, request: pytest.FixtureRequest
) -> None:
    row = offered(identified(alma, at=now()), alma)
    viewer: Viewer = request.getfixturevalue(who)
    if who == "dag" and sql.startswith("UPDATE"):
        with acting_as(viewer), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 0
        return
    with pytest.raises(DatabaseError), acting_as(viewer), connection.cursor() as cursor:
        cursor.execute(sql, {"offer": row.pk})


def test_a_guest_who_writes_moves_nobody(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    with pytest.raises(NotFound):
        offered(person, cia, actor="A-ANKARET")


def test_the_notices_name_nobody_and_go_when_they_are_answered(alma: Viewer, cia: Viewer) -> None:
    row = offered(identified(alma, at=now()), alma)
    hand_on(now())
    with acting_as(cia):
        (notice,) = Notice.objects.filter(kind="TRANSFER_OFFERED")
        assert notice.person_id is None
    accepted(row, cia)
    hand_on(now())
    with acting_as(alma):
        assert Notice.objects.filter(kind="TRANSFER_ANSWERED").count() == 1
