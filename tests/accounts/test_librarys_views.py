"""What django-allauth brings besides what we serve is not reachable."""

from __future__ import annotations

from django.test import Client

from accounts.asks import asked_by
from tests.house.test_doors import is_ours, patterns


def test_a_librarys_view_that_is_not_named_is_not_served(client: Client) -> None:
    others = [
        (address, p)
        for address, p in patterns()
        if not is_ours(p.callback) and asked_by(p.callback, p.name) is None and "<" not in address
    ]
    assert others, "django-allauth brings more addresses than we serve"
    for address, _ in others:
        if "(?" in address:
            continue
        assert client.get(address).status_code == 404, address
