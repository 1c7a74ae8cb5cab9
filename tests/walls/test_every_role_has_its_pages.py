"""Every role opens every page that its menu offers, and whoever has no role is told so."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acts import FIELD, Role
from accounts.models import Actor, Appointment, User
from tests.signing import signed_in_client

ALWAYS = ("todo", "own_account", "help", "notice_list")


def _signed_in(*roles: Role) -> Client:
    actor = Actor.objects.get(ref="A-FRISTADEN" if Role.COOPERATING in roles else "A-LINDEN")
    user = User.objects.create_user("hans@example.org", "Hans Hed")
    for role in roles:
        Appointment.objects.create(user=user, role=role, actor=actor if role in FIELD else None)
    if FIELD & set(roles):
        user.groups.add(actor.group)
    return signed_in_client(user)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_every_page_that_its_menu_offers(role: Role) -> None:
    client = _signed_in(role)
    start = client.get("/")
    assert start.status_code == 200
    offered = {item.url for item in start.context["frame"].places} | {reverse(name) for name in ALWAYS}
    assert len(offered) > len(ALWAYS)
    for address in sorted(offered):
        response = client.get(address, follow=True)
        assert response.status_code == 200, (role, address)
    assert client.post(reverse("notices_read"), follow=True).status_code == 200


def test_somebody_without_a_role_is_told_so_and_finds_their_account() -> None:
    client = _signed_in()
    for name in ALWAYS:
        assert client.get(reverse(name)).status_code == 200, name
    page = client.get("/").content.decode()
    assert "Du har ingen roll här just nu" in page
    assert "Du har ingen roll här just nu" not in _signed_in_again(Role.FUNDER).get("/").content.decode()
    assert client.get("/persons/").status_code == 404


def _signed_in_again(*roles: Role) -> Client:
    User.objects.filter(email="hans@example.org").update(email="hans.fore@example.org")
    return _signed_in(*roles)
