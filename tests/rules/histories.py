"""Histories of a case, lived twice: by the program's rules, and by an official with a wall calendar and a pencil.

A history is a list of steps: a programme is put in force, something is applied for, a period ends early, the case is
closed, opened again or followed by another. The two must say the same of every step, and afterwards stand the same.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from cases.models import Programme
from cases.periods import Period
from cases.rules import Certified, Facts, Granted, Level, RuleSet, on_confirm
from cases.services.programme import in_the_way
from tests.rules.facts import GOOD

KINDS = ("REST", "SUPPORT", "SPECIFIC", "INTEGRATION")
ONE = timedelta(days=1)
LEAP_DAY = date(2028, 2, 29)
FIRST, DAYS = date(2027, 11, 15), 460
"""The days of a history: over two New Years, a leap day and the changes of the clock."""
HEARD = frozenset(
    {
        "programme_in_force",
        "case_open",
        "days_within_period",
        "days_within_total",
        "periods_within_limit",
        "no_overlap",
        "outside_mmm",
        "outside_return_programme",
    }
)
"""The rules that a history decides; the others are compared on facts alone (``test_rules_naive``)."""


@dataclass(frozen=True)
class Force:
    """A programme from ``first`` for so many days, put in force on ``on``; ``kinds``: what it gives."""

    first: date
    days: int
    on: date
    kinds: tuple[RuleSet, ...]


@dataclass(frozen=True)
class Apply:
    """An application for a kind in the newest case, and what is stated of the person then."""

    kind: str
    start: date
    days: int
    society: str
    returning: bool | None


@dataclass(frozen=True)
class End:
    """A granted period of the newest case ends, with its first day shifted by so much as its last."""

    which: int
    shift: int


@dataclass(frozen=True)
class Case:
    """The newest case is closed, opened again, or (closed) followed by another."""

    to: str


Step = Force | Apply | End | Case


def history_of(rng: random.Random) -> list[Step]:
    """A history at random: a programme first, then mostly applications for a kind that comes again."""
    often = rng.choice(KINDS)
    return [_force(rng, FIRST), *(_step(rng, often) for _ in range(rng.randint(3, 14)))]


def _step(rng: random.Random, often: str) -> Step:
    what = rng.random()
    if what < 0.16:
        return _force(rng, FIRST + rng.randrange(DAYS) * ONE)
    if what < 0.26:
        return End(rng.randrange(4), rng.randint(-2, 30))
    if what < 0.32:
        return Case(rng.choice(("closed", "open", "another")))
    kind = often if rng.random() < 0.6 else rng.choice(KINDS)
    society = "NO" if rng.random() < 0.7 else rng.choice(("UNKNOWN", "APPLIED", "PARTLY", "YES", "ENDED"))
    returning = False if rng.random() < 0.7 else rng.choice((None, True))
    return Apply(kind, FIRST + rng.randrange(DAYS) * ONE, rng.randint(1, 35), society, returning)


def _force(rng: random.Random, first: date) -> Force:
    """A programme that may lack kinds; now and then put in force on its first day, or later."""
    kinds = [kind for kind in KINDS if rng.random() < 0.85] or [rng.choice(KINDS)]
    on = first - rng.choice((-3, 0, 1, 1, 1, 30)) * ONE
    return Force(first, rng.choice((60, 366, 800, 800)), on, tuple(_rules(rng, kind) for kind in kinds))


def _rules(rng: random.Random, kind: str) -> RuleSet:
    levels = ("NO", "NO", "WARNING", "STOP")
    return RuleSet(
        kind,
        max_days_per_period=rng.choice((None, 10, 30, 30)),
        max_periods=rng.choice((None, 1, 2, 3)),
        max_days_total=rng.choice((None, 10, 30, 45, 60)),
        outside_mmm=rng.choice(levels),
        outside_return_programme=rng.choice(levels),
        three_tests=False,
    )


histories = st.randoms(use_true_random=False).map(history_of)
"""At random, and made as small as can be where one fails."""


@dataclass
class Program:
    """The history as the program lives it: its own rules, periods and programmes."""

    programmes: list[tuple[Programme, dict[str, RuleSet]]] = field(default_factory=list)
    cases: list[list[Granted | None]] = field(default_factory=lambda: [[]])
    closed: bool = False

    def force(self, step: Force) -> bool:
        """Put a programme in force as the service does; whether it could be."""
        last = step.first + (step.days - 1) * ONE
        draft = Programme(name_sv="x", name_en="x", valid_from=step.first, valid_to=last)
        others = [p for p, _kinds in self.programmes if p.valid_from <= last and p.valid_to >= step.first]
        if in_the_way(draft, others, on=step.on):
            return False
        for other in others:
            other.valid_to = step.first - ONE
        self.programmes.append((draft, {rules.kind: rules for rules in step.kinds}))
        return True

    def facts(self, step: Apply) -> Facts:
        """What the rules read."""
        found = next(((p, k) for p, k in self.programmes if p.valid_from <= step.start <= p.valid_to), None)
        return replace(
            GOOD,
            kind=step.kind,
            sent_on=step.start,
            start=step.start,
            days=step.days,
            met_on=step.start,
            programme="x" if found else None,
            rules=found[1].get(step.kind) if found else None,
            granted=tuple(one for one in self.cases[-1] if one),
            society_protects=step.society,
            in_return_programme=step.returning,
            case_closed=self.closed,
            certifications=(Certified(date(2020, 1, 1), date(2035, 1, 1)),),
            money=(),
        )

    def apply(self, step: Apply) -> Counter[tuple[str, str]]:
        """What the rules say; what nothing stops is granted, warnings being motivated."""
        verdicts = on_confirm(self.facts(step))
        said = Counter((v.code, v.level.value) for v in verdicts if v.code in HEARD)
        if not any(v.level == Level.STOP for v in verdicts):
            self.cases[-1].append(Granted(step.kind, Period(step.start, step.days)))
        return said

    def end(self, step: End) -> None:
        """End a period early, as the service does; nothing is left of one that ends before its first day."""
        if step.which < len(self.cases[-1]) and (one := self.cases[-1][step.which]):
            left = one.period.ended_on(one.period.start + step.shift * ONE)
            self.cases[-1][step.which] = Granted(one.kind, left) if left else None

    def stands(self) -> list[list[tuple[str, frozenset[date]]]]:
        """The days of everything granted."""
        return [[(g.kind, frozenset(g.period)) if g else ("", frozenset()) for g in case] for case in self.cases]


@dataclass
class Official:
    """The same by hand: a calendar in which each day bears its programme's number, and a pencilled list of days."""

    calendar: dict[date, int] = field(default_factory=dict)
    tables: list[dict[str, RuleSet]] = field(default_factory=list)
    begins: list[date] = field(default_factory=list)
    cases: list[list[tuple[str, set[date]]]] = field(default_factory=lambda: [[]])
    closed: bool = False

    def force(self, step: Force) -> bool:
        """Write the programme's number on its days, unless one begins there or today is somebody else's."""
        days = [step.first + n * ONE for n in range(step.days)]
        there = {self.calendar[day] for day in days if day in self.calendar}
        if any(self.begins[number] in days for number in there):
            return False
        if step.first in self.calendar and (step.on - step.first).days >= 0:
            return False
        for day in [day for day, number in self.calendar.items() if number in there and day >= step.first]:
            del self.calendar[day]
        self.calendar |= dict.fromkeys(days, len(self.tables))
        self.tables.append({rules.kind: rules for rules in step.kinds})
        self.begins.append(step.first)
        return True

    def apply(self, step: Apply) -> Counter[tuple[str, str]]:
        """Read the table of the first day, count pencil marks."""
        said: Counter[tuple[str, str]] = Counter()
        days = {step.start + n * ONE for n in range(step.days)}
        said["case_open", "stop"] += self.closed
        number = self.calendar.get(step.start)
        table = self.tables[number].get(step.kind) if number is not None else None
        said["programme_in_force", "ok" if table else "stop"] += 1
        listed = self.cases[-1]
        if step.kind in ("REST", "SUPPORT"):
            beds = set().union(*(marked for kind, marked in listed if kind in ("REST", "SUPPORT")))
            said["no_overlap", "stop"] += not beds.isdisjoint(days)
        if table:
            before = [marked for kind, marked in listed if kind == step.kind and marked]
            said += self._limits(table, before, len(days)) + self._person(table, step)
        said = +said
        if not any(level == "stop" for _code, level in said):
            listed.append((step.kind, days))
        return said

    @staticmethod
    def _limits(table: RuleSet, before: list[set[date]], asked: int) -> Counter[tuple[str, str]]:
        said: Counter[tuple[str, str]] = Counter()
        whole = table.max_days_total
        if table.max_days_per_period:
            said["days_within_period", "stop" if asked > table.max_days_per_period else "ok"] += 1
        if before and table.max_periods:
            said["periods_within_limit", "stop" if len(before) >= table.max_periods else "ok"] += 1
        says_it_all = table.max_days_per_period is not None and whole is not None and table.max_days_per_period <= whole
        if whole and (before or not says_it_all):
            pencilled = sum(1 for marked in before for _day in marked)
            said["days_within_total", "stop" if pencilled + asked > whole else "ok"] += 1
        return said

    @staticmethod
    def _person(table: RuleSet, step: Apply) -> Counter[tuple[str, str]]:
        said: Counter[tuple[str, str]] = Counter()
        if table.outside_mmm != "NO":
            answers = dict.fromkeys(("YES", "PARTLY"), table.outside_mmm.lower()) | {"UNKNOWN": "warning"}
            said["outside_mmm", answers.get(step.society, "ok")] += 1
        if table.outside_return_programme != "NO":
            answer = "warning" if step.returning is None else "ok"
            said["outside_return_programme", table.outside_return_programme.lower() if step.returning else answer] += 1
        return said

    def end(self, step: End) -> None:
        """Rub out the days after the last one."""
        if step.which < len(self.cases[-1]) and self.cases[-1][step.which][1]:
            kind, marked = self.cases[-1][step.which]
            last = min(marked) + step.shift * ONE
            self.cases[-1][step.which] = (kind, {day for day in marked if day <= last})

    def stands(self) -> list[list[tuple[str, frozenset[date]]]]:
        """The days of everything granted."""
        return [[(kind if days else "", frozenset(days)) for kind, days in case] for case in self.cases]


def live(history: list[Step], seen: Counter[str]) -> None:
    """Live a history twice, and compare after each step. ``seen`` counts what happened in it."""
    program, official = Program(), Official()
    seen["histories"] += 1
    for step in history:
        seen["steps"] += 1
        before = program.stands()
        if isinstance(step, Force):
            could = program.force(step)
            assert could == official.force(step), step
            assert program.stands() == before, "a programme changes nothing that is granted"
            seen["programmes put in force" if could else "programmes refused"] += 1
        elif isinstance(step, Apply):
            _apply(program, official, step, seen)
        elif isinstance(step, End):
            program.end(step)
            official.end(step)
            seen["ended early"] += program.stands() != before
        else:
            _turn(program, step)
            _turn(official, step)
        assert program.stands() == official.stands(), step
        _holds(program)


def _apply(program: Program, official: Official, step: Apply, seen: Counter[str]) -> None:
    facts = program.facts(step)
    said, by_hand = program.apply(step), official.apply(step)
    assert said == by_hand, (step, said, by_hand)
    seen["applications"] += 1
    granted = not any(level == "stop" for _code, level in said)
    seen.update(f"stopped by {code}" for code, level in said if level == "stop")
    if not granted:
        seen["stopped: no programme that day"] += facts.programme is None
        seen["stopped: the programme lacks the kind"] += facts.programme is not None and facts.rules is None
        return
    period = Period(step.start, step.days)
    renewed = any(one.kind == step.kind for one in facts.granted)
    seen["granted"] += 1
    seen["renewals granted"] += renewed
    seen["over New Year"] += len(period.by_year()) > 1
    seen["over 29 February"] += LEAP_DAY in period
    running = next(p for p, _kinds in program.programmes if p.valid_from <= step.start <= p.valid_to)
    first = next((one for one in facts.granted if one.kind == step.kind), None)
    seen["renewals under other rules than the first period"] += bool(first and first.period.start < running.valid_from)


def _turn(world: Program | Official, step: Case) -> None:
    if step.to == "another" and world.closed:
        world.cases.append([])
    world.closed = step.to == "closed"


def _holds(program: Program) -> None:
    """What no history may break, said of the days themselves."""
    for case in program.stands():
        beds = [day for kind, days in case if kind in ("REST", "SUPPORT") for day in days]
        assert len(beds) == len(set(beds)), "rest and support share a day"
    for number, (one, _kinds) in enumerate(program.programmes):
        for other, _more in program.programmes[:number]:
            assert one.valid_from > other.valid_to or other.valid_from > one.valid_to, "two programmes on one day"
