"""Ending somebody's appointment: the role opens nothing from the next request on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.acts import Role
from accounts.models import Actor, Appointment, User
from accounts.services.appointments import appoint

SignedIn = Callable[[str], Client]


def address(user: User, role: str | None = None) -> str:
    rows = user.appointments.filter(role=role) if role else user.appointments.all()
    row = rows.first()
    assert row
    return f"/users/{user.pk}/appointments/{row.pk}/end/"


def test_the_role_and_the_actors_group_go_and_the_account_stays(signed_in: SignedIn, users: dict[str, User]) -> None:
    alma = signed_in("alma")
    assert alma.get("/persons/").status_code == 200
    assert signed_in("maj").post(address(users["alma"])).status_code == 302
    assert alma.get("/persons/").status_code == 404
    assert alma.get("/").status_code == 200
    assert not users["alma"].groups.exists()


def test_the_group_stays_while_there_is_another_role_at_the_actor(signed_in: SignedIn, users: dict[str, User]) -> None:
    appoint(users["alma"], Role.MANAGER, Actor.objects.get(ref="A-LINDEN"))
    signed_in("disa").post(address(users["alma"], "CASEWORKER"))
    assert users["alma"].groups.count() == 1


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("maj", "cia", 404),
        ("maj", "maj", 404),
        ("disa", "cia", 302),
        ("disa", "disa", 404),
        ("ada", "alma", 404),
        ("alma", "bo", 404),
    ],
)
def test_who_may_end_whose(signed_in: SignedIn, users: dict[str, User], who: str, whom: str, status: int) -> None:
    assert signed_in(who).post(address(users[whom])).status_code == status
    assert users[whom].appointments.exists() is (status != 302)


def test_a_manager_ends_what_is_their_own_actors_of_somebody_with_two(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    Appointment.objects.create(user=users["alma"], role=Role.FUNDER)
    assert signed_in("maj").post(address(users["alma"], "FUNDER")).status_code == 404
    assert signed_in("maj").post(address(users["alma"], "CASEWORKER")).status_code == 302
    assert [row.role for row in users["alma"].appointments.all()] == ["FUNDER"]


def test_the_last_coordinator_stays(signed_in: SignedIn, users: dict[str, User]) -> None:
    User.objects.filter(pk=users["dag"].pk).update(is_active=False)
    appoint(users["eva"], Role.COORDINATOR, None)
    assert signed_in("eva").post(address(users["disa"])).status_code == 302
    appoint(users["disa"], Role.MANAGER, Actor.objects.get(ref="A-NOOR"))
    assert signed_in("disa").post(address(users["eva"], "COORDINATOR")).status_code == 404
    assert Appointment.objects.filter(user=users["eva"], role=Role.COORDINATOR).exists()


def test_an_appointment_of_somebody_else_is_not_found(signed_in: SignedIn, users: dict[str, User]) -> None:
    row = users["cia"].appointments.get()
    assert signed_in("disa").post(f"/users/{users['alma'].pk}/appointments/{row.pk}/end/").status_code == 404
