"""Every view names its act; what a library serves besides is not reachable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import _locators
from accounts.asks import OF_LIBRARIES, asked_by


def patterns(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


OURS = {"accounts", "audit", "certification", "funding", "cases", "reminders", "reports", "nsp"}


def is_ours(view: Any) -> bool:
    """Whether the view is written by us, and no library's."""
    return str(getattr(view, "__module__", "")).split(".")[0] in OURS


def test_every_view_of_ours_names_its_act() -> None:
    nameless = [address for address, p in patterns() if is_ours(p.callback) and asked_by(p.callback, p.name) is None]
    assert nameless == []


def test_every_object_that_a_view_asks_for_has_somebody_who_answers() -> None:
    asked = [asked_by(p.callback, p.name) for _, p in patterns()]
    kinds = {a.of for a in asked if a is not None and a.of is not None}
    assert kinds - _locators.keys() == set()


def test_the_list_of_librarys_views_has_no_dead_names() -> None:
    names = {p.name for _, p in patterns()}
    assert {n for n in OF_LIBRARIES if n in names} >= {"account_login", "account_logout"}
