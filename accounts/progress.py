"""How far long work is: kept in the broker's store, not in the database, so that it can be asked for while it is done.

When the store is down there is simply nothing to tell, and a page says "in progress".
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Progress:
    """``done`` steps of ``total``; ``step`` is the id of what was finished last."""

    done: int
    total: int
    step: str = ""


def _store() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def _key(work: str) -> str:
    return f"nsp:{work}"


def tell(work: str, progress: Progress) -> None:
    """Say how far ``work`` (``report:F-…``, ``rewrap``) is. Never fails: the work does not hang on a listener."""
    try:
        with _store() as store:
            store.set(_key(work), json.dumps([progress.done, progress.total, progress.step]), ex=KEPT_SECONDS)
    except (RedisError, OSError):
        return


def of(work: str) -> Progress | None:
    """How far ``work`` is, as far as anybody knows."""
    try:
        with _store() as store:
            found = store.get(_key(work))
    except (RedisError, OSError):
        return None
    return Progress(*json.loads(found)) if isinstance(found, bytes) else None
