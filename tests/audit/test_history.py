"""History is written whatever a login sets, and read by whoever may see the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from accounts.door import acting_as
from accounts.policies import ABOUT_SOMEBODY
from accounts.shapes import Shape
from accounts.viewer import Viewer
from cases.models import Case, Person
from tests.factories import confirmed_case

HISTORIES = sorted(table for table, how in ABOUT_SOMEBODY.items() if how.shape is Shape.HISTORY)


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    """A person of Alma's with all that leads to a case."""
    return confirmed_case(alma, dag, at=march)


def _model(table: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def _rows(table: str, viewer: Viewer) -> int:
    with acting_as(viewer):
        return int(_model(table)._default_manager.count())


def test_no_setting_of_a_login_keeps_history_from_being_written(case: Case, alma: Viewer, dag: Viewer) -> None:
    before = _rows("cases_personevent", dag)
    with acting_as(alma), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname) FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_%'")
        (names,) = cursor.fetchone()
        assert len(names) > 20
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
        Person.objects.filter(pk=case.person_id).update(gender="MAN")
    assert _rows("cases_personevent", dag) == before + 1


def test_a_foreign_viewer_sees_no_row_of_history_and_its_own_all(
    case: Case, alma: Viewer, cia: Viewer, frej: Viewer, dag: Viewer
) -> None:
    seen = {table: _rows(table, alma) for table in HISTORIES if ABOUT_SOMEBODY[table].scoped}
    assert seen["cases_personevent"] and seen["cases_caseevent"] and seen["cases_admissionrequestevent"]
    for table in seen:
        assert _rows(table, dag) == seen[table], table
        for stranger in (cia, frej):
            assert _rows(table, stranger) == 0, (table, stranger.name)
    for table in set(HISTORIES) - seen.keys():  # of what coordinators alone may know of
        with pytest.raises(ProgrammingError, match="permission denied"):
            _rows(table, alma)


def test_the_role_of_the_log_reads_no_history(case: Case, olle: Viewer, dag: Viewer) -> None:
    for table in HISTORIES:
        with pytest.raises(ProgrammingError, match="permission denied"):
            _rows(table, olle)


@pytest.mark.parametrize("table", HISTORIES)
def test_nobody_behind_the_door_writes_history(table: str, case: Case, alma: Viewer, dag: Viewer) -> None:
    for viewer in (alma, dag):
        for sql in (
            f'DELETE FROM "{table}"',
            f'UPDATE "{table}" SET pgh_label = $$x$$',
            f'INSERT INTO "{table}" DEFAULT VALUES',
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                acting_as(viewer),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
