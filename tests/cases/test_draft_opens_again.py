"""Whatever was typed, a draft opens again: dates far off, signs that only look like digits, numbers without end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.forms.admission import Around, AskForm
from cases.models import AdmissionRequest
from tests.cases.asking import check_url, decide_url, edit_url, told, whole_form
from tests.cases.typed import typed
from tests.factories import draft_request, sent_request

SignIn = Callable[[str], Client]
ENDLESS = "9" * 5_000


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"start": "9999-12-31"}, "start"),
        ({"start": "0001-01-01"}, "start"),
        ({"society_asked_on": "9999-12-31"}, "society_asked_on"),
        ({"police_report": "YES", "police_report_on": "0001-01-01"}, "police_report_on"),
        ({"days": ENDLESS}, "days"),
        ({"days": "³"}, "days"),
        ({"new_children": "1", "new-0-in_sweden": "yes", "new-0-days": "9999999999"}, "new-0-days"),
        ({"new_children": "1", "new-0-in_sweden": "yes", "new-0-birth_year": "99999"}, "new-0-birth_year"),
    ],
)
def test_what_cannot_be_right_is_kept_and_said_at_its_field(
    signed_in: SignIn, alma: Viewer, at: datetime, said: dict[str, str], field: str
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    answer = client.post(edit_url(draft), whole_form(day(at)) | said | {"go": "check"}, follow=True)
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in answer.content.decode()
    again = client.get(edit_url(draft)).content.decode()
    assert all(f'value="{value}"' in again for value in said.values())


@pytest.mark.parametrize("count", ["³", "²²", ENDLESS, "-1", "tre"])
def test_a_number_of_children_that_is_none_opens_the_form_without_rows(
    signed_in: SignIn, alma: Viewer, at: datetime, count: str
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    assert client.post(edit_url(draft), whole_form(day(at), new_children=count), follow=True).status_code == 200
    assert client.get(edit_url(draft)).status_code == 200
    assert client.post(edit_url(draft), whole_form(day(at), remove_child=count), follow=True).status_code == 200


@pytest.mark.parametrize("version", ["²", ENDLESS, "", "-1"])
def test_a_version_that_is_no_number_is_an_older_page(
    signed_in: SignIn, alma: Viewer, at: datetime, version: str
) -> None:
    said = {"version": version, "choice": "CONFIRM", "reason": "Ja.", "step": "decide"}
    assert signed_in("dag").post(decide_url(sent_request(alma, at=at)), said).status_code == 409


@pytest.mark.parametrize(
    "said", [{"birth_year": "²"}, {"birth_year": ENDLESS}, {"on": "²026-11-01"}, {"on": "9999-12-31"}]
)
def test_an_identification_opens_again_too(signed_in: SignIn, said: dict[str, str]) -> None:
    form, client = f"/identifications/new/{uuid4()}/", signed_in("alma")
    assert client.post(form, typed(**said, go="later")).status_code == 302
    assert client.get(form).status_code == 200
    assert client.post(form, typed(**said)).status_code == 422
    assert client.post(form, typed(**said), headers={"X-Fragment": "child"}).status_code == 200


@pytest.mark.parametrize(
    ("field", "longest"), [("why", 6_000), ("society_asked", 300), ("motivation-start_before_request", 6_000)]
)
def test_a_text_that_is_too_long_is_kept_whole_and_says_by_how_much(
    signed_in: SignIn, alma: Viewer, at: datetime, field: str, longest: int
) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    text, start = "Vila. " * 3_000 + "Slutet.", day(at) - timedelta(days=10)
    form = whole_form(start, **{"motivation-start_before_request": "Kom i natten.", field: text})
    page = told(client, draft, **form)
    assert f"{len(text) - longest} tecken för mycket" in page
    assert "Slutet." in page
    assert f'id="id_{field}"' not in page or "maxlength" not in page.split(f'id="id_{field}"')[1].split(">")[0]
    assert client.post(check_url(draft), {"version": 1})["Location"] == f"{edit_url(draft)}?check=1"
    with acting_as(alma):
        assert AdmissionRequest.objects.get(pk=draft.pk).typed.open()[field] == text


def test_a_long_story_is_kept_whole_and_says_by_how_much(signed_in: SignIn) -> None:
    form, client, story = f"/identifications/new/{uuid4()}/", signed_in("alma"), "Ord. " * 4_000 + "Slutet."
    client.post(form, typed(story=story, go="later"))
    assert "Slutet." in client.get(form).content.decode()
    page = client.post(form, typed(story=story)).content.decode()
    assert f"{len(story) - 6_000} tecken för mycket" in page
    assert "Slutet." in page


def test_a_program_is_told_of_a_day_far_off(signed_in: SignIn, alma: Viewer, at: datetime) -> None:
    draft, client = draft_request(alma, at=at), signed_in("alma")
    for address in ("verdicts", "send"):
        said = {"version": 1, "start": "9999-12-31", "days": 30}
        told = client.post(f"/api/v1/requests/{draft.ref}/{address}/", said, content_type="application/json")
        assert told.status_code == 400
        assert "start" in told.content.decode()


anything = st.text("0123456789-²³٣x ", max_size=12) | st.dates().map(date.isoformat)
names = st.sampled_from(
    ["start", "days", "society_asked_on", "police_report_on", "new_children"]
    + [f"new-{row}-{name}" for row in range(2) for name in ("mark", "birth_year", "in_sweden", "days")]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(names, anything, max_size=9))
def test_any_text_in_any_field_is_read_without_a_fault_of_ours(said: dict[str, str]) -> None:
    form = AskForm({"police_report": "YES", **said}, around=Around())
    asked = form.asked()
    assert asked.days is None or 1 <= asked.days <= 366
    for on in (asked.start, asked.police_report_on, asked.society_asked_on):
        assert on is None or 1990 < on.year < 2100
    form.all_errors()
