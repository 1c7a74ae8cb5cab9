"""The programme's rules about child supplements (domain §3). Pure, as ``rules``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cases.periods import Period
from cases.rule_answers import Level, Rule, Verdict, Verdicts, ok_if
from cases.rule_facts import AskedChild, Facts

ADULT_AGE = 18
BEDS = frozenset({"REST", "SUPPORT"})
GROWN_UP_KIN = frozenset({"PARTNER", "PARENT"})


def child_supplement_allowed(facts: Facts) -> Verdicts:
    """The programme gives child supplements on the kind."""
    if facts.children and facts.rules:
        yield ok_if(facts.rules.child_supplement, "child_supplement")


def _children(facts: Facts) -> Iterator[tuple[str, dict[str, Any], AskedChild]]:
    """(key to keep an explanation under, what a sentence calls the child, the child)."""
    return ((child.key or str(n), {"child_born": child.birth_year}, child) for n, child in enumerate(facts.children, 1))


def child_abroad(facts: Facts) -> Verdicts:
    """A child abroad has a supplement only where the programme says so."""
    if facts.rules is None or not facts.rules.child_supplement:
        return
    for key, who, child in _children(facts):
        if not child.in_sweden:
            level = Level.OK if facts.rules.child_supplement_abroad else Level.STOP
            yield Verdict(level, "child_abroad", who, of=key)


def child_under_18(facts: Facts) -> Verdicts:
    """Under 18 on the first day, by birth year. In the year of turning 18, or where age is unclear, doubt counts."""
    if facts.start is None:
        return
    for key, who, child in _children(facts):
        if _is_grown_up_kin(facts, child):
            continue
        if child.birth_year is None:
            yield Verdict(Level.WARNING, "under_18", who, case="unclear", of=key)
        elif child.birth_year > facts.judged_on.year:
            yield Verdict(Level.STOP, "under_18", who, case="unborn", of=key)
        else:
            age = facts.start.year - child.birth_year
            level = Level.OK if age < ADULT_AGE else Level.WARNING if age == ADULT_AGE else Level.STOP
            yield Verdict(level, "under_18", who, of=key)


def may_be_child(relation: str, birth_year: int | None, start: date) -> bool:
    """Whether somebody may be under 18 on that day. Of a partner or a parent only a birth year says so."""
    if relation in GROWN_UP_KIN:
        return birth_year is not None and start.year - birth_year < ADULT_AGE
    return birth_year is None or start.year - birth_year <= ADULT_AGE


def _is_grown_up_kin(facts: Facts, child: AskedChild) -> bool:
    is_kin = child.relation in GROWN_UP_KIN
    return is_kin and facts.start is not None and not may_be_child(child.relation, child.birth_year, facts.start)


def only_children(facts: Facts) -> Verdicts:
    """A partner or a parent is no child, unless the birth year says otherwise: here doubt does not count."""
    for key, who, child in _children(facts):
        if _is_grown_up_kin(facts, child):
            yield Verdict(Level.STOP, "only_children", who, of=key)


def child_on_record(facts: Facts) -> Verdicts:
    """A child born the same year as one on the record may be the same child: then that one is chosen instead."""
    for key, who, child in _children(facts):
        if child.like_one_known:
            yield Verdict(Level.WARNING, "child_on_record", who, of=key)


def child_days_within(facts: Facts) -> Verdicts:
    """A supplement has at least one day, and at most the days of its intervention."""
    if facts.period is None:
        return
    for key, who, child in _children(facts):
        if not 1 <= child.days <= facts.period.days:
            params = who | {"asked_days": child.days, "max_days": facts.period.days}
            yield Verdict(Level.STOP, "child_days", params, of=key)


def child_once_a_day(facts: Facts) -> Verdicts:
    """The same child never has two supplements for the same day, whomever it is written down with."""
    if facts.start is None:
        return
    seen: set[str] = set()
    for key, who, child in _children(facts):
        asked = Period(facts.start, max(child.days, 1))
        if (child.ref and child.ref in seen) or any(asked.overlaps(taken) for taken in child.taken):
            yield Verdict(Level.STOP, "child_once", who, of=key)
        elif any(asked.overlaps(taken) for taken in child.elsewhere):
            yield Verdict(Level.STOP, "child_once", who, case="elsewhere", of=key)
        seen.add(child.ref)


def concern_reported(facts: Facts) -> Verdicts:
    """A bed for somebody treated as a child goes with a concern report: without one noted, it is explained."""
    if facts.concern_missing and facts.kind in BEDS:
        yield Verdict(Level.WARNING, "concern_report")


def guardian_asked(facts: Facts) -> Verdicts:
    """A bed for a child who is alone goes with a guardian: where none is asked for, it is explained."""
    if facts.guardian_missing and facts.kind in BEDS:
        yield Verdict(Level.WARNING, "guardian")


ABOUT_CHILDREN: tuple[Rule, ...] = (
    concern_reported,
    guardian_asked,
    child_supplement_allowed,
    only_children,
    child_abroad,
    child_under_18,
    child_on_record,
    child_days_within,
    child_once_a_day,
)
"""In the order in which a page shows them."""
