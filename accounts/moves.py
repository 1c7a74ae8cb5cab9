"""How a state field moves: one table per field, (from, act) -> to. Pure.

A service asks ``after(table, state, act)``, a page asks ``acts_from(table, state)`` which buttons fit, ``mermaid``
draws the diagrams of ``docs/states.md``. The tables stand in each app's ``states.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.errors import WrongState

Moves = Mapping[tuple[str, str], str]
"""(from, act) -> to."""


@dataclass(frozen=True)
class Machine:
    """One state field: what it is of, its states, where it starts and how it moves."""

    name: str
    states: Iterable[str]
    first: str
    moves: Moves


def after(table: Moves, state: str, act: str) -> str:
    """The state that ``act`` leads to from ``state``. Raises WrongState where it does not fit."""
    try:
        return table[(state, act)]
    except KeyError:
        raise WrongState(str(state), act, is_done=leads_to(table, state, act)) from None


def leads_to(table: Moves, state: str, act: str) -> bool:
    """Whether ``state`` is where ``act`` leads: then it has been done already."""
    return any(done == act and target == state for (_origin, done), target in table.items())


def acts_from(table: Moves, state: str) -> tuple[str, ...]:
    """What can be done from ``state``, in the order of the table: the buttons of a page."""
    return tuple(act for (origin, act) in table if origin == state)


def mermaid(machine: Machine) -> str:
    """The machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.first}"]
    lines += [f"    {origin} --> {target}: {act}" for (origin, act), target in machine.moves.items()]
    ends = [state for state in machine.states if not acts_from(machine.moves, state)]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines)
