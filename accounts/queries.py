"""The query budget of a selector, declared where the selector stands and enforced in tests and the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")


class OverBudget(AssertionError):
    """A selector asked the database more often than it says."""


def queries(budget: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that a selector runs at most ``budget`` SELECTs. The one too many raises OverBudget, naming its SQL."""

    def declare(selector: Callable[P, R]) -> Callable[P, R]:
        @wraps(selector)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            with counting(budget, selector.__qualname__):
                return selector(*args, **kwargs)

        counted.query_budget = budget  # type: ignore[attr-defined]
        return counted

    return declare


@contextmanager
def counting(budget: int, name: str) -> Iterator[None]:
    """Raise OverBudget on the first SELECT past ``budget``. Savepoints and settings are not counted. In production
    nothing is."""
    if settings.NSP_MODE == "production":
        yield
        return
    asked = 0

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal asked
        if sql.lstrip()[:6].upper() == "SELECT" and "set_config" not in sql:
            asked += 1
            if asked > budget:
                raise OverBudget(f"{name} may ask {budget} times; one too many: {sql[:300]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield
