"""Waiting for one another where there is no row to lock: it is not made yet, or the viewer may not lock it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connection


def one_at_a_time(what: str, which: object) -> None:
    """Let whoever does ``what`` to ``which`` go first, until their transaction ends; then go on.

    Ask before looking anything up: what is looked up afterwards is as the one before left it. ``which`` is whatever
    names the thing for all of them (the token of a form, a reference).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, str(which)])


@contextmanager
def unless_somebody_does(what: str) -> Iterator[bool]:
    """Whether nobody else is at ``what``: then it is the caller's until the end, or until their process or their
    connection is gone. Around transactions, not inside one: for work of many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('work'), hashtext(%s))", [what])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:  # gone with the connection
                cursor.execute("SELECT pg_advisory_unlock(hashtext('work'), hashtext(%s))", [what])
