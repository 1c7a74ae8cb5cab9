"""What the person says yes to, and takes back: what rests on it ends in the same moment, in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.models import ConsentGiven, Person, PoliceReport, Share
from cases.models.choices import ReportMade
from cases.models.consent import Consented, HowSaid
from cases.selectors.consent import consent_page
from cases.selectors.sharing import access_page
from cases.services import consent, sharing, transfer
from cases.services.facts import state_police_report
from tests.days import AHEAD
from tests.factories import agreed, consents, identified, share_with
from tests.sameness import said

SignIn = Callable[[str], Client]


def given(person: Person, by: Viewer, **what: Any) -> str:
    with acting_as(by):
        return consents(person.code, by, **what)


def to_noor(person: Person, by: Viewer, **what: Any) -> str:
    return given(person, by, what=Consented.SHARE, actor="A-NOOR", **what)


def shared_on(person: Person, by: Viewer, consent_ref: str, *, days: int = 5) -> Share:
    until = today() + timedelta(days=days)
    with acting_as(by):
        return sharing.share(person.code, "A-NOOR", until=until, may_write=True, consent=consent_ref, by=by, at=now())


def _guests(person: Person, by: Viewer) -> list[str]:
    with acting_as(by):
        return [guest.actor for guest in access_page(by, person.code, on=today()).guests]


def sees(viewer: Viewer, person: Person) -> bool:
    with acting_as(viewer):
        return Person.objects.filter(pk=person.pk).exists()


def test_taken_back_it_ends_every_share_that_rests_on_it_in_the_same_moment(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    ref = to_noor(person, alma)
    shared_on(person, alma, ref)
    with acting_as(alma):
        share_with(person.code, "A-ANKARET", alma, until=today())
    assert (sees(cia, person), _guests(person, alma)) == (True, ["Ankaret", "Noor"])
    with acting_as(alma):
        done = consent.withdraw(person.code, ref, by=alma, at=now())
        assert done.ended == ("Noor",)
    assert (sees(cia, person), _guests(person, alma)) == (False, ["Ankaret"]), "what rests on another goes on"
    with acting_as(alma), pytest.raises(WrongState) as refused:
        consent.withdraw(person.code, ref, by=alma, at=now())
    assert refused.value.is_done


def test_who_wrote_in_an_open_form_writes_no_more_once_the_consent_is_taken_back(
    alma: Viewer, cia: Viewer, signed_in: SignIn
) -> None:
    person = identified(alma, at=now())
    ref = to_noor(person, alma)
    shared_on(person, alma, ref)
    guest, address = signed_in("cia"), f"/persons/{person.code}/police-report/"
    assert guest.get(address).status_code == 200
    with acting_as(alma):
        consent.withdraw(person.code, ref, by=alma, at=now())
    late, missing = (guest.post(where, {"made": "NO"}) for where in (address, "/persons/ZZZZ-99/police-report/"))
    assert (late.status_code, said(late)) == (404, said(missing))
    with acting_as(cia), pytest.raises(NotFound):
        state_police_report(person.code, ReportMade.NO, on=None, by=cia, at=now())
    with acting_as(alma):
        assert not PoliceReport.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"what": "TRUST"}, "what"),
        ({"language": "klingon"}, "language"),
        ({"how": "SIGNED"}, "how"),
        ({"on": AHEAD}, "on"),
        ({"until": today() - timedelta(days=1)}, "until"),
        ({"until": today() + timedelta(days=4000)}, "until"),
        ({"what": "SHARE", "actor": ""}, "actor"),
        ({"what": "SHARE", "actor": "A-LINDEN"}, "actor"),
        ({"what": "OTHER"}, "note"),
        ({"note": "Ring 070-174 06 35"}, "note"),
    ],
)
def test_a_consent_that_makes_no_sense_is_not_noted(alma: Viewer, what: dict[str, Any], field: str) -> None:
    person = identified(alma, at=now())
    with pytest.raises(Invalid) as refused:
        given(person, alma, **what)
    assert list(refused.value.fields) == [field]


def test_a_share_rests_on_a_consent_to_just_that_actor_which_holds_as_long(alma: Viewer) -> None:
    person, other = identified(alma, at=now()), identified(alma, at=now())
    police, short = given(person, alma), to_noor(person, alma, until=today() + timedelta(days=2))
    to_ankaret = given(person, alma, what=Consented.SHARE, actor="A-ANKARET")
    elsewhere, gone = to_noor(other, alma), to_noor(person, alma)
    with acting_as(alma):
        consent.withdraw(person.code, gone, by=alma, at=now())
    for ref in (police, to_ankaret, elsewhere, gone, "Y-NONE"):
        with pytest.raises(Invalid) as refused:
            shared_on(person, alma, ref)
        assert list(refused.value.fields) == ["consent"]
    with pytest.raises(Invalid) as refused:
        shared_on(person, alma, short, days=3)
    assert list(refused.value.fields) == ["until"]
    how: dict[str, Any] = {"until": today() + timedelta(days=3), "may_write": False}
    with acting_as(alma), pytest.raises(Invalid) as refused:
        sharing.share(person.code, "A-NOOR", **how, consent=agreed(today()), by=alma, at=now())
    assert list(refused.value.fields) == ["until"]
    shared_on(person, alma, short, days=2)


def test_the_database_refuses_a_share_without_a_consent_that_holds(alma: Viewer) -> None:
    person = identified(alma, at=now())
    short = to_noor(person, alma, until=today())
    noor = Actor.objects.get(ref="A-NOOR")
    with acting_as(alma):
        key = ConsentGiven.objects.get(ref=short).pk
        police = ConsentGiven.objects.get(ref=consents(person.code, alma)).pk
    sql = "SELECT nsp_share(%s, 'D-1', %s, %s, nsp_today() + 1, true, %s, now())"
    for rests_on in (None, uuid4(), police, key):
        with pytest.raises(DatabaseError, match="no consent"), acting_as(alma), connection.cursor() as cursor:
            cursor.execute(sql, [uuid4(), person.pk, noor.pk, rests_on])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nsp_withdraw(%(consent)s, now())",
        "UPDATE cases_consentgiven SET until = NULL, withdrawn_at = NULL",
        "DELETE FROM cases_consentgiven",
    ],
)
@pytest.mark.parametrize("who", ["cia", "frej", "dag"])
def test_by_sql_nobody_but_the_responsible_actor_takes_a_consent_back_and_nobody_changes_one(
    sql: str, who: str, alma: Viewer, request: pytest.FixtureRequest
) -> None:
    person = identified(alma, at=now())
    shared_on(person, alma, to_noor(person, alma))
    with acting_as(alma):
        key = ConsentGiven.objects.get(person=person).pk
    with pytest.raises(DatabaseError), acting_as(request.getfixturevalue(who)), connection.cursor() as cursor:
        cursor.execute(sql, {"consent": key})


def test_the_guest_reads_the_consents_and_writes_none(alma: Viewer, cia: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    ref = to_noor(person, alma)
    shared_on(person, alma, ref)
    pages = [f"/persons/{person.code}/consents/{tail}" for tail in ("", "new/", f"{ref}/withdraw/")]
    assert [signed_in("cia").get(page).status_code for page in pages] == [200, 404, 404]
    assert [signed_in("bo").get(page).status_code for page in pages] == [200] * 3
    assert [signed_in("dag").get(page).status_code for page in pages] == [200, 404, 404]
    with acting_as(cia), pytest.raises(NotFound):
        consents(person.code, cia)


def test_the_page_says_before_what_ends_and_after_since_when(alma: Viewer, cia: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    browser, list_page = signed_in("alma"), f"/persons/{person.code}/consents/"
    form = {"what": "SHARE", "actor": "A-NOOR", "language": "swe", "how": "ORAL", "on": today().isoformat()}
    assert browser.post(f"{list_page}new/", form).status_code == 302
    with acting_as(alma):
        ref = ConsentGiven.objects.get(person=person).ref
    shared_on(person, alma, ref)
    page = browser.get(list_page).content.decode()
    assert "Noor ser personen tack vare det." in page
    asked = browser.get(f"{list_page}{ref}/withdraw/").content.decode()
    assert "Noor (1 medarbetare) ser inte personen längre." in asked
    assert sees(cia, person), "shown, not done"
    done = browser.post(f"{list_page}{ref}/withdraw/", follow=True).content.decode()
    assert "Noor ser inte personen längre sedan" in done
    assert not sees(cia, person)
    again = browser.post(f"{list_page}{ref}/withdraw/", follow=True).content.decode()
    assert "Samtycket var redan återkallat." in again
    with acting_as(alma):
        after = consent_page(alma, person.code, on=today())
    assert [row.ref for row in after.withdrawn] == [ref]


@pytest.mark.django_db(transaction=True)
def test_a_share_from_before_consents_is_marked_and_is_something_to_do(alma: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    shared_on(person, alma, to_noor(person, alma))
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_share SET consent_id = NULL")
    browser = signed_in("alma")
    for page in (f"/persons/{person.code}/access/", f"/persons/{person.code}/consents/"):
        assert "amtycke saknas" in browser.get(page).content.decode()
    assert "Fråga efter samtycke till delningen med Noor" in browser.get(f"/persons/{person.code}/").content.decode()


def test_what_runs_out_is_told_apart_and_carries_no_share(alma: Viewer) -> None:
    person = identified(alma, at=now())
    ref = to_noor(person, alma, until=today())
    with acting_as(alma):
        tomorrow = consent_page(alma, person.code, on=today() + timedelta(days=1))
    assert ([row.ref for row in tomorrow.ran_out], tomorrow.holds) == ([ref], ())


def test_through_the_api(alma: Viewer, cia: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    client, about = signed_in("alma"), f"/api/v1/persons/{person.code}"
    yes = {"what": "SHARE", "actor": "A-NOOR", "language": "swe", "how": HowSaid.ORAL, "on": today().isoformat()}
    made = client.post(f"{about}/consents/give/", yes, content_type="application/json")
    assert made.status_code == 201
    share = {"actor": "A-NOOR", "until": today().isoformat(), "consent": made.json()["ref"]}
    assert client.post(f"{about}/share/", share, content_type="application/json").status_code == 200
    assert signed_in("cia").get(f"{about}/consents/").json()["holds"][0]["rests"] == ["Noor"]
    ended = client.post(f"{about}/consents/{made.json()['ref']}/withdraw/")
    assert ended.json() == {"ended": ["Noor"], "asked": []}
    assert signed_in("cia").get(f"{about}/consents/").status_code == 404
    refused = client.post(f"{about}/share/", share, content_type="application/json")
    assert refused.status_code == 422


def test_nothing_is_left_of_what_was_only_shown(alma: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    form = {"actor": "A-NOOR", "level": "read", "until": today().isoformat()}
    form |= {"consent": "new", "language": "swe", "how": "ORAL"}
    page = signed_in("alma").post(f"/persons/{person.code}/share/", form)
    assert page.status_code == 200
    with acting_as(alma):
        assert not ConsentGiven.objects.filter(person=person).exists()
        assert not Share.objects.filter(person=person).exists()
    changed = signed_in("alma").post(f"/persons/{person.code}/share/", form | {"step": "change"}).content.decode()
    assert f'value="{today().isoformat()}"' in changed


def test_a_program_hears_too_who_is_no_longer_asked(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    yes = consent.ConsentSaid("TRANSFER", "swe", HowSaid.ORAL, today())
    with acting_as(alma):
        row = transfer.offer(person.code, transfer.Offered("A-NOOR", "REST", yes), by=alma, at=now())
        ref = row.consent.ref if row.consent else ""
    done = signed_in("alma").post(f"/api/v1/persons/{person.code}/consents/{ref}/withdraw/")
    assert done.json() == {"ended": [], "asked": ["Noor"]}
