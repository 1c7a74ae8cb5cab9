"""Of which deadlines a programme says on which days before people are told (domain §3; ``Programme.remind_days``)."""

from __future__ import annotations

from accounts.clocks import Kind, told_ahead

PERIOD = "PERIOD"
"""The kind of which each kind of intervention has its own days (``InterventionRule.remind_before_end``)."""


def settable() -> tuple[Kind, ...]:
    """The kinds of deadlines whose days before stand in ``Programme.remind_days``; where they do not, the kind's own
    hold."""
    return tuple(kind for kind in told_ahead() if kind.key != PERIOD)
