"""Each statistic over a data set that was worked out by hand."""

from __future__ import annotations

from datetime import date

from reports.statistics.persons import PERSONS
from reports.statistics.rest import REST
from reports.statistics.money import MONEY
from reports.statistics.route import ROUTE
from reports.statistics.left import LEFT
from reports.statistics.indirect import INDIRECT
from tests.reports import rows
from tests.reports.rows import counting


def test_smoke(db: None) -> None:
    with counting():
        p = rows.person(date(2024, 3, 1))
        child = rows.dependant(p)
        rows.rest(p, date(2024, 12, 20), children={child: 10}, used=20)
        for s in (PERSONS, ROUTE, LEFT, REST, INDIRECT, MONEY):
            print(s.id, s.count(2024))
    assert 0
