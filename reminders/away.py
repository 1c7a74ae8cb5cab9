"""Whether the database is away, or has only given one question up."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError, connection


def raise_where_away(error: Exception) -> None:
    """A database that is away cannot be asked anything. One that answers has only given this question up: it took too
    long, or stood in another's way."""
    if isinstance(error, OperationalError | InterfaceError) and not _answers():
        raise error


def _answers() -> bool:
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except (OperationalError, InterfaceError):
        return False
