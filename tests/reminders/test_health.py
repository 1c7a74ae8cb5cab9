"""A dead worker is seen without any worker: on pages, on the page about how the program runs, by a monitor."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, connections
from django.test import Client
from django.utils.translation import override

from accounts import clock, deadlines
from accounts.deadlines import Page, Span
from accounts.door import acting_as, inside
from accounts.viewer import Viewer
from reminders import away as away_now
from reminders import runs
from reminders.models import Pulse, Told
from reminders.operation import Facts, Lived, State, facts_at, judge, monitored, pulses, queue_length, silent
from reminders.selectors import notices
from reminders.services.pulses import leave
from tests.factories import confirmed_case
from tests.house.reading import ROOT
from tests.reminders.conftest import Environment
from tests.reminders.helpers import EYE, mails, names, told, watched
from tests.reminders.test_killed import wait_until, wake, with_children_killed, working

pytestmark = pytest.mark.django_db
LINE = "Påminnelser har inte gått ut"


def back(minutes: int, *parts: str) -> None:
    """Let parts have lived so much earlier."""
    with acting_as(EYE):
        for row in Pulse.objects.filter(pk__in=parts):
            Pulse.objects.filter(pk=row.pk).update(at=row.at - timedelta(minutes=minutes))


def lived() -> dict[str, Lived]:
    """When each part lived."""
    with acting_as(EYE):
        return pulses()


def all_alive(at: datetime) -> None:
    """Every part has just lived."""
    with acting_as(EYE):
        for part in ("worker", "beat", "sweep", "outbox", "mail"):
            leave(part, at=at)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_and_a_killed_beat_are_seen_each_by_itself(
    dag: Viewer, worlds_apart: Environment, signed_in: Callable[[str], Client]
) -> None:
    queue = f"test-{uuid4().hex}"
    celery = ["-m", "celery", "-A", "nsp.celery"]
    worker = [*celery, "worker", "--concurrency", "1", "-Q", queue, "--loglevel", "ERROR"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [*celery, "beat", "--pidfile=", "--schedule", f"{worlds_apart['NSP_DATA']}/beat", "--loglevel", "ERROR"]
    coordinator, administrator, caseworker = (signed_in(name) for name in ("dag", "ada", "alma"))
    wake(queue)
    with working(beat, worlds_apart) as timer:
        with working(worker, worlds_apart):
            wait_until(lambda: {"worker", "beat", "sweep", "outbox", "mail"} <= lived().keys(), 60)
            assert watched() == []
            assert LINE not in coordinator.get("/").content.decode()
        back(6, "worker", "beat")  # and nobody but beat lives
        wait_until(lambda: lived()["beat"].at > clock.now() - timedelta(minutes=1), 40)
        assert watched() == ["worker down"]
        with_children_killed(timer)
    back(6, "beat")
    back(11, "sweep")
    assert watched() == ["worker down", "beat down", "sweep late"]
    for client in (coordinator, administrator):
        assert LINE in client.get("/").content.decode()
        page = client.get("/status/").content.decode()
        assert page.count("Tyst sedan") == 2
        states = {part["name"]: part["state"] for part in client.get("/api/v1/status/").json()}
        assert [states[part] for part in ("worker", "beat", "sweep", "mail")] == ["down", "down", "late", "ok"]
    assert LINE not in caseworker.get("/").content.decode()
    assert caseworker.get("/status/").status_code == 404


def test_the_line_goes_when_all_lives_again_and_says_so_where_nothing_ever_did(
    dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("dag")
    assert "bakgrundsarbetet är inte startat här" in client.get("/").content.decode()
    assert watched()[:2] == ["worker down", "beat down"]
    all_alive(clock.now())
    assert LINE not in client.get("/").content.decode()
    back(10, "worker")
    assert f"{LINE} sedan" in client.get("/notices/").content.decode()
    all_alive(clock.now())
    assert LINE not in client.get("/notices/").content.decode()


def test_a_dead_worker_is_seen_within_ten_minutes(march: datetime) -> None:
    """Whatever the moment of its death within the minute in which its pulse was kept."""
    fresh = {name: Lived(march, march + timedelta(minutes=9)) for name in ("worker", "beat", "sweep")}
    with_dead = {**fresh, "worker": Lived(march, march - timedelta(minutes=1))}
    assert silent(fresh, march + timedelta(minutes=9), settings.NSP_HEALTH) is None
    found = silent(with_dead, march + timedelta(minutes=9), settings.NSP_HEALTH)
    assert found and found.since == march - timedelta(minutes=1)
    with override("sv"):
        assert found.sentence == "Påminnelser har inte gått ut sedan kl. 09.59 i dag."
        later = silent(with_dead, march + timedelta(days=1), settings.NSP_HEALTH)
        assert later and later.sentence == "Påminnelser har inte gått ut sedan sön 1 mars 2026 kl. 09.59."


@pytest.mark.parametrize(
    ("told_of", "said"),
    [
        ({}, []),
        ({"pulses": {}}, ["worker down", "beat down", "sweep late", "outbox late", "mail late"]),
        ({"event_at": 9}, []),
        ({"event_at": 11}, ["event late"]),
        ({"mail_at": 59}, []),
        ({"mail_at": 61}, ["unsent late"]),
        ({"parked": 1}, ["parked late"]),
        ({"failed": 2}, ["failed late"]),
        ({"queue": None}, ["queue late"]),
        ({"queue": 501}, ["queue late"]),
        ({"disk": 999}, ["disk late"]),
        ({"disk": None}, ["disk late"]),
    ],
)
def test_what_is_late(told_of: dict[str, Any], said: list[str], march: datetime) -> None:
    alive = {name: Lived(march, march) for name in ("worker", "beat", "sweep", "outbox", "mail")}
    ages = {key: march - timedelta(minutes=value) for key, value in told_of.items() if key.endswith("_at")}
    facts = Facts(**{"at": march, "pulses": alive, "disk": 5000, **told_of, **ages})
    parts = judge(facts, settings.NSP_HEALTH)
    assert monitored(parts) == said
    assert all(part.sentence and part.heading and part.word for part in parts)
    assert {part.state for part in parts} <= set(State)


def test_a_worker_that_has_just_started_is_not_late_with_its_first_sweep(march: datetime) -> None:
    started = {name: Lived(march, march) for name in ("worker", "beat")}
    assert silent(started, march + timedelta(minutes=4), settings.NSP_HEALTH) is None
    running = {name: Lived(march, march + timedelta(minutes=11)) for name in ("worker", "beat")}
    assert silent(running, march + timedelta(minutes=11), settings.NSP_HEALTH)


def test_a_pulse_is_kept_once_a_minute_and_follows_a_clock_that_went_back(march: datetime) -> None:
    with acting_as(EYE):
        for seconds, kept in ((0, 0), (59, 0), (60, 60), (30, 30), (-300, -300)):
            leave("worker", at=march + timedelta(seconds=seconds))
            assert Pulse.objects.get().at == march + timedelta(seconds=kept)
        assert Pulse.objects.get().since == march


def test_what_waits_is_told_to_those_who_can_have_it_mended_and_to_nobody_else(
    alma: Viewer, dag: Viewer, ada: Viewer, march: datetime
) -> None:
    runs.run_sweep(at=march)
    runs.run_sweep(at=march + timedelta(hours=3))
    at = march + timedelta(hours=4)
    for viewer in (dag, ada):
        with acting_as(viewer):
            found = facts_at(at)
        assert found.mail_at == march + timedelta(hours=3)
        assert found.pulses["sweep"].at == march + timedelta(hours=3)
    with pytest.raises(DatabaseError, match="not allowed"), acting_as(alma):
        facts_at(at)
    assert len(mails()) == len(told()) == 2


def test_a_monitor_is_told_no_part_and_asks_redis_outside_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[bool]()

    def length() -> None:
        asked.append(inside() is None)

    monkeypatch.setattr("reminders.operation.queue_length", length)
    all_alive(clock.now())
    assert Client().get("/health/").content == b"ok\nlate\n"
    assert asked == [True]
    with pytest.raises(SystemExit, match="1"):
        call_command("health", stdout=StringIO())
    assert asked == [True, True]


def test_a_queue_that_does_not_answer_is_unknown_and_holds_up_nobody(settings: Any) -> None:
    assert queue_length() is not None
    for address in ("unix:///nowhere/nobody.sock", "redis://127.0.0.1:1/0"):
        settings.REDIS_URL = address
        began = time.monotonic()
        assert queue_length() is None
        assert time.monotonic() - began < 2


def test_a_monitor_reads_503_where_the_database_is_away_and_nothing_else(worlds_apart: Environment) -> None:
    asks = "import django; django.setup(); from django.test import Client; a = Client().get('/health/')"
    away = {**worlds_apart, "DATABASE_URL": "postgresql://nsp_app:x@127.0.0.1:1/nsp"}
    away["DJANGO_SETTINGS_MODULE"] = "nsp.settings"
    said = subprocess.run(
        [sys.executable, "-c", f"{asks}; print(a.status_code, a.content)"],
        env=away,
        cwd=ROOT,
        check=True,
        timeout=60,
        stdout=subprocess.PIPE,
    )
    assert said.stdout == b"503 b'database\\n'\n"


def test_coordinators_are_told_once_that_the_program_was_late(dag: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march)
    runs.run_sweep(at=march + timedelta(minutes=119))
    assert told("WAS_LATE") == []
    late = march + timedelta(days=2)
    for minutes in (0, 1, 2):
        runs.run_sweep(at=late + timedelta(minutes=minutes))
    assert names("WAS_LATE") == ["Dag", "Disa"]
    with acting_as(dag), override("sv"):
        (row,) = notices(dag).unread
    assert "stod still från" in row.what
    assert "kl." in row.what
    assert row.url == "/status/"
    runs.run_sweep(at=late + timedelta(days=1))
    assert len(told("WAS_LATE")) == 4


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_after_a_gap_tell_of_it_once(dag: Viewer, march: datetime) -> None:
    runs.run_sweep(at=march)
    together, failed = Barrier(4), []

    def work(n: int) -> None:
        try:
            together.wait()
            runs.run_sweep(at=march + timedelta(days=2, seconds=n))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert names("WAS_LATE") == ["Dag", "Disa"]


@pytest.mark.parametrize("wrong", ["SELECT 1 / 0", "SET LOCAL statement_timeout = 5; SELECT pg_sleep(9)"])
def test_a_deadline_that_cannot_be_read_holds_up_no_other_and_is_told_when_it_can(
    alma: Viewer, disa: Viewer, dag: Viewer, march: datetime, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    confirmed_case(alma, disa, at=march, days=10)
    runs.run_sweep(at=march)
    broken = deadlines.finders()["period"]

    def fails(span: Span, after: str) -> Page:
        assert broken(span, after).due
        with connection.cursor() as cursor:  # PostgreSQL takes nothing more in this transaction
            cursor.execute(wrong)
        raise AssertionError

    monkeypatch.setitem(deadlines._finders, "period", fails)
    monkeypatch.setitem(runs.JOBS, "rights", lambda at: 1 // 0)
    late = march + timedelta(days=11)
    runs.run_sweep(at=late)
    with acting_as(EYE):
        told_by_now = set(Told.objects.filter(until=late).values_list("pk", flat=True))
    assert deadlines.finders().keys() - told_by_now == {"period"}
    assert not told("PERIOD_LATE")
    all_alive(late)
    with acting_as(dag):
        found = next(part for part in judge(facts_at(late), settings.NSP_HEALTH) if part.name == "faults")
    assert found.state is State.LATE and "period, rights" in found.sentence
    late_told = len(told("WAS_LATE"))
    runs.run_sweep(at=late + timedelta(minutes=1))
    assert len(told("WAS_LATE")) == late_told, "sweeps have gone on"
    monkeypatch.undo()
    runs.run_sweep(at=late + timedelta(minutes=12))
    assert told("PERIOD_LATE")
    with acting_as(dag):
        parts = judge(facts_at(late + timedelta(minutes=12)), settings.NSP_HEALTH)
    assert next(part for part in parts if part.name == "faults").state is State.OK


def test_a_database_that_is_away_is_no_fault_of_a_finder(march: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(span: Span, after: str) -> Page:
        raise OperationalError("the connection is closed")

    monkeypatch.setitem(deadlines._finders, "period", away)
    monkeypatch.setattr(away_now, "_answers", lambda: False)
    with pytest.raises(OperationalError):
        runs.run_sweep(at=march)
    assert not lived()
