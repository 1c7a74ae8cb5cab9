"""Many days of reminders on real workers that are killed, with outages and a mail server that loses its answers.

What was due to whom is reckoned here by itself, from the rules as they read, for consents that end, tasks, and concern
reports of children; nothing of the program's finders is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from accounts.clock import dawn, day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models.child import ConcernMade
from cases.models.choices import Age
from cases.services.child import Concern, note_concern
from cases.services.consent import withdraw
from cases.services.task import Given, give_task, mark_done
from nsp.celery import app
from reminders.models import MailState
from tests.factories import identified
from tests.house.reading import ROOT
from tests.reminders.conftest import Environment
from tests.reminders.helpers import mails, told, unsaid
from tests.reminders.mail_server import GARBLED, GONE, GONE_BEFORE, OK, MailServer, mail_server
from tests.reminders.test_clocks import given
from tests.reminders.test_killed import with_children_killed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROUNDS = (timedelta(minutes=20), 9 * HOUR, 15 * HOUR)
"""When in a day the timer wakes the worker: shortly after midnight, and by day."""
LONGEST = 72 * HOUR
KINDS = ("consent_ends:", "task:", "concern_report:")
TASKS = ("outbox", "sweep", "deliver")


@dataclass
class Line:
    """What is told under one name: on which days, to whom (first names); from ``since`` until it is met."""

    name: str
    days: tuple[date, ...]
    to: tuple[str, ...]
    since: datetime
    met: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it asks for something at a moment."""
        return self.since <= at and (self.met is None or at < self.met)


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
class Life:
    """What happens in so many days, and what of it has to be told."""

    alma: Viewer
    seed: int
    begins: datetime
    days: int
    persons: int
    lines: list[Line] = field(default_factory=list)
    swept: list[datetime] = field(default_factory=list)
    meets: dict[date, list[tuple[str, str, list[Line]]]] = field(default_factory=dict)
    outages: int = 0
    answers_lost: int = 0
    dice: Random = field(default_factory=Random)

    def begin(self) -> None:
        """The persons, each with one of the three."""
        self.dice = Random(self.seed + 1)
        for n in range(self.persons):
            (self._consent, self._task, self._child)[n % 3]()

    def morning(self, on: date) -> None:
        """What is met on a day, between two rounds."""
        at = dawn(on) + 8 * HOUR
        for kind, ref, lines in self.meets.pop(on, []):
            code, _, own = ref.partition("|")
            with acting_as(self.alma):
                if kind == "consent":
                    withdraw(code, own, by=self.alma, at=at)
                elif kind == "task":
                    mark_done(own, by=self.alma, at=at)
                else:
                    note_concern(code, Concern(ConcernMade.MADE, on, "ACTOR"), by=self.alma, at=at)
            for line in lines:
                line.met = at

    def live(self, worker: Worker, server: MailServer, *, chance: float) -> None:
        """All days: rounds, outages of up to 72 hours, kills, lost answers. The last days are quiet."""
        back, fate = self.begins, Random(self.seed)
        for n in range(self.days + 4):
            on, quiet = day(self.begins) + n * DAY, n >= self.days
            for hour in ROUNDS:
                at = dawn(on) + hour
                if hour == ROUNDS[1]:
                    self.morning(on)
                if at < max(back, self.begins) and not quiet:
                    continue
                if not quiet and fate.random() < chance / 2:
                    back, self.outages = at + fate.random() * LONGEST, self.outages + 1
                    worker.kill()
                    continue
                says = [] if quiet else fate.choices([OK, GONE, GARBLED, GONE_BEFORE], [9, 1, 1, 1], k=9)
                server.says[:] = says
                killed = fate.uniform(0, 0.6) if not quiet and fate.random() < chance else None
                if worker.round(at, killed_after=killed):
                    self.swept.append(at)
                self.answers_lost += sum(one in (GONE, GARBLED) for one in says[: len(says) - len(server.says)])

    def _person(self, **said: object) -> str:
        return identified(self.alma, at=self.begins, **said).code

    def _meet(self, kind: str, ref: str, *lines: Line) -> None:
        self.lines += lines
        if self.dice.random() < 0.5:
            on = day(self.begins) + self.dice.randint(1, self.days) * DAY
            self.meets.setdefault(on, []).append((kind, ref, [*lines]))

    def _some_day(self) -> date:
        return day(self.begins) + self.dice.randint(1, self.days) * DAY

    def _consent(self) -> None:
        person, until = identified(self.alma, at=self.begins), self._some_day()
        row = given(person, until, self.alma, at=self.begins)
        days = tuple(until - n * DAY for n in (14, 3, 0) if until - n * DAY >= day(self.begins))
        self._meet("consent", f"{person.code}|{row.ref}", Line(f"consent_ends:{row.ref}", days, ("Alma",), self.begins))

    def _task(self) -> None:
        code, due = self._person(), self._some_day()
        with acting_as(self.alma):
            said = Given(text="Ring vårdcentralen.", due=due, doer=self.alma.id)
            row = give_task(said, token=uuid4(), by=self.alma, at=self.begins, code=code)
        self._meet("task", f"{code}|{row.ref}", Line(f"task:{row.ref}", (due,), ("Alma",), self.begins))

    def _child(self) -> None:
        code, on = self._person(age=Age.CHILD), day(self.begins)
        name = f"concern_report:{code}"
        rows = (("", (1, 7), ("Alma",)), (":managers", (2,), ("Maj",)), (":office", (3,), ("Dag", "Disa")))
        lines = [Line(name + mark, tuple(on + n * DAY for n in days), to, self.begins) for mark, days, to in rows]
        self._meet("child", code, *lines)


Key = tuple[str, date, str]


@dataclass
class Reckoned:
    """What was due, and what became of it."""

    due: int
    told: int
    late: int
    lost: list[Key]
    unasked: list[Key]
    doubled: int
    longest: timedelta
    unsent: int
    unsaid: int
    """Notices of which no e-mail said that something waits, when they stood or after."""
    repeats: int
    too_many: list[str]


def reckon(life: Life, server: MailServer) -> Reckoned:
    """Compare what was told with what was due."""
    rows = [row for row in told() if row.deadline.startswith(KINDS)]
    made = {(row.deadline, row.day, row.user.name.split()[0]): row.made_at for row in rows}
    due = dict(_due(life))
    lines = {line.name: line for line in life.lines}
    unasked = [key for key, at in made.items() if not _may(lines[key[0]], key, at)]
    waits = [made[key] - dawn(key[1]) for key in due if key in made]
    sent, got = mails(), Counter(server.got)
    return Reckoned(
        due=len(due),
        told=len(made),
        late=sum(day(made[key]) > key[1] for key in due if key in made),
        lost=[key for key, latest in due.items() if key not in made or made[key] > latest],
        unasked=unasked,
        doubled=len(rows) - len(made),
        longest=max(waits, default=timedelta()),
        unsent=sum(
            row.state != MailState.READ and (row.state != MailState.SENT or not got[row.message_id]) for row in sent
        ),
        unsaid=len(unsaid()),
        repeats=sum(row.repeats for row in sent),
        too_many=[row.message_id for row in sent if got[row.message_id] > 1 + row.repeats],
    )


def _due(life: Life) -> Iterator[tuple[Key, datetime]]:
    """What has to be told, by when: on the first whole sweep of its day or after, if it asks for something then and
    nothing newer is to be told of it."""
    for line in life.lines:
        for on in line.days:
            first = next((at for at in life.swept if at >= dawn(on)), None)
            if first is None or not line.stands(first) or any(on < other <= day(first) for other in line.days):
                continue
            for name in line.to:
                yield (line.name, on, name), first


def _may(line: Line, key: Key, at: datetime) -> bool:
    """Whether it could be told at a moment at all."""
    return key[1] in line.days and key[2] in line.to and dawn(key[1]) <= at and line.stands(at)


def lived(life: Life, env: Environment, here: Path, *, chance: float) -> tuple[Reckoned, Worker]:
    """Live it on a worker and a mail server of its own."""
    life.begin()
    with mail_server() as server:
        worker = Worker(here, {**env, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)})
        try:
            life.live(worker, server, chance=chance)
        finally:
            worker.kill()
        return reckon(life, server), worker
