"""A day without Redis, a database that is killed in the middle of the work, a clock that is set and one that changes.

Real workers, a real timer, real servers that are stopped as processes; the clock stands where the test says.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import Q

from accounts.clock import STOCKHOLM, dawn, day
from accounts.door import acting_as
from accounts.viewer import Viewer
from audit.models import Outbox
from audit.record import Event, record
from reminders.models import Letter, Mail, MailState, Pulse, Told
from reminders.services.delivery import LEASE
from reminders.services.telling import write
from tests.factories import confirmed_case
from tests.reminders.conftest import Environment
from tests.reminders.helpers import EYE, mails, names, told, unsaid
from tests.reminders.mail_server import MailServer, mail_server
from tests.reminders.many_days import Worker
from tests.reminders.own_servers import own_cluster, own_queue
from tests.reminders.test_killed import working

pytestmark = pytest.mark.django_db(transaction=True)

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
CELERY = ["-m", "celery", "-A", "tests.reminders.driven"]
WORKER = [*CELERY, "worker", "--concurrency", "1", "--loglevel", "CRITICAL", "--without-gossip", "--without-mingle"]
STAFF = ["Alma", "Dag", "Disa"]


def swept(at: datetime) -> bool:
    """Whether a sweep has ended at a moment, of every finder and of what it does besides."""
    with acting_as(EYE):
        rows = [row.until for row in Told.objects.all()]
        over = Pulse.objects.filter(pk="sweep", at=at).exists()
    return over and len(rows) > 10 and min(rows) == at


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    """Look often."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def holds_nothing(here: Path) -> bool:
    """Whether a worker has done all that it had begun, and begins nothing for a second: what it had taken from the
    queue before that was gone it does."""
    before = (here / "begun").read_text()
    time.sleep(1)
    return before == (here / "begun").read_text() and before.count("\n") == (here / "done").read_text().count("\n")


def once_each() -> bool:
    """Whether nobody was told anything twice."""
    return all(n == 1 for n in Counter((row.deadline, row.day, row.user_id) for row in told()).values())


def through(server: MailServer, env: Environment, here: Path) -> Environment:
    """What a process needs that sends through a mail server, on a clock that stands where a file in ``here`` says."""
    return env | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port), "NSP_DRIVEN": str(here)}


def stands(here: Path, at: datetime) -> datetime:
    """Set that clock."""
    (here / "clock.new").write_text(at.isoformat())
    (here / "clock.new").replace(here / "clock")
    return at


def test_a_day_without_redis_is_caught_up_once_and_coordinators_hear_of_it(
    alma: Viewer, disa: Viewer, march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    """The queue's process is killed, with all that it held. Worker and timer live on, and nobody starts them anew."""
    confirmed_case(alma, disa, at=march, days=10)  # told of on the 3rd, the 9th and the 10th
    with own_queue() as queue, mail_server() as server:
        env = through(server, worlds_apart, tmp_path) | {"REDIS_URL": queue.url}
        beat = [*CELERY, "beat", "--pidfile=", "--schedule", str(tmp_path / "beat"), "--loglevel", "CRITICAL"]
        before = stands(tmp_path, march + 7 * DAY)
        with working(WORKER, env) as worker, working(beat, env) as timer:
            wait_for(lambda: swept(before))
            queue.kill()
            wait_for(lambda: holds_nothing(tmp_path))
            rows = len(told())
            with acting_as(disa):
                record(Event.REPORT_PUBLISHED, at=before + HOUR, by=disa.id, ref="R-1", facts={"year": 2025})
            at = stands(tmp_path, march + 8 * DAY)
            time.sleep(1.5)
            assert len(told()) == rows, "nobody wakes the worker"
            queue.start()
            wait_for(lambda: swept(at) and bool(told("REPORT_PUBLISHED")) and not waiting(at))
            assert worker.poll() is None and timer.poll() is None
    assert [(row.user.name.split()[0], row.day) for row in told("PERIOD")] == [
        (name, day(march) + n * DAY) for n in (2, 8) for name in STAFF
    ]
    assert names("REPORT_PUBLISHED") == ["Eva"]
    assert names("WAS_LATE") == ["Dag", "Disa"]
    assert {row.facts["since"] for row in told("WAS_LATE")} == {before.astimezone(UTC).isoformat()}
    assert once_each() and unsaid() == []
    assert sorted(server.got) == sorted(row.message_id for row in mails())


def waiting(at: datetime) -> bool:
    """Whether an e-mail is still to go or on its way, or an event to be handed on."""
    with acting_as(EYE):
        under_way = Q(state=MailState.SENDING) | Q(state=MailState.WAITING, try_at__lte=at)
        return Mail.objects.filter(under_way).exists() or Outbox.objects.filter(done_at=None).exists()


def test_postgresql_killed_in_the_middle_of_a_sweep_and_of_a_delivery_loses_and_doubles_nothing(
    alma: Viewer, disa: Viewer, march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    """The server's own process gets SIGQUIT and is started again; the worker is nobody's business."""
    events = 60
    with own_cluster(worlds_apart) as (cluster, env), mail_server() as server, own_queue() as queue:
        confirmed_case(alma, disa, at=march, days=10)
        with acting_as(disa):
            for n in range(events):
                record(Event.REPORT_PUBLISHED, at=march, by=disa.id, ref=f"R-{n}", facts={"year": 2025})
        with acting_as(EYE):
            for _ in range(events):
                write(Letter.CHANGED, about=uuid4(), user=alma.id, at=march)
        env = through(server, env, tmp_path) | {"REDIS_URL": queue.url}
        beat = [*CELERY, "beat", "--pidfile=", "--schedule", str(tmp_path / "beat"), "--loglevel", "CRITICAL"]
        at, kills = stands(tmp_path, march + 10 * DAY), 0
        server.slow = 0.03
        with working(WORKER, env) as worker, working(beat, env) as timer:
            for middle in (lambda: bool(told("REPORT_PUBLISHED")), lambda: len(server.got) > 5):
                wait_for(middle)
                cluster.killed()
                kills, mailed = kills + 1, len(server.got)
                cluster.started()
            assert len(told("REPORT_PUBLISHED")) < events or mailed < events, "it was over before"
            wait_for(lambda: swept(at))
            at = stands(tmp_path, at + LEASE + 8 * MINUTE)
            wait_for(lambda: swept(at) and not waiting(at))
            assert worker.poll() is None and timer.poll() is None
        assert len(told("REPORT_PUBLISHED")) == events
        assert names("PERIOD_LATE") == STAFF
        assert once_each() and unsaid() == []
        sent, got = mails(), Counter(server.got)
        assert {row.state for row in sent} == {MailState.SENT} and len(sent) > events
        assert set(got) == {row.message_id for row in sent}
        assert sum(row.repeats for row in sent) <= kills
        assert all(got[row.message_id] <= 1 + row.repeats for row in sent)


def days_of(kind: str) -> list[tuple[str, int]]:
    """Who was told of a kind, and of which day of the month."""
    return [(row.user.name.split()[0], row.day.day) for row in told(kind)]


def test_a_clock_set_forward_a_day_and_back_tells_each_day_once(
    alma: Viewer, disa: Viewer, march: datetime, worlds_apart: Environment, tmp_path: Path
) -> None:
    confirmed_case(alma, disa, at=march, days=10)
    with mail_server() as server:
        worker = Worker(tmp_path, through(server, worlds_apart, tmp_path))
        try:
            for hours in (0, 9, 24, 12, 14, 23, 25, 33, 0, 33, 48, 57, 72, 81):
                # the 8th; on to the 9th, back to the 8th; the 9th; back a day and on again; the 10th, the 11th
                assert worker.round(dawn(day(march) + 7 * DAY) + hours * HOUR)
        finally:
            worker.kill()
    assert days_of("PERIOD") == [(name, n) for n in (3, 9, 10) for name in STAFF]
    assert days_of("PERIOD_LATE") == [(name, 11) for name in STAFF]
    assert once_each() and unsaid() == []
    assert sorted(server.got) == sorted(row.message_id for row in mails())


@pytest.mark.parametrize(
    ("sunday", "hours"),
    [(datetime(2027, 3, 28, tzinfo=STOCKHOLM), 23), (datetime(2027, 10, 31, tzinfo=STOCKHOLM), 25)],
    ids=["an hour is skipped", "an hour comes twice"],
)
def test_in_the_night_in_which_the_clocks_change_each_day_is_told_once_and_on_its_day(
    alma: Viewer, disa: Viewer, sunday: datetime, hours: int, worlds_apart: Environment, tmp_path: Path
) -> None:
    """Every hour from Saturday evening to Sunday evening, and Monday's first; a rest that ends that Sunday."""
    begins = (sunday - 9 * DAY) + 10 * HOUR
    confirmed_case(alma, disa, at=begins, days=10)
    midnight = sunday.astimezone(UTC)
    moments = [midnight + n * HOUR for n in (*range(-3, 9), hours - 1, hours, hours + 8)]
    with mail_server() as server:
        worker = Worker(tmp_path, through(server, worlds_apart, tmp_path))
        try:
            for at in moments:
                assert worker.round(at)
        finally:
            worker.kill()
    assert days_of("PERIOD") == [(name, on.day) for on in (sunday - DAY, sunday) for name in STAFF]
    assert {row.made_at for row in told("PERIOD") if row.day == day(sunday)} == {midnight}
    assert {row.made_at for row in told("PERIOD_LATE")} == {midnight + hours * HOUR}
    assert names("PERIOD_LATE") == STAFF
    assert once_each() and unsaid() == []
    assert sorted(server.got) == sorted(row.message_id for row in mails())
    quiet_until = (sunday + 6 * HOUR).astimezone(UTC)
    sent = sorted(row.sent_at for row in mails() if row.sent_at and row.sent_at >= midnight)
    assert quiet_until <= sent[0] < quiet_until + MINUTE, "as soon as the night is over, by the clock on the wall"
