"""Ending rest early: days and money come back, once, and every refusal says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, day, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, WrongState
from accounts.viewer import Viewer
from cases.models import Case, Intervention
from cases.models.choices import EndReason
from cases.selectors.intervention import ending
from cases.services.admission import AskedChild
from cases.services.intervention import end_early
from cases.services.report_back import report_back
from cases.states import InterventionState
from funding.selectors.balances import standing
from tests.factories import confirmed_case
from tests.money import committed

RATE, CHILD_RATE = 1450, 400


def _rest(viewer: Viewer, case: Case) -> Intervention:
    with acting_as(viewer):
        return Intervention.objects.get(case=case)


def _end(
    ref: str, last: date, *, by: Viewer, at: datetime, reason: str = EndReason.LEFT, note: str = ""
) -> Intervention:
    with acting_as(by):
        return end_early(ref, last=last, reason=reason, note=note, by=by, at=at)


def test_the_days_after_the_last_one_and_their_money_come_back(alma: Viewer, dag: Viewer, march: datetime) -> None:
    children = (AskedChild(birth_year=2019), AskedChild(birth_year=2022, days=10))
    rest = _rest(alma, confirmed_case(alma, dag, at=march, children=children))
    before = committed(2026)
    _end(
        rest.ref, rest.start + timedelta(days=11), by=alma, at=march + timedelta(days=12), note="Flyttade till en vän."
    )
    with acting_as(alma):
        ended = Intervention.objects.get(pk=rest.pk)
        assert ended.state == InterventionState.ENDED_EARLY
        assert ended.last == rest.start + timedelta(days=11)
        assert ended.end_note.open() == "Flyttade till en vän."
        lasts = {s.last for s in ended.supplements.all()}
        assert lasts == {rest.start + timedelta(days=11), rest.start + timedelta(days=9)}
        assert standing(rest.pk) == {2026: Decimal(12 * RATE + 12 * CHILD_RATE + 10 * CHILD_RATE)}
    assert before - committed(2026) == Decimal(18 * RATE + 18 * CHILD_RATE)


def test_what_is_shown_before_it_is_done_is_what_comes_back(alma: Viewer, dag: Viewer, march: datetime) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019),)))
    last = rest.start + timedelta(days=4)
    with acting_as(alma):
        shown = ending(rest.ref, on=day(march)).given_back(last)
        before = sum(standing(rest.pk).values())
    _end(rest.ref, last, by=alma, at=march)
    with acting_as(alma):
        assert shown.total == before - sum(standing(rest.pk).values()) == Decimal(25 * (RATE + CHILD_RATE))
    assert shown.days == 25


def test_days_across_new_year_come_back_to_the_year_that_each_lies_in(alma: Viewer, dag: Viewer) -> None:
    december = datetime(2025, 12, 20, 10, 0, tzinfo=STOCKHOLM)
    rest = _rest(alma, confirmed_case(alma, dag, at=december))
    with acting_as(alma):
        shown = ending(rest.ref, on=date(2025, 12, 28)).given_back(date(2025, 12, 28))
    assert shown.by_year == ((2025, Decimal(3 * RATE)), (2026, Decimal(18 * RATE)))
    _end(rest.ref, date(2025, 12, 28), by=alma, at=december + timedelta(days=9))
    with acting_as(alma):
        assert standing(rest.pk) == {2025: Decimal(9 * RATE), 2026: Decimal(0)}


def test_rest_that_never_started_gives_everything_back(alma: Viewer, dag: Viewer, march: datetime) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019),)))
    _end(rest.ref, rest.start - timedelta(days=1), by=alma, at=march, reason=EndReason.NOT_STARTED)
    with acting_as(alma):
        assert sum(standing(rest.pk).values()) == 0
        assert Intervention.objects.get(pk=rest.pk).period is None


@pytest.mark.parametrize(
    ("shift", "reason", "field"),
    [
        (29, EndReason.LEFT, "last"),
        (45, EndReason.LEFT, "last"),
        (-2, EndReason.NOT_STARTED, "last"),
        (3, EndReason.NOT_STARTED, "last"),
        (-1, EndReason.LEFT, "reason"),
        (3, "BORED", "reason"),
    ],
)
def test_a_day_or_reason_that_cannot_be_used_gets_its_sentence(
    alma: Viewer, dag: Viewer, march: datetime, shift: int, reason: str, field: str
) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march))
    with pytest.raises(Invalid) as wrong:
        _end(rest.ref, rest.start + timedelta(days=shift), by=alma, at=march, reason=reason)
    assert set(wrong.value.fields) == {field}
    with acting_as(alma):
        assert Intervention.objects.get(pk=rest.pk).state == InterventionState.GRANTED


def test_a_period_that_ends_early_can_end_earlier_still_and_never_later(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march, children=(AskedChild(birth_year=2019),)))
    _end(rest.ref, rest.start + timedelta(days=11), by=alma, at=march, reason=EndReason.SOCIETY, note="En plats.")
    for shift in (11, 12):
        with pytest.raises(Invalid):
            _end(rest.ref, rest.start + timedelta(days=shift), by=alma, at=march)
    _end(rest.ref, rest.start + timedelta(days=4), by=alma, at=march, reason=EndReason.LEFT, note="Gick före det.")
    with acting_as(alma):
        ended = Intervention.objects.get(pk=rest.pk)
        assert (ended.last, ended.end_reason) == (rest.start + timedelta(days=4), EndReason.LEFT)
        assert ended.end_note.open() == "En plats.\n\nGick före det."
        assert standing(rest.pk) == {2026: Decimal(5 * (RATE + CHILD_RATE))}
        assert {s.last for s in ended.supplements.all()} == {ended.last}


def test_what_is_reported_back_is_not_shortened_any_more(alma: Viewer, dag: Viewer, march: datetime) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march))
    later = march + timedelta(days=31)
    with acting_as(alma):
        report_back(rest.ref, by=alma, at=later)
    with pytest.raises(WrongState):
        _end(rest.ref, rest.start + timedelta(days=5), by=alma, at=later)


def test_a_colleague_may_end_it_another_actor_and_the_coordinator_may_not(
    alma: Viewer, bo: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    rest = _rest(alma, confirmed_case(alma, dag, at=march))
    for somebody in (cia, dag):
        with pytest.raises(NotFound):
            _end(rest.ref, rest.start + timedelta(days=5), by=somebody, at=march)
    _end(rest.ref, rest.start + timedelta(days=5), by=bo, at=march)


def test_the_page_shows_what_comes_back_and_does_it_on_the_second_yes(
    alma: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    start = today() - timedelta(days=11)
    at = datetime(start.year, start.month, start.day, 10, 0, tzinfo=STOCKHOLM)
    case = confirmed_case(alma, disa, at=at)
    rest, browser = _rest(alma, case), signed_in("alma")
    address = f"/interventions/{rest.ref}/end/"
    typed = {"reason": "OWN_WISH", "last": today().isoformat(), "note": "Ville inte stanna."}

    wrong = browser.post(address, typed | {"last": (today() + timedelta(days=60)).isoformat()})
    assert wrong.status_code == 422
    assert "Ville inte stanna." in wrong.content.decode()

    check = browser.post(address, typed)
    assert check.status_code == 200
    assert "26\u00a0100\u00a0kr" in check.content.decode()
    assert _rest(alma, case).state == InterventionState.GRANTED

    done = browser.post(address, typed | {"go": "end"})
    assert done.status_code == 302
    assert _rest(alma, case).last == today()
    again = browser.post(address, typed | {"go": "end"})
    assert again.status_code == 422, "sent twice, it is done once"
    assert "Sista dagen är redan" in again.content.decode()
    assert address in browser.get(done["Location"]).content.decode(), "the person may have left before that"
