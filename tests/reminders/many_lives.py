"""What happens to persons over many days, and what of it has to be told to whom on which day.

It is reckoned here by itself, from the rules as they read: nothing of the program's finders or recipients is asked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from django.db import transaction

from accounts.clock import dawn, day
from accounts.door import acting_as
from accounts.models import Appointment, FreezeReason
from accounts.selectors.absences import handle_of
from accounts.services.absences import Away, set_absence
from accounts.services.freezing import freeze
from accounts.viewer import Viewer
from accounts.workdays import is_working_day
from cases.models.child import ConcernMade
from cases.models.choices import Age
from cases.services.admission import withdraw as take_back
from cases.services.child import Concern, note_concern
from cases.services.consent import withdraw
from cases.services.details import check_safe_contact
from cases.services.intervention import end_early
from cases.services.task import Given, change_task, give_task, mark_done
from tests.cases.reporting import reported, rest_of
from tests.factories import confirmed_case, identified, sent_request
from tests.reminders.helpers import EYE
from tests.reminders.test_clocks import given

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Act = Callable[[datetime], object]
Key = tuple[str, date, str]
MORNING = 7 * HOUR
"""When in a day things happen: between two rounds of the worker."""
LINDEN, OFFICE = ("Alma", "Bo", "Maj"), ("Dag", "Disa")
MOVES_FOR = 10 * DAY
"""So long what was told stands unread for certain, and so moves with whoever is meant."""


@dataclass(frozen=True)
class Point:
    """Something to tell once: under which name, for which day, from when on; ``to``: whose it is (``Staff.meant``)."""

    name: str
    day: date
    moment: datetime
    to: tuple[str, ...]


@dataclass
class Line:
    """Points of which the newest holds; from ``since`` until it is met. ``moves``: with whoever is meant."""

    points: tuple[Point, ...]
    since: datetime
    moves: bool = True
    met: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it asks for something at a moment."""
        return self.since <= at and (self.met is None or at < self.met)

    def newest(self, point: Point, at: datetime) -> bool:
        """Whether nothing newer is to be told of it."""
        return not any(point.moment < one.moment <= at for one in self.points)


@dataclass
class Staff:
    """Who is away, with whom in their place, and who has left; first names, all of Linden."""

    away: list[tuple[str, str, date, date, datetime]] = field(default_factory=list)
    left: dict[str, datetime] = field(default_factory=dict)

    def meant(self, to: tuple[str, ...], at: datetime) -> set[str]:
        """First names: ``office``, ``managers``, or ``NAME`` with whoever stands in."""
        found: set[str] = set()
        for one in to:
            if one == "office":
                found |= {*OFFICE}
            elif one == "managers":
                found.add("Maj")
            elif self.gone(one, at):
                found |= {name for name in LINDEN if not self.gone(name, at)}
            else:
                found |= self._present(one, at)
        return found

    def gone(self, name: str, at: datetime) -> bool:
        """Whether somebody's account is closed by then."""
        return name in self.left and self.left[name] <= at

    def _present(self, name: str, at: datetime) -> set[str]:
        for who, stand_in, first, last, said in self.away:
            if who == name and said <= at and first <= day(at) <= last:
                return {name, "Maj"} if self.gone(stand_in, at) else {stand_in}
        return {name}


@dataclass
class Life:
    """What happens in so many days, and what of it has to be told."""

    cast: dict[str, Viewer]
    seed: int
    begins: datetime
    days: int
    persons: int
    lines: list[Line] = field(default_factory=list)
    staff: Staff = field(default_factory=Staff)
    happens: dict[date, list[Act]] = field(default_factory=dict)
    dice: Random = field(default_factory=Random)

    def begin(self) -> None:
        """On which day what happens: absences first, and each person with one of five."""
        self.dice = Random(self.seed + 1)
        for n, on in enumerate(range(2, self.days, 23)):
            self._on(day(self.begins) + on * DAY, partial(self._goes_away, stand_in=("Bo", "Maj")[n % 2]))
        self._on(day(self.begins) + self.days * 2 // 3 * DAY, self._leaves)
        kinds = (self._consent, self._task, self._child, self._case, self._case, self._request)
        for n in range(self.persons):
            born = day(self.begins) + self.dice.randint(1, max(self.days - 8, 2)) * DAY
            self._on(born, kinds[n % len(kinds)])

    def morning(self, on: date) -> None:
        """What happens on a day."""
        for act in self.happens.pop(on, []):
            act(dawn(on) + MORNING)

    def _on(self, on: date, act: Act) -> None:
        self.happens.setdefault(on, []).append(act)

    def _goes_away(self, at: datetime, stand_in: str) -> None:
        if self.staff.gone(stand_in, at):
            stand_in = "Maj"
        first, last = day(at), day(at) + self.dice.randint(1, 8) * DAY
        alma = self.cast["Alma"]
        said = Away(_place(alma), first, last, _place(self.cast[stand_in]))
        with acting_as(alma):
            set_absence(said, by=alma, at=at)
        self.staff.away.append(("Alma", stand_in, first, last, at))

    def _leaves(self, at: datetime) -> None:
        maj = self.cast["Maj"]
        with transaction.atomic():
            freeze(self.cast["Bo"].id, FreezeReason.LEFT, by=maj, at=at)
        self.staff.left["Bo"] = at

    def _whose(self, at: datetime) -> str:
        return "Bo" if self.dice.random() < 0.3 and not self.staff.gone("Bo", at) else "Alma"

    def _line(self, *points: Point, since: datetime, moves: bool = True, past: bool = False) -> Line:
        """``past``: what lay before it is told at once; else it is not told."""
        line = Line(tuple(one for one in points if past or one.day >= day(since)), since, moves)
        self.lines.append(line)
        return line

    def _some_day(self, at: datetime, most: int) -> date:
        """A later one."""
        return day(at) + self.dice.randint(1, most) * DAY

    def _meet(self, at: datetime, most: int, do: Act, *lines: Line) -> None:
        """In half of the cases it is met, on a later day."""

        def meet(at: datetime) -> None:
            with acting_as(self.cast["Alma"]):
                do(at)
            for line in lines:
                line.met = line.met or at

        if self.dice.random() < 0.5:
            self._on(self._some_day(at, most), meet)

    def _consent(self, at: datetime) -> None:
        alma, who = self.cast["Alma"], self._whose(at)
        person = identified(self.cast[who], at=at)
        until = self._some_day(at, 40)
        ref = given(person, until, alma, at=at).ref
        days = (until - n * DAY for n in (14, 3, 0))
        line = self._line(*(_point(f"consent_ends:{ref}:{until}", on, who) for on in days), since=at)
        self._meet(at, 40, lambda at: withdraw(person.code, ref, by=alma, at=at), line)

    def _task(self, at: datetime) -> None:
        """One of Alma's; some are moved to another day, on the day itself too."""
        alma, due = self.cast["Alma"], self._some_day(at, 20)
        code = identified(alma, at=at).code
        with acting_as(alma):
            said = Given(text="Ring vårdcentralen.", due=due, doer=alma.id)
            ref = give_task(said, token=uuid4(), by=alma, at=at, code=code).ref
        lines = [self._line(_point(f"task_due:{ref}:{due}", due, "Alma"), since=at)]

        def move(at: datetime) -> None:
            to = due + self.dice.randint(1, 9) * DAY
            with acting_as(alma):
                change_task(ref, due=to, doer=None, seen="", by=alma, at=at)
            lines[0].met = at
            lines.append(self._line(_point(f"task_due:{ref}:{to}", to, "Alma"), since=at))

        def done(at: datetime) -> None:
            mark_done(ref, by=alma, at=at)
            lines[-1].met = at

        if self.dice.random() < 0.5:
            self._on(day(at) + self.dice.randint(1, (due - day(at)).days) * DAY, move)
        if self.dice.random() < 0.5:
            self._on(due + self.dice.randint(1, 9) * DAY, lambda at: _by(alma, done, at))

    def _child(self, at: datetime) -> None:
        alma, who, on = self.cast["Alma"], self._whose(at), day(at)
        code = identified(self.cast[who], at=at, age=Age.CHILD).code
        rows = (("", (1, 7), who), (":managers", (2,), "managers"), (":office", (3,), "office"))
        lines = [
            self._line(*(_point(f"concern_report:{code}{mark}:{on}", on + n * DAY, to) for n in days), since=at)
            for mark, days, to in rows
        ]
        said = Concern(ConcernMade.MADE, on, "ACTOR")
        self._meet(at, 12, lambda at: note_concern(code, said, by=alma, at=at), *lines)

    def _case(self, at: datetime) -> None:
        """A rest of some days, and a safe way to reach the person that is to be checked; some rests end early, and
        some are reported back."""
        alma, who = self.cast["Alma"], self._whose(at)
        person = identified(self.cast[who], at=at, safe_contact="Genom kuratorn på jouren.")
        case = confirmed_case(self.cast[who], self.cast["Disa"], at=at, person=person, days=self.dice.randint(8, 15))
        row = rest_of(case, alma)
        ref, start, last = row.ref, row.start, row.last
        assert last
        self._contact(person.code, who, day(at), at)
        lines = self._ends(ref, last, who, since=at, before=(7, 1, 0))

        def end(at: datetime) -> None:
            early = max(min(day(at), last - DAY) - self.dice.randint(0, 2) * DAY, start)
            with acting_as(alma):
                end_early(ref, last=early, reason="LEFT", note="", by=alma, at=at)
            for line in lines:
                line.met = at
            lines[:] = self._ends(ref, early, who, since=at, before=(), ended=True)

        def report(at: datetime) -> None:
            reported(rest_of(case, alma), alma, at=at)
            for line in lines:
                line.met = at

        if self.dice.random() < 0.4:
            self._on(self._some_day(at, (last - day(at)).days), end)
        if self.dice.random() < 0.5:
            self._on(last + self.dice.randint(1, 40) * DAY, report)

    def _ends(
        self, ref: str, last: date, who: str, *, since: datetime, before: tuple[int, ...], ended: bool = False
    ) -> list[Line]:
        points = [_point(f"period:{ref}:{last}", last - n * DAY, who, "office") for n in (*before, -1)]
        report = _point(f"report:{ref}:{last + 30 * DAY}", last + 31 * DAY, who, "office")
        return [self._line(*points, since=since, past=ended), self._line(report, since=since, past=ended)]

    def _contact(self, code: str, who: str, checked: date, since: datetime) -> None:
        points = (_point(f"safe_contact:{code}:{checked + 14 * DAY}", checked + n * DAY, who) for n in (14, 30))
        line = self._line(*points, since=since)

        def check(at: datetime) -> None:
            alma = self.cast["Alma"]
            with acting_as(alma):
                check_safe_contact(code, by=alma, at=at)
            line.met = at
            self._contact(code, who, day(at), at)

        if self.dice.random() < 0.6:
            self._on(self._some_day(since, 35), check)

    def _request(self, at: datetime) -> None:
        """One that waits for a decision, until it is taken back."""
        who, alma = self._whose(at), self.cast["Alma"]
        ref = sent_request(self.cast[who], at=at).ref
        first, third = (_working_days_after(at, n) for n in (1, 3))
        theirs = [Point(f"waits:{ref}:{n}", day(on), on, ("office",)) for n, on in ((1, first), (3, third))]
        own = [
            Point(f"own:{ref}:1", day(first), first, (who,)),
            Point(f"own:{ref}:3", day(third), third, (who, "managers")),
        ]
        lines = [self._line(*points, since=at, moves=False) for points in (theirs, own)]
        self._meet(at, 8, lambda at: take_back(ref, by=alma, at=at), *lines)


@dataclass(frozen=True)
class Owed:
    """By when at the latest somebody has to be told, and from when on they could be; ``first``: not as whoever is meant
    later, of what others were told before."""

    latest: datetime
    since: datetime
    first: bool
    instead: frozenset[str] = frozenset()
    """Who was meant, and not they, at a round before it that was killed, of what does not move: it may have been told
    those then, and is told nobody else."""


def owed(life: Life, swept: list[datetime], rounds: list[datetime]) -> dict[Key, Owed]:
    """What has to be told: on the first whole sweep at which it is due, while nothing newer is to be told of it, and on
    each later one to whoever is meant by then."""
    found: dict[Key, Owed] = {}
    for line in life.lines:
        for point in line.points:
            since = max(point.moment, line.since)
            for n, at in enumerate(swept[bisect_left(swept, since) :]):
                if not line.stands(at) or not line.newest(point, at) or (n and at > since + MOVES_FOR):
                    break
                killed = () if line.moves else rounds[bisect_left(rounds, since) : bisect_left(rounds, at)]
                before = [life.staff.meant(point.to, one) for one in killed]
                for name in life.staff.meant(point.to, at):
                    instead = frozenset[str]().union(*(meant for meant in before if name not in meant))
                    found.setdefault((point.name, point.day, name), Owed(at, since, not n, instead))
                if not line.moves:
                    break
    return found


def may(life: Life, line: Line, key: Key, at: datetime, *, rounds: list[datetime], swept: list[datetime]) -> bool:
    """Whether it could be told at a moment at all. What an event told bears the event's moment, and went to whoever was
    meant when the worker came to it, before its next whole sweep; what an event closes stands until then too."""
    until = _next(swept, at)
    closed = line.met and _next(swept, line.met)
    stands = line.since <= at and (closed is None or at <= closed)
    moments = [at, *(one for one in rounds[bisect_left(rounds, at) :] if one <= until)]
    return stands and any(
        (point.name, point.day) == key[:2] and point.moment <= at and key[2] in life.staff.meant(point.to, moment)
        for point in line.points
        for moment in moments
    )


def _next(moments: list[datetime], at: datetime) -> datetime:
    n = bisect_left(moments, at)
    return moments[n] if n < len(moments) else moments[-1] + 99 * DAY


def _point(name: str, on: date, *to: str) -> Point:
    return Point(name, on, dawn(on), to)


def _working_days_after(at: datetime, days: int) -> datetime:
    """The same time of day so many working days later; from midnight of the next one, where it began on a day off."""
    on = day(at)
    clock = at - dawn(on) if is_working_day(on) else timedelta()
    left = days if is_working_day(on) else days + 1
    while left:
        on += DAY
        left -= is_working_day(on)
    return dawn(on) + clock


def _by(viewer: Viewer, do: Act, at: datetime) -> None:
    with acting_as(viewer):
        do(at)


def _place(viewer: Viewer) -> UUID:
    with acting_as(EYE):
        return handle_of(Appointment.objects.filter(user_id=viewer.id, actor__isnull=False).order_by("role")[0])
