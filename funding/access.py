"""Budgets are the coordinators'."""

from __future__ import annotations

from uuid import UUID

from accounts.access import About, answers, locates
from accounts.acts import Act, Role
from accounts.viewer import Viewer
from funding.models import Budget


@locates(Budget)
def locate_budget(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A budget by its random key. The log remembers its year: the key says nothing."""
    row = Budget.objects.filter(pk=UUID(ref)).first() if answer_budget(viewer, act, None) and _is_key(ref) else None
    return About("Budget", str(row)) if row else None


@answers(Budget)
def answer_budget(viewer: Viewer, act: Act, row: Budget | None) -> bool:
    """Others may not even read the table."""
    return viewer.is_(Role.COORDINATOR) and act in (Act.SEE_BUDGETS, Act.WRITE_BUDGET)


def _is_key(ref: str) -> bool:
    try:
        UUID(ref)
    except ValueError:
        return False
    return True
