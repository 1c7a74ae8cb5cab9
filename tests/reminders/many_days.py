"""Many days of reminders on real workers that are killed, with outages and a mail server that loses its answers.

What was due to whom is reckoned by itself (``many_lives``): periods that end, some of them earlier than was granted,
consents, tasks, concern reports of children, safe ways to reach somebody, and requests that wait; while one caseworker
is away now and then, and another leaves. Nothing of the program's finders is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from uuid import uuid4

from accounts.clock import dawn, day
from accounts.door import acting_as
from nsp.celery import app
from reminders.models import Mail, MailState, Notice
from tests.house.reading import ROOT
from tests.reminders.conftest import Environment
from tests.reminders.helpers import EYE, mails, told, unsaid
from tests.reminders.mail_server import GARBLED, GONE, GONE_BEFORE, OK, MailServer, mail_server
from tests.reminders.many_lives import DAY, HOUR, Key, Life, Line, may, owed
from tests.reminders.test_killed import with_children_killed

ROUNDS = (timedelta(minutes=20), 9 * HOUR, 15 * HOUR)
"""When in a day the timer wakes the worker: shortly after midnight, and by day."""
LONGEST = 72 * HOUR
READ_AFTER = 15 * DAY
"""So long after it was told everything has been read."""
KINDS = ("consent_ends:", "task_due:", "concern_report:", "period:", "report:", "safe_contact:", "waits:", "own:")
REFUSALS = ("451 later", "550 never", "421 closing")
ANSWERS, WEIGHTS = (OK, GONE, GARBLED, GONE_BEFORE, *REFUSALS), (12, 1, 1, 1, 1, 1, 1)
"""What the mail server says to an e-mail, and how often."""
TASKS = ("outbox", "sweep", "deliver")


@dataclass
class Worker:
    """A real Celery worker on a driven clock, that can be killed and started again."""

    here: Path
    env: Environment
    queue: str = field(default_factory=lambda: f"test-{uuid4().hex}")
    child: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        """Start it, if it does not run."""
        if self.child is None:
            (self.here / "done").touch()
            command = ["-m", "celery", "-A", "tests.reminders.driven", "worker", "--concurrency", "1"]
            command += ["-Q", self.queue, "--loglevel", "CRITICAL", "--without-gossip", "--without-mingle"]
            env = {**self.env, "NSP_DRIVEN": str(self.here)}
            self.child = subprocess.Popen(
                [sys.executable, *command],
                env=env,
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def kill(self) -> None:
        """No handler runs, nothing is tidied."""
        if self.child:
            with_children_killed(self.child)
            self.child, self.kills = None, self.kills + 1

    def round(self, at: datetime, *, killed_after: float | None = None) -> bool:
        """Wake it for each task at a moment; whether the sweep was done."""
        (self.here / "clock.new").write_text(at.isoformat())
        os.replace(self.here / "clock.new", self.here / "clock")
        self.start()
        asked = {name: app.send_task(f"reminders.tasks.{name}", queue=self.queue).id for name in TASKS}
        until = time.monotonic() + 90
        if killed_after is not None:
            while asked["outbox"] not in self._done():  # it has started, and works
                assert time.monotonic() < until, "the worker does not work"
                time.sleep(0.02)
            time.sleep(killed_after)
            self.kill()
        else:
            while not {*asked.values()} <= self._done().keys():
                assert time.monotonic() < until, "the worker does not work"
                time.sleep(0.02)
        return self._done().get(asked["sweep"]) == "SUCCESS"

    def _done(self) -> dict[str, str]:
        lines = (self.here / "done").read_text().splitlines()
        return dict(line.split(" ", 1) for line in lines if " " in line)


@dataclass
class Lived:
    """What the worker and the mail server went through."""

    life: Life
    worker: Worker
    server: MailServer
    rounds: list[datetime] = field(default_factory=list)
    swept: list[datetime] = field(default_factory=list)
    outages: int = 0
    refused: int = 0
    answers_lost: int = 0

    def live(self, *, chance: float, say: Callable[[str], None] = lambda _: None) -> None:
        """All days: rounds, outages of up to 72 hours, kills, answers that are lost, e-mails that are refused. The last
        days are quiet. ``say``: how far it has come, and what would be reckoned now."""
        life, back, fate = self.life, self.life.begins, Random(self.life.seed)
        for n in range(life.days + 4):
            on, quiet = day(life.begins) + n * DAY, n >= life.days
            for hour in ROUNDS:
                at = dawn(on) + hour
                if hour == ROUNDS[1]:
                    life.morning(on)
                    _read(at - READ_AFTER, at=at)
                if at < max(back, life.begins) and not quiet:
                    continue
                if not quiet and fate.random() < chance / 2:
                    back, self.outages = at + fate.random() * LONGEST, self.outages + 1
                    self.worker.kill()
                    continue
                killed = fate.uniform(0, 0.6) if not quiet and fate.random() < chance else None
                self._round(at, [] if quiet else fate.choices(ANSWERS, WEIGHTS, k=9), killed)
            if n % 20 == 19:
                found = reckon(self)
                say(f"  day {n + 1} of {life.days}: {self.words(found)}")
                for key in (*found.lost[:5], *found.unasked[:5]):
                    say(f"    wrong: {key}")

    def _round(self, at: datetime, says: list[str], killed: float | None) -> None:
        self.server.says[:] = says
        self.rounds.append(at)
        if self.worker.round(at, killed_after=killed):
            self.swept.append(at)
        said = says[: len(says) - len(self.server.says)]
        self.answers_lost += sum(one in (GONE, GARBLED) for one in said)
        self.refused += sum(one in REFUSALS for one in said)

    def words(self, found: Reckoned) -> str:
        """What happened and what came of it, as a line."""
        return (
            f"{self.outages} outages, {self.worker.kills} kills, {len(self.swept)} whole sweeps; due {found.due}, "
            f"told {found.told}, late {found.late}, lost {len(found.lost)}, unasked {len(found.unasked)}, "
            f"doubled {found.doubled}"
        )


@dataclass
class Reckoned:
    """What was due, and what became of it."""

    due: int
    told: int
    moved: int
    """To whoever was meant after others had been told."""
    late: int
    lost: list[Key]
    unasked: list[Key]
    doubled: int
    longest: timedelta
    mails: int
    """To those who work there still; who has left gets no e-mail."""
    unsent: int
    unsaid: int
    """Notices of which no e-mail said that something waits, when they stood or after."""
    repeats: int
    too_many: list[str]


def reckon(lived: Lived) -> Reckoned:
    """Compare what was told with what was due."""
    rows = [row for row in told() if row.deadline.startswith(KINDS)]
    made = {(row.deadline, row.day, row.user.name.split()[0]): row.made_at for row in rows}
    due = owed(lived.life, lived.swept, lived.rounds)
    lines: dict[tuple[str, date], list[Line]] = {}
    for line in lived.life.lines:
        for point in line.points:
            lines.setdefault((point.name, point.day), []).append(line)

    def allowed(key: Key, at: datetime) -> bool:
        could = partial(may, lived.life, key=key, at=at, rounds=lived.rounds, swept=lived.swept)
        return any(could(line) for line in lines.get(key[:2], ()))

    waits = {key: made[key] - one.since for key, one in due.items() if key in made and one.first}
    sent, got = [row for row in mails() if row.user and row.user.is_active], Counter(lived.server.got)
    return Reckoned(
        due=len(due),
        told=len(made),
        moved=sum(not one.first for one in due.values()),
        late=sum(day(made[key]) > day(due[key].since) for key in waits),
        lost=[
            key
            for key, one in due.items()
            if (key not in made or made[key] > one.latest)
            and not any(made.get((*key[:2], name), one.latest) < one.latest for name in one.instead)
        ],
        unasked=[key for key, at in made.items() if not allowed(key, at)],
        doubled=len(rows) - len(made),
        longest=max(waits.values(), default=timedelta()),
        mails=len(sent),
        unsent=sum(
            row.state != MailState.READ and (row.state != MailState.SENT or not got[row.message_id]) for row in sent
        ),
        unsaid=sum(row.user.is_active for row in unsaid()),
        repeats=sum(row.repeats for row in sent),
        too_many=[row.message_id for row in sent if got[row.message_id] > 1 + row.repeats + refusals(row)],
    )


def refusals(row: Mail) -> int:
    """How often an e-mail came over the line and was refused: tries that are no repeats, but for the one that was
    taken."""
    return row.tries - row.repeats - (row.state == MailState.SENT)


def _read(before: datetime, *, at: datetime) -> None:
    """What was told before a moment has been read by now."""
    with acting_as(EYE):
        Notice.objects.filter(made_at__lt=before, read_at=None).update(read_at=at)


def lived(
    life: Life, env: Environment, here: Path, *, chance: float, say: Callable[[str], None] = lambda _: None
) -> tuple[Reckoned, Lived]:
    """Live it on a worker and a mail server of its own."""
    life.begin()
    with mail_server() as server:
        worker = Worker(here, {**env, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)})
        all_of_it = Lived(life, worker, server)
        try:
            all_of_it.live(chance=chance, say=say)
        finally:
            worker.kill()
        return reckon(all_of_it), all_of_it
