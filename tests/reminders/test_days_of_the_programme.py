"""On which days before a deadline people are told is what the programme in force says (domain §3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.door import acting_as
from accounts.models import Appointment
from accounts.viewer import Viewer
from cases.models import Person
from cases.remind_days import settable
from cases.selectors.verdicts import programme_on
from cases.services import programme
from cases.services.programme import Named
from reminders.models import Mail, MailState
from tests.factories import confirmed_case, identified
from tests.reminders.helpers import EYE, mails, names
from tests.reminders.test_clocks import given, swept, told_of, unread_of

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def in_force_from(first: date, days: list[int], by: Viewer, *, at: datetime) -> None:
    """A copy of the programme with other days before a consent ends, from a day."""
    source = programme_on(at.date())
    assert source
    with acting_as(by):
        draft = programme.begin_programme(source.code, Named("Ny plan", "New plan", first, date(2026, 12, 31)))
        said = {kind.key: list(kind.before) for kind in settable()} | {"CONSENT_ENDS": days}
        programme.set_remind_days(draft.code, said)
        programme.put_in_force(draft.code, by=by, at=at)


def test_people_are_told_on_the_days_that_the_programme_in_force_says(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    person, until = identified(alma, at=march), march.date() + 40 * DAY
    given(person, until, alma, at=march)
    in_force_from(march.date() + DAY, [21, 2], dag, at=march)
    swept(march, 45)
    assert told_of("CONSENT_ENDS") == [("Alma", until - 21 * DAY), ("Alma", until - 2 * DAY)]


def test_what_was_told_on_a_day_that_is_said_no_longer_stands_as_long_as_the_deadline(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    person, until = identified(alma, at=march), march.date() + 20 * DAY
    given(person, until, alma, at=march)
    swept(march, 7)
    assert told_of("CONSENT_ENDS") == [("Alma", until - 14 * DAY)]
    in_force_from(march.date() + 8 * DAY, [5], dag, at=march + 7 * DAY)
    swept(march + 8 * DAY, 4)
    assert (told_of("CONSENT_ENDS"), unread_of("CONSENT_ENDS")) == ([("Alma", until - 14 * DAY)], 1)
    swept(march + 12 * DAY, 4)
    assert told_of("CONSENT_ENDS")[1:] == [("Alma", until - 5 * DAY)]
    assert unread_of("CONSENT_ENDS") == 1, "what is newer says it"


def test_a_new_programme_tells_nobody_again_of_what_was_told_nearer_the_day(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    person, until = identified(alma, at=march), march.date() + 20 * DAY
    given(person, until, alma, at=march)
    swept(march, 7)
    in_force_from(march.date() + 8 * DAY, [16, 5], dag, at=march + 7 * DAY)
    swept(march + 8 * DAY, 4)
    assert told_of("CONSENT_ENDS") == [("Alma", until - 14 * DAY)], "16 days before lies within the look back"


def test_whoever_was_told_already_is_not_mailed_again_when_it_moves_to_another(
    alma: Viewer, disa: Viewer, maj: Viewer, march: datetime
) -> None:
    """One e-mail said of both periods: the notice without one of its own is no news either."""
    for _ in range(2):
        confirmed_case(alma, disa, at=march, days=10)
    swept(march, 9)
    with acting_as(EYE):
        worker = Appointment.objects.get(user__name__startswith="Bo").user_id
        Mail.objects.update(state=MailState.SENT, sent_at=march + 9 * DAY)
    before = [row.pk for row in mails() if row.user_id == disa.id]
    with acting_as(maj):
        Person.objects.filter(caseworker_id=alma.id).update(caseworker_id=worker)
    swept(march + 9 * DAY + timedelta(hours=1), 0)
    assert "Bo" in names("PERIOD")
    assert [row.pk for row in mails() if row.user_id == disa.id] == before
