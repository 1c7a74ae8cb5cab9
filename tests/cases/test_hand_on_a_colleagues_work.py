"""A colleague leaves: a manager hands over all that they have in hand in one step, and sees no more than before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound
from accounts.services.appointments import end_appointment
from accounts.viewer import Viewer, system
from cases.models import Person, Restriction
from cases.selectors.handing_on import work_of
from cases.services import sharing
from cases.services.handing_on import HandedOn, hand_on
from reminders.models import Notice
from tests.factories import identified
from tests.reminders.helpers import hand_on as tell

SignIn = Callable[[str], Client]


def restricted(by: Viewer, to: Viewer, maj: Viewer, *also: Viewer) -> Person:
    person = identified(by, at=now())
    with acting_as(maj):
        sharing.restrict(person.code, [to.id, *(one.id for one in also)], caseworker=to.id, by=maj, at=now())
    return person


def caseworkers(persons: list[Person]) -> list[object]:
    with acting_as(system("test")):
        return [Person.objects.get(pk=one.pk).caseworker_id for one in persons]


def named(person: Person) -> set[object]:
    with acting_as(system("test")):
        return {*Restriction.objects.get(person=person, ended_at=None).named}


def test_all_of_it_goes_in_one_step_and_in_turn(alma: Viewer, bo: Viewer, maj: Viewer) -> None:
    persons = [identified(alma, at=now()) for _ in range(5)]
    others = identified(bo, at=now())
    with acting_as(maj):
        done = hand_on(alma.id, [bo.id, maj.id], named=None, seen=(5, 0), by=maj, at=now())
        assert work_of(maj, alma.id).persons == 0
    assert done == HandedOn({bo.id: 3, maj.id: 2}, 0)
    assert caseworkers([*persons, others]) == [bo.id, maj.id, bo.id, maj.id, bo.id, bo.id]
    tell(now())
    with acting_as(bo):
        (notice,) = Notice.objects.filter(kind="WORK_HANDED_ON")
        assert notice.facts["n"] == "3"


def test_who_was_restricted_to_them_is_restricted_to_another_unseen_by_the_manager(
    alma: Viewer, bo: Viewer, maj: Viewer
) -> None:
    only, with_bo = restricted(alma, alma, maj), restricted(alma, alma, maj, bo)
    with acting_as(maj):
        assert not Person.objects.filter(pk=only.pk).exists()
        work = work_of(maj, alma.id)
        assert (work.persons, work.restricted, work.alone) == (0, 2, 1)
        with pytest.raises(Invalid) as refused:
            hand_on(alma.id, [], named=None, seen=(0, 2), by=maj, at=now())
        assert list(refused.value.fields) == ["named"]
    with acting_as(maj):
        hand_on(alma.id, [], named=bo.id, seen=(0, 2), by=maj, at=now())
        assert not Person.objects.filter(pk__in=[only.pk, with_bo.pk]).exists(), "and sees them as little as before"
    assert (named(only), named(with_bo), caseworkers([only, with_bo])) == ({bo.id}, {bo.id}, [bo.id] * 2)
    with acting_as(alma):
        assert not Person.objects.filter(pk__in=[only.pk, with_bo.pk]).exists()


def test_it_is_refused_where_the_numbers_are_others_now_or_nobody_is_chosen(
    alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer
) -> None:
    person = identified(alma, at=now())
    with acting_as(maj):
        with pytest.raises(Conflict):
            hand_on(alma.id, [bo.id], named=None, seen=(2, 0), by=maj, at=now())
        for to in ([], [cia.id], [alma.id]):
            with pytest.raises(Invalid) as refused:
                hand_on(alma.id, to, named=None, seen=(1, 0), by=maj, at=now())
            assert list(refused.value.fields) == ["to"]
        with pytest.raises(NotFound):
            hand_on(cia.id, [bo.id], named=None, seen=(0, 0), by=maj, at=now())
    assert caseworkers([person]) == [alma.id]


def test_through_the_pages_without_any_code(alma: Viewer, bo: Viewer, maj: Viewer, signed_in: SignIn) -> None:
    person, hidden = identified(alma, at=now()), restricted(alma, alma, maj)
    browser, address = signed_in("maj"), f"/users/{alma.id}/hand-on/"
    assert address in browser.get(f"/users/{alma.id}/").content.decode()
    form = {"to": [str(bo.id)], "named": str(bo.id), "persons": "1", "restricted": "1"}
    pages = [browser.get(address).content.decode(), browser.post(address, form).content.decode()]
    assert "Bo Berg tar över 1 person." in pages[1]
    for page in pages:
        for one in (person, hidden):
            assert one.code not in page
            assert one.code_name not in page
    assert caseworkers([person]) == [alma.id], "shown, not done"
    late = browser.post(address, form | {"persons": "3", "step": "do"})
    assert (late.status_code, "Antalen har ändrats" in late.content.decode()) == (422, True)
    assert 'name="persons" value="1"' in late.content.decode(), "and what is sent next is what the page says now"
    assert browser.post(address, form | {"step": "do"}).status_code == 302
    assert caseworkers([person, hidden]) == [bo.id, bo.id]
    for who in ("alma", "cia", "dag", "ada"):
        assert signed_in(who).get(address).status_code == 404


def test_the_last_manager_is_ended_by_no_manager(maj: Viewer, alma: Viewer) -> None:
    """Nobody ends themselves, and who ends another manager stays one: the last is the coordinators' to end."""
    from accounts.models import Appointment

    own = Appointment.objects.get(user_id=maj.id).pk
    with pytest.raises(NotFound):
        end_appointment(maj.id, own, by=maj, at=now())
    with pytest.raises(NotFound):
        end_appointment(maj.id, own, by=alma, at=now())
    assert Appointment.objects.filter(pk=own).exists()
