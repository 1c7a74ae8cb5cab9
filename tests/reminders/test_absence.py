"""Days of absence: what would be told to whoever is away goes to whoever stands in, and back again afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound
from accounts.models import Absence, Appointment, User
from accounts.selectors.absences import absence_page, handle_of, standing_in
from accounts.services.absences import Away, set_absence, take_absence_back
from accounts.viewer import Viewer
from cases.models import Person
from nsp.desk.selectors.todo import caseworker_todo
from reminders import runs
from reminders.models import Notice
from tests.factories import confirmed_case, identified
from tests.reminders.helpers import EYE, hand_on, told, unread

DAY = timedelta(days=1)
HERE = "/own-account/absence/"
pytestmark = pytest.mark.django_db


def place(viewer: Viewer) -> UUID:
    """By what somebody is named on the page."""
    with acting_as(EYE):
        return handle_of(Appointment.objects.filter(user_id=viewer.id, actor__isnull=False).order_by("role")[0])


def away(who: Viewer, stand_in: Viewer, first: date, last: date, *, by: Viewer, at: datetime) -> Absence:
    said = Away(place(who), first, last, place(stand_in))
    with acting_as(by):
        return set_absence(said, by=by, at=at)


def whose(kind: str) -> list[tuple[str, bool]]:
    """Who has notices of a kind, and whether each still asks for something."""
    return [(row.user.name.split()[0], row.read_at is None) for row in told(kind)]


def test_what_falls_due_goes_to_whoever_stands_in_and_comes_back_unread(
    alma: Viewer, bo: Viewer, disa: Viewer, march: datetime
) -> None:
    """A rest of ten days, told of on its days; Alma is away from the ninth to the twelfth."""
    confirmed_case(alma, disa, at=march, days=10)
    away(alma, bo, march.date() + 8 * DAY, march.date() + 11 * DAY, by=alma, at=march)
    for n in range(16):
        runs.run_sweep(at=march + n * DAY)
        if n == 10:
            assert ("Bo", True) in whose("PERIOD_LATE")
            assert not [
                row for row in told() if row.kind.startswith("PERIOD") and row.user_id == alma.id and not row.read_at
            ]
    assert whose("PERIOD_LATE").count(("Alma", True)) == 1
    assert ("Bo", True) not in whose("PERIOD_LATE")
    rows = told()
    assert len({(row.deadline, row.day, row.user_id) for row in rows}) == len(rows)


def test_what_stands_unread_moves_and_comes_back_and_what_was_read_stays_read(
    alma: Viewer, bo: Viewer, disa: Viewer, march: datetime
) -> None:
    unread_one, read_one = (identified(alma, at=march) for _ in range(2))
    with acting_as(EYE):
        Person.objects.filter(pk__in=[unread_one.pk, read_one.pk]).update(
            safe_contact_checked_on=march.date() - 14 * DAY
        )
    confirmed_case(alma, disa, at=march, person=unread_one, days=30)
    confirmed_case(alma, disa, at=march, person=read_one, days=30)
    runs.run_sweep(at=march + DAY)
    read = {row.pk: row for row in told("SAFE_CONTACT") if row.person_id == read_one.pk}
    with acting_as(EYE):
        Notice.objects.filter(pk__in=read).update(read_at=march + DAY)
    away(alma, bo, march.date() + 2 * DAY, march.date() + 3 * DAY, by=alma, at=march + DAY)

    def stands(n: int) -> list[tuple[str, UUID | None]]:
        runs.run_sweep(at=march + n * DAY)
        return [(row.user.name.split()[0], row.person_id) for row in told("SAFE_CONTACT") if row.read_at is None]

    assert stands(1) == [("Alma", unread_one.pk)]
    assert stands(2) == stands(3) == [("Bo", unread_one.pk)]
    with acting_as(EYE):
        Notice.objects.filter(user_id=bo.id, kind="SAFE_CONTACT").update(read_at=march + 3 * DAY)
    assert stands(3) == []
    assert stands(4) == [("Alma", unread_one.pk)], "whatever the stand-in did with theirs"


def test_a_stand_in_who_cannot_leaves_it_with_the_absent_and_the_managers(
    alma: Viewer, bo: Viewer, maj: Viewer, disa: Viewer, march: datetime
) -> None:
    confirmed_case(alma, disa, at=march, days=10)
    away(alma, bo, march.date() + 8 * DAY, march.date() + 11 * DAY, by=alma, at=march)
    User.objects.filter(pk=bo.id).update(is_active=False)
    for n in range(8, 12):
        runs.run_sweep(at=march + n * DAY)
    assert {who for who, _ in whose("PERIOD_LATE")} >= {"Alma", "Maj"}
    assert "Bo" not in {who for who, _ in whose("PERIOD_LATE")}


def test_whoever_stands_in_is_told_and_has_the_persons_in_their_list(
    alma: Viewer, bo: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    case = confirmed_case(alma, disa, at=now())
    row = away(alma, bo, today(), today() + 3 * DAY, by=alma, at=now())
    hand_on(now())
    assert "STAND_IN_NAMED" in unread(bo)
    page = signed_in("bo").get("/").content.decode()
    assert "Du ersätter Alma Lind" in page
    with acting_as(bo):
        found = caseworker_todo(bo, now=now())
        who = Person.objects.get(pk=case.person_id)
        code = who.code
        assert [one.user for one in found.standing_in] == [alma.id]
    person = signed_in("bo").get(f"/persons/{code}/").content.decode()
    assert "borta till och med" in person and "Bo Berg ersätter" in person
    assert found.next_date and who.code_name in found.next_date[1]
    with acting_as(alma):
        take_absence_back(row.ref, by=alma, at=now())
    with acting_as(bo):
        assert standing_in(bo, on=today()) == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(0, -1, "last"), (-5, -1, "last"), (0, 400, "last"), (3, 3, "first"), (1, 2, "first")],
)
def test_days_that_cannot_be(alma: Viewer, bo: Viewer, first: int, last: int, field: str) -> None:
    away(alma, bo, today() + 2 * DAY, today() + 4 * DAY, by=alma, at=now())
    with pytest.raises(Invalid) as refused:
        away(alma, bo, today() + first * DAY, today() + last * DAY, by=alma, at=now())
    assert list(refused.value.fields) == [field]


def test_a_manager_writes_for_their_staff_and_nobody_else_for_anybody(
    alma: Viewer, bo: Viewer, maj: Viewer, cia: Viewer, disa: Viewer
) -> None:
    row = away(alma, bo, today(), today(), by=maj, at=now())
    with pytest.raises(NotFound):
        away(alma, bo, today() + DAY, today() + DAY, by=bo, at=now())
    with pytest.raises(Invalid, match="stand_in"):
        away(bo, cia, today(), today(), by=bo, at=now())
    with pytest.raises(Invalid, match="stand_in"):
        away(bo, bo, today(), today(), by=bo, at=now())
    for stranger in (bo, cia, disa):
        with pytest.raises(NotFound), acting_as(stranger):
            take_absence_back(row.ref, by=stranger, at=now())
    with acting_as(cia):
        assert absence_page(cia, on=today()).rows == ()
        assert not Absence.objects.exists()
    with acting_as(maj):
        take_absence_back(row.ref, by=maj, at=now())


def test_the_database_lets_nobody_write_a_colleague_or_another_actor_away(
    alma: Viewer, bo: Viewer, disa: Viewer
) -> None:
    with acting_as(alma):
        mine = Appointment.objects.get(user_id=alma.id)
    assert mine.actor_id
    row = Absence(ref="V-ZZZZ-ZZZZ", user_id=bo.id, actor_id=mine.actor_id, first=today(), last=today())
    row.stand_in_id, row.made_by_id, row.made_at = alma.id, alma.id, now()
    for by in (alma, disa):
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(by):
            row.save(force_insert=True)
    row.user_id, row.stand_in_id = alma.id, bo.id
    with acting_as(alma):
        row.save(force_insert=True)
    for by in (bo, disa):
        with acting_as(by), connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_absence")
            assert cursor.rowcount == 0


def test_the_page_and_the_api(alma: Viewer, bo: Viewer, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")
    page = browser.get(HERE).content.decode()
    assert "Vem är borta?" not in page and "Bo Berg" in page
    said = {"first": today().isoformat(), "last": (today() - DAY).isoformat(), "stand_in": str(place(bo))}
    refused = browser.post(HERE, said)
    assert refused.status_code == 422
    assert "Sista dagen ligger före den första" in refused.content.decode()
    assert browser.post(HERE, said | {"last": today().isoformat()}).status_code == 302
    with acting_as(EYE):
        row = Absence.objects.get()
    assert "Bo Berg ersätter" in browser.get(HERE).content.decode()
    told_by_api = browser.get("/api/v1/absences/").json()
    assert [one["ref"] for one in told_by_api["rows"]] == [row.ref]
    assert signed_in("bo").post(f"{HERE}{row.ref}/take-away/").status_code == 404
    assert browser.post(f"/api/v1/absences/{row.ref}/take-away/").status_code == 204
    made = {"away": str(place(alma)), **said, "last": today().isoformat()}
    assert browser.post("/api/v1/absences/new/", made, content_type="application/json").status_code == 201
    assert "Vem är borta?" in signed_in("maj").get(HERE).content.decode()
