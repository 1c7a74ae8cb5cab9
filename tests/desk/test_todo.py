"""Att göra: each role meets what it can do something about, in a fixed order, in few questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.models import HandOver
from cases.services import decision, handover
from cases.services.identification import Identified, hand_over
from cases.services.intervention import end_early
from cases.services.report_back import report_back
from certification.models import Certification
from nsp.desk.selectors.office import office_todo
from nsp.desk.selectors.todo import CaseworkerTodo, caseworker_todo
from tests.factories import confirmed_case, draft_request, identified, sent_request

SELECTS = 32


def _days_ago(days: int) -> datetime:
    on = today() - timedelta(days=days)
    return datetime(on.year, on.month, on.day, 9, 0, tzinfo=STOCKHOLM)


def _todo(viewer: Viewer) -> CaseworkerTodo:
    with acting_as(viewer):
        return caseworker_todo(viewer, now=now())


def test_rest_that_ends_tomorrow_stands_first_with_its_verb(alma: Viewer, dag: Viewer) -> None:
    confirmed_case(alma, dag, at=_days_ago(28))
    [row] = _todo(alma).first
    assert (row.when, row.kind) == ("1 dag kvar", "soon")
    assert row.what.startswith("Viloperioden slutar")


def test_rest_that_has_ended_stands_first_until_it_is_reported_back(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=_days_ago(32))
    [row] = _todo(alma).first
    assert row.when == "Slutade för 3 dagar sedan"
    with acting_as(alma):
        report_back(case.interventions.get().ref, by=alma, at=now())
    found = _todo(alma)
    assert not (found.first or found.week)
    assert [row.act for row in found.later] == ["Stäng ärendet"]


def test_a_returned_request_a_draft_and_one_that_waits_stand_in_their_places(alma: Viewer, dag: Viewer) -> None:
    returned = sent_request(alma, at=_days_ago(2))
    with acting_as(dag):
        decision.return_for_completion(
            returned.ref, version=returned.version, question="Vem frågade ni?", by=dag, at=_days_ago(1)
        )
    draft = draft_request(alma, at=_days_ago(1))
    waiting = sent_request(alma, at=_days_ago(1))
    found = _todo(alma)
    assert [row.url for row in found.asked] == [f"/requests/{returned.ref}/edit/"]
    assert [row.url for row in found.later] == [f"/requests/{draft.ref}/edit/"]
    assert [row.url for row in found.waiting] == [f"/requests/{waiting.ref}/"]


def test_a_caseworker_meets_their_own_persons_not_a_colleagues_and_never_a_foreign_one(
    alma: Viewer, bo: Viewer, cia: Viewer
) -> None:
    own, colleague, foreign = (identified(by, at=_days_ago(1)) for by in (alma, bo, cia))
    shown = str(_todo(alma))
    assert own.code in shown
    assert colleague.code not in shown
    assert foreign.code not in shown


def test_a_hand_over_waits_for_a_coordinator_and_then_for_the_offered_actor(
    alma: Viewer, cia: Viewer, dag: Viewer, frej: Viewer, signed_in: Callable[[str], Client]
) -> None:
    yesterday = _days_ago(1)
    with acting_as(frej):
        met = Identified(on=yesterday.date(), story="Mött vid en vägkrog.")
        hand_over(met, token=uuid4(), by=frej, at=yesterday)
    with acting_as(dag):
        row = HandOver.objects.select_related("person").get()
        [errand] = office_todo(dag, now=now()).hand_overs
        assert errand.url == f"/hand-overs/{row.ref}/"
        handover.offer(row.ref, "A-LINDEN", note="", by=dag, at=now())
        assert office_todo(dag, now=now()).hand_overs == ()
    [offered] = _todo(alma).offered
    assert signed_in("alma").get(offered.url).status_code == 200
    assert _todo(cia).offered == ()


def test_the_office_meets_the_queue_the_urgent_first_and_its_own_actors_marked(
    alma: Viewer, dag: Viewer, disa: Viewer
) -> None:
    calm = sent_request(alma, at=_days_ago(3))
    urgent = sent_request(alma, at=_days_ago(0), urgent=True)
    with acting_as(dag):
        found = office_todo(dag, now=now())
    assert [row.ref for row in found.queue] == [urgent.ref, calm.ref]
    assert found.waiting == 2


def test_the_office_meets_certifications_that_run_out_where_none_follows(disa: Viewer) -> None:
    noor = Actor.objects.get(ref="A-NOOR")
    with acting_as(disa):
        Certification.objects.filter(actor=noor).update(valid_to=today() + timedelta(days=20))
        [row] = office_todo(disa, now=now()).certifications
        assert "Noor" in row.what
    following = today() + timedelta(days=21)
    later = Certification(actor=noor, valid_from=following, valid_to=following + timedelta(days=365))
    with acting_as(disa):
        later.save(force_insert=True)
        assert office_todo(disa, now=now()).certifications == ()


def test_every_role_has_a_start_page_and_an_empty_one_says_so(signed_in: Callable[[str], Client]) -> None:
    sentences = {
        "alma": "Inget behöver göras just nu.",
        "dag": "Inga ansökningar väntar.",
        "eva": "Ingen rapport är publicerad än.",
        "frej": "Ni har inte lämnat över någon än.",
    }
    for name, sentence in sentences.items():
        page = signed_in(name).get("/")
        assert page.status_code == 200
        assert sentence in page.content.decode(), name


def test_the_start_page_asks_as_often_for_forty_persons_as_for_four(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("alma")
    asked = []
    for _round in range(2):
        for n in range(4):
            confirmed_case(alma, dag, at=_days_ago(25 + n))
            sent_request(alma, at=_days_ago(1))
        with CaptureQueriesContext(connection) as seen:
            browser.get("/")
        asked.append(sum("cases_" in query["sql"] and query["sql"].startswith("SELECT") for query in seen))
    assert asked[0] == asked[1] <= SELECTS


def test_the_office_meets_a_period_that_was_ended_early_or_long_ago_until_it_is_reported_back(
    alma: Viewer, dag: Viewer, disa: Viewer
) -> None:
    old, early = (confirmed_case(alma, dag, at=_days_ago(days)).interventions.get for days in (120, 20))
    with acting_as(alma):
        ended = end_early(
            early().ref, last=today() - timedelta(days=9), reason="LEFT", note="", by=alma, at=_days_ago(8)
        )
    with acting_as(disa):
        assert len(office_todo(disa, now=now()).ending) == 2
    with acting_as(alma):
        report_back(old().ref, by=alma, at=now())
        report_back(ended.ref, by=alma, at=now())
    with acting_as(disa):
        assert office_todo(disa, now=now()).ending == ()


def test_what_is_more_than_ten_is_counted_and_folded(
    alma: Viewer, dag: Viewer, signed_in: Callable[[str], Client]
) -> None:
    for _n in range(12):
        confirmed_case(alma, dag, at=_days_ago(28))
    assert len(_todo(alma).first) == _todo(alma).count == 12
    page = signed_in("alma").get("/").content.decode()
    assert "2 till" in page
    assert page.count("<strong>Viloperioden slutar") == 12


def test_what_only_the_actor_can_do_is_shown_to_the_office_folded_and_not_counted(
    alma: Viewer, dag: Viewer, disa: Viewer, signed_in: Callable[[str], Client]
) -> None:
    confirmed_case(alma, dag, at=_days_ago(28))
    with acting_as(disa):
        found = office_todo(disa, now=now())
    assert (len(found.ending), found.count, found.is_empty) == (1, 0, True)
    assert "Perioder som slutar: aktören redovisar" in signed_in("disa").get("/").content.decode()
