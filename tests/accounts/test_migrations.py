"""The tables go back and forth with what is in them; policies are laid whole or not at all; reference data adds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connections
from django.db.migrations.recorder import MigrationRecorder

from accounts import policies
from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Right
from funding.models import BudgetLine, Commitment, LedgerLine
from nsp import older
from tests import catalog
from tests.factories import confirmed_case

ABOVE = ("reports", "reminders", "cases", "funding")
"""No other app's tables lean on the last migration of these."""


def one_back() -> list[tuple[str, str]]:
    """Each of the upper apps, and its last migration but one."""
    found = []
    for app in ABOVE:
        names = sorted(path.stem for path in (Path(settings.BASE_DIR) / app / "migrations").glob("0*.py"))
        found += [(app, names[-2])] if len(names) > 1 else []
    return found


def back_and_forth(back: Iterable[tuple[str, str]], alma: Viewer, dag: Viewer) -> None:
    """Go back to the named migrations with a case and its money in the tables, and forth again."""
    case = confirmed_case(alma, dag, at=now())
    before, tables = _money(dag), _tables()
    try:
        for app, to in back:
            call_command("migrate", app, to, database="owner", verbosity=0)
    finally:
        call_command("migrate", database="owner", verbosity=0)
    assert (_money(dag), _tables()) == (before, tables)
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=case.request_id).why.open() == "Utnyttjad i arbete, saknar säker plats."
    confirmed_case(alma, dag, at=now())


@pytest.mark.django_db(transaction=True)
def test_the_newest_migrations_go_back_and_forth_on_a_database_in_use(alma: Viewer, dag: Viewer) -> None:
    back_and_forth(one_back(), alma, dag)


def _money(dag: Viewer) -> list[object]:
    """What every line of a budget and every commitment holds, as figures."""
    with acting_as(dag):
        lines = BudgetLine.objects.order_by("budget__year")
        held = lines.values_list("budget__year", "kind", "allocated", "committed")
        kept = Commitment.objects.values_list("cause_id", "kind", "programme", "booked_on", "actor__ref")
        booked = LedgerLine.objects.values_list("year", "kind", "amount", "cause", "booked_on", "commitment__cause_id")
        return [*held, *kept, *booked.order_by("year", "kind")]


def _tables() -> list[str]:
    with connections["owner"].cursor() as cursor:
        return catalog.lines(cursor)


def test_a_database_that_stopped_on_the_way_to_these_tables_is_refused(db: None) -> None:
    done = MigrationRecorder(connections["owner"])
    older.refuse_half_laid(using="owner")
    done.record_applied(*older.EARLY)
    for app, last in older.LAST.items():
        with pytest.raises(CommandError, match=f"no longer kept .*{app}.*delete the folder"):
            call_command("migrate", database="owner", verbosity=0)
        done.record_applied(app, last)
    older.refuse_half_laid(using="owner")


def test_policies_are_laid_whole_or_not_at_all() -> None:
    owner = connections["owner"]

    def granted() -> list[tuple[object, ...]]:
        with owner.cursor() as cursor:
            cursor.execute("SELECT tablename, policyname FROM pg_policies ORDER BY 1, 2")
            return list(cursor.fetchall())

    before = granted()
    with mock.patch.object(policies, "_closed_table", return_value=["not sql"]), pytest.raises(ProgrammingError):
        policies.lay(owner)
    assert granted() == before


def test_what_a_coordinator_changed_is_not_written_over_by_the_next_update() -> None:
    right = Right.objects.using("owner").order_by("code").first()
    assert right
    Right.objects.using("owner").filter(pk=right.pk).update(name_sv="Som vi säger här")
    call_command("load_reference")
    assert Right.objects.using("owner").get(pk=right.pk).name_sv == "Som vi säger här"
