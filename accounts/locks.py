"""Waiting for one another where there is no row to lock: it is not made yet, or the viewer may not lock it."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(what: str, which: object) -> None:
    """Let whoever does ``what`` to ``which`` go first, until their transaction ends; then go on.

    Ask before looking anything up: what is looked up afterwards is as the one before left it. ``which`` is whatever
    names the thing for all of them (the token of a form, a reference).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, str(which)])
