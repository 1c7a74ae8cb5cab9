"""A log with sealed hours, and somebody who has the owner's login to the database and not the key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connections

from accounts.clock import now
from accounts.door import acting_as
from accounts.log import seal
from accounts.viewer import Viewer, system
from audit.models import AccessEvent, Outcome, Seal
from audit.record import access
from audit.services import HOUR, hour_of
from audit.verify import Check, Finding

TABLES = ("audit_accessevent", "audit_seal")
ACTS = ("SEE_PERSON", "READ_SEALED", "SEARCH", "DECIDE_ADMISSION")


def written(viewer: Viewer, *, hours: int, each: int) -> datetime:
    """So many past hours with ``each`` events in every second one, sealed; the first hour."""
    begin = hour_of(now()) - (hours + 1) * HOUR
    with acting_as(viewer):
        for n in range(0, hours, 2):
            for m in range(each):
                access(
                    at=begin + n * HOUR + timedelta(minutes=m % 60, microseconds=m),
                    user_id=viewer.id,
                    act=ACTS[(n + m) % len(ACTS)],
                    outcome=Outcome.LOOKED,
                    kind="Person",
                    ref=f"P-{m}",
                    person_id=uuid4() if m % 2 else None,
                    request_id=uuid4(),
                )
    seal(at=now())
    return begin


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor that nothing holds back: the owner takes row-level security off their own tables."""
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        try:
            yield cursor
        finally:
            cursor.execute('ALTER TABLE "audit_accessevent" FORCE ROW LEVEL SECURITY')


def forge(sql: str, *params: object) -> int:
    """Run one statement as the owner; how many rows it changed."""
    with as_owner() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def found(**how: Any) -> list[Finding]:
    """What the verification says."""
    with acting_as(system("verify")):
        return list(Check(**how).run())


def events() -> list[AccessEvent]:
    """The log, oldest first."""
    with acting_as(system("verify")):
        return list(AccessEvent.objects.order_by("at", "id"))


def seals() -> list[Seal]:
    """The seals, oldest first."""
    with acting_as(system("verify")):
        return list(Seal.objects.order_by("hour"))
