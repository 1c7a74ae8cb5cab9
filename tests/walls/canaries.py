"""A word that stands nowhere else in every sealed field, put in as people put text in, and the places to look for it.

Which fields are sealed is asked of the models: a new one is looked for from its first day.
"""

from __future__ import annotations

import base64
import logging
import os
import re
import secrets
import string
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections, models
from django.test import Client
from psycopg import sql
from redis import Redis

from accounts.clock import today
from accounts.door import acting_as
from accounts.models import Session, User
from accounts.sealing import SealedField, SealedJSONField
from accounts.viewer import system
from cases.models import HandOver, Identification, Receipt
from cases.rule_texts import CATALOGUE
from nsp import processes
from tests.signing import signed_in_client
from tests.walls.matrix.things import MISSING, Thing

PREFIX = "kanarie"
_WORD = re.compile(rb"kanarie[a-z]{10}")
SYSTEM = system("test")
LINDEN, HANDED_OVER, ALMAS = "a person of Linden's", "a hand-over on its way", "Alma's draft"


def _inner(text: str, shift: int) -> bytes:
    """The part of a text's base64 that does not depend on what stands around it."""
    coded = base64.b64encode(b"\0" * shift + text.encode())
    return coded[-(-shift * 8 // 6) + (1 if shift else 0) : -4].rstrip(b"=")


@dataclass
class Canaries:
    """The words, each with where it was put and about what."""

    put: dict[str, tuple[str, str]] = field(default_factory=dict)
    controls: set[str] = field(default_factory=set)

    def new(self, place: str, about: str = LINDEN) -> str:
        """A fresh word for a place."""
        word = PREFIX + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
        self.put[word] = (place, about)
        return word

    def control(self) -> str:
        """A word that must be found, where it is put: else nobody looks there."""
        word = PREFIX + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
        self.controls.add(word)
        return word

    def found(self, blob: bytes) -> set[str]:
        """The words in some bytes: as they are, as hex, inside base64."""
        words = {word.decode() for word in _WORD.findall(blob)}
        if PREFIX.encode().hex().encode() in blob:
            words |= {word for word in self.everything if word.encode().hex().encode() in blob}
        if any(_inner(PREFIX, shift) in blob for shift in range(3)):
            words |= {word for word in self.everything if any(_inner(word, shift) in blob for shift in range(3))}
        return words

    @property
    def everything(self) -> set[str]:
        """All words."""
        return self.controls | self.put.keys()

    def leaked(self, blob: bytes, *, may_read: tuple[str, ...] = ()) -> list[str]:
        """Where the words come from that stand in some bytes and should not."""
        found = (self.put[word] for word in self.found(blob) if word in self.put)
        return [place for place, about in found if about not in may_read]


def tell_the_story(canaries: Canaries, users: dict[str, User]) -> list[Thing]:
    """Through the API, as its people do it: somebody identified, asked for, returned, confirmed, going on though
    society begins to protect, ended, reported back, and Dag breaks the glass; somebody handed over and offered; a
    draft; a note. Gives what addresses are about."""
    alma, dag, frej = (signed_in_client(users[name]) for name in ("alma", "dag", "frej"))
    new, start = canaries.new, today().isoformat()
    code = _done(alma, "identifications/", _identified(canaries, LINDEN))["code"]
    other = _done(alma, "identifications/", _identified(canaries, LINDEN))
    _done(alma, f"identifications/{other['ref']}/outcome/", {"act": "leave", "note": new("outcome note")})
    looked = {"on": start, "result": "MET", "note": new("of looking again")}
    _done(alma, f"persons/{other['code']}/left/", looked)
    _done(alma, f"persons/{other['code']}/meet/", {"token": str(uuid4()), "on": start, "story": new("met again")})
    yes = {"what": "POLICE", "language": "swe", "how": "ORAL", "on": start, "note": new("a consent's words")}
    _done(alma, f"persons/{code}/consents/give/", yes)
    asks = {"actor": "A-NOOR", "errand": "REST", "without_consent": "DANGER", "words": new("to the other actor")}
    _done(alma, f"persons/{other['code']}/transfer/", asks)
    begun = _done(alma, f"persons/{code}/request/")
    ref, asked = begun["ref"], _asked(canaries)
    draft = {**_asked(canaries), "seen": begun["seen"], "version": 1}
    kept = _done(alma, f"requests/{ref}/draft/", draft)
    sent = _done(alma, f"requests/{ref}/send/", {**asked, "seen": kept["seen"], "version": 1})
    question = {"decision": "return", "reason": new("question"), "version": sent["version"]}
    back = _done(dag, f"requests/{ref}/decide/", question)
    sent = _done(alma, f"requests/{ref}/send/", {**asked, "answer": new("answer"), "version": back["version"]})
    said = {"decision": "confirm", "reason": new("reason"), "version": sent["version"]}
    _done(dag, f"requests/{ref}/decide/", said)
    [period] = alma.get(f"/api/v1/persons/{code}/").json()["periods"]
    society = {"answer": "YES", "on": start, "note": new("what society's protection rests on")}
    _done(alma, f"persons/{code}/protection/", society)
    right = {"right": "CARE", "state": "NEEDED", "on": start, "note": new("a right's words")}
    _done(alma, f"persons/{code}/rights/state/", right)
    given = {"category": "FOOD", "on": start, "paid_by": "ACTOR", "note": new("what was done")}
    _done(alma, f"persons/{code}/services/new/", given)
    # Nothing of a number is kept, so that it is found nowhere, also not where Linden's people read.
    _done(alma, f"persons/{code}/identity/", {"country": "NG", "identity_number": f"{new('an identity number')}1"})
    _tell_the_law(alma, code, start, new)
    _tell_the_details(alma, code, new)
    _tell_of_the_child(alma, code, start, new)
    _tell_the_journal(alma, code, start, new)
    risk = {"on": start, "level": "HIGH", "reasons": new("why the risk is high"), "plan": new("the safety plan")}
    _done(alma, f"persons/{code}/safety/review/", risk)
    _talk(alma, code, new)
    _task(alma, code, new)
    _tell_of_closing(alma, dag, canaries)
    [proposed] = dag.get("/api/v1/last-days/").json()
    _done(dag, f"last-days/{proposed['ref']}/", {"reason": new("why the period goes on")})
    _done(alma, f"interventions/{period['ref']}/end/", {"last": start, "reason": "OWN_WISH", "note": new("end note")})
    _done(alma, f"interventions/{period['ref']}/report/", {"send": False, "note": new("note to a report")})
    _done(dag, f"persons/{code}/break-glass/", {"reason": new("why the glass was broken")})
    receipt = _done(frej, "identifications/", _identified(canaries, HANDED_OVER))["receipt"]
    with acting_as(SYSTEM):
        row = HandOver.objects.get(receipt_id=Receipt.objects.get(number=receipt).pk)
        met = Identification.objects.get(person__code=code).ref
    _done(dag, f"hand-overs/{row.ref}/route/", {"actor": "A-LINDEN", "note": new("offer", HANDED_OVER)})
    token = str(uuid4())
    typed = {"on": start, "story": new("draft", ALMAS), "safe_contact": new("draft", ALMAS)}
    alma.post(f"/identifications/new/{token}/", typed, headers={"X-Autosave": "1"})
    kept = {"token": str(uuid4()), "list": "person_list", "chosen": {"county": "01"}, "name": new("a filter", ALMAS)}
    _done(alma, "filters/new/", kept)
    begun = {"plan": new("draft of a form", ALMAS), "draft_tab": "a", "draft_turn": "1"}
    alma.post(f"/persons/{code}/safety/", begun, headers={"X-Autosave": "1"})
    at = {"linden": "own"}
    return [
        Thing("Person", "canary", MISSING["Person"] | {"code": code}, at),
        Thing("AdmissionRequest", "canary", {"ref": ref}, at),
        Thing("Identification", "canary", {"ref": met}, at),
        Thing("Intervention", "canary", {"ref": period["ref"]}, at),
        Thing("HandOver", "canary", {"ref": row.ref}, {"linden": "offered"}),
        Thing("Receipt", "canary", {"ref": receipt}, {"fristaden": "own"}, office="foreign"),
        Thing("draft", "canary", MISSING["draft"] | {"token": token}, whose="alma"),
    ]


def _tell_the_law(alma: Client, code: str, start: str, new: Callable[[str], str]) -> None:
    """The social board decides, a return is made and followed up."""
    board = {"subject": "SOCIAL_BOARD", "step": "GRANTED", "on": start, "note": new("what the social board decided")}
    _done(alma, f"persons/{code}/law/steps/", board)
    days = {"assessed_on": start, "left_on": start, "arrived_on": start}
    plan = _done(alma, f"persons/{code}/returns/", {"route": "OWN", "assessment": new("risk of a return"), **days})
    found = {"done_on": start, "how": "WELL", "note": new("how the person is after a return")}
    _done(alma, f"persons/{code}/returns/{plan['ref']}/after/1/", found)


def _tell_the_details(alma: Client, code: str, new: Callable[[str], str]) -> None:
    """The safe way is written anew, and what only the responsible actor opens."""
    way = {"safe_contact": new("the safe way, put right"), "safe_hours": new("the hours of the safe way")}
    _done(alma, f"persons/{code}/details/contact/", way)
    own = {"placement": new("the placement code"), "file_number": new("the file number, put right")}
    _done(alma, f"persons/{code}/details/own/", own)


def _tell_of_the_child(alma: Client, code: str, start: str, new: Callable[[str], str]) -> None:
    """A concern is reported, and who looks after the child is said."""
    made = {"made": "MADE", "on": start, "reported_by": "ACTOR", "note": new("of a concern report")}
    _done(alma, f"persons/{code}/child/concern/", made)
    said = {"on": start, "custody": "NOBODY", "guardian": "ASKED", "note": new("of who looks after the child")}
    _done(alma, f"persons/{code}/child/standing/", said)
    _done(alma, f"persons/{code}/dependants/new/", {"relation": "CHILD", "note": new("of the needs of somebody close")})


def _tell_the_journal(alma: Client, code: str, start: str, new: Callable[[str], str]) -> None:
    """A note with the person's own words, a passage of it to be struck, and another note that is not saved yet."""
    texts = {"text": new("a note of the journal"), "words": new("the person's own words")}
    said = {"token": str(uuid4()), "on": start, "contact": "MEETING"} | texts
    note = _done(alma, f"persons/{code}/journal/new/", said)
    asked = {"passage": texts["text"], "reason": "POINTS_OUT", "why": new("why a passage is struck")}
    _done(alma, f"journal/{note['ref']}/strike/", asked)
    typed = {"token": str(uuid4()), "text": new("a note that is not saved yet")}
    answer = alma.post(f"/persons/{code}/journal/new/", typed, headers={"X-Autosave": "1"})
    assert answer.status_code == 200, answer.content


def _tell_of_closing(alma: Client, dag: Client, canaries: Canaries) -> None:
    """Somebody for whom nothing ever began: the case is closed, opened again and closed, and they are asked."""
    new, start = canaries.new, today()
    code = _done(alma, "identifications/", _identified(canaries, LINDEN))["code"]
    begun = _done(alma, f"persons/{code}/request/")
    said = {**_asked(canaries), "seen": begun["seen"], "version": 1}
    sent = _done(alma, f"requests/{begun['ref']}/send/", said)
    confirm = {"decision": "confirm", "reason": new("reason"), "version": sent["version"]}
    _done(dag, f"requests/{begun['ref']}/decide/", confirm)
    [period] = alma.get(f"/api/v1/persons/{code}/").json()["periods"]
    never = {"last": (start - timedelta(days=1)).isoformat(), "reason": "NOT_STARTED", "note": new("never began")}
    _done(alma, f"interventions/{period['ref']}/end/", never)
    closed = {"outcome": "OTHER", "on": start.isoformat(), "note": new("of the closing")}
    _done(alma, f"persons/{code}/close/", closed)
    _done(dag, f"persons/{code}/reopen/", {"reason": new("why it is opened again")})
    _done(alma, f"persons/{code}/close/", closed | {"note": new("of the second closing")})
    asked = {"on": start.isoformat(), "asked": "ANSWERED", "helped": "PARTLY", "view": new("the person's own view")}
    _done(alma, f"persons/{code}/view/", asked)


def _talk(alma: Client, code: str, new: Callable[[str], str]) -> None:
    """A message in the thread, and another that is not sent yet."""
    _done(alma, f"persons/{code}/talk/new/", {"token": str(uuid4()), "text": new("a message about the person")})
    typed = {"token": str(uuid4()), "text": new("a message that is not sent yet")}
    answer = alma.post(f"/persons/{code}/talk/new/", typed, headers={"X-Autosave": "1"})
    assert answer.status_code == 200, answer.content


def _task(alma: Client, code: str, new: Callable[[str], str]) -> None:
    """Something to do about the person, and a word when it was done. (``why``: ``fill_the_rest``.)"""
    made = _done(alma, f"persons/{code}/tasks/new/", {"text": new("what is to be done about the person")})
    _done(alma, f"tasks/{made['ref']}/done/", {"word": new("a word about a task")})


def _done(client: Client, address: str, data: dict[str, Any] | None = None) -> Any:
    answer = client.post(f"/api/v1/{address}", data or {}, content_type="application/json")
    assert answer.status_code in (200, 201, 202, 204), (address, answer.content)
    return answer.json() if answer.content else None


def _identified(canaries: Canaries, about: str) -> dict[str, Any]:
    texts = {name: canaries.new(f"identification: {name}", about) for name in ("story", "safe_contact", "file_number")}
    return {"token": str(uuid4()), "on": today().isoformat(), "age": "ADULT", "consent": "YES", **texts}


def _asked(canaries: Canaries) -> dict[str, Any]:
    day = today().isoformat()
    said: dict[str, Any] = {"start": day, "days": 30, "consent": "YES", "right": "HOUSING", "society_asked_on": day}
    said |= {"police_report": "NO", "society_protects": "NO"}
    texts = ("why", "wants", "need", "society_asked", "society_answer")
    return said | {name: canaries.new(f"request: {name}") for name in texts}


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every sealed field of every model."""
    for model in apps.get_models():
        for one in model._meta.get_fields():
            if isinstance(one, SealedField):
                yield model, one


def fill_the_rest(canaries: Canaries) -> list[str]:
    """A word in each sealed field that the story left without one; the names of all sealed fields. Raises where a
    table has no row: then the story must make one."""
    names = []
    for model, one in sealed_fields():
        if model._meta.label.endswith("Event"):  # history, written by triggers
            continue
        name = f"{model._meta.label}.{one.name}"
        names.append(name)
        with acting_as(SYSTEM):
            rows = list(model._default_manager.all()[:50])
            assert rows, f"{name}: no row; make one in tell_the_story (tests/walls/canaries.py)"
            if any(PREFIX in str(getattr(row, one.name).open()) for row in rows):
                continue
            about = HANDED_OVER if model in (Receipt, HandOver) else LINDEN
            word = canaries.new(name, about)
            setattr(rows[0], one.name, {next(iter(CATALOGUE)): word} if isinstance(one, SealedJSONField) else word)
            _write(rows[0], one)
    return names


def _write(row: models.Model, one: SealedField) -> None:
    """By the superuser: what is only added can be changed by nobody else."""
    run, name = _server()
    with psycopg.connect(host=run, user="postgres", dbname=name) as superuser:
        table, key = row._meta.db_table, row._meta.pk
        assert key is not None and key.column and one.column
        query = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(
            sql.Identifier(table), sql.Identifier(one.column), sql.Identifier(key.column)
        )
        assert superuser.execute(query, [getattr(row, one.name).for_database, row.pk]).rowcount == 1


def _server() -> tuple[str, str]:
    """The directory of the database's socket, and the name of the database."""
    run = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    return run, str(connections["owner"].settings_dict["NAME"])


class Heard(logging.Handler):
    """Everything that anything logs, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line, with the traceback if it has one."""
        self.lines.append(self.format(record))


def dump() -> bytes:
    """The whole database, as ``pg_dump`` by its superuser writes it."""
    run, name = _server()
    command = [str(processes.postgres_bin() / "pg_dump"), "-h", run, "-U", "postgres", "-d", name]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def stored() -> dict[str, bytes]:
    """What lies in the stores, by name of the store, read as far as their packing goes."""
    home = Path(_server()[0]).parent
    logs = [path for path in (home / "postgres.log", home / "valkey.log") if path.exists()]
    sessions = [str(row.get_decoded()) for row in Session.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_cache")
        kept = [f"{key} {base64.b64decode(value)!r}" for key, value in cursor.fetchall()]
    messages = [str(message.message()) + message.body for message in mail.outbox]
    found = {
        "database dump": dump(),
        "broker": broker(),
        "sessions": "\n".join(sessions).encode(),
        "cache": "\n".join(kept).encode(),
        "e-mails": "\n".join(messages).encode(),
        "servers' logs": b"\n".join(path.read_bytes() for path in logs),
    }
    places = [settings.MAIL_DIR]
    files = [path for place in places if place.exists() for path in place.rglob("*") if path.is_file()]
    return found | {"files": b"\n".join(path.read_bytes() for path in files)}


def broker() -> bytes:
    """Everything in the broker's store."""
    parts: list[bytes] = []
    with Redis.from_url(settings.REDIS_URL) as store:
        for key in store.scan_iter("*"):
            kind = store.type(key)
            read = {b"list": lambda k: store.lrange(k, 0, -1), b"hash": store.hgetall, b"set": store.smembers}
            read |= {b"string": store.get, b"zset": lambda k: store.zrange(k, 0, -1)}
            parts += [bytes(key), repr(read[kind](key)).encode()]
    return b"\n".join(parts)


def put_controls(canaries: Canaries) -> dict[str, str]:
    """A word in each store that must be found there: name of the store → the word."""
    words = {name: canaries.control() for name in ("database dump", "broker", "sessions", "cache", "e-mails")}
    words |= {name: canaries.control() for name in ("servers' logs", "files")}
    User.objects.filter(email="bo@example.org").update(name=words["database dump"])
    with Redis.from_url(settings.REDIS_URL) as store:
        store.lpush("nsp:control", base64.b64encode(f'{{"a": "{words["broker"]}"}}'.encode()))
        store.expire("nsp:control", 600)
    session = Client().session
    session["x"] = words["sessions"]
    session.save()
    cache.set("control", words["cache"])
    mail.send_mail("x", words["e-mails"], None, ["x@example.org"])
    with connections["owner"].cursor() as cursor:
        told = words["servers' logs"]
        cursor.execute(f"DO $$ BEGIN RAISE WARNING '{told}'; END $$")
    settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
    (settings.MAIL_DIR / "control").write_text(words["files"])
    return words
