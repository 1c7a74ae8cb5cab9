"""Who is close to a person: written down without a name, corrected, and taken away where it was a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases.models import Dependant, Person
from cases.services.admission import AskedChild
from cases.services.child import Concern, note_concern
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


def test_an_estimated_age_makes_a_birth_year_that_a_later_save_does_not_move(alma: Viewer, person: Person) -> None:
    said = Close("CHILD", estimated_age=7, in_sweden=False, country="RO", custody="MOTHER", needs=("SCHOOL", "HEALTH"))
    with acting_as(alma):
        row = add_dependant(person.code, said, by=alma, at=_days_ago(500))
        assert (row.birth_year, row.age_basis) == (_days_ago(500).year - 7, "ESTIMATED")
        before = (row.birth_year, row.estimated_on)
        row = change_dependant(person.code, row.ref, replace(said, threatened="YES"), by=alma, at=now())
        assert (row.birth_year, row.estimated_on) == before
        assert row.needs == ["HEALTH", "SCHOOL"]
        row = change_dependant(person.code, row.ref, replace(said, estimated_age=8), by=alma, at=now())
        assert (row.birth_year, row.estimated_on) == (YEAR - 8, today())
        known = replace(said, estimated_age=None, birth_year=YEAR - 9)
        row = change_dependant(person.code, row.ref, known, by=alma, at=now())
        assert (row.age_basis, row.estimated_on) == ("KNOWN", None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"birth_year": YEAR - 5, "estimated_age": 5}, "estimated_age"),
        ({"estimated_age": 111}, "estimated_age"),
        ({"estimated_age": 25}, "estimated_age"),
        ({"country": "RO"}, "country"),
        ({"in_sweden": False, "country": "SE"}, "country"),
        ({"in_sweden": False, "country": "QQ"}, "country"),
        ({"threatened": "PERHAPS"}, "threatened"),
        ({"custody": ""}, "custody"),
        ({"needs": ("MONEY",)}, "needs"),
    ],
)
def test_what_cannot_be_said_of_somebody_close_stands_beside_its_field(
    alma: Viewer, person: Person, said: dict[str, Any], field: str
) -> None:
    with acting_as(alma), pytest.raises(Invalid) as refused:
        add_dependant(person.code, Close("CHILD", **said), by=alma, at=now())
    assert list(refused.value.fields) == [field]


def test_the_form_asks_everything_and_the_page_and_a_program_say_it(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    browser, here = signed_in("alma"), f"/persons/{person.code}/"
    typed: dict[str, Any] = {
        "relation": "CHILD",
        "estimated_age": "7",
        "in_sweden": "no",
        "country": "RO",
        "threatened": "YES",
    }
    typed |= {"custody": "RELATIVE", "needs": ["TOGETHER", "MEANS"], "note": "Bor hos en äldre släkting."}
    assert browser.post(f"{here}dependants/new/", typed).status_code == 302
    page = browser.get(here).content.decode()
    for words in ("omkring 7 år", "utomlands (Rumänien)", "hotad", "vårdnad: annan släkting", "att återförenas"):
        assert words in page, words
    assert "Bor hos" not in page
    assert "Bor hos" in browser.get(f"{here}?texts=1").content.decode()
    [told] = browser.get(f"/api/v1{here}family/").json()["close"]
    assert (told["threatened"], told["place"]) == (True, "utomlands (Rumänien)")
    change = f"/api/v1{here}dependants/{told['ref']}/"
    said = {"relation": "CHILD", "birth_year": YEAR - 6}
    assert browser.post(change, said, content_type="application/json").status_code == 204
    [told] = browser.get(f"/api/v1{here}family/").json()["close"]
    assert (told["birth_year"], told["place"]) == (YEAR - 6, "i Sverige")
    assert browser.post(f"{change}remove/", {}, content_type="application/json").status_code == 204
    assert browser.get(f"/api/v1{here}family/").json()["close"] == []


def test_a_late_page_about_somebody_close_writes_nothing_over(
    alma: Viewer, person: Person, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        row = add_dependant(person.code, Close("CHILD", 2019, note="Talar litet."), by=alma, at=now())
    hers, his, about = signed_in("alma"), signed_in("bo"), f"/persons/{person.code}/dependants/{row.ref}/"
    page = " ".join(his.get(about).content.decode().split())
    seen = his.get(about).context["form"].initial["seen"]
    assert f'name="seen" value="{seen}"' in page
    typed = {"relation": "CHILD", "birth_year": "2019", "in_sweden": "yes", "note": "Talar litet.", "seen": seen}
    assert hers.post(about, typed).status_code == 302
    assert hers.post(about, typed | {"custody": "MOTHER"}).status_code == 302, "the same words again are no news"
    late = his.post(about, typed | {"note": "Behöver en logoped snart."})
    assert late.status_code == 409
    assert "Behöver en logoped snart." in late.content.decode()
    said = {"relation": "CHILD", "birth_year": 2019, "seen": seen}
    assert his.post(f"/api/v1{about}", said, content_type="application/json").status_code == 409
    with acting_as(alma):
        now_there = Dependant.objects.get(pk=row.pk)
        assert (now_there.custody, now_there.note.open()) == ("MOTHER", "Talar litet.")
    again = his.get(about).context["form"].initial["seen"]
    assert his.post(about, typed | {"note": "Behöver en logoped snart.", "seen": again}).status_code == 302


def test_words_about_somebody_close_go_through_the_guard(person: Person, signed_in: Callable[[str], Client]) -> None:
    typed = {"relation": "CHILD", "in_sweden": "yes", "note": "Ring 070-123 45 67 om skolan."}
    answer = signed_in("alma").post(f"/persons/{person.code}/dependants/new/", typed)
    assert answer.status_code == 422
    assert "070-123 45 67" in answer.content.decode()


def test_somebody_of_whom_something_is_stated_stays(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        row = add_dependant(person.code, Close("CHILD", YEAR - 6, threatened="YES"), by=alma, at=now())
        note_concern(person.code, Concern("MADE", today(), of=row.ref), by=alma, at=now())
        with pytest.raises(Invalid):
            remove_dependant(person.code, row.ref, by=alma, at=now())


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


def test_the_same_form_sent_twice_makes_one(alma: Viewer, person: Person, signed_in: Callable[[str], Client]) -> None:
    browser, address = signed_in("alma"), f"/persons/{person.code}/dependants/new/"
    page = browser.get(address).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    typed = {"relation": "SIBLING", "in_sweden": "yes", "token": token}
    assert [browser.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert browser.post(address, typed | {"token": "not-one"}).status_code == 422
    assert browser.post(address, typed | {"relation": "PARENT"}).status_code == 409, "somebody else is not lost in it"
    api = f"/api/v1/persons/{person.code}/dependants/new/"
    said = {"relation": "PARENT", "token": str(uuid4())}
    made = [browser.post(api, said, content_type="application/json") for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert browser.post(api, said | {"token": None}, content_type="application/json").status_code == 201
    with acting_as(alma):
        relations = [row.relation for row in Dependant.objects.filter(person=person).order_by("made_at")]
    assert relations == ["SIBLING", "PARENT", "PARENT"]
