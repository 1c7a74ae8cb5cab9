"""A manager names the only staff who see a person; the others see nothing, and the database holds it to that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.models import User
from accounts.viewer import Viewer, system, viewer_of
from audit.models import AccessEvent
from cases.models import Person, Restriction
from cases.selectors.sharing import restrictions
from cases.services import sharing
from tests.at_once import at_once
from tests.cases.test_share_a_person import sees, shared, told
from tests.factories import identified, share_with
from tests.signing import has_an_app, signed_in_client

SignIn = Callable[[str], Client]


def restricted(person: Person, by: Viewer, *named: Viewer) -> Restriction:
    with acting_as(by):
        sharing.restrict(person.code, [one.id for one in named], caseworker=named[0].id, by=by, at=now())
    return current(person)


def current(person: Person) -> Restriction:
    """The restriction that holds."""
    with acting_as(system("test")):
        return Restriction.objects.get(person=person, ended_at=None)


def test_only_the_named_see_and_the_manager_who_is_not_named_does_not(
    alma: Viewer, bo: Viewer, maj: Viewer, dag: Viewer
) -> None:
    person = identified(alma, at=now())
    assert sees(bo, person)
    assert sees(maj, person)
    restricted(person, maj, alma)
    assert [sees(one, person) for one in (alma, bo, maj, dag)] == [True, False, False, True]


def test_the_manager_names_others_without_seeing_the_person(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    row = restricted(person, maj, alma)
    with acting_as(maj):
        assert [(one.code, one.names) for one in restrictions(maj)] == [(person.code, ("Alma Lind",))]
        sharing.rename(row.ref, [bo.id], caseworker=bo.id, by=maj, at=now())
    assert [sees(one, person) for one in (alma, bo, maj)] == [False, True, False]
    with acting_as(bo):
        assert Person.objects.get(pk=person.pk).caseworker_id == bo.id
    with acting_as(system("test")):
        assert Restriction.objects.filter(person=person).count() == 2


@pytest.mark.django_db(transaction=True)
def test_managers_who_name_others_at_once_by_both_ways_come_one_after_the_other(
    alma: Viewer, bo: Viewer, maj: Viewer
) -> None:
    person = identified(alma, at=now())
    row = restricted(person, maj, alma, maj)

    def by_person(one: Viewer) -> bool:
        with acting_as(maj):
            sharing.restrict(person.code, [one.id, maj.id], caseworker=one.id, by=maj, at=now())
        return True

    def by_restriction(one: Viewer) -> bool:
        with acting_as(maj):
            sharing.rename(row.ref, [one.id, maj.id], caseworker=one.id, by=maj, at=now())
        return True

    results = at_once(*[partial(act, one) for act in (by_person, by_restriction) for one in (alma, bo)])
    assert all(result is True or isinstance(result, NotFound) for result in results)
    assert current(person).named


def test_who_was_named_hears_that_the_person_is_opened_to_all(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    row = restricted(person, maj, alma)
    with acting_as(maj):
        sharing.lift(row.ref, by=maj, at=now())
    assert "RESTRICTION_LIFTED" in [kind for kind, _read in told(alma)]
    assert "RESTRICTION_LIFTED" not in [kind for kind, _read in told(bo)]


def test_lifting_it_opens_the_person_to_all_the_staff(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    row = restricted(person, maj, alma)
    with acting_as(maj):
        sharing.lift(row.ref, by=maj, at=now())
    assert [sees(one, person) for one in (alma, bo, maj)] == [True, True, True]
    with acting_as(maj), pytest.raises(NotFound):
        sharing.lift(row.ref, by=maj, at=now())


def test_caseworkers_and_other_managers_restrict_nobody(alma: Viewer, cia: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    for viewer in (alma, cia):
        with acting_as(viewer), pytest.raises(NotFound):
            sharing.restrict(person.code, [bo.id], caseworker=bo.id, by=viewer, at=now())
        sql = "SELECT nsp_restrict(gen_random_uuid(), 'B-1', %s, 'x', %s::uuid[], now())"
        with pytest.raises(DatabaseError), acting_as(viewer), connection.cursor() as cursor:
            cursor.execute(sql, [person.pk, [str(viewer.id)]])
    assert sees(bo, person)


def test_nobody_from_outside_can_be_named_by_page_or_by_sql(alma: Viewer, maj: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    for named, field in (([], "named"), ([cia.id], "named"), ([alma.id], "caseworker")):
        with acting_as(maj), pytest.raises(Invalid) as refused:
            sharing.restrict(person.code, named, caseworker=cia.id, by=maj, at=now())
        assert list(refused.value.fields) == [field]
    sql = "SELECT nsp_restrict(gen_random_uuid(), 'B-1', %s, 'x', %s::uuid[], now())"
    with pytest.raises(DatabaseError), acting_as(maj), connection.cursor() as cursor:
        cursor.execute(sql, [person.pk, [str(cia.id)]])


def test_who_leaves_the_actor_sees_no_more_though_named(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    restricted(person, maj, alma, bo)
    User.objects.get(pk=bo.id).groups.clear()
    assert not sees(viewer_of(User.objects.get(pk=bo.id)), person)
    assert sees(alma, person)


def test_a_guest_sees_on_while_the_staff_is_named(alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    shared(person, alma)
    restricted(person, maj, alma)
    assert sees(cia, person)
    assert not sees(bo, person)
    with pytest.raises(DatabaseError), acting_as(cia), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nsp_take_on(%s, (SELECT group_id FROM accounts_actor WHERE ref = 'A-NOOR'))", [person.pk]
        )
    with acting_as(bo), pytest.raises(NotFound):
        share_with(person.code, "A-ANKARET", bo, until=today())


def test_to_name_others_and_to_lift_ask_for_a_fresh_second_factor(
    alma: Viewer, maj: Viewer, users: dict[str, User]
) -> None:
    row = restricted(identified(alma, at=now()), maj, alma)
    has_an_app(users["maj"])
    browser = signed_in_client(users["maj"], ago=11 * 60)
    assert browser.get(f"/restrictions/{row.ref}/").status_code == 200
    asked = browser.post(f"/restrictions/{row.ref}/", {"lift": "1", "step": "do"})
    assert asked.status_code == 403
    assert 'name="lift"' in asked.content.decode()


def test_the_pages_walk_the_same_way(signed_in: SignIn, alma: Viewer, maj: Viewer, bo: Viewer) -> None:
    person = identified(alma, at=now())
    manager, other = signed_in("maj"), signed_in("bo")
    page = f"/persons/{person.code}/restrict/"
    assert other.get(page).status_code == 404
    wrong = manager.post(page, {"named": [str(alma.id)], "caseworker": str(bo.id)})
    assert wrong.status_code == 422
    assert "Välj handläggare bland dem som du har valt." in wrong.content.decode()
    unsaid = manager.post(page, {"named": [str(alma.id), str(bo.id)]})
    assert unsaid.status_code == 422
    shown = manager.post(page, {"named": [str(alma.id)]}).content.decode()
    assert "Dessa ser inte personen längre: Bo Berg." in shown
    assert "Du ser inte personen längre." in shown
    done = manager.post(page, {"named": [str(alma.id)], "step": "do"})  # who is alone named is the caseworker
    assert done["Location"] == "/restrictions/"
    assert other.get(f"/persons/{person.code}/").status_code == 404
    listed = manager.get("/restrictions/").content.decode()
    assert person.code.replace("-", "‑") in listed or person.code in listed
    ref = current(person).ref
    assert other.get(f"/restrictions/{ref}/").status_code == 404
    assert signed_in("alma").get(f"/restrictions/{ref}/").status_code == 404
    assert manager.get(f"/restrictions/{ref}/").status_code == 200
    assert manager.post(f"/restrictions/{ref}/", {"lift": "1", "step": "do"}).status_code == 302
    assert other.get(f"/persons/{person.code}/").status_code == 200
    with acting_as(system("test")):
        assert AccessEvent.objects.filter(user_id=maj.id, act="RESTRICT", outcome="DONE").count() == 2
