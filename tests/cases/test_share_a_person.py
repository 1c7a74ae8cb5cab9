"""The responsible actor lets another see a person, or see and write, until a day; the database holds it to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.models import Actor, User
from accounts.viewer import Viewer, system
from cases.models import Person, PersonGroupObjectPermission, PoliceReport, Share
from cases.models.choices import ReportMade
from cases.selectors.sharing import access_page
from cases.services import sharing
from cases.services.facts import state_police_report
from reminders.models import Notice
from tests.factories import identified, share_with
from tests.reminders.helpers import hand_on
from tests.sameness import said
from tests.signing import has_an_app, signed_in_client

SignIn = Callable[[str], Client]
YES = {"consent": "new", "language": "swe", "how": "ORAL"}


def shared(person: Person, by: Viewer, *, may_write: bool = False, days: int = 10, actor: str = "A-NOOR") -> Share:
    with acting_as(by):
        until = today() + timedelta(days=days)
        return share_with(person.code, actor, by, until=until, may_write=may_write)


def sees(viewer: Viewer, person: Person, *, in_days: int = 0) -> bool:
    with acting_as(viewer, on=today() + timedelta(days=in_days)):
        return Person.objects.filter(pk=person.pk).exists()


def test_the_other_actor_sees_through_the_last_day_and_not_the_day_after(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    assert not sees(cia, person)
    shared(person, alma, days=3)
    assert [sees(cia, person, in_days=n) for n in (0, 3, 4)] == [True, True, False]


def test_who_reads_does_not_write_and_who_writes_does(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    with acting_as(cia), pytest.raises(NotFound):
        state_police_report(person.code, ReportMade.NO, on=None, by=cia, at=now())
    shared(person, alma, may_write=True)
    with acting_as(cia):
        state_police_report(person.code, ReportMade.NO, on=None, by=cia, at=now())
    shared(person, alma)  # sharing again replaces, also with less
    with acting_as(cia), pytest.raises(NotFound):
        state_police_report(person.code, ReportMade.NO, on=None, by=cia, at=now())


def test_a_share_that_is_ended_shows_nothing_from_the_same_moment(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    row = shared(person, alma)
    with acting_as(alma):
        sharing.stop_sharing(person.code, row.ref, by=alma, at=now())
    assert not sees(cia, person)
    with acting_as(alma), pytest.raises(WrongState) as refused:
        sharing.stop_sharing(person.code, row.ref, by=alma, at=now())
    assert refused.value.is_done


def test_who_was_let_in_lets_nobody_else_in(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    row = shared(person, alma, may_write=True)
    with acting_as(cia), pytest.raises(NotFound):
        share_with(person.code, "A-ANKARET", cia, until=today())
    with acting_as(cia), pytest.raises(NotFound):
        sharing.stop_sharing(person.code, row.ref, by=cia, at=now())


@pytest.mark.parametrize(
    ("actor", "days", "field"),
    [
        ("A-LINDEN", 1, "actor"),
        ("A-FRISTADEN", 1, "actor"),
        ("nobody", 1, "actor"),
        ("A-NOOR", -1, "until"),
        ("A-NOOR", 366, "until"),
    ],
)
def test_a_share_that_makes_no_sense_is_refused(alma: Viewer, actor: str, days: int, field: str) -> None:
    person = identified(alma, at=now())
    with pytest.raises(Invalid) as refused:
        shared(person, alma, actor=actor, days=days)
    assert list(refused.value.fields) == [field]


def test_a_guest_takes_nobody_on_whom_the_responsible_actor_let_go(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma, may_write=False)
    noor, linden = Actor.objects.get(ref="A-NOOR"), Actor.objects.get(ref="A-LINDEN")
    with acting_as(alma), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_revoke(%s, %s)", [person.pk, linden.group_id])
    with pytest.raises(DatabaseError), acting_as(cia), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_take_on(%s, %s)", [person.pk, noor.group_id])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nsp_share(gen_random_uuid(), 'D-1', %(person)s, %(guest)s, nsp_today() + 9, true, NULL, now())",
        "SELECT nsp_unshare(%(person)s, %(home)s, now())",
        "SELECT nsp_end_share(%(person)s, %(home)s, now())",
        "SELECT nsp_restrict(gen_random_uuid(), 'B-1', %(person)s, 'x', ARRAY[nsp_user()], now())",
        "SELECT nsp_lift(%(person)s, now())",
        "SELECT nsp_tidy()",
        "SELECT nsp_home(%(person)s)",
        "SELECT nsp_take_on(%(person)s, %(group)s)",
        "INSERT INTO cases_share (id, ref, person_id, actor_id, may_write, since, until, by_id) "
        "VALUES (gen_random_uuid(), 'D-1', %(person)s, %(guest)s, true, now(), nsp_today(), nsp_user())",
        "UPDATE cases_share SET until = until + 300",
        "DELETE FROM cases_restriction",
    ],
)
@pytest.mark.parametrize("writes", [None, False, True])
def test_by_sql_neither_a_stranger_nor_a_guest_opens_anything(
    sql: str, writes: bool | None, alma: Viewer, cia: Viewer
) -> None:
    person = identified(alma, at=now())
    if writes is not None:
        shared(person, alma, may_write=writes)
    noor, linden = Actor.objects.get(ref="A-NOOR"), Actor.objects.get(ref="A-LINDEN")
    names: dict[str, Any] = {"person": person.pk, "guest": noor.pk, "home": linden.pk, "group": noor.group_id}
    with pytest.raises(DatabaseError), acting_as(cia), connection.cursor() as cursor:
        cursor.execute(sql, names)


def test_a_share_without_an_end_is_refused_by_the_database(alma: Viewer) -> None:
    person = identified(alma, at=now())
    noor = Actor.objects.get(ref="A-NOOR")
    with pytest.raises(DatabaseError), acting_as(alma), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_share(%s, 'D-1', %s, %s, NULL, true, NULL, now())", [uuid4(), person.pk, noor.pk])


def test_the_page_shows_who_sees_and_a_share_is_made_and_ended_there(
    signed_in: SignIn, alma: Viewer, cia: Viewer
) -> None:
    person = identified(alma, at=now())
    address = f"/persons/{person.code}/access/"
    browser, guest = signed_in("alma"), signed_in("cia")
    assert guest.get(address).status_code == 404
    assert "Inte delad med någon." in browser.get(address).content.decode()
    given = {"actor": "A-NOOR", "level": "read", "until": today().isoformat()} | YES
    before = browser.post(f"/persons/{person.code}/share/", given)
    assert "Efter detta ser Noor (1 medarbetare) personen: läser, till och med" in before.content.decode()
    assert guest.get(address).status_code == 404, "shown, not done"
    assert browser.post(f"/persons/{person.code}/share/", given | {"step": "do"}).status_code == 302
    page = browser.get(address).content.decode()
    assert "<b>Noor</b> läser" in page
    seen = guest.get(address).content.decode()
    assert "<b>Noor</b> läser" in seen
    assert "Avsluta delningen" not in seen
    assert guest.get(f"/persons/{person.code}/share/").status_code == 404
    with acting_as(alma):
        ref = Share.objects.get(person=person).ref
    assert browser.get(f"/persons/{person.code}/share/{ref}/end/").status_code == 200
    assert browser.post(f"/persons/{person.code}/share/{ref}/end/").status_code == 302
    assert guest.get(address).status_code == 404
    again = browser.post(f"/persons/{person.code}/share/{ref}/end/", follow=True)
    assert "Delningen var redan avslutad." in again.content.decode()


def test_to_share_asks_for_a_fresh_second_factor_and_to_end_it_does_not(alma: Viewer, users: dict[str, User]) -> None:
    person = identified(alma, at=now())
    row = shared(person, alma)
    has_an_app(users["alma"])
    browser = signed_in_client(users["alma"], ago=11 * 60)
    given = {"actor": "A-NOOR", "level": "write", "until": today().isoformat()} | YES
    asked = browser.post(f"/persons/{person.code}/share/", given)
    assert asked.status_code == 403
    assert 'name="until"' in asked.content.decode()
    assert browser.post(f"/persons/{person.code}/share/{row.ref}/end/").status_code == 302


def test_a_share_that_ran_out_between_two_clicks_is_like_a_person_who_does_not_exist(
    signed_in: SignIn, alma: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = identified(alma, at=now())
    shared(person, alma, may_write=True, days=0)
    guest, address = signed_in("cia"), f"/persons/{person.code}/police-report/"
    assert guest.get(address).status_code == 200
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("accounts.clock.today", lambda: tomorrow)
    answers = [guest.post(where, {"made": "NO"}) for where in (address, "/persons/ZZZZ-99/police-report/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert said(answers[0]) == said(answers[1])
    with acting_as(alma):
        assert not PoliceReport.objects.filter(person=person).exists()


def test_a_form_that_makes_no_sense_keeps_what_was_typed(signed_in: SignIn, alma: Viewer) -> None:
    person = identified(alma, at=now())
    yesterday = (today() - timedelta(days=1)).isoformat()
    given = {"actor": "A-NOOR", "level": "write", "until": yesterday} | YES
    page = signed_in("alma").post(f"/persons/{person.code}/share/", given)
    assert page.status_code == 422
    assert "Dagen har passerat." in page.content.decode()
    assert f'value="{yesterday}"' in page.content.decode()


def test_the_other_actor_is_told_and_told_when_it_ends(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    row = shared(person, alma)
    assert told(cia) == [("PERSON_SHARED", False)]
    with acting_as(alma):
        sharing.stop_sharing(person.code, row.ref, by=alma, at=now())
    assert sorted(told(cia)) == [("PERSON_SHARED", True), ("SHARE_ENDED", False)]


def test_what_ran_out_is_tidied_away_and_stays_shut(alma: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma, days=2)
    with acting_as(system("sweep"), on=today() + timedelta(days=3)):
        sharing.tidy()
        assert not PersonGroupObjectPermission.objects.filter(content_object=person).exclude(until=None).exists()
    assert not sees(cia, person)
    assert sees(alma, person)


def test_the_page_is_read_from_the_rights_themselves(alma: Viewer) -> None:
    """Whatever opened the person to an actor is shown, also where no share says so."""
    person = identified(alma, at=now())
    group = Actor.objects.get(ref="A-NOOR").group_id
    with acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_grant(%s, %s, %s, true)", [person.pk, group, today()])
    with acting_as(alma):
        page = access_page(alma, person.code, on=today())
    assert [(row.actor, row.may_write, row.share) for row in page.guests] == [("Noor", True, "")]


def told(viewer: Viewer) -> list[tuple[str, bool]]:
    """What the viewer has been told by now, and whether each is read."""
    hand_on(now())
    with acting_as(viewer):
        return [(row.kind, row.read_at is not None) for row in Notice.objects.filter(user_id=viewer.id)]
