"""A script that sends a form, or asks for a part of a page, is told that somebody is signed out: 401, never a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize("sign_in_page", ["account_login", "/somewhere/else/"])
@pytest.mark.parametrize("header", ["X-Keep", "HX-Request"])
def test_whoever_is_signed_out_is_told_so_wherever_signing_in_happens(
    client: Client, settings: Any, sign_in_page: str, header: str
) -> None:
    settings.LOGIN_URL = sign_in_page
    address = "/identifications/new/"
    assert client.post(address, headers={header: "1"}).status_code == 401
    assert client.post(address).status_code == 302
