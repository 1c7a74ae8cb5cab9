"""History: old and new values of every row about somebody, written by a trigger in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def with_history_but(*fields: str) -> Callable[[M], M]:
    """Track a model whose rows are about a person, save for ``fields``: a draft is nobody's history, and what somebody
    took away before they sent it is gone. Sealed columns are copied as ciphertext."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=False,
        exclude=list(fields) or None,
    )
    return track


def with_history(model: M) -> M:
    """Track a model whose rows are about a person, every column of it."""
    return with_history_but()(model)
