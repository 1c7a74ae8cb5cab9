"""The tables go back and forth with what is in them; policies are laid whole or not at all; reference data adds."""

from __future__ import annotations

from unittest import mock

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connections

from accounts import policies
from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Right
from funding.models import BudgetLine, Commitment, LedgerLine
from tests.factories import confirmed_case

BACK = (("funding", "0002"), ("cases", "0001"), ("audit", "0001"))


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth_on_a_database_in_use(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now())
    before = _money(dag)
    try:
        for app, to in BACK:
            call_command("migrate", app, to, database="owner", verbosity=0)
    finally:
        call_command("migrate", database="owner", verbosity=0)
    assert _money(dag) == before
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=case.request_id).why.open() == "Utnyttjad i arbete, saknar säker plats."
    confirmed_case(alma, dag, at=now())


def _money(dag: Viewer) -> list[object]:
    """What every line of a budget and every commitment holds, as figures."""
    with acting_as(dag):
        lines = BudgetLine.objects.order_by("budget__year")
        held = lines.values_list("budget__year", "kind", "allocated", "committed")
        kept = Commitment.objects.values_list("cause_id", "kind", "programme", "booked_on", "actor__ref")
        booked = LedgerLine.objects.values_list("year", "kind", "amount", "cause", "booked_on", "commitment__cause_id")
        return [*held, *kept, *booked.order_by("year", "kind")]


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
