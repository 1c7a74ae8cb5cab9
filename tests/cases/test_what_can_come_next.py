"""Så kommer du vidare: what could be applied for today, and why not, by the rules that judge the application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.clock import STOCKHOLM, day, now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Case, Person
from cases.selectors.onward import KindNow, Onward
from cases.selectors.person import person_page
from cases.selectors.verdicts import programme_on
from cases.services import programme
from cases.services.facts import state_police_report, state_protection, state_return_programme
from cases.services.intervention import end_early
from cases.services.programme import FIELDS, Named
from certification.models import Certification
from tests.factories import confirmed_case, identified, sent_request


def _now(viewer: Viewer, about: Case | Person, on: date) -> Onward:
    with acting_as(viewer):
        person = about.person if isinstance(about, Case) else about
        return person_page(viewer, person.code, on=on).onward


def _of(viewer: Viewer, case: Case, kind: str, on: date) -> KindNow:
    return next(row for row in _now(viewer, case, on).kinds if row.kind == kind)


def _state(case: Case, answer: str, *, by: Viewer, at: datetime) -> None:
    with acting_as(by):
        state_protection(case.person.code, answer, on=day(at), by=by, at=at)


def test_rest_is_used_once_and_says_so(alma: Viewer, dag: Viewer, march: datetime) -> None:
    rest = _of(alma, confirmed_case(alma, dag, at=march), "REST", day(march) + timedelta(days=10))
    assert (rest.answer, rest.used_days, rest.left_days) == ("stop", 30, 0)
    assert rest.reasons == ("Programmet ger en period av den i ett ärende, och den är beviljad.",)


def test_support_begins_after_the_rest_and_follows_what_society_gives(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case, on = confirmed_case(alma, dag, at=march), day(march) + timedelta(days=10)
    support = _of(alma, case, "SUPPORT", on)
    assert (support.answer, support.left_days) == ("ok", 90)
    assert support.from_day == day(march) + timedelta(days=30)
    for hour, (answer, verdict) in enumerate((("UNKNOWN", "warning"), ("PARTLY", "stop"), ("ENDED", "ok"))):
        _state(case, answer, by=alma, at=march + timedelta(days=9, hours=hour))
        assert _of(alma, case, "SUPPORT", on).answer == verdict, answer


def test_integration_is_an_alternative_to_the_return_programme(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case, on = confirmed_case(alma, dag, at=march), day(march) + timedelta(days=10)
    assert _of(alma, case, "INTEGRATION", on).answer == "warning", "nobody has said"
    for hour, (answer, verdict) in enumerate((("YES", "stop"), ("NO", "ok"))):
        with acting_as(alma):
            at = march + timedelta(days=9, hours=hour)
            state_return_programme(case.person.code, answer, on=day(at), by=alma, at=at)
        assert _of(alma, case, "INTEGRATION", on).answer == verdict


def test_rest_again_after_a_report_needs_a_motivation_where_the_programme_gives_two(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    with acting_as(alma):
        rest = case.interventions.get()
        end_early(rest.ref, last=day(march) + timedelta(days=9), reason="LEFT", note="", by=alma, at=march)
        state_police_report(case.person.code, "YES", on=day(march), by=alma, at=march + timedelta(days=1))
    _two_rests_from(day(march) + timedelta(days=11), by=dag, at=march)
    rest_now = _of(alma, case, "REST", day(march) + timedelta(days=12))
    assert (rest_now.answer, rest_now.used_days, rest_now.left_days) == ("warning", 10, 20)
    assert "Polisanmälan gjordes" in rest_now.reasons[0]


def _two_rests_from(first: date, *, by: Viewer, at: datetime) -> None:
    """A programme with another number of rests is in force from a day."""
    with acting_as(by):
        runs = programme_on(first)
        assert runs
        draft = programme.begin_programme(runs.code, Named("Två", "Two", first, date(first.year, 12, 31)))
        rule = draft.rules.get(kind="REST")
        programme.set_rule(draft.code, "REST", {name: getattr(rule, name) for name in FIELDS} | {"max_periods": 2})
        programme.put_in_force(draft.code, by=by, at=at)


def test_an_actor_without_a_certification_can_apply_for_nothing(alma: Viewer, dag: Viewer, march: datetime) -> None:
    case, on = confirmed_case(alma, dag, at=march), day(march) + timedelta(days=10)
    with acting_as(dag):
        Certification.objects.filter(actor__ref="A-LINDEN").update(suspended_on=on)
    assert {row.answer for row in _now(alma, case, on).kinds} == {"stop"}
    assert {row.answer for row in _now(alma, case, on - timedelta(days=1)).kinds} != {"stop"}


def test_without_a_case_the_way_is_admission(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    met = identified(alma, at=now())
    assert not _now(alma, met, today()).has_case
    page = signed_in("alma").get(f"/persons/{met.code}/").content.decode()
    assert "Ansök om tillträde först" in page
    sent_request(alma, at=now(), person=met)
    assert "när tillträdet är bekräftat" in signed_in("alma").get(f"/persons/{met.code}/").content.decode()


def test_in_a_gap_the_page_says_that_everything_but_granting_goes_on(
    alma: Viewer, dag: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, dag, at=march)
    gap = date(2021, 5, 1)
    assert _now(alma, case, gap).is_gap
    kinds = {row.kind: row for row in _now(alma, case, gap).kinds}
    assert set(kinds) == {"REST"}, "what was granted is shown all the same"
    assert (kinds["REST"].used_days, kinds["REST"].left_days) == (30, None)


def test_the_page_shows_it_with_what_is_used_and_left(
    alma: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    start = today() - timedelta(days=11)
    case = confirmed_case(alma, disa, at=datetime(start.year, start.month, start.day, 10, 0, tzinfo=STOCKHOLM))
    with acting_as(alma):
        code = case.person.code
    page = " ".join(signed_in("alma").get(f"/persons/{code}/").content.decode().split())
    assert "Så kommer du vidare" in page and "Inte nu" in page and "Kan sökas" in page
    assert "90 dagar kvar" in page


@pytest.mark.parametrize("who", ["alma", "disa"])
def test_everybody_who_sees_the_person_sees_the_same(
    alma: Viewer, disa: Viewer, march: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    case, on = confirmed_case(alma, disa, at=march), day(march) + timedelta(days=10)
    seen = _now(request.getfixturevalue(who), case, on)
    assert [(row.kind, row.answer) for row in seen.kinds] == [
        ("REST", "stop"),
        ("SUPPORT", "ok"),
        ("SPECIFIC", "ok"),
        ("INTEGRATION", "warning"),
    ]
