"""Something to do waits for a later day: it is not in the list, everybody sees why, and it comes back by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db.utils import ProgrammingError
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases.models import Person, PutOff
from cases.models.choices import Age
from cases.selectors.put_off import Later, choices_that_can_wait, waits
from cases.selectors.step import Step
from cases.services.put_off import SaidLater, put_off_step
from nsp.desk.selectors.todo import caseworker_todo
from tests.factories import confirmed_case, identified, share_with

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def lines(viewer: Viewer, *, days: int = 0) -> str:
    """What stands in somebody's list so many days from now, in one text."""
    with acting_as(viewer):
        found = caseworker_todo(viewer, now=now() + days * DAY)
    return "\n".join(f"{row.what} {row.who}" for row in (*found.first, *found.asked, *found.week, *found.later))


def can_wait(viewer: Viewer, person: Person) -> dict[str, str]:
    with acting_as(viewer):
        return dict(choices_that_can_wait(viewer, person.code, on=today()))


def wait(viewer: Viewer, person: Person, what: str, days: int, why: str = "NOT_READY") -> None:
    with acting_as(viewer):
        put_off_step(person.code, SaidLater(what, today() + days * DAY, why), by=viewer, at=now())


def test_it_is_gone_from_the_list_says_why_to_the_manager_and_comes_back(alma: Viewer, maj: Viewer) -> None:
    person = identified(alma, at=now())
    what, words = next(iter(can_wait(alma, person).items()))
    assert words in lines(alma) and words in lines(maj)
    wait(alma, person, what, 3)
    assert words not in lines(alma) and words not in lines(maj)
    assert words not in lines(alma, days=2) and words in lines(alma, days=3)
    with acting_as(maj):
        (aside,) = caseworker_todo(maj, now=now()).put_off
    assert aside.what == words and "Alma Lind" in str(aside.who) and "orkar inte" in str(aside.who)
    wait(alma, person, what, 0)
    assert words in lines(alma)


def test_the_persons_page_says_what_the_list_says(
    alma: Viewer, maj: Viewer, gerd: Viewer, signed_in: Callable[[str], Client]
) -> None:
    """The guest is told nothing of it, nor one who is a coordinator besides."""
    person = identified(alma, at=now())
    what, words = next(iter(can_wait(alma, person).items()))
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today() + 10 * DAY, may_write=True)

    def page(who: str) -> str:
        return signed_in(who).get(f"/persons/{person.code}/").content.decode()

    def line(who: str) -> str:
        return next(row for row in page(who).split("<li") if f"<strong>{words}</strong>" in row)

    assert "Uppskjutet" not in line("alma")
    wait(alma, person, what, 3)
    with acting_as(maj):
        (aside,) = caseworker_todo(maj, now=now()).put_off
    for who in ("alma", "maj"):
        assert '<span class="when">Uppskjutet</span>' in line(who) and aside.who[-1] in line(who)
    for guest in ("cia", "gerd"):
        assert person.code_name in page(guest) and "Uppskjutet" not in page(guest)
    wait(alma, person, what, 0)
    assert "Uppskjutet" not in line("alma")


def test_a_duty_and_what_others_wait_for_cannot_wait(alma: Viewer) -> None:
    person = identified(alma, at=now(), age=Age.CHILD)
    with acting_as(alma):
        row = Person.objects.get(pk=person.pk)
    assert row.age == Age.CHILD
    steps = can_wait(alma, person)
    assert steps and not [key for key in steps if key.startswith("concern")]
    with pytest.raises(Invalid):
        wait(alma, person, "concern", 1)


@pytest.mark.parametrize(("days", "why", "field"), [(-1, "OTHER", "until"), (15, "OTHER", "until"), (1, "", "why")])
def test_a_day_or_a_reason_that_cannot_be(alma: Viewer, days: int, why: str, field: str) -> None:
    person = identified(alma, at=now())
    what = next(iter(can_wait(alma, person)))
    with pytest.raises(Invalid) as refused:
        wait(alma, person, what, days, why)
    assert list(refused.value.fields) == [field]


def test_nothing_is_put_off_past_its_own_last_day(alma: Viewer, disa: Viewer) -> None:
    case = confirmed_case(alma, disa, at=now() - 24 * DAY, days=30)
    with acting_as(alma):
        person = Person.objects.get(pk=case.person_id)
    key = next(key for key in can_wait(alma, person) if key.startswith("ends"))
    wait(alma, person, key, 2)
    with pytest.raises(Invalid):
        wait(alma, person, key, 13)


def test_only_the_responsible_actors_staff_put_off(alma: Viewer, cia: Viewer, disa: Viewer) -> None:
    person = identified(alma, at=now())
    what = next(iter(can_wait(alma, person)))
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today() + DAY, may_write=True)
    for stranger in (cia, disa):
        with pytest.raises(NotFound):
            wait(stranger, person, what, 1)
    assert person.responsible_actor_id
    row = PutOff(
        person_id=person.pk,
        actor_id=person.responsible_actor_id,
        what=what,
        until=today() + DAY,
        why="OTHER",
        by_id=disa.id,
        at=now(),
    )
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(alma):
        row.save(force_insert=True)


def test_the_page_and_the_api(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    browser, address = signed_in("alma"), f"/persons/{person.code}/put-off/"
    what = next(iter(can_wait(alma, person)))
    assert f"{address}?what={quote(what)}" in browser.get("/").content.decode()
    page = browser.get(address, {"what": what}).content.decode()
    assert "Vad kan vänta?" in page
    said = {"what": what, "until": (today() + DAY).isoformat(), "why": "AWAITED"}
    assert browser.post(address, said | {"why": ""}).status_code == 422
    assert browser.post(address, said).status_code == 302
    todo = browser.get("/").content.decode()
    assert "Uppskjutet" in todo and "Väntar på svar" in todo
    assert browser.post(f"/api/v1{address}", said, content_type="application/json").status_code == 204
    for stranger in ("cia", "disa", "eva"):
        assert signed_in(stranger).get(address).status_code == 404


def test_a_habit_that_was_let_slip_waits_as_long_as_it_was_let_to(alma: Viewer, disa: Viewer) -> None:
    case = confirmed_case(alma, disa, at=now())
    with acting_as(alma):
        Person.objects.filter(pk=case.person_id).update(safe_contact_checked_on=today() - 20 * DAY)
        person = Person.objects.get(pk=case.person_id)
    key, words = next((key, words) for key, words in can_wait(alma, person).items() if key.startswith("contact"))
    what = words.partition(" (")[0]
    with pytest.raises(Invalid):
        wait(alma, person, key, 4)
    wait(alma, person, key, 3)
    assert [what in lines(alma, days=n) for n in range(4)] == [False, False, False, True]


def test_a_step_whose_day_is_moved_nearer_is_shown(alma: Viewer) -> None:
    """The same step, put off while it had a day far off."""
    put = Later(today() + 10 * DAY, today(), "Alma Lind", "OTHER")
    step = Step("safety", "Bedöm", "Bedöm", ("person_safety",), due=today() + 12 * DAY)
    assert waits(step, put, on=today())
    for due, on in ((2, 0), (2, 2), (2, 3)):
        assert not waits(replace(step, due=today() + due * DAY), put, on=today() + on * DAY)
