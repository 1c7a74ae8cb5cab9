"""One coordinator asks for a report, the program makes it, another publishes it, and the funder reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, Refused, WrongState
from accounts.viewer import Viewer
from reports import services
from reports.models import FunderReport
from reports.services import ask_report, make_report, publish
from tests.at_once import at_once
from tests.reports import rows
from tests.reports.rows import counting

YEAR = 2022
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PARTS = ["persons", "route"]


@pytest.fixture
def facts(db: None) -> None:
    """Seven persons of the year."""
    with counting():
        for month in range(1, 8):
            rows.person(date(YEAR, month, 1))


def ask(by: Viewer, *, comment: str = "", parts: list[str] = PARTS) -> FunderReport:
    with acting_as(by):
        return ask_report(YEAR, parts, comment, by=by, at=AT)


def draft(by: Viewer) -> FunderReport:
    """A report that is made and waits for another reader."""
    made = make_report(ask(by).ref, at=AT)
    assert made is not None
    assert made.state == "DRAFT", made.failed_with
    return made


def published(by: Viewer, other: Viewer) -> FunderReport:
    made = draft(by)
    with acting_as(other):
        return publish(made.ref, sha256=made.sha256, by=other, at=AT)


@pytest.mark.parametrize(
    ("year", "parts", "comment", "field"),
    [
        (2026, PARTS, "", "year"),
        (2019, PARTS, "", "year"),
        (YEAR, [], "", "parts"),
        (YEAR, ["nothing"], "", "parts"),
        (YEAR, PARTS, "Två kvinnor kom i maj.", "comment"),
    ],
)
def test_what_cannot_be_a_report_is_said_beside_its_field(
    facts: None, dag: Viewer, year: int, parts: list[str], comment: str, field: str
) -> None:
    with pytest.raises(Invalid) as raised, acting_as(dag):
        ask_report(year, parts, comment, by=dag, at=AT)
    assert list(raised.value.fields) == [field]


def test_asking_for_the_same_again_changes_nothing_and_for_another_while_it_is_made_is_refused(
    facts: None, dag: Viewer, disa: Viewer
) -> None:
    first = ask(dag)
    assert (ask(dag).ref, ask(dag).version) == (first.ref, first.version)
    with pytest.raises(WrongState):
        ask(dag, parts=["persons"])
    with pytest.raises(WrongState):
        ask(disa)


def test_a_draft_is_made_anew_and_the_old_file_is_gone(facts: None, dag: Viewer) -> None:
    before = draft(dag)
    again = ask(dag, parts=["persons"])
    assert (again.ref, again.version, again.pdf, again.sha256) == (before.ref, before.version + 1, None, "")


def test_nobody_publishes_a_report_that_they_made(facts: None, dag: Viewer) -> None:
    made = draft(dag)
    with pytest.raises(Refused) as raised, acting_as(dag):
        publish(made.ref, sha256=made.sha256, by=dag, at=AT)
    assert raised.value.why == "made_by_yourself"


def test_a_file_that_has_become_another_is_not_published(facts: None, dag: Viewer, disa: Viewer) -> None:
    made = draft(dag)
    with pytest.raises(Conflict), acting_as(disa):
        publish(made.ref, sha256=hashlib.sha256(b"another").hexdigest(), by=disa, at=AT)
    with acting_as(disa):
        assert FunderReport.objects.get().state == "DRAFT"


def test_a_second_report_of_a_published_year_is_refused(facts: None, dag: Viewer, disa: Viewer) -> None:
    published(dag, disa)
    with pytest.raises(Refused) as raised:
        ask(disa)
    assert raised.value.why == "second_release"


def test_a_published_report_never_changes(facts: None, dag: Viewer, disa: Viewer) -> None:
    out = published(dag, disa)
    changes: tuple[dict[str, Any], ...] = ({"snapshot": {}}, {"state": "DRAFT"}, {"pdf": b"x"})
    for change in changes:
        with acting_as(disa), pytest.raises(IntegrityError), transaction.atomic():
            FunderReport.objects.filter(pk=out.pk).update(**change)
    with acting_as(disa), pytest.raises(DatabaseError), transaction.atomic():
        FunderReport.objects.filter(pk=out.pk).delete()


def test_a_report_that_could_not_be_made_says_so_and_can_be_made_anew(
    facts: None, dag: Viewer, disa: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(dag)

    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "take", fail)
    failed = make_report(asked.ref, at=AT)
    assert failed is not None
    assert (failed.state, failed.failed_with) == ("FAILED", "ZeroDivisionError")
    with pytest.raises(WrongState), acting_as(disa):
        publish(asked.ref, sha256="", by=disa, at=AT)
    monkeypatch.undo()
    assert draft(dag).state == "DRAFT"


def test_made_twice_it_is_made_once(facts: None, dag: Viewer) -> None:
    made = draft(dag)
    assert make_report(made.ref, at=AT + timedelta(hours=1)) is None


def test_the_funder_finds_nothing_before_it_is_published_and_exactly_the_file_after(
    facts: None, dag: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    eva, made = signed_in("eva"), draft(dag)
    pages = [f"/reports/{made.ref}/", f"/reports/{made.ref}/file/", f"/reports/{made.ref}/publish/"]
    assert [eva.get(page).status_code for page in pages] == [404, 404, 404]
    assert made.ref not in eva.get("/reports/").content.decode()
    with acting_as(disa):
        publish(made.ref, sha256=made.sha256, by=disa, at=AT)
    assert [eva.get(page).status_code for page in pages] == [200, 200, 404]
    assert hashlib.sha256(eva.get(pages[1]).content).hexdigest() == made.sha256


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_coordinators_who_ask_at_once_make_one_report_and_one_hears_of_the_other(
    facts: None, dag: Viewer, disa: Viewer
) -> None:
    asked = at_once(lambda: ask(dag), lambda: ask(disa))
    assert sorted(type(one).__name__ for one in asked) == ["FunderReport", "WrongState"]
    with acting_as(dag):
        assert FunderReport.objects.count() == 1
