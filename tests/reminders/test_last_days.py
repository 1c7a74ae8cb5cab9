"""Who is told of a last day that is proposed, answered, or no longer to be set."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.clock import day
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.access import open_proposals
from cases.models import Case, Intervention
from cases.models.choices import EndReason
from cases.selectors.person import banner
from cases.services.facts import state_protection
from cases.services.intervention import end_early
from cases.services.last_day import let_go_on, set_last_day
from reminders.selectors import notices
from tests.factories import confirmed_case
from tests.reminders.helpers import hand_on, names, unread

PROPOSED, OWN = "LAST_DAY_PROPOSED", "OWN_LAST_DAY_PROPOSED"


def _proposed(alma: Viewer, disa: Viewer, march: datetime, *, by: Viewer) -> tuple[Case, str]:
    """A rest beside which society gives protection, told of."""
    case = confirmed_case(alma, disa, at=march)
    hand_on(march + timedelta(hours=2))
    _state(case, "YES", march + timedelta(days=10), by=by)
    with acting_as(disa):
        return case, open_proposals().get().ref


def _state(case: Case, answer: str, at: datetime, *, by: Viewer) -> None:
    with acting_as(by):
        state_protection(case.person.code, answer, on=day(at), by=by, at=at)
    hand_on(at)


def test_the_coordinators_are_asked_and_the_caseworker_hears_of_what_a_colleague_stated(
    alma: Viewer, bo: Viewer, disa: Viewer, march: datetime
) -> None:
    _proposed(alma, disa, march, by=bo)
    assert (names(PROPOSED), names(OWN)) == (["Dag", "Disa"], ["Alma"])


def test_whoever_stated_it_is_told_nothing_and_reads_the_sentence_of_the_answer(
    alma: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    case, ref = _proposed(alma, disa, march, by=alma)
    assert names(OWN) == []
    at = march + timedelta(days=11)
    with acting_as(dag):
        set_last_day(ref, last=day(march) + timedelta(days=9), reason="", by=dag, at=at)
    hand_on(at)
    assert PROPOSED not in unread(disa)
    with acting_as(alma):
        name = banner(alma, case.person.code, on=day(at)).code_name
        told = [row.what for row in notices(alma).unread]
    assert f"En samordnare har satt sista dagen för viloperioden för {name}: tisdag 10 mars 2026" in told


def test_a_period_that_goes_on_is_told_to_the_actor(alma: Viewer, dag: Viewer, disa: Viewer, march: datetime) -> None:
    _case, ref = _proposed(alma, disa, march, by=alma)
    at = march + timedelta(days=11)
    with acting_as(dag):
        let_go_on(ref, reason="Boendet är inte klart.", by=dag, at=at)
    hand_on(at)
    assert names("LAST_DAY_KEPT") == ["Alma"]
    assert PROPOSED not in unread(dag) + unread(disa)


def test_nobody_has_an_errand_when_something_else_was_stated_since(
    alma: Viewer, dag: Viewer, disa: Viewer, march: datetime
) -> None:
    case, _ref = _proposed(alma, disa, march, by=alma)
    assert PROPOSED in unread(dag)
    _state(case, "NO", march + timedelta(days=12), by=alma)
    assert PROPOSED not in unread(dag) + unread(disa)


def test_nobody_has_an_errand_when_the_actor_ended_it(alma: Viewer, dag: Viewer, disa: Viewer, march: datetime) -> None:
    _proposed(alma, disa, march, by=alma)
    at = march + timedelta(days=12)
    with acting_as(alma):
        ref = Intervention.objects.get().ref
        end_early(ref, last=day(march) + timedelta(days=5), reason=EndReason.LEFT, note="", by=alma, at=at)
    hand_on(at)
    assert PROPOSED not in unread(dag) + unread(disa)
