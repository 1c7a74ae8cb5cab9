"""Ending somebody's appointment: the role opens nothing from the next request on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from accounts import clock
from accounts.acts import Role
from accounts.models import Actor, Appointment, Invitation, Recovery, User
from accounts.services import invitations, recovery
from accounts.services.appointments import appoint, end_appointment
from accounts.viewer import Viewer, viewer_of
from tests.at_once import at_once

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
    assert "Utan roll" in signed_in("disa").get(f"/users/{users['alma'].pk}/").content.decode()


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


def test_nobody_is_left_the_only_coordinator_by_their_own_hand(signed_in: SignedIn, users: dict[str, User]) -> None:
    answer = signed_in("disa").post(address(users["dag"]))
    assert answer.status_code == 409
    assert "enda samordnaren" in answer.content.decode()
    assert users["dag"].appointments.exists()
    appoint(users["eva"], Role.COORDINATOR, None)
    assert signed_in("disa").post(address(users["dag"])).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_coordinators_who_end_one_anothers_role_at_once_two_stay(users: dict[str, User]) -> None:
    appoint(users["eva"], Role.COORDINATOR, None)
    dag, disa, eva = (viewer_of(users[name]) for name in ("dag", "disa", "eva"))

    def by(viewer: Viewer, whom: Viewer) -> None:
        row = Appointment.objects.get(user=whom.id, role=Role.COORDINATOR)
        with transaction.atomic():
            end_appointment(whom.id, row.pk, by=viewer, at=clock.now())

    at_once(lambda: by(dag, disa), lambda: by(disa, eva), lambda: by(eva, dag))
    assert Appointment.objects.filter(role=Role.COORDINATOR).count() == 2


def test_what_somebody_invited_and_confirmed_goes_with_the_role_that_let_them(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    maj, disa = viewer_of(users["maj"]), viewer_of(users["disa"])
    invitations.invite("a@example.org", Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    asked = recovery.open_recovery(users["alma"].pk, by=maj, at=clock.now())
    recovery.confirm_recovery(asked.ref, by=disa, at=clock.now())
    signed_in("disa").post(address(users["maj"]))
    assert Invitation.objects.get().withdrawn_at is not None
    assert Recovery.objects.get().withdrawn_at is not None


def test_an_appointment_of_somebody_else_is_not_found(signed_in: SignedIn, users: dict[str, User]) -> None:
    row = users["cia"].appointments.get()
    assert signed_in("disa").post(f"/users/{users['alma'].pk}/appointments/{row.pk}/end/").status_code == 404
