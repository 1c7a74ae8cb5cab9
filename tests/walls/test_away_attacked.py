"""What was tried against absences, stand-ins and what is put off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.models import Absence, Actor, Appointment, User
from accounts.selectors.absences import absence_page, handle_of, standing_in
from accounts.services.absences import MOST, Away, set_absence, take_absence_back
from accounts.viewer import Viewer, viewer_of
from cases.models import Person, PutOff
from cases.selectors.put_off import put_off
from cases.services.sharing import break_glass
from tests.factories import identified, share_with
from tests.reminders.helpers import EYE, hand_on, names, told, unread

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def place(viewer: Viewer) -> UUID:
    """By what somebody is named on the page of absences."""
    with acting_as(EYE):
        return handle_of(Appointment.objects.get(user_id=viewer.id, actor__isnull=False))


def away(who: Viewer, stand_in: Viewer, first: date, last: date, *, by: Viewer | None = None) -> Absence:
    """They write themselves down as away, or somebody does it for them."""
    said, by = Away(place(who), first, last, place(stand_in)), by or who
    with acting_as(by):
        return set_absence(said, by=by, at=now())


def later(person: Person, by: Viewer, *, n: int = 0) -> PutOff:
    """That a step was put off, one of several times."""
    assert person.responsible_actor_id
    row = PutOff(person=person, actor_id=person.responsible_actor_id, what="safety", why="OTHER", by_id=by.id)
    row.until, row.at = today() + (1 + n % 14) * DAY, now() - timedelta(hours=1) + timedelta(seconds=n)
    return row


def test_nobody_writes_down_absences_far_off_or_without_end(alma: Viewer, bo: Viewer) -> None:
    """Each tells a colleague, and stands on everybody's page."""
    for first in (today() + 367 * DAY, date(9999, 12, 31)):
        with pytest.raises(Invalid, match="first"):
            away(alma, bo, first, first)
    for n in range(MOST):
        away(alma, bo, today() + n * DAY, today() + n * DAY)
    with pytest.raises(Invalid, match="first"):
        away(alma, bo, today() + MOST * DAY, today() + MOST * DAY)
    away(bo, alma, today(), today())


def test_who_works_there_no_longer_neither_stands_in_nor_is_away(
    alma: Viewer, bo: Viewer, maj: Viewer, users: dict[str, User]
) -> None:
    away(alma, bo, today(), today())
    Appointment.objects.filter(user=bo.id).update(actor=Actor.objects.get(ref="A-NOOR"))
    users["bo"].groups.clear()
    gone = viewer_of(User.objects.get(pk=bo.id))
    with acting_as(gone):
        assert not Absence.objects.exists()
        assert standing_in(gone, on=today()) == ()
    with acting_as(maj):
        assert [row.name for row in absence_page(maj, on=today()).rows] == ["Alma Lind"]
    Appointment.objects.filter(user=alma.id).delete()
    with acting_as(maj):
        assert absence_page(maj, on=today()).rows == ()


def test_a_form_of_absence_that_is_sent_twice_is_no_fault(
    alma: Viewer, bo: Viewer, signed_in: Callable[[str], Client]
) -> None:
    said = {"first": today().isoformat(), "last": today().isoformat(), "stand_in": str(place(bo))}
    browser = signed_in("alma")
    assert [browser.post("/own-account/absence/", said).status_code for _ in range(2)] == [302, 302]
    hand_on(now())
    assert [row.user.name for row in told("STAND_IN_NAMED")] == ["Bo Berg"]
    with acting_as(EYE):
        assert Absence.objects.count() == 1


def test_nobody_is_written_down_as_away_without_hearing_of_it(
    alma: Viewer, bo: Viewer, maj: Viewer, signed_in: Callable[[str], Client]
) -> None:
    """Reminders about their persons go to somebody else from then on."""
    away(bo, alma, today() + DAY, today() + DAY)
    row = away(alma, bo, today(), today(), by=maj)
    hand_on(now())
    assert (set(names("WRITTEN_AWAY")), set(names("STAND_IN_NAMED"))) == ({"Alma"}, {"Alma", "Bo"})
    page = signed_in("alma").get("/notices/").content.decode()
    assert "Du är inlagd som frånvarande" in page and "Bo Berg ersätter" in page
    with acting_as(maj):
        take_absence_back(row.ref, by=maj, at=now())
    hand_on(now())
    assert "WRITTEN_AWAY" not in unread(alma)


@pytest.mark.parametrize("bo_too", [False, True])
def test_whose_glass_is_broken_while_they_are_away_hears_of_it_once(
    alma: Viewer, bo: Viewer, maj: Viewer, disa: Viewer, *, bo_too: bool
) -> None:
    person = identified(alma, at=now())
    away(alma, bo, today(), today())
    if bo_too:
        away(bo, alma, today(), today())
    with acting_as(disa):
        break_glass(person.code, "Polisen har ringt och frågat var personen är i natt.", by=disa, at=now())
    hand_on(now())
    who = sorted(row.user.name.split()[0] for row in told("GLASS_BROKEN"))
    assert who == (["Alma", "Maj"] if bo_too else ["Alma", "Bo", "Maj"])


def test_however_often_the_same_is_put_off_one_row_is_read(alma: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        PutOff.objects.bulk_create([later(person, alma, n=n) for n in range(200)])
        with CaptureQueriesContext(connection) as asked:
            found = put_off([person.pk], on=today())
        with connection.cursor() as cursor:
            cursor.execute(asked.captured_queries[0]["sql"])
            assert len(cursor.fetchall()) == 1
    assert [one.until for one in found.values()] == [today() + (1 + 199 % 14) * DAY]


def test_why_something_is_put_off_is_read_by_the_actors_own_alone(alma: Viewer, bo: Viewer, cia: Viewer) -> None:
    person = identified(alma, at=now())
    with acting_as(alma):
        share_with(person.code, "A-NOOR", alma, until=today() + DAY, may_write=True)
        later(person, alma).save(force_insert=True)
    for viewer, reads in ((alma, True), (bo, True), (cia, False)):
        with acting_as(viewer):
            assert Person.objects.filter(pk=person.pk).exists()
            assert PutOff.objects.exists() == reads
