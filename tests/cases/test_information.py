"""Information is given before consent is asked for: sheets as data in any language, and what somebody was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, Refused
from accounts.viewer import Viewer
from cases.languages import LANGUAGES, direction_of, tag_of
from cases.models import Identification, InformationSheet, Person
from cases.models.information import SheetCode
from cases.selectors.information import given_before, language_known, sheet
from cases.selectors.person import timeline
from cases.services.information import give_information, write_sheet
from cases.sheets import Mark, blocks
from tests.cases.typed import typed
from tests.factories import identified, sent_request
from tests.sameness import said

SignedIn = Callable[[str], Client]
RIGHT_TO_LEFT = "# عنوان\nسطر أول\n- نقطة"


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody whom Linden met."""
    return identified(alma, at=now(), languages=("ron",))


def test_every_sheet_ships_in_swedish_and_english_and_says_no_name_of_the_programme(signed_in: SignedIn) -> None:
    browser = signed_in("alma")
    for code in SheetCode.values:
        for language, tag in (("swe", "sv"), ("eng", "en")):
            page = browser.get(f"/sheets/{code}/{language}/").content.decode()
            paper = page[page.index('<article class="sheet"') : page.index("</article>")]
            assert f'lang="{tag}" dir="ltr"' in paper
            for word in ("NSP", "stödprogram", "support programme", "människohandel", "trafficking", "Linden"):
                assert word not in paper, word


def test_a_language_from_the_right_is_drawn_from_the_right(dag: Viewer, signed_in: SignedIn) -> None:
    with acting_as(dag):
        write_sheet("RIGHTS", language="ara", title="عنوان", text=RIGHT_TO_LEFT, seen=0, by=dag, at=now())
    page = signed_in("frej").get("/sheets/RIGHTS/ara/").content.decode()
    assert '<article class="sheet" lang="ar" dir="rtl">' in page
    assert "<h2>عنوان</h2>" in page
    assert "<li>نقطة</li>" in page


def test_directions_and_tags_come_from_the_tables_for_every_language_there_is() -> None:
    assert {code for code in LANGUAGES if direction_of(code) == "rtl"} >= {"ara", "fas", "prs", "ckb", "urd", "heb"}
    assert [direction_of(code) for code in ("swe", "eng", "ron", "tha", "kmr")] == ["ltr"] * 5
    assert [tag_of(code) for code in ("swe", "ara", "bin")] == ["sv", "ar", "bin"]


def test_marks_make_headings_lists_and_paragraphs() -> None:
    found = blocks("Ett\ntvå\n\n# Tre\n- fyra\n- fem\n\nsex\n# sju\n# åtta")
    assert [(block.mark, block.lines) for block in found] == [
        (Mark.PARAGRAPH, ("Ett", "två")),
        (Mark.HEADING, ("Tre",)),
        (Mark.POINTS, ("fyra", "fem")),
        (Mark.PARAGRAPH, ("sex",)),
        (Mark.HEADING, ("sju",)),
        (Mark.HEADING, ("åtta",)),
    ]
    assert blocks(" \n\n") == []


def test_a_change_is_a_new_version_and_the_second_writer_is_told(dag: Viewer, disa: Viewer, alma: Viewer) -> None:
    with acting_as(dag):
        write_sheet("RIGHTS", language="swe", title="Bra att veta", text="Kort.", seen=1, by=dag, at=now())
        assert sheet("RIGHTS", "swe").version == 2
        assert InformationSheet.objects.filter(code="RIGHTS", language="swe").count() == 2
    with acting_as(disa), pytest.raises(Conflict):
        write_sheet("RIGHTS", language="swe", title="Bra att veta", text="Annan.", seen=1, by=disa, at=now())
    with acting_as(alma), pytest.raises(Refused):
        write_sheet("RIGHTS", language="swe", title="Bra att veta", text="Annan.", seen=2, by=alma, at=now())
    with acting_as(dag), pytest.raises(NotFound):
        sheet("RIGHTS", "vie")


def test_what_was_given_stands_on_the_timeline_with_its_language(alma: Viewer, person: Person) -> None:
    with acting_as(alma):
        assert language_known(person.code) == "ron"
        on = today() - timedelta(days=1)
        give_information(
            person.code, ["SECRECY", "RIGHTS"], language="eng", how="INTERPRETER", on=on, by=alma, at=now()
        )
        row = given_before(person.code)[0]
        assert (row.on, row.sheets, row.language) == (on, "rättigheterna, vem som får veta vad", "engelska")
        assert language_known(person.code) == "eng"
        lines = [entry for entry in timeline(alma, person.code, on=today()) if entry.subject == "CONSENT"]
        assert "Information gavs på engelska" in [entry.what for entry in lines]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"sheets": []}, "sheets"), ({"language": "xx"}, "language"), ({"how": "X"}, "how"), ({"on": 1}, "on")],
)
def test_what_cannot_be_is_refused_beside_its_field(
    alma: Viewer, person: Person, wrong: dict[str, object], field: str
) -> None:
    told = {"sheets": ["RIGHTS"], "language": "swe", "how": "ALOUD", "on": today()} | wrong
    if wrong.get("on"):
        told["on"] = today() + timedelta(days=1)
    sheets = told.pop("sheets")
    with acting_as(alma), pytest.raises(Invalid) as refused:
        give_information(person.code, sheets, **told, by=alma, at=now())  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_the_language_is_kept_with_the_consent_of_the_identification_and_follows_into_the_application(
    alma: Viewer, signed_in: SignedIn
) -> None:
    browser = signed_in("alma")
    said_there = typed(consent="YES", consent_language="ron")
    assert browser.post(f"/identifications/new/{uuid4()}/", said_there).status_code == 302
    with acting_as(alma):
        met = Identification.objects.order_by("-made_at").first()
        assert met is not None
        assert (met.consent, met.consent_language) == ("YES", "ron")
        code = Person.objects.get(pk=met.person_id).code
    assert "Informerad på rumänska." in browser.get(f"/persons/{code}/timeline/").content.decode()
    started = browser.get(browser.post(f"/persons/{code}/request/")["Location"]).content.decode()
    assert re.search(r'<option value="ron"\s+selected', started)


def test_the_decider_reads_in_which_language_the_person_was_told(
    alma: Viewer, dag: Viewer, signed_in: SignedIn
) -> None:
    request = sent_request(alma, at=now(), consent_language="ron")
    page = signed_in("dag").get(f"/requests/{request.ref}/decide/").content.decode()
    assert "Ja Informerad på rumänska." in page


def test_another_actor_gets_what_is_nobodys(person: Person, signed_in: SignedIn) -> None:
    cia = signed_in("cia")
    foreign, missing = cia.get(f"/persons/{person.code}/information/"), cia.get("/persons/K7QF-2M/information/")
    assert (foreign.status_code, said(foreign)) == (404, said(missing))


def test_a_program_gives_reads_and_writes_the_same(person: Person, signed_in: SignedIn) -> None:
    browser, at = signed_in("alma"), f"/api/v1/persons/{person.code}/information/"
    told = {"sheets": ["PROGRAMME"], "language": "ron", "how": "ALOUD", "on": today().isoformat()}
    assert browser.post(f"{at}give/", told, content_type="application/json").status_code == 204
    assert browser.get(at).json()[0]["language"] == "rumänska"
    assert {row["code"] for row in browser.get("/api/v1/sheets/").json()} == set(SheetCode.values)
    new = {"language": "ron", "title": "Bine de știut", "text": "# Ajutor\nScurt.", "seen": 0}
    write = "/api/v1/sheets/PROGRAMME/write/"
    assert browser.post(write, new, content_type="application/json").status_code == 404
    assert signed_in("dag").post(write, new, content_type="application/json").status_code == 204
    assert browser.get("/api/v1/sheets/PROGRAMME/ron/").json()["blocks"][0] == {"mark": "heading", "lines": ["Ajutor"]}


def test_what_was_typed_stays_where_somebody_wrote_first_and_can_be_saved_after(
    dag: Viewer, signed_in: SignedIn
) -> None:
    typed_there = {"language": "swe", "title": "Bra att veta", "text": "Min text.", "seen": 1}
    with acting_as(dag):
        write_sheet("RIGHTS", language="swe", title="Bra att veta", text="Först.", seen=1, by=dag, at=now())
    browser = signed_in("disa")
    late = browser.post("/sheets/RIGHTS/write/", typed_there)
    assert late.status_code == 422
    page = late.content.decode()
    assert "Min text." in page
    assert 'name="seen" value="2"' in page
    assert browser.post("/sheets/RIGHTS/write/", typed_there | {"seen": 2}).status_code == 302
    with acting_as(dag):
        assert [block.lines for block in sheet("RIGHTS", "swe").blocks] == [("Min text.",)]
