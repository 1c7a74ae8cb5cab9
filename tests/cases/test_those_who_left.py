"""Those who left are looked for again, and who is met again has a new identification on the same person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, PointsOut, Strange
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases.models import Identification, Indicator, LeftFollowUp, Person
from cases.models.person import Threat
from cases.selectors.left import LOOK_AFTER_DAYS, LOOK_TIMES
from cases.selectors.person import person_page, timeline
from cases.services.identification import state_outcome
from cases.services.identified import Identified
from cases.services.left import Looked, note_follow_up
from cases.services.meeting import meet_again
from tests.days import AHEAD
from tests.factories import identified, sent_request

SignedIn = Callable[[str], Client]


def left(alma: Viewer, *, days: int = LOOK_AFTER_DAYS, **what: object) -> Person:
    """Somebody who left so many days ago."""
    at = now() - timedelta(days=days)
    person = identified(alma, at=at, age="ADULT", **what)
    with acting_as(alma):
        state_outcome(Identification.objects.get(person=person).ref, "leave", note="", by=alma, at=at)
    return person


def steps(alma: Viewer, person: Person, *, after: int = 0) -> list[str]:
    """What is to be done about somebody, so many days from now."""
    with acting_as(alma):
        return [step.code for step in person_page(alma, person.code, on=today() + timedelta(days=after)).steps]


def look(by: Viewer, person: Person, result: str, *, after: int = 0, **more: object) -> None:
    at = now() + timedelta(days=after)
    with acting_as(by):
        note_follow_up(person.code, Looked(day(at), result, **more), by=by, at=at)  # type: ignore[arg-type]


def meet(by: Viewer, person: Person, token: object = None, **what: object) -> Identification:
    said = Identified(**({"on": today()} | what))  # type: ignore[arg-type]
    with acting_as(by):
        return meet_again(person.code, said, token=token or uuid4(), by=by, at=now())  # type: ignore[arg-type]


def test_who_left_is_looked_for_after_a_month_in_two_clicks(alma: Viewer, signed_in: SignedIn) -> None:
    person = left(alma)
    assert "look" in steps(alma, person)
    assert "look" not in steps(alma, left(alma, days=LOOK_AFTER_DAYS - 8)), "not yet"
    browser, address = signed_in("alma"), f"/persons/{person.code}/left/"
    assert "Ett klick" in browser.get(address).content.decode()
    assert browser.post(address, {"quick": "WELL"}).status_code == 302
    told = browser.get(f"/api/v1{address}").json()
    assert told["left_on"] == (today() - timedelta(days=LOOK_AFTER_DAYS)).isoformat()
    assert [words.startswith("Nådd, mår bra") for words in told["looked"]] == [True]
    assert "look" not in steps(alma, person, after=400)
    with acting_as(alma):
        assert [(row.result, row.on) for row in LeftFollowUp.objects.filter(person=person)] == [("WELL", today())]
        assert timeline(alma, person.code, on=today())[0].what == "Eftersökt: nådd, mår bra"


def test_in_vain_is_looked_for_again_and_not_for_ever(alma: Viewer) -> None:
    person = left(alma)
    for time in range(LOOK_TIMES):
        assert "look" in steps(alma, person, after=time * LOOK_AFTER_DAYS)
        look(alma, person, "NOT_FOUND", after=time * LOOK_AFTER_DAYS)
        assert "look" not in steps(alma, person, after=time * LOOK_AFTER_DAYS), "a month goes by first"
    assert "look" not in steps(alma, person, after=900)


def test_danger_stands_first_until_something_else_is_found(alma: Viewer) -> None:
    person = left(alma)
    look(alma, person, "DANGER", note="Ringde själv. Vi har pratat med polisen.")
    assert steps(alma, person)[0] == "danger"
    with acting_as(alma):
        [text] = [t for t in person_page(alma, person.code, on=today(), texts=True).sealed if "polisen" in t.text]
        assert text.heading == "Skrivet vid eftersökning"
    look(alma, person, "WELL")
    assert "danger" not in steps(alma, person)


def test_who_was_met_again_leads_to_the_meeting(alma: Viewer, signed_in: SignedIn) -> None:
    person = left(alma)
    browser = signed_in("alma")
    answer = browser.post(f"/persons/{person.code}/left/", {"quick": "MET"})
    assert answer.headers["Location"] == f"/persons/{person.code}/meet/"
    assert "met_again" in steps(alma, person)
    meet(alma, person)
    assert "met_again" not in steps(alma, person)
    assert "look" not in steps(alma, person, after=90)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"on": AHEAD, "result": "WELL"}, "on"),
        ({"on": today(), "result": "GONE"}, "result"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(alma: Viewer, said: dict[str, object], field: str) -> None:
    person = left(alma)
    with acting_as(alma), pytest.raises(Invalid) as refused:
        note_follow_up(person.code, Looked(**said), by=alma, at=now())  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_a_day_before_the_person_left_is_asked_about_and_somebody_who_did_not_leave_refused(
    alma: Viewer, cia: Viewer, signed_in: SignedIn
) -> None:
    person = left(alma, days=10)
    early = (today() - timedelta(days=12)).isoformat()
    browser, address = signed_in("alma"), f"/persons/{person.code}/left/"
    answer = browser.post(address, {"on": early, "result": "WELL"})
    assert answer.status_code == 422
    with acting_as(alma), pytest.raises(Strange) as asked:
        note_follow_up(person.code, Looked(today() - timedelta(days=12), "WELL"), by=alma, at=now())
    [question] = asked.value.questions
    assert browser.post(address, {"on": early, "result": "WELL", "strange": question["token"]}).status_code == 302
    with acting_as(alma), pytest.raises(PointsOut):
        note_follow_up(person.code, Looked(today(), "WELL", "Ring 070-123 45 67"), by=alma, at=now())
    with acting_as(cia), pytest.raises(NotFound):
        note_follow_up(person.code, Looked(today(), "WELL"), by=cia, at=now())
    stays = identified(alma, at=now(), age="ADULT")
    with acting_as(alma), pytest.raises(Invalid):
        note_follow_up(stays.code, Looked(today(), "WELL"), by=alma, at=now())
    assert "lämnat" in browser.get(f"/persons/{stays.code}/left/").content.decode()


def test_a_second_meeting_adds_to_the_same_person_and_takes_nothing_away(alma: Viewer) -> None:
    person = left(alma, forms=("LABOUR",), gender="WOMAN")
    token, first_met = uuid4(), person.identified_on
    said: dict[str, object] = {"county": "12", "forms": ("LABOUR", "BEGGING"), "immediate_risk": "YES"}
    with acting_as(alma):
        code = Indicator.objects.values_list("code", flat=True)[0]
    said["indicators"] = {code: "SEEN"}
    row = meet(alma, person, token, **said)
    assert meet(alma, person, token, **said).pk == row.pk, "sent twice makes one"
    with pytest.raises(Conflict):
        meet(alma, person, token, **(said | {"county": "01"}))
    with acting_as(alma):
        person.refresh_from_db()
        assert Identification.objects.filter(person=person).count() == 2
        assert sorted(person.forms.values_list("form", "is_main")) == [("BEGGING", False), ("LABOUR", True)]
        assert (person.gender, person.threat, person.identified_on) == ("WOMAN", Threat.ACUTE, first_met)
        page = person_page(alma, person.code, on=today())
        assert page.county == "Skåne län"
    with pytest.raises(Strange):
        meet(alma, person, on=person.identified_on - timedelta(days=1))
    with pytest.raises(Invalid):
        meet(alma, person, on=today() + timedelta(days=1))


def test_the_page_says_how_many_and_shows_the_newest(alma: Viewer, signed_in: SignedIn) -> None:
    person = left(alma)
    browser = signed_in("alma")
    address = f"/persons/{person.code}/meet/"
    form = browser.get(address)
    token = form.context["form"].initial["token"]
    typed = {"token": token, "on": today().isoformat(), "route": "OUTREACH", "certainty": "LIKELY"}
    typed |= {"wants_identified": "YES", "consent": "YES", "immediate_risk": "NO", "story": "Kom tillbaka i dag."}
    answer = browser.post(address, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Identifieringen är sparad" in browser.get(answer.headers["Location"]).content.decode()
    page = browser.get(f"/persons/{person.code}/").content.decode()
    assert "Den senaste av 2 identifieringar." in page
    ref = answer.headers["Location"].split("/identifications/")[1].split("/")[0]
    told = browser.get(f"/api/v1/identifications/{ref}/").json()
    assert (told["code"], told["certainty"], "story" in told) == (person.code, "LIKELY", False)
    assert browser.get(f"/api/v1/identifications/{ref}/?texts=1").json()["story"] == "Kom tillbaka i dag."
    assert browser.post(address, typed | {"token": uuid4(), "on": "2999-01-01"}).status_code == 422


def test_an_earlier_meeting_is_the_first_one_from_then_on_and_is_asked_about_once(
    alma: Viewer, signed_in: SignedIn
) -> None:
    person, early = left(alma), today() - timedelta(days=LOOK_AFTER_DAYS + 400)
    browser, address = signed_in("alma"), f"/persons/{person.code}/meet/"
    typed = {"on": early.isoformat(), "route": "SELF", "certainty": "LIKELY", "wants_identified": "UNKNOWN"}
    typed |= {"consent": "NOT_ASKED", "immediate_risk": "UNKNOWN", "token": str(uuid4())}
    asked = browser.post(address, typed)
    assert asked.status_code == 422
    [question] = asked.context["form"].strange
    typed["strange"] = question["token"]
    wrong = browser.post(address, typed | {"route": ""})
    hidden = f'<input type="hidden" name="strange" value="{question["token"]}">'
    assert (wrong.status_code, hidden in wrong.content.decode()) == (422, True), "the answer is not asked for again"
    assert browser.post(address, typed).status_code == 302
    with acting_as(alma):
        assert Person.objects.get(pk=person.pk).identified_on == early


def test_admission_is_asked_for_from_the_newest_meeting(alma: Viewer) -> None:
    person = left(alma)
    meet(alma, person)
    sent_request(alma, at=now(), person=person)
    with acting_as(alma):
        states = list(Identification.objects.filter(person=person).order_by("made_at").values_list("state", flat=True))
    assert states == ["LEFT", "ADMISSION_ASKED"]
    later = meet(alma, person)
    assert later.state == "ADMISSION_ASKED", "nothing is left to say of what became of it"


@pytest.mark.parametrize("page", ["left", "meet"])
def test_a_form_that_was_open_when_the_person_moved_writes_nothing(
    alma: Viewer, signed_in: SignedIn, page: str
) -> None:
    person = left(alma)
    browser, address = signed_in("alma"), f"/persons/{person.code}/{page}/"
    assert browser.get(address).status_code == 200
    with acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_revoke(%s, %s)", [person.pk, Actor.objects.get(ref="A-LINDEN").group_id])
    typed = {"quick": "WELL", "token": uuid4(), "on": today().isoformat()}
    assert browser.post(address, typed).status_code == 404
    with acting_as(system("test")):
        assert not LeftFollowUp.objects.filter(person=person).exists()
        assert Identification.objects.filter(person=person).count() == 1
