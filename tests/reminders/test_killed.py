"""Workers killed in the middle, several at a time, the broker down: everybody is told once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections

from accounts import clock
from accounts.deadlines import finders
from accounts.door import acting_as
from accounts.viewer import Viewer
from audit.models import Outbox
from audit.record import Event, record
from reminders import runs, spool
from reminders.models import Letter, MailState
from reminders.services.sweep import spans_to_tell
from reminders.services.telling import tell, write
from tests.factories import confirmed_case, identified
from tests.house.reading import ROOT
from tests.reminders.conftest import Environment
from tests.reminders.helpers import EYE, mails, told, unsaid

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def working(command: list[str], env: Environment) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is killed, with its children, when the test is done with it."""
    child = subprocess.Popen(
        [sys.executable, *command],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with_children_killed(child)


def with_children_killed(child: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and everything it started: no handler runs, nothing is tidied."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()


def much_to_tell(alma: Viewer, disa: Viewer, *, events: int) -> None:
    """A period that is overdue, many events, and as many e-mails of their own."""
    confirmed_case(alma, disa, at=clock.now() - timedelta(days=12), days=10)
    with acting_as(disa):
        for n in range(events):
            record(Event.REPORT_PUBLISHED, at=clock.now(), by=disa.id, ref=f"R-{n}", facts={"year": 2025})
    with acting_as(EYE):
        for _ in range(events):
            write(Letter.CHANGED, about=uuid4(), user=alma.id, at=clock.now())


def everybody_told_once(events: int) -> None:
    """Each event was told to Eva once; an e-mail said so of each notice; one file for each e-mail, now that leases and
    quiet hours are over."""
    noon = clock.span_of(clock.today() + timedelta(days=2))[0] + timedelta(hours=12)
    runs.run_delivery(at=noon)
    rows = told()
    assert max(Counter((row.deadline, row.day, row.user_id) for row in rows).values()) == 1
    assert len([row for row in rows if row.kind == "REPORT_PUBLISHED"]) == events
    assert {row.kind for row in rows if row.user.name.startswith("Alma")} >= {"PERIOD_LATE", "ADMISSION_CONFIRMED"}
    sent = mails()
    assert {row.state for row in sent} == {MailState.SENT}
    assert unsaid() == []
    assert len({row.notice_id for row in sent}) == len(sent) > events
    files = spool.newest(limit=10_000)
    assert sorted(one.message_id for one in files) == sorted(row.message_id for row in sent)


def test_a_worker_killed_again_and_again_tells_everybody_once(
    alma: Viewer, disa: Viewer, worlds_apart: Environment
) -> None:
    events, chance = 150, random.Random(7)
    much_to_tell(alma, disa, events=events)
    half_done = 0
    for _ in range(6):
        with working(["-m", "tests.reminders.worker"], worlds_apart) as child:
            assert child.stdout
            assert child.stdout.readline() == b"begun\n"
            time.sleep(chance.uniform(0, 0.35))
        half_done += 0 < len(told()) < events or any(row.state != MailState.SENT for row in mails())
    assert half_done, "no kill came in the middle: give the worker more to do"
    subprocess.run(
        [sys.executable, "-m", "tests.reminders.worker", "--once"], env=worlds_apart, cwd=ROOT, check=True, timeout=120
    )
    everybody_told_once(events)
    assert sum(row.repeats for row in mails()) <= 6, "each kill leaves at most one e-mail of which nobody knows"


def test_a_celery_worker_killed_and_started_again_tells_everybody_once(
    alma: Viewer, disa: Viewer, worlds_apart: Environment
) -> None:
    events, queue = 120, f"test-{uuid4().hex}"
    much_to_tell(alma, disa, events=events)
    worker = ["-m", "celery", "-A", "nsp.celery", "worker", "--concurrency", "1", "-Q", queue, "--loglevel", "ERROR"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    wake(queue)
    with working(worker, worlds_apart):
        wait_until(lambda: bool(told("REPORT_PUBLISHED")), 60)
    wake(queue)
    with working(worker, worlds_apart):
        wait_until(lambda: nothing_waits(queue), 90)
    everybody_told_once(events)


def test_two_timers_and_connections_cut_as_by_a_restart_lose_and_double_nothing(
    alma: Viewer, disa: Viewer, worlds_apart: Environment
) -> None:
    """Every task twice to two workers, while PostgreSQL ends all their connections again and again."""
    events, queue = 60, f"test-{uuid4().hex}"
    much_to_tell(alma, disa, events=events)
    worker = ["-m", "celery", "-A", "nsp.celery", "worker", "--concurrency", "1", "-Q", queue, "--loglevel", "CRITICAL"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    wake(queue)
    wake(queue)
    cut = 0
    with working(worker, worlds_apart), working(worker, worlds_apart):
        wait_until(lambda: bool(told("REPORT_PUBLISHED")), 90)
        for _ in range(4):
            wake(queue)
            wake(queue)
            time.sleep(0.3)
            cut += end_connections()
        wait_until(lambda: nothing_waits(queue), 120)
    assert cut, "nothing was cut"
    everybody_told_once(events)


def end_connections() -> int:
    """End every other connection to this test's database; how many."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def wake(queue: str) -> None:
    """What beat does, into a queue of the test's own."""
    from nsp.celery import app

    for name in ("outbox", "sweep", "deliver"):
        app.send_task(f"reminders.tasks.{name}", queue=queue)


def nothing_waits(queue: str) -> bool:
    """Whether all is told and sent; else wakes the worker again, as beat would."""
    with acting_as(EYE):
        waiting = Outbox.objects.filter(done_at=None).exists()
    unsent = any(row.state == MailState.WAITING and row.try_at <= clock.now() for row in mails())
    if waiting or unsent or not told("PERIOD_LATE"):
        wake(queue)
        return False
    return True


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    """Look every half second."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.5)


def test_two_sweeps_and_two_outboxes_at_once_tell_everybody_once(
    alma: Viewer, disa: Viewer, worlds_apart: Environment
) -> None:
    events = 40
    much_to_tell(alma, disa, events=events)
    at, together, failed = clock.now(), Barrier(4), []

    def work() -> None:
        try:
            together.wait()
            runs.run_outbox(at=at)
            runs.run_sweep(at=at)
            runs.run_outbox(at=at)
            runs.run_delivery(at=at)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    runs.run_delivery(at=at)
    everybody_told_once(events)


def test_pages_work_and_nothing_is_lost_while_the_broker_is_down(
    alma: Viewer, disa: Viewer, worlds_apart: Environment
) -> None:
    person = identified(alma, at=clock.now())
    nobody = {**worlds_apart, "REDIS_URL": f"unix://{worlds_apart['NSP_DATA']}/nobody.sock"}
    said = subprocess.run(
        [sys.executable, "-m", "tests.reminders.without_broker", person.code],
        env=nobody,
        cwd=ROOT,
        check=True,
        timeout=60,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    found = json.loads(said.stdout)
    assert [found["write"][0], found["read"][0]] == [302, 200]
    assert found["publish"][1] < 3
    with acting_as(disa):
        record(Event.REPORT_PUBLISHED, at=clock.now(), by=disa.id, ref="R-1", facts={"year": 2025})
    runs.run_outbox(at=clock.now() + timedelta(days=1))
    assert len(told("REPORT_PUBLISHED")) == 1


def test_a_killed_sweep_goes_on_where_it_was(alma: Viewer, disa: Viewer, march: datetime) -> None:
    """The mark is set last: what was told before the kill is told already, the rest is told now."""
    for _n in range(3):
        confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march)
    later = march + timedelta(days=40)
    with acting_as(runs.SWEEP):
        span = spans_to_tell(["period"], at=later)["period"]
        assert span is not None
        tell(finders()["period"](span, "").due[:2], at=later)  # and then it is killed
    runs.run_sweep(at=later)
    kinds = [row.kind for row in told() if row.user_id == alma.id and row.kind.startswith("PERIOD")]
    assert kinds == ["PERIOD_LATE"] * 3
