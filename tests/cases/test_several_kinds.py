"""Several kinds in one: what they share is typed once; each is sent, decided and seen on its own, side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Conflict
from accounts.services.saving import Page
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Case
from cases.selectors.decision import queue
from cases.services import admission, decision
from cases.services.further import begin_further
from tests.cases.asking import edit_url
from tests.factories import asked, confirmed_case, item_of, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def case(alma: Viewer, dag: Viewer, march: datetime) -> Case:
    """A case in which a rest ended yesterday."""
    return confirmed_case(alma, dag, at=march - timedelta(days=30))


def _both(case: Case, by: Viewer, at: datetime) -> tuple[AdmissionRequest, AdmissionRequest]:
    with acting_as(by):
        support, specific = begin_further(case.person.code, ["SPECIFIC", "SUPPORT"], by=by, at=at)
    assert (support.kind, specific.kind) == ("SUPPORT", "SPECIFIC")
    return support, specific


def _typed(row: AdmissionRequest, by: Viewer) -> dict[str, str]:
    with acting_as(by):
        return dict(AdmissionRequest.objects.get(pk=row.pk).typed.open())


def test_what_they_share_is_typed_once_and_the_rest_stays_apart(case: Case, alma: Viewer, march: datetime) -> None:
    support, specific = _both(case, alma, march)
    said = {"need": "Behöver trygghet.", "society_asked": "Socialjouren", "society_protects": "NO", "days": "12"}
    with acting_as(alma):
        admission.save_draft(support.ref, said, version=1, by=alma, at=march)
    other = _typed(specific, alma)
    assert (other["need"], other["society_asked"], other["society_protects"]) == (
        "Behöver trygghet.",
        "Socialjouren",
        "NO",
    )
    assert other.get("days") != "12"


def test_what_was_taken_out_of_one_is_taken_out_of_the_other(case: Case, alma: Viewer, march: datetime) -> None:
    support, specific = _both(case, alma, march)
    with acting_as(alma):
        admission.save_draft(support.ref, {"need": "Ett", "society_asked": "Jouren"}, version=1, by=alma, at=march)
        admission.save_draft(support.ref, {"need": "Ett"}, version=1, by=alma, at=march)
    assert "society_asked" not in _typed(specific, alma)


def test_an_older_page_of_the_other_writes_nothing_back(case: Case, alma: Viewer, march: datetime) -> None:
    support, specific = _both(case, alma, march)
    old = Page(seen=march.isoformat(), tab="b", turn=1)
    later = march + timedelta(minutes=1)
    with acting_as(alma):
        admission.save_draft(support.ref, {"need": "Nytt."}, version=1, by=alma, at=later)
        with pytest.raises(Conflict):
            admission.save_draft(specific.ref, {"need": "Gammalt."}, version=1, by=alma, at=later, page=old)
    assert _typed(support, alma)["need"] == "Nytt."


def test_one_that_is_sent_is_not_changed_by_the_other(case: Case, alma: Viewer, march: datetime) -> None:
    support, specific = _both(case, alma, march)
    with acting_as(alma):
        admission.send(support.ref, asked(day(march), days=30), version=1, by=alma, at=march)
        admission.save_draft(specific.ref, {"need": "Något annat."}, version=1, by=alma, at=march)
        assert AdmissionRequest.objects.get(pk=support.pk).need.open() == "Saknar boende."


def test_each_is_decided_on_its_own_and_they_stand_side_by_side_in_the_queue(
    case: Case, alma: Viewer, dag: Viewer, march: datetime
) -> None:
    support, specific = _both(case, alma, march)
    item = item_of("SPECIFIC", day(march))
    with acting_as(alma):
        admission.send(support.ref, asked(day(march), days=30), version=1, by=alma, at=march)
    between = sent_request(alma, at=march + timedelta(minutes=1))
    with acting_as(alma):
        what = asked(day(march), days=3, item=item.ref, amount=Decimal(1_000))
        admission.send(specific.ref, what, version=1, by=alma, at=march + timedelta(minutes=2))
    with acting_as(dag):
        rows = queue(dag)
        assert [row.ref for row in rows] == [support.ref, specific.ref, between.ref]
        assert [row.together for row in rows] == [1, 1, 0]
        decision.confirm(support.ref, version=2, reason="", by=dag, at=march + timedelta(hours=1))
        assert AdmissionRequest.objects.get(pk=specific.pk).state == "SENT"


def test_the_pages_link_them(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    case = confirmed_case(alma, dag, at=at - timedelta(days=30))
    support, specific = _both(case, alma, at)
    page = signed_in("alma").get(edit_url(support)).content.decode()
    assert f"/requests/{specific.ref}/edit/" in page
    assert "Skrivna tillsammans" in page


def test_a_coordinator_is_told_of_none_that_is_not_sent(signed_in: SignIn, alma: Viewer, dag: Viewer) -> None:
    at = now()
    support, specific = _both(confirmed_case(alma, dag, at=at - timedelta(days=30)), alma, at)
    with acting_as(alma):
        admission.send(support.ref, asked(day(at), days=30), version=1, by=alma, at=at)
    for who, told in (("alma", True), ("disa", False)):
        pages = [signed_in(who).get(f"/requests/{support.ref}/{page}") for page in (("",) if told else ("", "decide/"))]
        for page in pages:
            assert page.status_code == 200
            said = page.content.decode()
            assert ("Skrivna tillsammans" in said, specific.ref in said) == (told, told), who


def test_one_alone_is_written_with_nobody(case: Case, alma: Viewer, march: datetime) -> None:
    with acting_as(alma):
        (only,) = begin_further(case.person.code, ["SUPPORT"], by=alma, at=march)
    assert only.together is None
