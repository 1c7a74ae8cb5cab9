"""Who is close to a person: written down without a name, corrected, and taken away where it was a mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases.models import Dependant, Person
from cases.services.admission import AskedChild
from cases.services.dependant import Close, add_dependant, change_dependant, remove_dependant
from tests.factories import confirmed_case, identified

YEAR = today().year


def _days_ago(days: int) -> datetime:
    on = today() - timedelta(days=days)
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody born thirty years ago."""
    return identified(alma, at=_days_ago(1), birth_year=YEAR - 30)


@pytest.mark.parametrize(
    ("relation", "born", "sentence"),
    [
        ("CHILD", YEAR + 1, "framtiden"),
        ("CHILD", 1970, "över 18"),
        ("CHILD", YEAR - 19, "över 18"),
        ("PARENT", 2019, "minst 12 år äldre"),
        ("PARENT", YEAR - 41, "minst 12 år äldre"),
        ("SIBLING", 1850, "110 år"),
        ("SIBLING", 19, "fyra siffror"),
    ],
)
def test_a_birth_year_that_cannot_be_gets_its_own_sentence(
    relation: str, born: int, sentence: str, person: Person, signed_in: Callable[[str], Client]
) -> None:
    said = {"relation": relation, "birth_year": str(born), "in_sweden": "yes"}
    answer = signed_in("alma").post(f"/persons/{person.code}/dependants/new/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("relation", "born"),
    [("CHILD", YEAR), ("CHILD", YEAR - 18), ("PARENT", YEAR - 42), ("SIBLING", YEAR - 60), ("CHILD", None)],
)
def test_a_birth_year_that_can_be_is_taken(relation: str, born: int | None, alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        assert add_dependant(person.code, Close(relation, born), by=alma, at=now()).birth_year == born


def test_a_parent_may_be_of_any_age_where_the_persons_is_not_known(alma: Viewer) -> None:
    unknown = identified(alma, at=_days_ago(1))
    with acting_as(alma):
        assert add_dependant(unknown.code, Close("PARENT", YEAR - 30), by=alma, at=now())


def test_a_mistake_is_corrected_and_taken_away_from_the_persons_page(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        row = add_dependant(person.code, Close("CHILD", 2019), by=alma, at=now())
    browser, here = signed_in("alma"), f"/persons/{person.code}/dependants/{row.ref}/"
    assert here in browser.get(f"/persons/{person.code}/").content.decode()
    assert "2019" in browser.get(here).content.decode()
    said = {"relation": "CHILD", "birth_year": "2018", "in_sweden": "no"}
    assert browser.post(here, said).status_code == 302
    assert "2018" in browser.get(f"/persons/{person.code}/").content.decode()
    assert browser.get(f"{here}remove/").status_code == 200
    assert browser.post(f"{here}remove/", {"go": "remove"}).status_code == 302
    with acting_as(alma):
        assert not Dependant.objects.filter(person=person).exists()
        history = apps.get_model("cases", "DependantEvent").objects.filter(pgh_obj_id=row.pk)
        kept = history.order_by("pgh_created_at").values_list("pgh_label", "birth_year")
        assert list(kept) == [("insert", 2019), ("update", 2018), ("delete", 2018)]


def test_a_child_with_a_supplement_stays_as_it_was_granted(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    case = confirmed_case(alma, dag, at=_days_ago(3), children=(AskedChild(birth_year=2019),))
    with acting_as(alma):
        row = Dependant.objects.select_related("person").get(person_id=case.person_id)
        code, child = row.person.code, Close("CHILD", 2019, in_sweden=False)
        with pytest.raises(Invalid):
            remove_dependant(code, row.ref, by=alma, at=now())
        with pytest.raises(Invalid):
            change_dependant(code, row.ref, Close("CHILD", 2010), by=alma, at=now())
        assert not change_dependant(code, row.ref, child, by=alma, at=now()).in_sweden
    here = f"/persons/{code}/dependants/{row.ref}/"
    browser = signed_in("alma")
    assert f"{here}remove/" not in browser.get(here).content.decode()
    assert browser.post(f"{here}remove/", {"go": "remove"}).status_code == 422


def test_only_the_persons_own_and_only_by_who_may_change_them(
    alma: Viewer, cia: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    other = identified(alma, at=_days_ago(1))
    with acting_as(alma):
        row = add_dependant(person.code, Close("CHILD", 2019), by=alma, at=now())
        with pytest.raises(NotFound):
            remove_dependant(other.code, row.ref, by=alma, at=now())
    with acting_as(cia), pytest.raises(NotFound):
        remove_dependant(person.code, row.ref, by=cia, at=now())
    for name, code in (("cia", person.code), ("dag", person.code), ("alma", other.code)):
        assert signed_in(name).get(f"/persons/{code}/dependants/{row.ref}/").status_code == 404
