"""What ``bench/sweep.py`` measures: sweeps among as many open periods as it is told."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from accounts import clock
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.models import Intervention
from reminders import runs
from tests.factories import confirmed_case

SIZES = "BENCH_SIZES"
DUE, MANY = 500, 10_000
DAY = timedelta(days=1)
TABLES = ("cases_person", "cases_admissionrequest", "cases_case", "cases_intervention")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_sweep_follows_what_is_due(alma: Viewer, disa: Viewer) -> None:
    noon = clock.dawn(clock.today()) + timedelta(hours=12)
    one = confirmed_case(alma, disa, at=noon - 5 * DAY, days=30)
    with acting_as(system("bench")):
        period = Intervention.objects.get(case=one)
    there = 1
    for size in map(int, os.environ[SIZES].split()):
        more(period, there, size, noon)
        there = size
        print(f"\n  {size:>9} open periods, {DUE} of them to be told of on the second day, {MANY} on the fourth")
        runs.run_sweep(at=noon)
        for n, words in ((1, f"{DUE} due"), (3, f"{MANY} due")):
            due(n, DUE if n == 1 else min(MANY, size - 1), noon)
            report(f"first sweep of a day, {words}", noon + n * DAY)
            report("a minute later, nothing due", noon + n * DAY + timedelta(minutes=1))
        forget(noon)


def more(period: Intervention, there: int, size: int, noon: datetime) -> None:
    """As many persons with a case and a period each, copied from one; none ends within two months."""
    with owner() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # their history is no part of this
    began = time.monotonic()
    step = 50_000
    for first in range(there, size, step):
        rows = (first, min(first + step, size) - 1)
        with acting_as(system("bench")), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(copied(cursor, table, period), rows)
    with owner() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n  (made in {time.monotonic() - began:.0f} s)")
    assert noon


def copied(cursor: object, table: str, period: Intervention) -> str:
    """The statement that copies the row of a table so many times, with ids that fit together."""
    ids = {
        "cases_person": period.person_id,
        "cases_admissionrequest": period.request_id,
        "cases_case": period.case_id,
        "cases_intervention": period.pk,
    }
    own = {
        "id": made(table),
        "person_id": made("cases_person"),
        "request_id": made("cases_admissionrequest"),
        "case_id": "NULL" if table == "cases_admissionrequest" else made("cases_case"),
        "code": "'Z' || n",
        "code_name": "'Zon ' || n",
        "ref": f"'{table[6]}Z' || n",
        "start": "current_date + 31 + mod(n, 300)",
        "last": "current_date + 60 + mod(n, 300)",
    }
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    names = [name for (name,) in cursor.fetchall()]  # type: ignore[attr-defined]
    values = ", ".join(own.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} t, generate_series(%s, %s) n"
        f" WHERE t.id = '{ids[table]}'"
    )


def made(table: str) -> str:
    """An id for the n-th row of a table."""
    return f"md5('{table}' || n)::uuid"


def due(days: int, count: int, noon: datetime) -> None:
    """Let so many periods have their last day the day before that many days from now: told of as overdue."""
    last = clock.day(noon) + (days - 1) * DAY
    with acting_as(system("bench")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_intervention SET start = %s, last = %s WHERE id IN"
            " (SELECT id FROM cases_intervention WHERE last > current_date + 50 LIMIT %s)",
            [last - 29 * DAY, last, count],
        )


def forget(noon: datetime) -> None:
    """All as it was, for the next size."""
    with acting_as(system("bench")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_intervention SET start = current_date + 31, last = current_date + 60"
            " WHERE last < current_date + 50"
        )
        cursor.execute("UPDATE reminders_told SET until = %s", [noon - DAY])
    with owner() as cursor:
        cursor.execute("TRUNCATE reminders_notice, reminders_mail")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def owner() -> Iterator[Any]:
    """What the tables' owner alone does."""
    with connections["owner"].cursor() as cursor:
        yield cursor


def report(words: str, at: datetime) -> None:
    """One sweep, measured."""
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    told = runs.run_sweep(at=at)
    seconds = time.monotonic() - began
    more_memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"    {words}: told {told}, {seconds:.2f} s, {len(connection.queries_log)} statements, +{more_memory:.0f} MB")
    connection.force_debug_cursor = False
