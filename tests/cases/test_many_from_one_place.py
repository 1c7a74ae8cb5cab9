"""Many met at one place: what they share is written once, and each line is a person of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, Refused
from accounts.viewer import Viewer
from cases.models import ExploitationForm, GroupEvent, Identification, Indicator, IndicatorSeen, Person
from cases.models.choices import Seen
from cases.selectors.group import group_page
from cases.services.group import Line, Own, Shared, add_line, note_group_event, noted_by_mistake, split_off
from tests.days import AHEAD

FARM = Shared(today(), 40, "12", "AUTHORITY", ("LABOUR",), "A", {})
PICKER = Line("ADULT", 1990, "MAN", "TH", "tha", "LIKELY")


def begin(by: Viewer) -> str:
    return note_group_event(FARM, token=uuid4(), by=by, at=now()).ref


def test_each_line_is_a_person_who_has_the_shared_facts(alma: Viewer) -> None:
    with acting_as(alma):
        ref = begin(alma)
        for year in (1990, 1991, None):
            add_line(ref, replace(PICKER, birth_year=year), token=uuid4(), by=alma, at=now())
        page = group_page(alma, ref)
        assert (page.written, page.met, page.branch != "") == (3, 40, True)
        assert "Thailand" in page.lines[0].about
        rows = list(Identification.objects.filter(group_event__ref=ref))
        assert {(row.on, row.county, row.route, row.certainty) for row in rows} == {
            (FARM.on, "12", "AUTHORITY", "LIKELY")
        }
        forms = ExploitationForm.objects.filter(person__in=[row.person_id for row in rows])
        assert [(form.form, form.is_main, form.branch) for form in forms] == [("LABOUR", True, FARM.branch)] * 3
        assert FARM.branch
        assert len({line.code for line in page.lines} | {line.code_name for line in page.lines}) == 6


def test_the_same_event_and_the_same_line_sent_twice_are_one(alma: Viewer) -> None:
    with acting_as(alma):
        token = uuid4()
        first = note_group_event(FARM, token=token, by=alma, at=now())
        assert note_group_event(FARM, token=token, by=alma, at=now()) == first
        with pytest.raises(Conflict):
            note_group_event(replace(FARM, met=2), token=token, by=alma, at=now())
        one = uuid4()
        made = add_line(first.ref, PICKER, token=one, by=alma, at=now())
        assert add_line(first.ref, PICKER, token=one, by=alma, at=now()) == made
        with pytest.raises(Conflict):
            add_line(first.ref, replace(PICKER, birth_year=1980), token=one, by=alma, at=now())
        assert len(group_page(alma, first.ref).lines) == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"met": 0}, "met"),
        ({"met": 501}, "met"),
        ({"branch": "X"}, "branch"),
        ({"county": "99"}, "county"),
        ({"forms": ("NOTHING",)}, "forms"),
        ({"indicators": {"NOTHING": "SEEN"}}, "indicators"),
        ({"on": AHEAD}, "on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(alma: Viewer, said: dict[str, object], field: str) -> None:
    with acting_as(alma), pytest.raises(Invalid) as error:
        note_group_event(replace(FARM, **said), token=uuid4(), by=alma, at=now())  # type: ignore[arg-type]
    assert set(error.value.fields) == {field}


def test_an_error_in_one_line_leaves_the_others(alma: Viewer) -> None:
    with acting_as(alma):
        ref = begin(alma)
        add_line(ref, PICKER, token=uuid4(), by=alma, at=now())
        for wrong, field in ((replace(PICKER, birth_year=2200), "birth_year"), (Line(citizenship="??"), "citizenship")):
            with pytest.raises(Invalid) as error, transaction.atomic():
                add_line(ref, wrong, token=uuid4(), by=alma, at=now())
            assert set(error.value.fields) == {field}
        assert group_page(alma, ref).written == 1


def test_a_line_by_mistake_is_counted_nowhere_and_stays_to_be_read(alma: Viewer) -> None:
    with acting_as(alma):
        ref = begin(alma)
        add_line(ref, PICKER, token=uuid4(), by=alma, at=now())
        line = group_page(alma, ref).lines[0].ref
        noted_by_mistake(ref, line, by=alma, at=now())
        page = group_page(alma, ref)
        assert (page.written, page.lines[0].mistaken) == (0, True)
        other = begin(alma)
        with pytest.raises(NotFound):
            noted_by_mistake(other, line, by=alma, at=now())


def test_whoever_is_split_off_has_facts_of_their_own_and_the_others_keep_theirs(alma: Viewer) -> None:
    with acting_as(alma):
        ref = begin(alma)
        for _time in range(2):
            add_line(ref, PICKER, token=uuid4(), by=alma, at=now())
        first, second = (line.ref for line in group_page(alma, ref).lines)
        split_off(first, Own(today() - timedelta(days=2), "01", "SELF"), by=alma, at=now())
        rows = {row.ref: row for row in Identification.objects.filter(ref__in=(first, second)).select_related("person")}
        met = (rows[first].person.identified_on, rows[second].person.identified_on)
        assert met == (today() - timedelta(days=2), GroupEvent.objects.get(ref=ref).on), "whom statistics count where"
        assert (rows[first].county, rows[first].route, rows[first].split_on) == ("01", "SELF", today())
        assert (rows[second].county, rows[second].route, rows[second].split_on) == ("12", "AUTHORITY", None)
        assert GroupEvent.objects.get(ref=ref).county == "12"
        with pytest.raises(Invalid):
            split_off(second, Own(today() + timedelta(days=2)), by=alma, at=now())
        with pytest.raises(Invalid):
            split_off(second, Own(today(), indicators={"NOT-ONE": "SEEN"}), by=alma, at=now())


def test_who_is_split_off_has_signs_of_their_own_and_what_was_said_stays_in_the_history(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    with acting_as(alma):
        shared, own = Indicator.objects.values_list("code", flat=True)[:2]
        event = note_group_event(Shared(today(), 2, indicators={shared: "SEEN"}), token=uuid4(), by=alma, at=now())
        for _time in range(2):
            add_line(event.ref, PICKER, token=uuid4(), by=alma, at=now())
        first, second = (line.ref for line in group_page(alma, event.ref).lines)
    browser, address = signed_in("alma"), f"/identifications/{first}/split-off/"
    assert browser.get(address).context["form"].known() == {shared: "SEEN"}
    typed = {"on": today().isoformat(), "route": "UNKNOWN", f"sign-{own}": "SEEN"}
    how = next(value for value in Seen.values if value != "SEEN")
    assert browser.post(address, typed | {f"sign-{own}": how}).status_code == 302
    assert browser.get(f"/identifications/{first}/").status_code == 200
    with acting_as(alma):
        signs = {ref: dict(_signs(ref)) for ref in (first, second)}
        assert signs == {first: {own: how}, second: {shared: "SEEN"}}
        split_off(first, Own(today()), by=alma, at=now())
        assert dict(_signs(first)) == {own: how}, "not said, so not changed"
        assert (
            apps.get_model("cases", "IndicatorSeenEvent")
            .objects.filter(indicator_id=shared, pgh_label="delete")
            .count()
            == 1
        )
    assert browser.post(address, typed | {f"sign-{own}": "GUESSED"}).status_code == 422


def _signs(ref: str) -> list[tuple[str, str]]:
    rows = IndicatorSeen.objects.filter(identification__ref=ref)
    return list(rows.values_list("indicator_id", "how"))


def test_the_last_line_can_be_undone_for_a_minute(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    with acting_as(alma):
        ref, old = begin(alma), begin(alma)
        add_line(ref, PICKER, token=uuid4(), by=alma, at=now())
        add_line(old, PICKER, token=uuid4(), by=alma, at=now() - timedelta(seconds=61))
    browser = signed_in("alma")
    assert 'class="undo"' in browser.get(f"/groups/{ref}/").content.decode()
    assert 'class="undo"' not in browser.get(f"/groups/{old}/").content.decode()


def test_it_is_the_own_actors_alone(alma: Viewer, cia: Viewer, dag: Viewer, frej: Viewer) -> None:
    with acting_as(alma):
        ref = begin(alma)
        made = add_line(ref, PICKER, token=uuid4(), by=alma, at=now())
        line = group_page(alma, ref).lines[0].ref
    for stranger in (cia, frej):
        with acting_as(stranger):
            assert not GroupEvent.objects.exists() and not Person.objects.filter(pk=made.pk).exists()
            for what in (
                lambda by: add_line(ref, PICKER, token=uuid4(), by=by, at=now()),
                lambda by: noted_by_mistake(ref, line, by=by, at=now()),
                lambda by: split_off(line, Own(today()), by=by, at=now()),
            ):
                with pytest.raises((NotFound, Refused)):
                    what(stranger)
    for nobody in (frej, dag):
        with acting_as(nobody), pytest.raises(Refused):
            begin(nobody)
    with acting_as(alma):
        own = GroupEvent.objects.get(ref=begin(alma))
        with pytest.raises(ProgrammingError), transaction.atomic():
            own.delete()
        with pytest.raises(ProgrammingError), transaction.atomic():
            GroupEvent.objects.filter(pk=own.pk).update(met=1)


def test_the_pages(signed_in: Callable[[str], Client], alma: Viewer) -> None:
    browser = signed_in("alma")
    address = browser.get("/groups/new/").headers["Location"]
    said = {"on": today().isoformat(), "met": "3", "route": "SELF", "forms": ["LABOUR"], "branch": "I", "sign-A1": ""}
    assert browser.post(address, said | {"met": ""}).status_code == 422
    lines = browser.post(address, said).headers["Location"]
    one = {"token": str(uuid4()), "age": "UNCLEAR", "gender": "WOMAN", "birth_year": "1999"} | {
        "citizenship": "TH",
        "language": "tha",
        "certainty": "LIKELY",
    }
    assert browser.post(lines, one | {"birth_year": "2199"}).status_code == 422
    page = browser.post(lines, one, follow=True)
    begins = page.context["form"].initial
    assert [begins[name] for name in ("gender", "citizenship", "language", "certainty")] == [
        "WOMAN",
        "TH",
        "tha",
        "LIKELY",
    ]
    with acting_as(alma):
        row = Identification.objects.select_related("person", "group_event").get()
    assert row.person.code_name in page.content.decode()
    split = f"/identifications/{row.ref}/split-off/"
    assert split in browser.get(f"/identifications/{row.ref}/").content.decode()
    assert browser.post(split, {"on": "", "route": "SELF"}).status_code == 422
    assert browser.post(split, {"on": today().isoformat(), "route": "OUTREACH", "county": "03"}).status_code == 302
    after = browser.get(f"/identifications/{row.ref}/").content.decode()
    assert "Ändra dagen, platsen eller tecknen" in after, "what is said of one alone can be changed again"
    assert "Skilj ut" not in after
    assert browser.post(f"{lines}{row.ref}/mistake/").status_code == 302
    assert signed_in("cia").get(lines).status_code == 404


def test_a_cooperating_actor_is_told_to_hand_over_one_at_a_time(signed_in: Callable[[str], Client]) -> None:
    frej = signed_in("frej")
    assert frej.get("/groups/new/").status_code in (403, 404)
    form = frej.get("/identifications/new/", follow=True).content.decode()
    assert "på en och samma plats" in form and "/groups/" not in form


def test_the_api_says_and_takes_the_same(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")

    def send(address: str, **said: object) -> object:
        answer = browser.post(f"/api/v1/{address}", json.dumps(said), content_type="application/json")
        assert answer.status_code in (200, 204), answer.content
        return answer.json() if answer.content else None

    made = send("groups/new/", token=str(uuid4()), on=today().isoformat(), met=3, forms=["LABOUR"], branch="A")
    ref = made["ref"]  # type: ignore[index]
    send(f"groups/{ref}/lines/new/", token=str(uuid4()), birth_year=1990, citizenships=["TH"])
    told = browser.get(f"/api/v1/groups/{ref}/").json()
    assert (told["met"], told["written"], len(told["lines"])) == (3, 1, 1)
    line = told["lines"][0]["ref"]
    send(f"identifications/{line}/split-off/", on=today().isoformat(), county="01")
    send(f"groups/{ref}/{line}/mistake/")
    assert browser.get(f"/api/v1/groups/{ref}/").json()["written"] == 0
