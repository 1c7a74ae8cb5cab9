"""A database with every table, made once for each state of the migrations: each test run copies it.

Laying the tables one migration after the other takes ten times as long as all the rest of a test's set-up.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
WHAT_LAYS_TABLES = ("*/migrations/*.py", "*/sql/*.sql", "requirements.lock")
LOCK = 20_170_101
"""Of PostgreSQL's advisory locks: one process makes the template, the others wait."""


def with_every_table() -> str:
    """The name of a database in which every migration has been run, made first where there is none.

    It holds no rows of ours: reference data and policies are laid anew in each copy. What is made is renamed when it
    is whole, so that a killed run leaves none that is half.
    """
    owner = os.environ["DATABASE_OWNER_URL"]
    name = f"tables_{_digest()}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'tables_')").fetchall()
        if (name,) in found:
            return name
        for (old,) in found:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        making = "tables_in_the_making"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        _migrate(urlunsplit(urlsplit(owner)._replace(path=f"/{making}")))
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
        )
    return name


def _migrate(owner: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--database=owner", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_OWNER_URL": owner}, check=True)


def _digest() -> str:
    found = hashlib.sha256()
    for pattern in WHAT_LAYS_TABLES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
