"""Asks each address, in each way, as each person, about each thing, and says what is not as the rows say.

Every question is asked in a savepoint that is taken back, so that all of them meet the same things; the session is the
same for all, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import URLPattern

from accounts.asks import asked_by
from tests.house.test_doors import patterns
from tests.sameness import without_chance
from tests.walls.matrix.people import Asker
from tests.walls.matrix.rows import READS_SEALED, ROWS, SEALED_IN, Row
from tests.walls.matrix.things import MISSING, Thing

GET, POST = "GET", "POST"
FRAGMENT, AUTOSAVE = "GET of a fragment", "POST that saves by itself"
OTHERS = ("HEAD", FRAGMENT, AUTOSAVE, "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
WAYS = (GET, POST, *OTHERS)
NOT_SERVED = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
_HEADERS = {FRAGMENT: {"HX-Request": "true", "HX-Target": "rules"}, AUTOSAVE: {"X-Autosave": "1"}}
DONE = {200, 201, 202, 204, 302, 303, 400, 403, 405, 409, 410, 415, 422}
"""What somebody who gets in may be answered: also that what was sent is not right, or is no more to be done."""
SIGN_IN, SECOND, PROVE = "/account/login/", "/account/second-factor/", "/account/second-factor/reauthenticate/"
CHANCE_IN_HEADERS = {"Content-Length", "Set-Cookie"}

KINDS_WITHOUT_MODEL = {"draft", "sheet", "passkey", "session", "link", "provider"}


@dataclass(frozen=True)
class Route:
    """An address, and the row that says who gets in."""

    name: str
    address: str
    row: Row
    keeps: bool = False
    """Whether what is typed in its form is kept, which asks for no fresh proof."""

    @property
    def ways(self) -> tuple[str, ...]:
        """How it is asked: sealed text is opened by looking alone."""
        return (GET, "HEAD") if self.row.act == READS_SEALED.act else WAYS

    @property
    def is_api(self) -> bool:
        """Whether it answers JSON."""
        return self.address.startswith("/api/")

    @property
    def references(self) -> list[str]:
        """The names of the references in it."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.address)

    def to(self, refs: dict[str, str]) -> str:
        """The address for these references."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: refs[found[1]], self.address)


def served() -> Iterator[tuple[str, URLPattern]]:
    """Every address behind which a view names its act; the last of those with one address is the one that is shadowed
    by the first, and is left out."""
    known: set[str] = set()
    for address, pattern in patterns():
        asked = asked_by(pattern.callback, pattern.name)
        if asked is not None and address not in known:
            known.add(address)
            yield address, pattern


def unclassified() -> list[str]:
    """What is wrong with the rows: a sentence for each address that stands in none, or in the wrong one."""
    by_name = {name: row for row in ROWS for name in row.names}
    wrong, seen = [], set()
    for address, pattern in served():
        asked = asked_by(pattern.callback, pattern.name)
        assert asked is not None
        name, of = str(pattern.name), asked.of.__name__ if asked.of else ""
        seen.add(name)
        where = "in tests/walls/matrix/rows.py"
        row = by_name.get(name)
        if row is None:
            wrong.append(
                f"{address} ({name}) stands in no row: add its name to the row of {asked.act.name} on "
                f"{of or 'nothing'} {where}, or write that row: who may, from the design, not from the code."
            )
        elif row.act != asked.act.name:
            wrong.append(f"{name} asks for {asked.act.name}, and stands in the row of {row.act} {where}.")
        elif of != (row.of if row.of not in KINDS_WITHOUT_MODEL else ""):
            wrong.append(f"{name} is about {of or 'nothing'}, and stands in a row about {row.of or 'nothing'} {where}.")
        elif row.of and row.of not in MISSING:
            wrong.append(f"{name} is about {row.of}: make such a thing in tests/walls/matrix/things.py.")
        elif "<" in address and not row.of:
            wrong.append(f"{address} ({name}) has a reference, and its row says of no thing {where}.")
    wrong += [f"{name} stands in rows.py, and no address has that name." for name in by_name.keys() - seen]
    return wrong


def routes() -> list[Route]:
    """Every address with its row."""
    by_name = {name: row for row in ROWS for name in row.names}
    found = {str(p.name): (address, asked_by(p.callback, p.name)) for address, p in served()}
    plain = [
        Route(name, found[name][0], row, getattr(found[name][1], "keeps", False))
        for name, row in by_name.items()
        if name in found
    ]
    sealed = (route for route in plain if route.name in SEALED_IN)
    return plain + [Route(f"{one.name} texts", f"{one.address}?texts=1", _reads(one.row)) for one in sealed]


def _reads(row: Row) -> Row:
    """Who gets in by the row and may read sealed text, be it in another of their roles."""
    return replace(row, act=READS_SEALED.act, fresh=False, also=READS_SEALED)


def about(route: Route, things: Iterable[Thing], asking: Asking | None = None) -> list[Thing | None]:
    """What a route is asked about; None where it is about nothing. With ``asking`` in short: about one of those things
    that are the same to the person, and one alone where they may not ask for the act at all."""
    if not route.row.of:
        return [None]
    fits = {"": True, "ref": "ref" in route.references, "code alone": "ref" not in route.references}
    fitting: list[Thing | None] = [t for t in things if t.kind == route.row.of and fits[t.only_with]]
    if asking is None:
        return fitting
    if asking.asker.standing != "open" or not asking.may_ask(route.row):
        return fitting[:1]
    if len(asking.asker.roles) > 1:  # what only one of the roles has to do with is asked by whoever has that one alone
        fitting = [one for one in fitting if ("CASEWORKER", "foreign") not in asking.relations(one)] or fitting[:1]
    alike: dict[object, Thing | None] = {}
    for thing in fitting:
        assert thing is not None
        alike.setdefault((*asking.relations(thing), thing.office, thing.named, thing.only_with, thing.alone), thing)
    return [*alike.values()]


@dataclass(frozen=True)
class Answer:
    """What came back, without what differs by chance."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def to(self) -> str:
        """Where it leads, if anywhere."""
        return dict(self.headers).get("Location", "")


class Asking:
    """One person's questions."""

    def __init__(self, asker: Asker, client: Client, things: list[Thing]) -> None:
        self.asker, self.client, self.things = asker, client, things
        self.cookies = client.cookies.output(header="", sep=";")
        self.asked = 0
        self._missing: dict[tuple[str, str], Answer] = {}
        client.raise_request_exception = False

    def relations(self, thing: Thing | None) -> list[tuple[str, str]]:
        """(role, relation to the thing) for each role of the person."""
        if thing is None:
            return [(role, "yes") for role in self.asker.roles]
        who = self.asker
        return [(role, thing.relation(who.whose, role, who.at)) for role in who.roles]

    def gets_in(self, row: Row, thing: Thing | None) -> bool:
        """What the row says."""
        relations = self.relations(thing)
        both = [row] if row.also is None else [row, row.also]
        return row.public or all(any(one.lets_in(*relation) for relation in relations) for one in both)

    def words(self, row: Row, thing: Thing | None) -> list[str]:
        """With which relations the row lets the person in."""
        return [relation for role, relation in self.relations(thing) if (row.also or row).lets_in(role, relation)]

    def may_ask(self, row: Row) -> bool:
        """Whether the row knows any thing about which the person gets in."""
        words = f"{row.staff} {row.office} {row.cooperating} {row.funder} {row.everybody}".split()
        words += f"{row.manager} {row.administrator} {row.officer}".split()
        return row.public or any(row.lets_in(role, word) for role in self.asker.roles for word in words)

    def ask(self, route: Route, refs: dict[str, str], way: str, data: dict[str, Any] | None = None) -> Answer:
        """Ask once, and take back what it did."""
        address = route.to(refs)
        self.asked += 1
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = _send(self.client, way, address, route.is_api, data)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        said_refs = [ref for name, ref in refs.items() if name in route.references]
        asked_for = [
            text for text in (address.split("?")[0], *said_refs) if len(text) >= 8
        ]  # shorter ones stand elsewhere, too
        for text in asked_for:
            body = without_chance(body, text)
        said = {name: value for name, value in response.headers.items() if name not in CHANCE_IN_HEADERS}
        if "Location" in said:
            place, _, query = said["Location"].partition("?")
            for text in said_refs:
                place = place.replace(text, "…")
            for text in asked_for:
                query = query.replace(quote(text), "").replace(quote(text, safe=""), "")
            said["Location"] = f"{place}?{query}" if query else place
        return Answer(response.status_code, body, tuple(sorted(said.items())))

    def missing(self, route: Route, way: str) -> Answer:
        """What the person is answered where there is nothing."""
        key = (route.name, way)
        if key not in self._missing:
            self._missing[key] = self.ask(route, MISSING.get(route.row.of, {}), way)
        return self._missing[key]

    def wrong(self, route: Route, thing: Thing | None, way: str) -> tuple[str, Answer]:
        """What is not as the row says (empty where all is), and the answer."""
        answer = self.ask(route, thing.refs if thing else {}, way)
        judge = _OF_STANDING.get(self.asker.standing, _open)
        fault = judge(self, route, thing, way, answer)
        fault = fault or ("a fault of the program's" if answer.status >= 500 else "") or self.leaks(answer, thing)
        if fault:
            what = f"{thing.kind} ({thing.name})" if thing else "nothing"
            return f"{self.asker.key}: {way} {route.name} about {what}: {answer.status} {answer.to}: {fault}", answer
        return "", answer

    def leaks(self, answer: Answer, asked_about: Thing | None = None) -> str:
        """References in an answer of things that the person may not know of."""
        text = answer.body + answer.to.encode()
        for thing in self.things:
            for name, ref in thing.refs.items():
                if ref in _PUBLIC or thing is asked_about or ref.encode() not in text or self.may_know(thing, name):
                    continue
                return f"it shows {ref}, of {thing.kind} ({thing.name})"
        return ""

    def may_know(self, thing: Thing, name: str) -> bool:
        """Whether a reference of the thing may be shown to the person."""
        same = [other for other in self.things if thing.refs[name] in (other.refs.get(name), other.refs.get("ref"))]
        return any(self.gets_in(row, one) for one in same for row in _that_show(one))


def _that_show(thing: Thing) -> list[Row]:
    act, _, kind = thing.seen_by.partition(" ")
    return [row for row in ROWS if row.of == (kind or thing.kind) and act in ("", row.act)]


_PUBLIC = {
    "HOUSING",
    "age",
    "RIGHTS",
    "swe",
    *(ref for refs in MISSING.values() for ref in refs.values()),
    *(str(n) for n in range(10_000)),
}


def _send(client: Client, way: str, address: str, is_api: bool, data: dict[str, Any] | None) -> Any:
    method = way.split()[0]
    headers = _HEADERS.get(way, {})
    if method == "GET":
        return client.get(address, data, headers=headers)
    if method == "POST":
        kind = "application/json" if is_api else MULTIPART_CONTENT
        return client.post(address, data or {}, content_type=kind, headers=headers)
    return client.generic(method, address, headers=headers)


def _open(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    """A session that is open: in, or as if there were nothing."""
    row = route.row
    if asking.gets_in(row, thing):
        asked_to_prove = answer.to.startswith((SIGN_IN, PROVE)) and not row.outside
        if not row.public and (answer.status not in DONE or asked_to_prove):
            return "should get in"
        return "" if way not in NOT_SERVED or row.outside or answer.status == 405 else "should be no method"
    if way in NOT_SERVED and answer.status == 405 and thing is not None and thing.only_with == "ref":
        return ""  # the person is one's own, and a method that is not served reads no second reference
    if answer.status != 404 and (row.of not in KINDS_WITHOUT_MODEL or not asking.may_ask(row)):
        return "should find nothing"
    if thing is not None and answer != asking.missing(route, way):
        return "differs from what is missing" + _difference(answer, asking.missing(route, way))
    return ""


def _difference(one: Answer, other: Answer) -> str:
    if one.status != other.status or one.headers != other.headers:
        return f": {one.status} {set(one.headers) ^ set(other.headers)} {other.status}"
    at = next((n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), 0)
    return f": …{one.body[max(0, at - 60) : at + 60]!r} and {other.body[max(0, at - 60) : at + 60]!r}"


def _same_as_missing(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    same = thing is None or answer == asking.missing(route, way)
    return "" if same else "says something of the thing" + _difference(answer, asking.missing(route, way))


def _signed_out(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    """To the page where one signs in; the same for whatever was asked for."""
    if route.row.public:
        # A page of the way in that somebody has not come to leads back to its beginning: a fragment says so by 401.
        back = {401} if way == FRAGMENT else set()
        return "" if answer.status in DONE | {404} | back else "should be open to everybody"
    right = answer.status == 302 and answer.to.startswith(SIGN_IN)
    if route.is_api or way == FRAGMENT:
        right = answer.status == 401
    return _same_as_missing(asking, route, thing, way, answer) if right else "should be asked to sign in"


def _locked(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    """Asked for the second factor, whatever was asked for."""
    row = route.row
    if row.public or row.act == "PROVE":
        return "" if answer.status in DONE | {404} else "should be open to whoever is locked"
    if route.is_api or way == FRAGMENT:
        right = answer.status == 401 or (answer.status == 204 and "X-Location" in dict(answer.headers))
    elif way in (GET, "HEAD", "OPTIONS"):
        right = answer.status == 302 and answer.to.startswith(PROVE)
    else:
        right = answer.status == 403
    return _same_as_missing(asking, route, thing, way, answer) if right else "should be asked for the second factor"


def _set_up(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    """Nothing but making the first second factor."""
    row = route.row
    if row.public or row.act == "SECOND_FACTOR":
        return "" if answer.status in DONE | {404} else "should be open to whoever makes their second factor"
    right = answer.status == 401 if route.is_api or way == FRAGMENT else answer.to.startswith(SECOND)
    return _same_as_missing(asking, route, thing, way, answer) if right else "should make a second factor first"


def _stale(asking: Asking, route: Route, thing: Thing | None, way: str, answer: Answer) -> str:
    """As open, save that what is sensitive asks for a fresh proof, whatever it is about."""
    looks = way.split()[0] in ("GET", "HEAD", "OPTIONS")
    if route.row.outside:
        return ""  # the library asks for a proof itself
    if not route.row.fresh or looks or (route.keeps and way == AUTOSAVE):
        return _open(asking, route, thing, way, answer)
    right = answer.status == (401 if route.is_api else 403)
    return _same_as_missing(asking, route, thing, way, answer) if right else "should ask for a fresh proof"


_OF_STANDING = {
    "nobody": _signed_out,
    "frozen": _signed_out,
    "over": _signed_out,
    "locked": _locked,
    "set up": _set_up,
    "stale": _stale,
}
