"""After a test that commits every table is emptied and holds again what the run began with, in one statement.

Django's own way, ``flush``, lays reference data and cast by the program's code each time, which takes several times as
long. What was laid once is kept here, as JSON, and put back with the same keys. Triggers of ours are off meanwhile:
what they would book or forbid has been booked and allowed when the rows were first laid.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from psycopg import sql

_refill = ""


def keep() -> None:
    """Remember what every table holds now. One whose rows not even the owner sees has to be untouched."""
    global _refill
    owner = connections["owner"]
    tables = sorted(owner.introspection.django_table_names(only_existing=True, include_views=False))
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")  # a row that a policy hides is an error, not left out
        cursor.execute("SELECT oid::regclass::text, pg_relation_size(oid) FROM pg_class WHERE relforcerowsecurity")
        hidden = dict(cursor.fetchall())
        assert not any(hidden.values()), f"the cast wrote rows that nobody can keep: {hidden}"
        held = {table: text for table in tables if table not in hidden and (text := _rows(cursor, table)) is not None}
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        with_triggers = {name for (name,) in cursor.fetchall()} & held.keys()
        names = {table: sql.Identifier(table) for table in tables}
        parts = [
            sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names.values())),
            *(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(names[table]) for table in sorted(with_triggers)),
            *(
                sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, {1})").format(
                    names[table], text
                )
                for table, text in held.items()
            ),
            sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"),
            *(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(names[table]) for table in sorted(with_triggers)),
        ]
        _refill = sql.SQL("; ").join(parts).as_string(cursor.connection)


def _rows(cursor: Any, table: str) -> str | None:
    cursor.execute(sql.SQL("SELECT json_agg(one)::text FROM {} one").format(sql.Identifier(table)))
    found: str | None = cursor.fetchone()[0]
    return found


def empty(*_: object) -> None:
    """Every table as it was when ``keep`` was called; committed, or not at all."""
    assert _refill
    with connections["owner"].cursor() as cursor:
        cursor.execute(_refill)
