"""Who has lost the way in is let in again by two people, through the account's own address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import clock
from accounts.models import Recovery, Session, User
from accounts.services.recovery import recovery_of
from tests.accounts.test_second_factor import SECRET
from tests.accounts.ways import NEW, delivered, link_to, own_spool
from tests.at_once import at_once
from tests.cast import PASSWORD
from tests.signing import signed_in_client

SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _spool(settings: Any, tmp_path: Path) -> None:
    own_spool(settings, tmp_path)


def opened(client: Client, user: User) -> Any:
    return client.post(f"/users/{user.pk}/let-in/")


def confirmed(client: Client) -> Any:
    return client.post(f"/recoveries/{Recovery.objects.latest('made_at').ref}/confirm/")


def let_in(signed_in: SignedIn, user: User) -> str:
    """The link, once Maj has asked and Disa confirmed."""
    assert opened(signed_in("maj"), user).status_code == 302
    assert confirmed(signed_in("disa")).status_code == 302
    return link_to(user.email)


def chosen(path: str, client: Client | None = None) -> Any:
    return (client or Client()).post(path, {"password": NEW, "again": NEW})


def test_password_and_second_step_are_made_anew_and_everything_old_goes(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    alma = users["alma"]
    Authenticator.objects.create(user=alma, type="totp", data={"secret": encrypt(SECRET)})
    thief = signed_in_client(alma)
    path = let_in(signed_in, alma)
    assert thief.get("/").status_code == 200  # nothing is lost until the link is used
    client = Client()
    assert chosen(path, client).status_code == 302
    assert client.get("/").headers["Location"].startswith("/account/second-factor/")
    assert thief.get("/").status_code == 302
    assert not Authenticator.objects.filter(user=alma).exists()
    assert Session.objects.filter(user=alma).count() == 1
    alma.refresh_from_db()
    assert alma.check_password(NEW) and not alma.check_password(PASSWORD)
    assert Client().get(path).status_code == 404
    assert [letter.subject for letter in delivered() if "ändrats" in letter.subject] == [
        "Ditt sätt att logga in har ändrats"
    ]


@pytest.mark.parametrize(
    ("first", "whom", "told"),
    [
        ("disa", "dag", {"ada"}),
        ("disa", "eva", {"ada", "dag"}),
        ("maj", "alma", {"dag", "disa"}),
        ("disa", "alma", {"dag", "maj"}),
    ],
)
def test_everybody_who_may_confirm_is_asked_and_nobody_else(
    signed_in: SignedIn, users: dict[str, User], first: str, whom: str, told: set[str]
) -> None:
    opened(signed_in(first), users[whom])
    assert {letter.to for letter in delivered()} == {f"{name}@example.org" for name in told}


@pytest.mark.parametrize(
    ("first", "second", "whom", "status"),
    [
        ("maj", "disa", "alma", 302),
        ("disa", "maj", "alma", 302),
        ("disa", "dag", "cia", 302),
        ("maj", "maj", "alma", 404),
        ("disa", "disa", "alma", 404),
        ("disa", "ada", "alma", 404),
        ("disa", "ada", "dag", 302),
        ("disa", "dag", "dag", 404),
        ("maj", "bo", "alma", 404),
        ("disa", "maj", "cia", 404),
        ("disa", "alma", "alma", 404),
    ],
)
def test_two_different_people_and_neither_is_the_one(
    signed_in: SignedIn, users: dict[str, User], first: str, second: str, whom: str, status: int
) -> None:
    assert opened(signed_in(first), users[whom]).status_code == 302
    assert confirmed(signed_in(second)).status_code == status
    assert (Recovery.objects.get().until is not None) is (status == 302)


@pytest.mark.parametrize(
    ("who", "whom"), [("maj", "cia"), ("maj", "maj"), ("disa", "disa"), ("ada", "alma"), ("alma", "bo"), ("eva", "bo")]
)
def test_who_may_not_ask_for_it(signed_in: SignedIn, users: dict[str, User], who: str, whom: str) -> None:
    assert opened(signed_in(who), users[whom]).status_code == 404
    assert not Recovery.objects.exists()


def test_the_database_refuses_one_person_twice_and_the_one_themselves(users: dict[str, User]) -> None:
    alma, disa = users["alma"], users["disa"]
    for opener, confirmer in ((disa, disa), (disa, alma), (alma, disa)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.create(ref="R-1", user=alma, opened_by=opener, confirmed_by=confirmer, made_at=clock.now())


def test_no_link_goes_out_before_the_second_has_confirmed(signed_in: SignedIn, users: dict[str, User]) -> None:
    opened(signed_in("maj"), users["alma"])
    assert {letter.to for letter in delivered()} == {"dag@example.org", "disa@example.org"}
    assert all("http" not in letter.body for letter in delivered())


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_used_by_many_at_once_opens_once(signed_in: SignedIn, users: dict[str, User]) -> None:
    path = let_in(signed_in, users["alma"])
    results = at_once(*[lambda: chosen(path).status_code] * 5)
    assert sorted(results) == [302] + [404] * 4  # type: ignore[type-var]


def test_it_holds_for_48_hours_and_can_be_taken_back(signed_in: SignedIn, users: dict[str, User]) -> None:
    path = let_in(signed_in, users["alma"])
    token, now = path.split("/")[2], clock.now()
    assert recovery_of(token, at=now + timedelta(hours=47))
    assert recovery_of(token, at=now + timedelta(hours=49)) is None
    ref = Recovery.objects.get().ref
    assert signed_in("maj").post(f"/recoveries/{ref}/withdraw/").status_code == 302
    assert chosen(path).status_code == 404
    assert signed_in("maj").post(f"/recoveries/{ref}/withdraw/").status_code == 409


def test_one_at_a_time_until_it_has_run_out(signed_in: SignedIn, users: dict[str, User]) -> None:
    let_in(signed_in, users["alma"])
    assert opened(signed_in("maj"), users["alma"]).status_code == 409
    Recovery.objects.update(until=clock.now())
    assert opened(signed_in("maj"), users["alma"]).status_code == 302


def test_a_frozen_account_is_not_let_in(signed_in: SignedIn, users: dict[str, User]) -> None:
    path = let_in(signed_in, users["alma"])
    User.objects.filter(pk=users["alma"].pk).update(is_active=False)
    assert Client().get(path).status_code == 404
    assert chosen(path).status_code == 404
    Recovery.objects.all().delete()
    assert opened(signed_in("maj"), users["alma"]).status_code == 409


def test_both_steps_ask_for_a_fresh_proof(signed_in: SignedIn, users: dict[str, User]) -> None:
    assert opened(signed_in_client(users["maj"], ago=11 * 60), users["alma"]).status_code == 403
    opened(signed_in("maj"), users["alma"])
    assert confirmed(signed_in_client(users["disa"], ago=11 * 60)).status_code == 403
    assert Recovery.objects.get().until is None


def test_nobody_gets_in_by_the_mailbox_alone(client: Client, db: None) -> None:
    for address in ("/account/password/reset/", "/account/signup/", "/account/password/set/", "/account/email/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "alma@example.org"}).status_code == 404
