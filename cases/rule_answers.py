"""How a rule answers: a level under a stable code. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cases.rule_facts import Facts


class Level(StrEnum):
    """How a rule answers. Only STOP forbids; WARNING needs a motivation that the coordinator reads."""

    OK = "ok"
    WARNING = "warning"
    STOP = "stop"


@dataclass(frozen=True)
class Verdict:
    """One rule's answer. ``case`` picks among several sentences of a level; ``of`` tells children or years apart."""

    level: Level
    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    case: str = ""
    of: str = ""

    @property
    def key(self) -> str:
        """Under which key a motivation is kept: the code, and which child or year where there are several."""
        return f"{self.code}:{self.of}" if self.of else self.code


Verdicts = Iterator[Verdict]
Rule = Callable[[Facts], Verdicts]


def ok_if(fine: bool, code: str, otherwise: Level = Level.STOP, /, **params: Any) -> Verdict:
    """OK where it is ``fine``, else the other level."""
    return Verdict(Level.OK if fine else otherwise, code, params)
