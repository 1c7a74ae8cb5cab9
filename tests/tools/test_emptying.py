"""What a test commits is gone after it, and what stood before it stands again, whatever guards it."""

from __future__ import annotations

import pytest
from django.db import connections

from accounts.clock import now
from accounts.door import acting_as
from accounts.models import Appointment
from accounts.viewer import Viewer
from cases.models import Person
from funding.models import BudgetLine, LedgerLine
from tests import catalog, emptying
from tests.factories import confirmed_case


@pytest.mark.django_db(transaction=True)
def test_every_table_and_every_guard_is_as_before(alma: Viewer, dag: Viewer) -> None:
    def held() -> tuple[object, ...]:
        with connections["owner"].cursor() as cursor:
            guards = catalog.lines(cursor)
        with acting_as(dag):
            lines = list(BudgetLine.objects.order_by("id").values_list("id", "allocated", "committed"))
            booked, people = LedgerLine.objects.count(), Person.objects.count()
        return guards, lines, booked, people, sorted(Appointment.objects.values_list("user__email", "role"))

    before = held()
    confirmed_case(alma, dag, at=now())
    Appointment.objects.filter(user__email="bo@example.org").delete()
    assert [one == other for one, other in zip(held(), before, strict=True)] == [True, False, False, False, False]
    emptying.empty()
    assert held() == before
