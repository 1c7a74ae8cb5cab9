"""The browser's side of the walls (access.md, Web): headers, tokens, redirects, and text that is never code."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, JSONField, TextField, UUIDField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from tests.api.test_nonsense import plausible
from tests.house.test_doors import OURS
from tests.signing import signed_in_client
from tests.walls.conftest import World
from tests.walls.matrix.asking import Asking, Route, about, routes
from tests.walls.matrix.forms import Field, PageForm, forms_of, likely
from tests.walls.matrix.people import PEOPLE, session_of
from tests.walls.matrix.things import Thing

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HOSTILE = "\"'><xss-probe onload=1>{{7*7}}</textarea></script>"
WHO = ("alma", "disa", "frej")
"""Between them they get in everywhere that anything is typed."""


def opened(users: dict[str, User], things: list[Thing], *who: str) -> Iterator[tuple[Client, Route, str]]:
    """Each address that one of them gets into, with their client: about the first thing that is theirs, and about each
    in other states."""
    for asker in PEOPLE:
        if asker.key not in who:
            continue
        asking = Asking(asker, session_of(asker, users), things)
        for route in routes():
            for thing in about(route, things):
                own = asking.gets_in(route.row, thing) or (route.row.of == "draft" and asking.may_ask(route.row))
                if own and not route.row.outside:
                    yield asking.client, route, route.to(thing.refs if thing else {})


def _wrong_headers(response: Any) -> list[str]:
    headers = response.headers
    wrong = [name for name, value in HEADERS.items() if headers.get(name) != value]
    if {one.strip() for one in headers.get("Content-Security-Policy", "").split(";")} != POLICY:
        wrong.append("Content-Security-Policy")
    return wrong if "camera=()" in headers.get("Permissions-Policy", "") else [*wrong, "Permissions-Policy"]


def test_every_answer_tells_the_browser_what_it_may_do(world: World) -> None:
    """Pages, redirects, JSON, downloads, refusals: of those who get in, of whoever does not, and signed out."""
    users, things = world
    seen: set[int] = set()
    clients = {"alma": signed_in_client(users["alma"]), "dag": signed_in_client(users["dag"]), "": Client()}
    for route in routes():
        for name, client in clients.items():
            for thing in about(route, things)[:1]:
                for method in ("get", "post", "delete") if name == "dag" else ("get", "post"):
                    with transaction.atomic():
                        response = getattr(client, method)(route.to(thing.refs if thing else {}))
                        transaction.set_rollback(True)
                    seen.add(response.status_code)
                    assert _wrong_headers(response) == [], (name, method, route.name, response.status_code)
                    kept = response.headers.get("Cache-Control", "")
                    if name and not route.row.public:
                        assert "no-store" in kept, (method, route.name, response.status_code, kept)
        clients = {name: _again(users, name) for name in clients} if route.name == "account_logout" else clients
    assert {200, 302, 401, 404, 405, 422} <= seen


def _again(users: dict[str, User], name: str) -> Client:
    return signed_in_client(users[name]) if name else Client()


@pytest.mark.parametrize("fault", ["400", "404", "csrf", "500", "download"])
def test_error_pages_and_downloads_carry_the_same_headers(
    fault: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    users, things = world
    client = signed_in_client(users["disa"])
    client.raise_request_exception = False
    if fault == "500":
        monkeypatch.setattr("nsp.desk.views.todo.render", None)
    report = next(thing for thing in things if thing.kind == "FunderReport" and thing.name == "out")
    address = {"400": "/persons/%00/", "404": "/nothing/", "csrf": "/notices/read/", "500": "/"}.get(fault)
    if fault == "csrf":
        client = signed_in_client(users["disa"], enforce_csrf_checks=True)
        response = client.post("/notices/read/")
    else:
        response = client.get(address or f"/reports/{report.refs['ref']}/file/")
    assert response.status_code == {"csrf": 403, "download": 200}.get(fault, int(fault) if fault.isdigit() else 0)
    assert _wrong_headers(response) == []
    if fault == "download":
        assert response["Content-Disposition"].startswith("attachment;")
        assert "no-store" in response["Cache-Control"]


def test_no_post_without_its_token_changes_anything(world: World) -> None:
    """As whoever gets in, about what is theirs: 403, and nothing is written but that it was refused."""
    users, things = world
    clients = {asker.key: session_of(asker, users) for asker in PEOPLE}
    strict = {key: signed_in_client(users[key], enforce_csrf_checks=True) for key in clients}
    tried = 0
    for route in routes():
        asking, thing = next(
            (a, t)
            for a in (Asking(asker, clients[asker.key], things) for asker in PEOPLE)
            for t in about(route, things)
            if a.gets_in(route.row, t)
        )
        address = route.to(thing.refs if thing else {})
        connection.queries_log.clear()  # it holds so many and no more, and a full one looks like none
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            response = strict[asking.asker.key].post(address, {"token": "x"})
            transaction.set_rollback(True)
        if response.status_code == 405 or route.name == "health":
            continue  # nothing is done by POST there
        tried += 1
        writes = [q["sql"] for q in asked if q["sql"].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]
        assert response.status_code == 403, (route.name, response.status_code)
        assert [sql for sql in writes if "audit_accessevent" not in sql] == [], route.name
    assert tried > 60


def _hostile(one: Field) -> str | None:
    return HOSTILE if one.is_free else likely(one)


def _hostile_everywhere(one: Field) -> str | None:
    return None if one.name == "csrfmiddlewaretoken" else HOSTILE


@pytest.mark.parametrize("who", WHO)
def test_each_page_and_each_form_of_it(who: str, world: World) -> None:
    """A page asks for nothing from another host; what is typed into its forms is shown as text and never read as code;
    a field that no form has is never written. One walk for the three, since most of the work is to open the pages."""
    users, things = world
    looked, shown, written = 0, Counter[str](), 0
    tried: set[tuple[str, ...]] = set()
    times = Counter[str]()
    columns, schema = _columns(), SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    for client, route, address in opened(users, things, who):
        times[route.name] += 1
        with transaction.atomic():
            forms: list[PageForm] = []
            if not route.is_api:
                page = client.get(address)
                if "text/html" in page.headers.get("Content-Type", ""):
                    looked += 1
                    _asks_nobody_else(route, page.content.decode())
                    forms = [form for form in forms_of(page.content.decode()) if form.shape not in tried]
            elif times[route.name] <= STATES:
                written += _written(route, lambda: _sent_to_api(client, route, address, schema, columns))  # noqa: B023
            for form in forms:
                if form.shape not in tried:
                    tried.add(form.shape)
                    shown += _shown(client, route, form, address)
                    written += _written(route, lambda: _sent_with_more(client, form, address, columns))  # noqa: B023
            transaction.set_rollback(True)
    assert tried, "no form was found"
    assert min(shown[fill.__name__] for fill in (_hostile, _hostile_everywhere)) > 1, f"it would see nothing: {shown}"
    if who != "frej":
        assert looked > 60, "it looked at nothing"
        assert written > 100, "nothing was written: this test would see nothing"


def _asks_nobody_else(route: Route, page: str) -> None:
    loads = re.findall(r'<(?:script|img|link|iframe|source|use|form)\b[^>]*?(?:src|href|action)="([^"]*)"', page)
    assert [to for to in loads if not re.match(r"^(/(?!/)|#|\?|data:|$)", to)] == [], route.name
    assert not re.search(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style|javascript:", page), route.name
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    if title and "<html" in page:
        assert title[1].strip() in ("Planering", "Fel: Planering"), (route.name, title[1])
        assert re.search(r'<link rel="icon"[^>]*href="/static/[^"]*"', page), route.name


def _shown(client: Client, route: Route, form: PageForm, address: str) -> Counter[str]:
    """How often hostile text came back, as text each time."""
    shown = Counter[str]()
    for fill in (_hostile, _hostile_everywhere):
        for response in _apart(client, form, fill, address):
            body = response.content.decode(errors="replace")
            assert "<xss-probe" not in body, (route.name, form.action)
            assert "</textarea></script>" not in body, (route.name, form.action)
            shown[fill.__name__] += "&lt;xss-probe" in body
    return shown


def _apart(client: Client, form: PageForm, fill: Callable[[Field], str | None], address: str) -> list[Any]:
    """The answers to a form; what it did is taken back."""
    with transaction.atomic():
        answers = list(_sent(client, form, fill, address))
        transaction.set_rollback(True)
    return answers


def _sent(client: Client, form: PageForm, fill: Callable[[Field], str | None], address: str) -> Iterator[Any]:
    """The answers to a form, and the page that a redirect leads to."""
    action = form.action.split("#")[0] or address
    if not action.startswith("/") or action.startswith(("/account/", "/demo/", "/language/", "/look/")):
        return
    for said in form.sent(fill):
        response = client.post(action, said) if form.method == "post" else client.get(action, said)
        assert response.status_code < 500, (action, response.status_code)
        yield response
        if response.status_code == 302:
            yield client.get(response["Location"])


STATES = 3
"""About so many things an address of the API is asked: in more states it takes no other fields."""
MARKS = {"text": "MASS-7QX", "id": "7a55a55a-7a55-4a55-8a55-7a55a55a7a55", "number": "987654321"}


def _columns() -> dict[str, str]:
    """The name of every column of ours that a form might be talked into writing, with a value that is found again."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        for one in model._meta.concrete_fields if model.__module__.split(".")[0] in OURS else ():
            kind = "id" if one.is_relation or isinstance(one, UUIDField) else "number"
            kind = "text" if isinstance(one, CharField | TextField | JSONField) else kind
            found |= dict.fromkeys({one.name, one.attname}, MARKS[kind])
    return found


def _written(route: Route, send: Callable[[], None]) -> int:
    """How many rows were written, none of them with a mark; what was done is taken back."""
    connection.queries_log.clear()  # it holds so many and no more, and a full one looks like none
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        send()
        transaction.set_rollback(True)
    writes = [q["sql"] for q in asked if q["sql"].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in writes if any(mark in sql for mark in MARKS.values())] == [], route.name
    return len(writes)


def _sent_to_api(client: Client, route: Route, address: str, schema: Any, columns: dict[str, str]) -> None:
    fields = _fields(schema, route.address)
    body = {name: said for name, said in columns.items() if name not in fields} | fields
    client.post(address, json.dumps(body), content_type="application/json")


def _sent_with_more(client: Client, form: PageForm, address: str, columns: dict[str, str]) -> None:
    if form.method != "post" or form.action.startswith(("/account/", "/demo/")):
        return
    more = {name: said for name, said in columns.items() if name not in form.fields}
    cookies = deepcopy(client.cookies)
    for said in form.sent(lambda one: "Så." if one.is_free else likely(one)):
        client.post(form.action.split("#")[0] or address, more | said)
    client.cookies = cookies  # of the forms of a page one chooses another language


def _fields(schema: Any, address: str) -> dict[str, Any]:
    """What an address of the API takes, with a value that fits."""
    operation = schema["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address).split("?")[0], {}).get("post", {})
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if not content or "$ref" not in content["schema"]:
        return {}
    named = schema["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
    return {name: plausible(field, schema) for name, field in named["properties"].items()}


EVIL = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")
LEADS = ("next", "back", "return", "url", "redirect_to", "to", "removed", "thrown")


def test_no_address_sends_a_browser_elsewhere(world: World) -> None:
    """An address that leads on is asked with each of them; one that leads nowhere, with the first."""
    users, things = world
    led = 0
    for client, route, address in opened(users, things, *WHO):
        for method in ("get", "post"):
            for evil in EVIL:
                with transaction.atomic():
                    response = getattr(client, method)(address, dict.fromkeys(LEADS, evil), HTTP_REFERER=evil)
                    transaction.set_rollback(True)
                assert _leads_home(response), (method, route.name, evil, response.headers.get("Location"))
                if not any(_places(response)):
                    break
                led += 1
    assert led > 40, "no address leads anywhere: this test would see nothing"


@pytest.mark.parametrize("evil", EVIL)
def test_no_address_before_signing_in_sends_a_browser_elsewhere(evil: str) -> None:
    out = Client()
    for address in ("/account/login/", "/look/", "/language/", "/account/second-factor/authenticate/"):
        for method in ("get", "post"):
            response = getattr(out, method)(f"{address}?next={evil}", {"next": evil}, HTTP_REFERER=evil)
            assert _leads_home(response), (method, address, response.headers.get("Location"))


def _places(response: Any) -> list[str]:
    return [response.headers.get(name, "") for name in ("Location", "X-Location", "HX-Redirect", "HX-Location")]


def _leads_home(response: Any) -> bool:
    return all(re.match(r"^$|^/(?![/\\])|^\?", place) for place in _places(response))


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("address", ["/health/", "/hidden/", "/account/login/", "/account/logout/"])
def test_a_page_before_signing_in_answers_no_other_method(method: str, address: str) -> None:
    assert Client().generic(method, address).status_code == 405
