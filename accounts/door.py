"""The one door to the database about persons.

``acting_as(viewer)`` opens a transaction, sets the PostgreSQL role and the viewer that row-level security reads, and
resets both on the way out. A query about persons outside it is denied by the database ("permission denied"): the
app's login has no grant on those tables. The door is held around the whole request by ``DoorMiddleware``; tasks and
commands use it by name (``acting_as(system("sweep"))``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID, uuid4

from django.db import connection, transaction

from accounts import clock
from accounts.viewer import Viewer

ROLES = ("nsp_scoped", "nsp_all", "nsp_log")

_inside: ContextVar[Viewer | None] = ContextVar("nsp_viewer", default=None)
_cache: ContextVar[dict[str, object] | None] = ContextVar("nsp_door_cache", default=None)

_OPEN = """
SELECT set_config('role', %s, true), set_config('nsp.user', %s, true), set_config('nsp.today', %s, true),
       set_config('nsp.system', %s, true),
       set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)
"""
_CLOSE = """
SELECT set_config('role', 'none', true), set_config('nsp.user', '', true), set_config('nsp.today', '', true),
       set_config('nsp.system', '', true),
       set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)
"""


class AnotherViewerInside(RuntimeError):
    """Somebody tried to open the door for one viewer inside another's: never allowed, it would mix their rights."""


@contextmanager
def acting_as(viewer: Viewer, *, on: date | None = None, request_id: UUID | None = None) -> Iterator[Viewer]:
    """Open one transaction in which the database shows what ``viewer`` may see, and nothing else.

    ``on`` is the day against which expiring rights are tested (inclusive); the real day unless a command that
    replays history says otherwise. Opening it again inside for the same viewer does nothing; for another viewer it
    raises ``AnotherViewerInside``.
    """
    outer = _inside.get()
    if outer is not None:
        if outer != viewer:
            raise AnotherViewerInside(f"{viewer.name} inside {outer.name}")
        yield viewer
        return
    with transaction.atomic():
        _set(viewer, on or clock.today(), request_id or uuid4())
        entered, cached = _inside.set(viewer), _cache.set({})
        try:
            yield viewer
            if not connection.needs_rollback:  # a rollback takes the role back by itself, to a savepoint too
                with connection.cursor() as cursor:
                    cursor.execute(_CLOSE)
        finally:
            _inside.reset(entered)
            _cache.reset(cached)


def _set(viewer: Viewer, on: date, request_id: UUID) -> None:
    metadata = json.dumps({"viewer": str(viewer.id), "name": viewer.name if viewer.is_system else ""})
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            [
                viewer.db_role,
                str(viewer.id),
                on.isoformat(),
                "on" if viewer.is_system else "",
                str(request_id),
                metadata,
            ],
        )


def inside() -> Viewer | None:
    """The viewer whose door is open right now, if any."""
    return _inside.get()


def door_cache() -> dict[str, object]:
    """A place that lives as long as the open door (opened data keys); empty and thrown away outside one."""
    found = _cache.get()
    return found if found is not None else {}
