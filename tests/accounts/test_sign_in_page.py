"""The page where one signs in offers nothing that leads nowhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client


@pytest.mark.django_db
def test_who_forgot_the_password_is_told_whom_to_ask(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert "password/reset" not in page
    assert "verksamhetsansvariga" in page
    for address in set(re.findall(r'href="(/[^"]*)"', page)) - {"/"}:
        if not address.startswith("/static/"):
            assert client.get(address).status_code == 200, address
