"""Freezing an account: it holds from the next request on, and nobody locks the programme out of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts import clock
from accounts.acts import Role
from accounts.door import acting_as
from accounts.errors import Conflict, NotFound
from accounts.log import ref_of
from accounts.models import Appointment, Freeze, FreezeReason, Invitation, Recovery, Session, User
from accounts.services import invitations, recovery
from accounts.services.freezing import freeze
from accounts.viewer import Viewer, viewer_of
from audit.models import AccessEvent
from tests.at_once import at_once
from tests.cast import PASSWORD
from tests.signing import signed_in_client

SignedIn = Callable[[str], Client]


def frozen(client: Client, user: User, why: str = "SUSPECTED") -> Any:
    return client.post(f"/users/{user.pk}/freeze/", {"why": why})


def test_every_session_is_out_from_the_next_request_on(signed_in: SignedIn, users: dict[str, User]) -> None:
    clients = [signed_in_client(users["alma"]) for _ in range(3)]
    assert frozen(signed_in("disa"), users["alma"]).status_code == 302
    for client in clients:
        assert client.get("/").headers["Location"].startswith("/account/login/")
        assert client.get("/api/v1/persons/").status_code == 401
    assert not Session.objects.filter(user=users["alma"]).exists()
    page = Client().post("/account/login/", {"login": "alma@example.org", "password": PASSWORD}, follow=True)
    assert "Kontot är stängt tills vidare" in page.content.decode()


def test_a_session_that_is_copied_does_not_come_back_when_the_account_is_open_again(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    client = signed_in_client(users["alma"])
    frozen(signed_in("disa"), users["alma"])
    assert signed_in("disa").post(f"/users/{users['alma'].pk}/unfreeze/").status_code == 302
    assert client.get("/").status_code == 302
    assert signed_in_client(User.objects.get(pk=users["alma"].pk)).get("/").status_code == 200


def test_a_sign_in_that_was_under_way_while_the_account_was_frozen_opens_nothing_later(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    frozen(signed_in("disa"), users["alma"])
    late = signed_in_client(users["alma"])
    assert late.get("/").status_code == 302
    signed_in("disa").post(f"/users/{users['alma'].pk}/unfreeze/")
    assert late.get("/").status_code == 302


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("maj", "alma", 302),
        ("maj", "cia", 404),
        ("maj", "dag", 404),
        ("maj", "maj", 404),
        ("disa", "cia", 302),
        ("disa", "dag", 302),
        ("disa", "disa", 404),
        ("ada", "alma", 302),
        ("ada", "ada", 404),
        ("alma", "bo", 404),
        ("olle", "alma", 404),
        ("eva", "alma", 404),
        ("frej", "alma", 404),
    ],
)
def test_who_may_freeze_whom(signed_in: SignedIn, users: dict[str, User], who: str, whom: str, status: int) -> None:
    assert frozen(signed_in(who), users[whom]).status_code == status
    assert User.objects.get(pk=users[whom].pk).is_active is (status != 302)


def test_a_manager_does_not_freeze_somebody_who_also_works_elsewhere(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    Appointment.objects.create(user=users["alma"], role=Role.FUNDER)
    assert frozen(signed_in("maj"), users["alma"]).status_code == 404


def test_the_last_active_coordinator_is_not_frozen(signed_in: SignedIn, users: dict[str, User]) -> None:
    assert frozen(signed_in("ada"), users["dag"]).status_code == 302
    assert frozen(signed_in("ada"), users["disa"]).status_code == 409
    assert User.objects.get(pk=users["disa"].pk).is_active


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_who_freeze_one_another_at_once_one_stays(users: dict[str, User]) -> None:
    dag, disa = viewer_of(users["dag"]), viewer_of(users["disa"])

    def by(viewer: Viewer, whom: Viewer) -> None:
        with transaction.atomic():
            freeze(whom.id, FreezeReason.SUSPECTED, by=viewer, at=clock.now())

    results = at_once(lambda: by(dag, disa), lambda: by(disa, dag))
    assert sum(isinstance(result, Conflict | NotFound) for result in results) == 1
    assert User.objects.filter(pk__in=(dag.id, disa.id), is_active=True).count() == 1


def test_a_frozen_hand_freezes_nobody(users: dict[str, User]) -> None:
    dag = viewer_of(users["dag"])
    User.objects.filter(pk=dag.id).update(is_active=False)
    with transaction.atomic(), pytest.raises(NotFound):
        freeze(users["alma"].pk, FreezeReason.SUSPECTED, by=dag, at=clock.now())


def test_a_link_that_would_let_a_suspected_account_in_is_withdrawn(signed_in: SignedIn, users: dict[str, User]) -> None:
    maj, disa = viewer_of(users["maj"]), viewer_of(users["disa"])
    asked = recovery.open_recovery(users["alma"].pk, by=maj, at=clock.now())
    recovery.confirm_recovery(asked.ref, by=disa, at=clock.now())
    frozen(signed_in("disa"), users["alma"])
    signed_in("disa").post(f"/users/{users['alma'].pk}/unfreeze/")
    assert Recovery.objects.get().withdrawn_at is not None


def test_a_reason_must_be_chosen(signed_in: SignedIn, users: dict[str, User]) -> None:
    answer = signed_in("disa").post(f"/users/{users['alma'].pk}/freeze/", {})
    assert answer.status_code == 422
    assert User.objects.get(pk=users["alma"].pk).is_active


def test_freezing_asks_for_a_fresh_proof(users: dict[str, User]) -> None:
    assert frozen(signed_in_client(users["disa"], ago=11 * 60), users["alma"]).status_code == 403
    assert User.objects.get(pk=users["alma"].pk).is_active


def test_twice_is_once(signed_in: SignedIn, users: dict[str, User]) -> None:
    frozen(signed_in("disa"), users["alma"])
    assert frozen(signed_in("dag"), users["alma"]).status_code == 409
    assert Freeze.objects.count() == 1


def test_what_a_coordinator_froze_no_manager_opens(signed_in: SignedIn, users: dict[str, User]) -> None:
    frozen(signed_in("disa"), users["alma"])
    address = f"/users/{users['alma'].pk}/unfreeze/"
    assert signed_in("maj").post(address).status_code == 403
    assert not User.objects.get(pk=users["alma"].pk).is_active
    assert signed_in("dag").post(address).status_code == 302
    frozen(signed_in("maj"), users["alma"])
    assert signed_in("maj").post(address).status_code == 302


@pytest.mark.parametrize("why", ["SUSPECTED", "LOST", "LEFT", "OTHER"])
def test_what_a_frozen_account_invited_is_withdrawn(signed_in: SignedIn, users: dict[str, User], why: str) -> None:
    maj = viewer_of(users["maj"])
    invitations.invite("a@example.org", Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    frozen(signed_in("disa"), users["maj"], why)
    assert Invitation.objects.get().withdrawn_at is not None


def test_somebody_on_leave_keeps_their_invitations(signed_in: SignedIn, users: dict[str, User]) -> None:
    maj = viewer_of(users["maj"])
    invitations.invite("a@example.org", Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    frozen(signed_in("disa"), users["maj"], "AWAY")
    assert Invitation.objects.get().withdrawn_at is None


def test_freezing_and_opening_stand_in_the_log(signed_in: SignedIn, users: dict[str, User], olle: Viewer) -> None:
    frozen(signed_in("disa"), users["alma"])
    signed_in("disa").post(f"/users/{users['alma'].pk}/unfreeze/")
    frozen(signed_in("maj"), users["cia"])
    with acting_as(olle):
        rows = set(AccessEvent.objects.filter(act__in=("FREEZE", "UNFREEZE")).values_list("act", "outcome", "kind"))
        refused = AccessEvent.objects.get(outcome="REFUSED")
    assert rows == {("FREEZE", "DONE", "User"), ("UNFREEZE", "DONE", "User"), ("FREEZE", "REFUSED", "User")}
    assert refused.ref == ref_of(users["cia"].pk)
