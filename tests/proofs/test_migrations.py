"""Every migration goes back to the first tables and forth again; tables of the time before are the same as today's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from accounts.viewer import Viewer
from nsp.older import THEN
from tests import catalog
from tests.accounts.test_migrations import ABOVE, back_and_forth

OLD = "tables_of_then"
NAMED_OTHERWISE = {
    "cases_person_threatened_not_null": "cases_person_threat_not_null",
    "cases_personevent_threatened_not_null": "cases_personevent_threat_not_null",
    "funding_budget_is_example_not_null1": "funding_budget_is_example_not_null",
    "funding_budget_pkey1": "funding_budget_pkey",
    "funding_budget_year_check1": "funding_budget_year_check",
    "funding_budget_year_not_null1": "funding_budget_year_not_null",
}
"""Names that PostgreSQL gave by itself to rules of tables and columns that once were called otherwise."""


@pytest.mark.django_db(transaction=True)
def test_every_migration_goes_back_and_forth_on_a_database_in_use(alma: Viewer, dag: Viewer) -> None:
    back_and_forth([(app, "0001_initial") for app in ABOVE], alma, dag)
    print("\nBack to the first tables and forth again: every krona, every sealed text and every table as before.")


@pytest.fixture
def laid_then(tmp_path: Path) -> Iterator[str]:
    """The owner's address of a database that the last version with single steps laid, each step after the other."""
    packed = subprocess.run(["git", "archive", THEN], cwd=settings.BASE_DIR, capture_output=True)
    if packed.returncode:
        pytest.skip(f"this clone does not hold version {THEN}")
    subprocess.run(["tar", "x", "-C", str(tmp_path)], input=packed.stdout, check=True)
    owner = os.environ["DATABASE_OWNER_URL"]
    address = urlunsplit(urlsplit(owner)._replace(path=f"/{OLD}"))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(OLD)))
        try:
            _migrate(tmp_path, address)
            yield address
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(OLD)))


def test_a_database_of_the_time_before_goes_on_as_it_is(laid_then: str) -> None:
    _migrate(settings.BASE_DIR, laid_then)
    with psycopg.connect(laid_then) as connection, connection.cursor() as cursor:
        then = catalog.lines(cursor)
    for old, new in NAMED_OTHERWISE.items():
        then = [line.replace(old, new) for line in then]
    with connections["owner"].cursor() as cursor:
        today = catalog.lines(cursor)
    assert (sorted(set(then) - set(today)), sorted(set(today) - set(then))) == ([], [])
    print(f"\nLaid by {THEN}, then by today's version: the same as laid today, in {len(today)} lines of the catalog.")


def _migrate(code: Path, owner: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--database=owner", "--verbosity=0"]
    subprocess.run(command, cwd=code, env={**os.environ, "DATABASE_OWNER_URL": owner}, check=True)
