"""``manage.py bootstrap``: the first coordinator, and never a second."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Appointment, Invitation, User
from tests.accounts.ways import LINK, NEW
from tests.signing import signed_in_client

MAIL = "forst@example.org"


@pytest.fixture
def nobody_coordinates(users: dict[str, User]) -> None:
    Appointment.objects.filter(role="COORDINATOR").delete()


def printed(email: str = MAIL) -> str:
    out = StringIO()
    call_command("bootstrap", email, stdout=out)
    found = LINK.search(out.getvalue())
    assert found
    return found[1]


def test_the_link_makes_the_first_coordinator_once(nobody_coordinates: None) -> None:
    path = printed()
    said = {"name": "Första", "password": NEW, "again": NEW}
    assert "samordnare" in Client().get(path).content.decode()
    assert Client().post(path, said).status_code == 302
    assert Appointment.objects.get(role="COORDINATOR").user.email == MAIL
    assert Client().post(path, said).status_code == 404


def test_it_refuses_where_a_coordinator_is_active(db: None) -> None:
    with pytest.raises(CommandError, match="active coordinator"):
        printed()
    assert not Invitation.objects.exists()


def test_a_new_link_puts_the_one_before_out_of_work(nobody_coordinates: None) -> None:
    first, second = printed(), printed("andra@example.org")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


def test_the_only_coordinator_who_is_locked_out_is_replaced_by_name(users: dict[str, User]) -> None:
    for wrong in ("disa@example.org", "alma@example.org", "ingen@example.org"):
        with pytest.raises(CommandError):  # there are two, or it is none
            call_command("bootstrap", MAIL, "--instead-of", wrong, stdout=StringIO())
    User.objects.filter(pk=users["dag"].pk).update(is_active=False)
    client = signed_in_client(users["disa"])
    out = StringIO()
    call_command("bootstrap", MAIL, "--instead-of", "disa@example.org", stdout=out)
    assert client.get("/").status_code == 302
    assert not User.objects.get(pk=users["disa"].pk).is_active
    found = LINK.search(out.getvalue())
    assert found
    assert Client().post(found[1], {"name": "Ny", "password": NEW, "again": NEW}).status_code == 302


def test_an_address_must_be_one(nobody_coordinates: None) -> None:
    with pytest.raises(CommandError):
        printed("ingen adress")


def test_the_link_is_printed_and_stands_nowhere(nobody_coordinates: None) -> None:
    token = printed().split("/")[2]
    row = Invitation.objects.get()
    assert token not in (row.salt, row.digest, row.ref)
    assert re.fullmatch(r"[\w-]{43}", token)
