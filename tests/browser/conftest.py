"""A real browser on the real server. Chromium comes from the system; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.house.reading import ROOT
from tests.signing import signed_in_client

# Playwright runs an event loop in this thread; Django's ORM would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, live_server: Any, users: Any) -> Iterator[Callable[..., Page]]:
    """``opened("/path/", as_="alma", width=375, dark=True, script=False)``: a page in a context of its own.

    ``page.problems`` gathers what the browser complains of: policy violations, errors, files that are not there.
    """
    contexts: list[BrowserContext] = []

    def open_(path: str, *, as_: str = "", width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900 if width > 700 else 740},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="sv-SE",
        )
        contexts.append(context)
        context.add_init_script(_axe())  # at hand on each page; sending it to each would take longer than asking it
        if as_:
            value = signed_in_client(users[as_]).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        problems: list[str] = []
        page.problems = problems  # type: ignore[attr-defined]
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    _answered()


def _answered(seconds: float = 10) -> None:
    """Wait until the server does nothing in the database any more: a page that saves itself while it is closed would
    meet the emptying of the tables."""
    until, calm = time.monotonic() + seconds, 0
    while calm < 2 and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = current_user AND state IN ('active', 'idle in transaction')"
            )
            calm = 0 if cursor.fetchone()[0] else calm + 1
        time.sleep(0.05)


@cache
def _axe() -> str:
    return AXE.read_text()


def violations(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page as it is now: the rule, and the first that breaks it. ``only``: those rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    rules = {"type": "rule", "values": list(only)} if only else RULES
    spare = {"resultTypes": ["violations"], "selectors": False, "preload": False}  # what nobody reads here
    found = page.evaluate("options => axe.run(document, options)", {"runOnly": rules, **spare})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
