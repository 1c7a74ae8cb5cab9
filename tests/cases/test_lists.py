"""Lists are filtered by what they declare, open items first, paged by key, and count what their viewer sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, PointsOut
from accounts.forms.lists import FilterForm, asked_for
from accounts.lists import PAGE, Wanted
from accounts.viewer import Viewer
from cases.models import Person, SavedFilter
from cases.models.choices import Age
from cases.models.family import Dependant
from cases.selectors.child import duties_panel
from cases.selectors.identification_list import identification_list
from cases.selectors.listings import LISTINGS
from cases.selectors.person_filters import FLAGS, MINE, NOBODY, PERSONS
from cases.selectors.person_list import PersonList, person_list
from cases.selectors.saved_filters import saved_filters
from cases.selectors.standing import Place, at_place, ranked
from cases.services.dependant import Close, add_dependant
from cases.services.drafts import UNDO
from cases.services.identification import state_outcome
from cases.services.saved_filters import open_list_so, remove_filter, restore_filter, save_filter
from tests.factories import confirmed_case, identified, sent_request, share_with

AT = now() - timedelta(days=1)


def _codes(page: PersonList) -> set[str]:
    return {row.code for row in page.rows}


def _listed(viewer: Viewer, **chosen: str) -> PersonList:
    with acting_as(viewer):
        return person_list(viewer, Wanted(chosen), on=today())


def _over(person: Person, by: Viewer) -> Person:
    with acting_as(by):
        ref = person.identifications.get().ref
        state_outcome(ref, "no_ground", note="", by=by, at=now())
    return person


def test_what_is_on_its_way_stands_before_what_is_over_also_across_pages(alma: Viewer) -> None:
    fresh = [_over(identified(alma, at=AT), alma) for _n in range(PAGE)]
    old = [identified(alma, at=AT - timedelta(days=9)) for _n in range(2)]
    with acting_as(alma):
        first = person_list(alma, Wanted(), on=today())
        second = person_list(alma, Wanted(older=first.older), on=today())
        back = person_list(alma, Wanted(newer=second.newer), on=today())
    assert {row.code for row in first.rows[:2]} == {one.code for one in old}
    assert {row.code for row in (*first.rows, *second.rows)} == {one.code for one in (*fresh, *old)}
    assert len(second.rows) == 2
    assert back.rows == first.rows
    assert (first.count, first.newer, second.older) == (PAGE + 2, "", "")


def test_open_is_the_opposite_of_closed_and_led_no_further(alma: Viewer, dag: Viewer) -> None:
    _over(identified(alma, at=AT), alma)
    identified(alma, at=AT)
    sent_request(alma, at=AT)
    confirmed_case(alma, dag, at=AT - timedelta(days=3))
    for viewer in (alma, dag):
        with acting_as(viewer):
            every, places = Person.objects.all(), (Place.CLOSED, Place.NO_FURTHER)
            over = {p.pk for place in places for p in at_place(every, place, viewer, on=today())}
            assert {p.pk for p in ranked(every, viewer) if not p.is_open} == over  # type: ignore[attr-defined]
            assert over


def test_each_filter_of_persons_narrows(alma: Viewer, bo: Viewer, dag: Viewer) -> None:
    child = identified(alma, at=AT, age=Age.CHILD, interpreter=True, on=today() - timedelta(days=40))
    grown = identified(bo, at=AT)
    case = confirmed_case(alma, dag, at=AT - timedelta(days=25))
    with acting_as(alma):
        resting = Person.objects.get(pk=case.person_id)
    everybody = {child.code, grown.code, resting.code}
    cases: list[tuple[dict[str, str], set[str]]] = [
        ({}, everybody),
        ({"flag": "CHILD"}, {child.code}),
        ({"flag": "DUTY"}, {child.code}),
        ({"flag": "INTERPRETER"}, {child.code}),
        ({"flag": "CONTACT"}, everybody),
        ({"flag": "PROTECTION"}, set()),
        ({"kind": "REST"}, {resting.code}),
        ({"ends": "7"}, {resting.code}),
        ({"ends": "unreported"}, set()),
        ({"caseworker": MINE}, {child.code, resting.code}),
        ({"caseworker": bo.id.hex}, {grown.code}),
        ({"caseworker": NOBODY}, set()),
        ({"until": (today() - timedelta(days=39)).isoformat()}, {child.code, resting.code}),
        ({"since": (today() - timedelta(days=2)).isoformat()}, {grown.code}),
        ({"flag": "CHILD", "caseworker": bo.id.hex}, set()),
    ]
    for chosen, fitting in cases:
        page = _listed(alma, **chosen)
        assert (_codes(page), page.count) == (fitting, len(fitting)), chosen


def test_the_flag_of_an_open_duty_says_what_the_overview_says(alma: Viewer) -> None:
    with_child = identified(alma, at=AT)
    identified(alma, at=AT, age=Age.UNCLEAR)
    identified(alma, at=AT)
    with acting_as(alma):
        for years, exposed in ((18, True), (19, True), (5, False)):
            close = Close("SIBLING", birth_year=today().year - years, directly_exposed=exposed)
            add_dependant(with_child.code, close, by=alma, at=AT)
            flagged = {p.pk for p in FLAGS["DUTY"][1](Person.objects.all(), today())}
            said = {p.pk for p in Person.objects.all() if (d := duties_panel(alma, p, today())) and d.is_open}
            assert flagged == said
            assert with_child.pk in said
        Dependant.objects.filter(person=with_child).update(in_sweden=False)
        assert with_child.pk not in {p.pk for p in FLAGS["DUTY"][1](Person.objects.all(), today())}


def test_a_filter_that_makes_no_sense_is_left_out_on_a_page_and_refused_by_the_api(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person = identified(alma, at=AT)
    browser = signed_in("alma")
    for wrong in ({"place": "NOWHERE"}, {"since": "i går"}, {"caseworker": "x"}, {"actor": "A-NOOR"}, {"ends": "8"}):
        assert person.code in browser.get("/persons/", wrong).content.decode(), wrong
        answer = browser.get("/api/v1/persons/", wrong)
        assert answer.status_code == 422, wrong
        assert set(answer.json()["fields"]) == set(wrong)
    with acting_as(alma), pytest.raises(Invalid):
        asked_for({"place": "NOWHERE"}, listing=PERSONS, viewer=alma)


def test_the_api_lists_what_the_pages_list(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    one = identified(alma, at=AT, county="12")
    identified(alma, at=AT, county="01")
    browser = signed_in("alma")
    persons = browser.get("/api/v1/persons/", {"county": "12"}).json()
    assert ([row["code"] for row in persons["rows"]], persons["count"]) == ([one.code], 1)
    met = browser.get("/api/v1/identifications/list/", {"county": "12"}).json()
    assert ([row["code"] for row in met["rows"]], met["count"]) == ([one.code], 1)
    assert browser.get("/api/v1/groups/").json() == {"rows": [], "count": 0, "older": "", "newer": ""}
    assert signed_in("frej").get("/api/v1/identifications/list/").status_code == 404


def test_identifications_without_an_outcome_come_first(alma: Viewer) -> None:
    waiting = identified(alma, at=AT - timedelta(days=5))
    over = _over(identified(alma, at=AT), alma)
    with acting_as(alma):
        page = identification_list(alma, Wanted(), on=today())
    assert [row.code for row in page.rows] == [waiting.code, over.code]


def test_a_count_and_a_place_tell_nothing_of_other_actors(alma: Viewer, cia: Viewer) -> None:
    foreign = [identified(alma, at=AT + timedelta(minutes=n)) for n in range(3)]
    shared = identified(alma, at=AT)
    with acting_as(alma):
        share_with(shared.code, "A-NOOR", alma, until=today())
    own = identified(cia, at=AT + timedelta(minutes=1))
    with acting_as(cia):
        plain = person_list(cia, Wanted(), on=today())
        assert (_codes(plain), plain.count) == ({own.code, shared.code}, 2)
        for code in (foreign[0].code, "ZZZZ-99", ""):
            assert person_list(cia, Wanted(older=code), on=today()) == plain
            assert person_list(cia, Wanted(newer=code), on=today()) == plain


def _save(viewer: Viewer, name: str = "Viloperioder", *, opens: bool = False, **chosen: str) -> SavedFilter:
    with acting_as(viewer):
        return save_filter("person_list", chosen, name, opens=opens, token=uuid4(), by=viewer, at=now())


def test_a_saved_filter_is_its_own_users_alone(alma: Viewer, bo: Viewer, dag: Viewer) -> None:
    row = _save(alma, kind="REST")
    with acting_as(alma):
        (mine,) = saved_filters(alma, "person_list")
        assert (mine.name, mine.chosen, mine.query) == ("Viloperioder", {"kind": "REST"}, "kind=REST")
    for other in (bo, dag):
        with acting_as(other):
            assert saved_filters(other) == ()
            with pytest.raises(NotFound):
                remove_filter(row.ref, by=other, at=now())
            with pytest.raises(NotFound):
                open_list_so(row.ref, True, by=other)


def test_its_name_is_sealed_and_looked_through(alma: Viewer) -> None:
    row = _save(alma, "Ugglor i mossen", kind="REST")
    with acting_as(alma):
        row.refresh_from_db()
        assert b"Ugglor" not in bytes(SavedFilter.objects.values_list("name", flat=True).get())
    with pytest.raises(PointsOut):
        _save(alma, "Ring 070-123 45 67", kind="REST")


def test_a_filter_is_not_saved_without_a_name_without_filters_or_twice_by_one_name(alma: Viewer) -> None:
    _save(alma, kind="REST")
    for name, kind in (("", "REST"), ("Tom", ""), ("x" * 41, "REST"), ("VILOPERIODER", "SUPPORT")):
        with pytest.raises(Invalid):
            _save(alma, name, kind=kind)
    token = uuid4()
    with acting_as(alma):
        for _n in range(2):
            save_filter("person_list", {"county": "12"}, "Skåne", opens=False, token=token, by=alma, at=now())
        assert len(saved_filters(alma)) == 2
        with pytest.raises(NotFound):
            save_filter("nothing", {"county": "12"}, "Skåne", opens=False, token=uuid4(), by=alma, at=now())


def test_a_list_opens_as_its_user_has_saved_it_in_one_way(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    first, second = _save(alma, opens=True, kind="REST"), _save(alma, "Barn", opens=True, flag="CHILD")
    browser = signed_in("alma")
    assert browser.get("/persons/").headers["Location"] == "/persons/?flag=CHILD"
    page = browser.get("/persons/?flag=CHILD").content.decode()
    assert "Viloperioder" in page
    assert browser.get("/persons/?all=1").status_code == 200
    assert signed_in("bo").get("/persons/").status_code == 200
    browser.post(f"/filters/{second.ref}/opens/")
    assert browser.get("/persons/").status_code == 200
    browser.post(f"/filters/{first.ref}/opens/", {"opens": "1"})
    assert browser.get("/persons/").headers["Location"] == "/persons/?kind=REST"


def test_a_removed_filter_comes_back_for_a_minute(alma: Viewer) -> None:
    row = _save(alma, opens=True, kind="REST")
    at = now()
    with acting_as(alma):
        remove_filter(row.ref, by=alma, at=at)
        assert saved_filters(alma) == ()
    other = _save(alma, "Barn", opens=True, flag="CHILD")
    with acting_as(alma):
        restore_filter(row.ref, by=alma, at=at + UNDO)
        assert {one.ref: one.opens for one in saved_filters(alma)} == {row.ref: False, other.ref: True}
        remove_filter(row.ref, by=alma, at=at)
        with pytest.raises(NotFound):
            restore_filter(row.ref, by=alma, at=at + UNDO + timedelta(seconds=1))


def test_saving_on_the_page_keeps_what_was_typed(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    browser, here = signed_in("alma"), "/filters/new/?list=person_list&county=12"
    assert "Skåne" in browser.get(here).content.decode()
    wrong = browser.post(here, {"name": "Ring 070-123 45 67", "token": uuid4()})
    assert (wrong.status_code, "Ring 070-123 45 67" in wrong.content.decode()) == (422, True)
    made = browser.post(here, {"name": "Söder", "token": uuid4()})
    assert made.headers["Location"] == "/persons/?county=12"
    page = browser.get("/persons/?county=12").content.decode()
    assert "Söder" in page
    assert "Spara filtret" not in page
    assert browser.get("/filters/new/?list=nothing").headers["Location"] == "/filters/"


def test_every_saved_list_is_a_page_and_every_filter_has_a_field(alma: Viewer, dag: Viewer) -> None:
    for viewer in (alma, dag):
        with acting_as(viewer):
            for listing in LISTINGS.values():
                form = FilterForm({}, listing=listing, viewer=viewer)
                offered = {one.name for one, _choices in listing.offered(viewer)}
                assert set(form.fields) == offered
