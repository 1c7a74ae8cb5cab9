"""The page of accounts shows each viewer those that they govern, and nothing of others."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.acts import Role
from accounts.models import Appointment, User
from accounts.services import invitations
from accounts.viewer import viewer_of
from tests.accounts.test_second_factor import SECRET
from tests.sameness import without_chance

SignedIn = Callable[[str], Client]


def names_on(page: str) -> set[str]:
    everybody = ("Alma Lind", "Bo Berg", "Maj Moberg", "Cia Noord", "Dag Ek", "Eva Falk", "Frej Fors", "Olle Ohm")
    return {name for name in everybody if name in page}


@pytest.mark.parametrize(("who", "sees"), [("maj", 3), ("disa", 8), ("ada", 8)])
def test_who_sees_whom(signed_in: SignedIn, who: str, sees: int) -> None:
    assert len(names_on(signed_in(who).get("/users/").content.decode())) == sees


@pytest.mark.parametrize("who", ["alma", "eva", "olle", "frej"])
def test_others_have_no_such_page(signed_in: SignedIn, who: str, users: dict[str, User]) -> None:
    client = signed_in(who)
    assert client.get("/users/").status_code == 404
    assert client.get(f"/users/{users['bo'].pk}/").status_code == 404
    assert 'href="/users/"' not in client.get("/").content.decode()


def test_a_foreign_account_and_a_missing_one_are_the_same(signed_in: SignedIn, users: dict[str, User]) -> None:
    client = signed_in("maj")
    addresses = [f"/users/{ref}/" for ref in (users["cia"].pk, "00000000-0000-4000-8000-000000000000")]
    foreign, missing = (client.get(address) for address in addresses)
    assert (foreign.status_code, missing.status_code) == (404, 404)
    first, second = (
        without_chance(a.content, address) for a, address in zip((foreign, missing), addresses, strict=True)
    )
    assert first == second


def test_the_page_says_second_step_frozen_and_where(signed_in: SignedIn, users: dict[str, User]) -> None:
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    User.objects.filter(pk=users["bo"].pk).update(is_active=False)
    page = signed_in("maj").get("/users/").content.decode()
    assert page.count("Fryst") == 1
    assert len(re.findall(r">\s*Ja\s*<", page)) == 1
    assert "handläggare, Linden" in page


def test_a_manager_is_not_told_what_else_somebody_does(signed_in: SignedIn, users: dict[str, User]) -> None:
    Appointment.objects.create(user=users["alma"], role=Role.FUNDER)
    for address in ("/users/", f"/users/{users['alma'].pk}/"):
        assert "finansiär" not in signed_in("maj").get(address).content.decode()
        assert "finansiär" in signed_in("disa").get(address).content.decode()


def test_invitations_are_seen_by_whoever_could_make_them_or_sees_all(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    at = clock.now()
    invitations.invite("l@example.org", Role.CASEWORKER, "A-LINDEN", by=viewer_of(users["maj"]), at=at)
    invitations.invite("n@example.org", Role.MANAGER, "A-NOOR", by=viewer_of(users["disa"]), at=at)
    invitations.invite("o@example.org", Role.FUNDER, "", by=viewer_of(users["disa"]), at=at)
    pages = {who: signed_in(who).get("/users/").content.decode() for who in ("maj", "disa", "ada")}
    seen = {who: [mail for mail in "lno" if f"{mail}@example.org" in page] for who, page in pages.items()}
    assert seen == {"maj": ["l"], "disa": ["l", "n", "o"], "ada": ["l", "n", "o"]}


def test_one_finds_an_account_by_a_part_of_its_name(signed_in: SignedIn) -> None:
    page = signed_in("disa").post("/users/", {"q": "noord"}).content.decode()
    assert names_on(page) == {"Cia Noord"}
    assert "Inget konto stämmer" in signed_in("maj").post("/users/", {"q": "noord"}).content.decode()


def test_the_program_is_asked_the_same_few_things_however_many_there_are(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    client, asked = signed_in("disa"), []
    for number in range(2):
        for name in range(4):
            user = User.objects.create_user(f"n{number}{name}@example.org", f"Nova {number}{name}")
            Appointment.objects.create(user=user, role=Role.FUNDER)
            mail = f"v{number}{name}@example.org"
            invitations.invite(mail, Role.FUNDER, by=viewer_of(users["disa"]), at=clock.now())
        with CaptureQueriesContext(connection) as queries:
            assert f"Nova {number}3" in client.get("/users/").content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
