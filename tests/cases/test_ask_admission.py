"""Writing a request: kept as it is typed, with what the rules say beside it, each fault at its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from cases.forms.admission import what_was_typed, with_another_child, without_child
from cases.models import AdmissionRequest, Dependant
from cases.services.dependant import Close, add_dependant
from certification.models import Certification
from tests.cases.asking import check_url, edit_url, told, whole_form
from tests.factories import draft_request, identified, sent_request
from tests.sameness import said

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


def test_asking_twice_for_the_same_person_leads_to_the_same_draft(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    person, client = identified(alma, at=at), signed_in("alma")
    first = client.post(f"/persons/{person.code}/request/")
    second = client.post(f"/persons/{person.code}/request/")
    assert first["Location"] == second["Location"]
    assert first["Location"].endswith("/edit/")


def test_the_story_and_the_consent_of_the_identification_stand_there_from_the_start(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft = draft_request(alma, at=at)
    page = signed_in("alma").get(edit_url(draft)).content.decode()
    assert "Arbetade utan lön på ett bygge." in page


def test_half_a_form_is_kept_as_it_is_typed(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    saved = client.post(
        edit_url(draft), {"version": 1, "days": "trettio", "why": "Sover p"}, headers={"X-Autosave": "1"}
    )
    assert saved.status_code == 200
    assert set(saved.json()) == {"saved", "version"}
    page = client.get(edit_url(draft)).content.decode()
    assert 'value="trettio"' in page
    assert "Sover p" in page
    assert "data-errors" not in page, "nothing is complained about before anybody has asked"


def test_what_is_typed_is_sealed_in_the_database(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, canary = draft_request(alma, at=at), "kanariefågel"
    signed_in("alma").post(edit_url(draft), {"version": 1, "why": canary}, headers={"X-Autosave": "1"})
    with acting_as(alma):
        row = AdmissionRequest.objects.get(pk=draft.pk)
        assert row.typed.open()["why"] == canary
        assert canary.encode() not in (row.typed.for_database or b"")


def test_only_fields_of_the_form_are_kept(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft = draft_request(alma, at=at)
    signed_in("alma").post(edit_url(draft), {"version": 1, "state": "CONFIRMED", "person": "x", "why": "a"})
    with acting_as(alma):
        row = AdmissionRequest.objects.get(pk=draft.pk)
        assert row.typed.open() == {"why": "a", "tab": "", "turn": 0, "saved_by": str(alma.id)}
        assert row.state == "DRAFT"


def test_thirty_one_days_of_rest_are_stopped_at_the_field(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    page = told(client, draft, **whole_form(day(at), days="31"))
    assert "Du söker 31\u00a0dagar. En period är högst 30\u00a0dagar." in page
    assert 'href="#id_days"' in page
    assert 'value="31"' in page
    assert "Kontrollera innan du skickar" in told(client, draft, **whole_form(day(at)))


def test_a_start_before_the_certification_is_stopped_at_the_field(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft = draft_request(alma, at=at)
    page = told(signed_in("alma"), draft, **whole_form(day(at).replace(year=2019, month=12, day=31)))
    assert 'href="#id_start"' in page


def test_a_start_long_before_the_request_asks_for_an_explanation_right_there(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client, early = draft_request(alma, at=at), signed_in("alma"), day(at) - timedelta(days=10)
    form = whole_form(early)
    page = told(client, draft, **form)
    assert 'href="#motivation-start_before_request"' in page
    assert 'name="motivation-start_before_request"' in page
    page = told(client, draft, **form, **{"motivation-start_before_request": "Kom mitt i natten."})
    assert "Kontrollera innan du skickar" in page
    assert "Kom mitt i natten." in page


def test_an_urgent_request_may_lack_societys_answer_and_explains_it(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    silent = {"society_asked": "", "society_asked_on": "", "society_answer": ""}
    assert 'href="#id_society_asked"' in told(client, draft, **whole_form(day(at), **silent))
    page = told(client, draft, **whole_form(day(at), urgent="on", **silent))
    assert 'href="#motivation-three_tests:society"' in page


def test_a_police_report_dated_in_the_future_is_stopped_at_its_field(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    tomorrow = (day(at) + timedelta(days=1)).isoformat()
    form = whole_form(day(at), police_report="YES", police_report_on=tomorrow)
    assert 'href="#id_police_report_on"' in told(signed_in("alma"), draft_request(alma, at=at), **form)


def test_an_actor_without_certification_is_told_so_and_cannot_send(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    with acting_as(system("test")):
        Certification.objects.filter(actor_id=draft.actor_id).update(valid_to=day(at) - timedelta(days=1))
    page = told(client, draft, **whole_form(day(at)))
    assert "har ingen certifiering" in page
    client.post(check_url(draft), {"version": 1})
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=draft.pk).state == "DRAFT"


def test_the_cost_is_worked_out_in_steps_beside_the_form(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    form = whole_form(day(at), new_children="1", **{"new-0-birth_year": "2019", "new-0-in_sweden": "yes"})
    client.post(edit_url(draft), form)
    panel = client.get(edit_url(draft), headers={"HX-Request": "true", "HX-Target": "rules-panel"}).content.decode()
    assert "<html" not in panel
    assert "30\u00a0dygn × 1\u00a0450\u00a0kr" in panel
    assert "43\u00a0500\u00a0kr" in panel
    assert "12\u00a0000\u00a0kr" in panel


def test_a_row_for_a_child_is_added_and_taken_away_without_a_script(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    form = whole_form(day(at))
    added = client.post(edit_url(draft), {**form, "go": "add_child"}, follow=True).content.decode()
    assert 'name="new-0-birth_year"' in added
    assert 'value="30"' in added
    taken = client.post(edit_url(draft), {**form, "new_children": "1", "remove_child": "0"}, follow=True)
    assert 'name="new-0-birth_year"' not in taken.content.decode()


def test_taking_a_row_away_leaves_the_others_as_they_were() -> None:
    typed = {"new_children": "3", "new-0-birth_year": "2010", "new-1-birth_year": "2012", "new-2-birth_year": "2014"}
    assert without_child(typed, 1) == {
        "new_children": "2",
        "new-0-birth_year": "2010",
        "new-1-birth_year": "2014",
    }
    assert without_child(typed, 9) == typed
    assert with_another_child(typed)["new_children"] == "4"


def test_a_child_born_in_the_future_is_stopped_at_its_row(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    year = str(at.year + 1)
    form = whole_form(day(at), new_children="1", **{"new-0-birth_year": year, "new-0-in_sweden": "yes"})
    page = told(signed_in("alma"), draft_request(alma, at=at), **form)
    assert 'href="#id_new-0-birth_year"' in page
    assert f'value="{year}"' in page


def test_a_child_on_the_record_is_ticked_and_not_written_anew(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    person = identified(alma, at=at)
    with acting_as(alma):
        child = add_dependant(person.code, Close("CHILD", 2018), by=alma, at=at)
    draft, client = draft_request(alma, at=at, person=person), signed_in("alma")
    told(client, draft, **whole_form(day(at), **{f"child-{child.ref}-wanted": "on"}))
    client.post(check_url(draft), {"version": 1})
    with acting_as(alma):
        assert Dependant.objects.filter(person=person).count() == 1
        assert AdmissionRequest.objects.get(pk=draft.pk).children.get().dependant_id == child.pk


def test_text_that_points_somebody_out_is_quoted_until_it_is_answered(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    form = whole_form(day(at), why="Bor hos en vän, ring 070-123 45 67 på kvällen.")
    page = told(client, draft, **form)
    assert "<q>070-123 45 67</q>" in page
    assert "ring 070-123 45 67 på kvällen" in page
    token = re.findall(r'name="why_guard"\s+value="(.+?)"', page)[0]
    assert "Kontrollera innan du skickar" in told(client, draft, **form, why_guard=token)


def test_somebody_elses_request_looks_like_none_at_all(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, foreign = draft_request(alma, at=at), signed_in("cia")
    missing = foreign.get("/requests/T-AAAA-AAAA/edit/")
    sent = foreign.post("/requests/T-AAAA-AAAA/edit/", {"why": "x"})
    for answer, none in (
        (foreign.get(edit_url(draft)), missing),
        (foreign.post(edit_url(draft), {"why": "x"}), sent),  # what is sent in vain hears where its text is
        (foreign.get(check_url(draft)), missing),
    ):
        assert answer.status_code == 404
        assert said(answer) == said(none)


def test_a_coordinator_sees_no_draft(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, sent = draft_request(alma, at=at), sent_request(alma, at=at)
    office = signed_in("dag")
    assert office.get(f"/requests/{draft.ref}/").status_code == 404
    listed = office.get("/requests/").content.decode()
    assert draft.ref not in listed
    assert sent.ref in listed


def test_the_list_shows_an_actors_own_requests_and_filters_by_state(
    signed_in: SignIn, alma: Viewer, cia: Viewer, at: datetime
) -> None:
    draft, sent, foreign = draft_request(alma, at=at), sent_request(alma, at=at), sent_request(cia, at=at)
    client = signed_in("bo")
    everything = client.get("/requests/").content.decode()
    assert draft.ref in everything
    assert sent.ref in everything
    assert foreign.ref not in everything
    waiting = client.get("/requests/?state=SENT").content.decode()
    assert draft.ref not in waiting
    assert sent.ref in waiting


def test_what_was_typed_keeps_every_answer_to_the_guard() -> None:
    from django.http import QueryDict

    posted = QueryDict("why=a&why_guard=one&why_guard=two&evil=1")
    assert what_was_typed(posted) == {"why": "a", "why_guard": "one two"}


def test_an_explanation_stays_with_its_child_when_another_row_goes_and_after_sending(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    typed = with_another_child(with_another_child({}))
    older, younger = typed["new-0-mark"], typed["new-1-mark"]
    typed |= {f"motivation-under_18:{older}": "Den äldre.", f"motivation-under_18:{younger}": "Den yngre."}
    form = whole_form(day(at)) | {"new-0-in_sweden": "yes"} | without_child(typed, 0)
    assert "Den äldre." not in told(client, draft, **form)
    client.post(check_url(draft), {"version": 1})
    with acting_as(alma):
        child = Dependant.objects.get(person=draft.person)
        kept = AdmissionRequest.objects.get(pk=draft.pk).motivations.open()
    assert older != younger
    assert kept == {f"under_18:{child.ref}": "Den yngre."}


def test_what_was_taken_away_before_it_was_sent_stands_in_no_history(
    signed_in: SignIn, alma: Viewer, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    for why in ("Heter Anna Testsson.", "", "Saknar säker plats."):
        client.post(edit_url(draft), {"version": 1, "why": why, "go": "save"})
    with acting_as(alma), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_admissionrequestevent WHERE id = %s", [draft.pk])
        columns = [column.name for column in cursor.description or ()]
        assert "typed" not in columns
        assert len(cursor.fetchall()) == 1, "a draft that saves itself makes no history"
