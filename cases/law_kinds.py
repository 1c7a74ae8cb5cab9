"""How a subject of where the law stands is described: its steps, and what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.law_codes import Detail, Happening, LawSubject

What = tuple[LawSubject, Happening]
"""A step of a subject."""


@dataclass(frozen=True)
class StepKind:
    """One thing that can happen in a subject. ``label``: on a button and above the form; ``said``: in the timeline.

    ``awaits``: what is then waited for, as in "…: is awaited"; ``should_days``: after how many days it should have
    come. ``runs``: what then goes on (until a day, where ``lasts``). ``ends``: nothing of the subject runs after it.
    ``details``: what can be said besides, one or (``many``) several. ``after``: what normally comes before.
    """

    code: Happening
    label: Any
    said: Any
    awaits: Any = ""
    should_days: int | None = None
    runs: Any = ""
    lasts: bool = False
    ends: bool = False
    amount: bool = False
    details: tuple[Detail, ...] = ()
    detail_label: Any = ""
    many: bool = False
    after: tuple[What, ...] = ()
    answered_in: LawSubject | None = None
    """The subject whose next step is the answer, where it is another one."""
    asks_after: bool = False
    """Whether it is asked what holds when it has run out and nothing was noted since."""
    neutral: bool = False
    """Whether it is said beside the rest: nothing that is awaited is answered by it."""


@dataclass(frozen=True)
class SubjectKind:
    """A subject. ``title``: its heading; ``statistics``: which definitions of domain §5 read it."""

    code: LawSubject
    title: Any
    steps: tuple[StepKind, ...]
    first: tuple[Happening, ...]
    """How it normally begins."""
    follows: Mapping[Happening, tuple[Happening, ...]] = field(default_factory=dict)
    """What normally comes after a step, the likeliest first: what a page offers."""
    statistics: tuple[str, ...] = ()
    help: Any = ""
    several: bool = False
    """Whether what runs can be several things at once, told apart by their details."""

    def step(self, code: str) -> StepKind | None:
        """The step of a code, where the subject has it."""
        return next((step for step in self.steps if step.code == code), None)

    def offers(self, latest: str) -> tuple[StepKind, ...]:
        """The steps that normally come next, first those that usually do; every other one is still possible."""
        codes = self.follows.get(Happening(latest), ()) if latest else self.first
        return tuple(step for code in codes if (step := self.step(code)))


def decided(subject: LawSubject) -> tuple[What, ...]:
    """What comes before a decision: an application, or an appeal."""
    return (subject, Happening.ASKED), (subject, Happening.APPEALED)
