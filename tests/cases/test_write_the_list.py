"""A coordinator writes what stands on a programme's list, and closes from a day what nobody shall apply for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from accounts.clock import STOCKHOLM, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer, system
from audit.models import Outbox
from cases.models import CatalogueItem, Programme
from cases.selectors import programme_list
from cases.selectors.verdicts import programme_on
from cases.services import catalogue, programme
from cases.services.catalogue import Listed
from cases.services.programme import Named

SignIn = Callable[[str], Client]
AT = datetime(2026, 3, 1, 10, 0, tzinfo=STOCKHOLM)
TODAY, TOMORROW, LATER = date(2026, 3, 1), date(2026, 3, 2), date(2026, 5, 1)
WHAT = Named("Ny plan", "New plan", LATER, date(2026, 12, 31), "Staten")
SWIM = Listed("Simskola", "Swimming lessons", "CARE", "ANYBODY", max_amount=Decimal(900))


def _runs(on: date = TODAY) -> Programme:
    found = programme_on(on)
    assert found
    return found


def _names(of: Programme, kind: str = "SPECIFIC") -> list[str]:
    return list(of.items.filter(kind=kind, closed_on=None).values_list("name_sv", flat=True))


def test_the_examples_are_loaded_once_and_marked_as_examples_wherever_they_are_shown() -> None:
    before = CatalogueItem.objects.count()
    call_command("load_reference")
    assert CatalogueItem.objects.count() == before
    shipped = CatalogueItem.objects.filter(programme__code="NSP-2017")
    assert {item.kind for item in shipped} == {"SPECIFIC", "INTEGRATION"}
    assert all(item.is_example and item.name.endswith("(exempel)") for item in shipped)
    journeys = shipped.filter(is_return=True)
    assert {item.for_whom for item in journeys} == {"PERSON", "DEPENDANT"}
    assert _names(_runs()) == _names(Programme.objects.get(code="NSP-2017")), "and copied with the programme"


def test_a_draft_has_a_list_of_its_own(dag: Viewer) -> None:
    runs = _runs()
    before = _names(runs)
    with acting_as(dag):
        draft = programme.begin_programme(runs.code, WHAT)
        assert _names(draft) == before
        first = draft.items.filter(kind="SPECIFIC")[0]
        catalogue.change_item(draft.code, first.ref, replace(SWIM, name_sv="Simskola för alla", name_en="Swimming"))
        catalogue.take_item(draft.code, draft.items.filter(kind="SPECIFIC")[1].ref)
        added = catalogue.add_item(draft.code, "SPECIFIC", SWIM, by=dag, at=AT)
        changed = CatalogueItem.objects.get(pk=first.pk)
        assert (changed.is_example, changed.name) == (False, "Simskola för alla")
        assert _names(draft) == ["Simskola för alla", *before[2:], "Simskola"]
        assert (added.right_id, added.max_amount, added.for_whom) == ("CARE", Decimal(900), "ANYBODY")
        assert _names(runs) == before, "the other programme's list is another"
        programme.throw_away(draft.code)
        assert not CatalogueItem.objects.filter(pk=added.pk).exists()


def test_it_shows_what_the_list_would_be_instead(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_runs().code, WHAT)
        assert programme_list.changes(draft.code, on=TODAY).rules == ()
        gone, dearer = draft.items.filter(kind="INTEGRATION", name_sv__in=("Körkort", "Språkkurs")).order_by("name_sv")
        catalogue.take_item(draft.code, gone.ref)
        catalogue.add_item(draft.code, "INTEGRATION", SWIM, by=dag, at=AT)
        CatalogueItem.objects.filter(pk=dearer.pk).update(max_amount=Decimal(11_000))
        found = {row.what: (row.before, row.after) for row in programme_list.changes(draft.code, on=TODAY).rules}
    assert found.keys() == {"Körkort (exempel)", "Språkkurs (exempel)", "Simskola"}
    assert found["Körkort (exempel)"][1] == found["Simskola"][0] == "inte på listan"
    assert "11\u00a0000\u00a0kr" in found["Språkkurs (exempel)"][1]
    assert "10\u00a0000\u00a0kr" in found["Språkkurs (exempel)"][0]


def test_what_is_in_force_is_added_to_and_closed_from_a_day_and_not_changed(dag: Viewer, alma: Viewer) -> None:
    runs = _runs()
    item = runs.items.all()[0]
    with acting_as(dag):
        added = catalogue.add_item(runs.code, "SPECIFIC", SWIM, by=dag, at=AT)
        with pytest.raises(WrongState):
            catalogue.change_item(runs.code, item.ref, SWIM)
        with pytest.raises(WrongState):
            catalogue.take_item(runs.code, item.ref)
        for day in (TODAY, TODAY - timedelta(days=1), date(2027, 1, 1)):
            with pytest.raises(Invalid):
                catalogue.close_item(runs.code, added.ref, day, by=dag, at=AT)
        catalogue.close_item(runs.code, added.ref, LATER, by=dag, at=AT)
        catalogue.close_item(runs.code, added.ref, None, by=dag, at=AT)
        catalogue.close_item(runs.code, added.ref, TOMORROW, by=dag, at=AT)
        with pytest.raises(WrongState):
            catalogue.close_item(runs.code, added.ref, None, by=dag, at=AT + timedelta(days=1))
        assert added.name_sv not in _names(runs)
    for change in (
        lambda: CatalogueItem.objects.filter(pk=item.pk).update(max_amount=Decimal(1)),
        lambda: CatalogueItem.objects.filter(pk=item.pk).update(name_sv="x"),
        lambda: CatalogueItem.objects.filter(pk=item.pk).update(programme=Programme.objects.get(code="NSP-2017")),
        lambda: CatalogueItem.objects.filter(pk=item.pk).delete(),
    ):
        with pytest.raises(DatabaseError), acting_as(dag):
            change()
    with pytest.raises(DatabaseError), acting_as(alma):
        catalogue.add_item(runs.code, "SPECIFIC", SWIM, by=alma, at=AT)
    with acting_as(system("test")):
        said = [row.facts["what"] for row in Outbox.objects.filter(event="LIST_CHANGED", ref=added.ref).order_by("at")]
    assert sorted(said) == ["added", "closed", "closed", "kept"]


def test_nothing_is_put_on_a_list_where_there_is_none(dag: Viewer) -> None:
    with acting_as(dag):
        for code, kind in ((_runs().code, "REST"), (_runs().code, "NONSENSE"), ("NSP-1", "SPECIFIC")):
            with pytest.raises(NotFound):
                catalogue.add_item(code, kind, SWIM, by=dag, at=AT)
        with pytest.raises(WrongState):
            catalogue.add_item("NSP-2017", "SPECIFIC", SWIM, by=dag, at=AT)
        other = _runs(date(2025, 3, 1)).items.all()[0]
        with pytest.raises(NotFound):
            catalogue.close_item(_runs().code, other.ref, LATER, by=dag, at=AT)
        draft = programme.begin_programme(_runs().code, WHAT)
        with pytest.raises(WrongState):
            catalogue.close_item(draft.code, draft.items.all()[0].ref, LATER, by=dag, at=AT)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"name_sv": " "}, "name_sv"),
        ({"name_en": ""}, "name_en"),
        ({"name_sv": "TRAUMABEHANDLING"}, "name_sv"),
        ({"max_amount": Decimal(0)}, "max_amount"),
        ({"max_amount": Decimal(-1)}, "max_amount"),
        ({"for_whom": "NOBODY"}, "for_whom"),
        ({"right": "NONE"}, "right"),
    ],
)
def test_what_cannot_be_meant_is_refused(dag: Viewer, other: dict[str, Any], field: str) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_runs().code, WHAT)
        with pytest.raises(Invalid) as refused:
            catalogue.add_item(draft.code, "SPECIFIC", replace(SWIM, **other), by=dag, at=AT)
        assert list(refused.value.fields) == [field]


def test_a_list_of_a_kind_that_is_not_given_from_one_is_dropped_when_it_comes_into_force(dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_runs().code, WHAT)
        programme.leave_out(draft.code, "INTEGRATION")
        assert _names(draft, "INTEGRATION"), "the draft may change its mind"
        programme.put_in_force(draft.code, by=dag, at=AT)
        assert not _names(draft, "INTEGRATION")
        assert _names(draft, "SPECIFIC")


def test_the_pages_walk_the_same_way(signed_in: SignIn) -> None:
    browser, runs = signed_in("dag"), _runs(today())
    listed = f"/programmes/{runs.code}/list/"
    said = {"name_sv": "Simskola", "name_en": "Swimming lessons", "for_whom": "ANYBODY", "is_return": "no"}
    assert signed_in("alma").get(f"{listed}SPECIFIC/add/").status_code == 404
    assert browser.get(f"{listed}REST/add/").status_code == 404
    assert browser.post(f"{listed}SPECIFIC/add/", said | {"max_amount": "0"}).status_code == 422
    assert browser.post(f"{listed}SPECIFIC/add/", said | {"max_amount": "1 200,50"}).status_code == 302
    item = CatalogueItem.objects.get(programme=runs, name_sv="Simskola")
    assert item.max_amount == Decimal("1200.50")
    assert "Simskola" in browser.get(f"/programmes/{runs.code}/").content.decode()
    assert "Simskola" in signed_in("alma").get("/rules/").content.decode(), "whoever applies sees the list"
    one = f"{listed}{item.ref}/"
    assert browser.get(one).status_code == 200
    assert browser.post(one, {"on": ""}).status_code == 422
    assert browser.post(one, {"on": today().isoformat()}).status_code == 422
    tomorrow = today() + timedelta(days=1)
    if tomorrow <= runs.valid_to:
        assert browser.post(one, {"on": tomorrow.isoformat()}).status_code == 302
        item.refresh_from_db()
        assert item.closed_on == tomorrow
        assert browser.post(one, {"keep": "1"}).status_code == 302
        item.refresh_from_db()
        assert item.closed_on is None
    other = _runs(date(2025, 3, 1))
    assert browser.get(f"/programmes/{other.code}/list/{item.ref}/").status_code == 404


def test_the_pages_of_a_draft(signed_in: SignIn, dag: Viewer) -> None:
    with acting_as(dag):
        draft = programme.begin_programme(_runs().code, WHAT)
    browser, item = signed_in("dag"), draft.items.all()[0]
    one = f"/programmes/{draft.code}/list/{item.ref}/"
    assert f'value="{item.name_sv}"' in browser.get(one).content.decode()
    said = {"name_sv": "Simskola", "name_en": "Swimming lessons", "for_whom": "PERSON", "is_return": "no"}
    assert browser.post(one, said | {"name_en": ""}).status_code == 422
    assert browser.post(one, said).status_code == 302
    assert "Simskola" in browser.get(f"/programmes/{draft.code}/").content.decode()
    assert browser.post(one, {"take": "1"}).status_code == 302
    assert browser.get(one).status_code == 404
