"""Calling the SQL functions that write what no role of the program may write itself (``sql/functions.sql``)."""

from __future__ import annotations

from typing import Any

from django.db import connection


def call(function: str, *arguments: Any) -> None:
    """Call one, as the viewer: it tests the asker again. ``function`` is a name from the code, never what was typed.

    Raises ProgrammingError where the function refuses.
    """
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", list(arguments))
