"""Children in a request: only children are offered, what the record says of them holds, the same child is one child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock import day, now
from accounts.door import acting_as
from accounts.errors import Invalid, Stopped
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Dependant, Person
from cases.models.choices import Relation
from cases.services import admission, decision
from cases.services.admission import AskedChild
from cases.services.dependant import Close, add_dependant
from tests.cases.asking import check_url, decide_url, edit_url, told, whole_form
from tests.factories import asked, draft_request, identified, sent_request

SignIn = Callable[[str], Client]


@pytest.fixture
def at() -> datetime:
    """Now: the pages ask the real clock."""
    return now()


@pytest.fixture
def somebody(alma: Viewer, at: datetime) -> Person:
    """Somebody whom Alma has met."""
    return identified(alma, at=at)


def _known(by: Viewer, person: Person, at: datetime, relation: str = "CHILD", born: int | None = 2019) -> Dependant:
    with acting_as(by):
        # Written down two years ago: who was a child then may have grown up since.
        return add_dependant(person.code, Close(relation, born), by=by, at=at - timedelta(days=730))


def _api(client: Client, request: AdmissionRequest, act: str, **said: Any) -> Any:
    what = whole_form(day(now())) | {"days": 30} | said
    return client.post(f"/api/v1/requests/{request.ref}/{act}/", what, content_type="application/json")


@pytest.mark.parametrize(
    ("relation", "age", "offered"),
    [
        (Relation.CHILD, 5, True),
        (Relation.CHILD, 18, True),
        (Relation.CHILD, 19, False),
        (Relation.CHILD, None, True),
        (Relation.SIBLING, None, True),
        (Relation.PARTNER, None, False),
        (Relation.PARTNER, 17, True),
        (Relation.PARENT, 18, False),
        (Relation.OTHER, 40, False),
    ],
)
def test_only_who_may_be_a_child_on_the_first_day_is_offered(
    signed_in: SignIn, alma: Viewer, somebody: Person, at: datetime, relation: str, age: int | None, offered: bool
) -> None:
    kin = _known(alma, somebody, at, relation, None if age is None else at.year - age)
    draft = draft_request(alma, at=at, person=somebody)
    page = signed_in("alma").get(edit_url(draft)).content.decode()
    assert (f'name="child-{kin.ref}-wanted"' in page) is offered


def test_a_partner_gets_no_supplement_whatever_a_program_says_of_them(
    signed_in: SignIn, alma: Viewer, somebody: Person, at: datetime
) -> None:
    partner = _known(alma, somebody, at, Relation.PARTNER, 1990)
    draft, client = draft_request(alma, at=at, person=somebody), signed_in("alma")
    answer = _api(client, draft, "verdicts", children=[{"ref": partner.ref, "birth_year": 2020}]).json()
    (line,) = [one for one in answer["lines"] if one["level"] == "stop"]
    assert line["key"] == f"only_children:{partner.ref}"
    what = asked(day(at), children=(AskedChild(ref=partner.ref, birth_year=2020),))
    with acting_as(alma), pytest.raises(Stopped):
        admission.send(draft.ref, what, version=1, by=alma, at=at)


def test_a_child_that_the_record_does_not_know_is_refused(
    signed_in: SignIn, alma: Viewer, cia: Viewer, somebody: Person, at: datetime
) -> None:
    foreign = _known(cia, identified(cia, at=at), at)
    draft, client = draft_request(alma, at=at, person=somebody), signed_in("alma")
    for act in ("verdicts", "send"):
        answer = _api(client, draft, act, children=[{"ref": foreign.ref}])
        assert answer.status_code == 422
        assert "children" in answer.content.decode()
    with acting_as(alma):
        assert not Dependant.objects.filter(person=somebody).exists()


def test_a_new_child_born_the_same_year_as_one_on_the_record_is_explained_or_that_one_is_chosen(
    signed_in: SignIn, alma: Viewer, somebody: Person, at: datetime
) -> None:
    known = _known(alma, somebody, at)
    draft, client = draft_request(alma, at=at, person=somebody), signed_in("alma")
    new = {"new_children": "1", "new-0-mark": "m0a1b2c", "new-0-birth_year": "2019", "new-0-in_sweden": "yes"}
    page = told(client, draft, **whole_form(day(at), **new))
    assert "Ett barn med samma födelseår som barnet fött 2019 finns redan." in page
    assert "Kontrollera innan du skickar" in told(
        client, draft, **whole_form(day(at), **{f"child-{known.ref}-wanted": "on"})
    )
    explained = whole_form(day(at), **new, **{"motivation-child_on_record:m0a1b2c": "De är tvillingar."})
    told(client, draft, **explained)
    client.post(check_url(draft), {"version": 1})
    office = signed_in("dag").get(f"{decide_url(draft)}?texts=1").content.decode()
    assert "De är tvillingar." in office
    with acting_as(alma):
        assert Dependant.objects.filter(person=somebody).count() == 2


def test_twins_in_one_request_are_no_doubt(alma: Viewer, dag: Viewer, at: datetime) -> None:
    twins = (AskedChild(birth_year=2019), AskedChild(birth_year=2019))
    sent = sent_request(alma, at=at, children=twins)
    with acting_as(dag):
        assert decision.confirm(sent.ref, version=sent.version, reason="", by=dag, at=at).interventions.count() == 1


def test_sent_again_after_a_question_a_child_is_still_one_child(
    signed_in: SignIn, alma: Viewer, dag: Viewer, somebody: Person, at: datetime
) -> None:
    draft, client = draft_request(alma, at=at, person=somebody), signed_in("alma")
    children = [{"birth_year": 2019}, {"birth_year": 2019}, {"birth_year": 2021}]
    sent = _api(client, draft, "send", children=children).json()
    refs = [child["ref"] for child in sent["children"]]
    assert len(set(refs)) == 3
    with acting_as(dag):
        decision.return_for_completion(draft.ref, version=sent["version"], question="Vem?", by=dag, at=at)
    children = [{"birth_year": 2019}, {"ref": refs[2]}, {"birth_year": 2023}]
    again = _api(client, draft, "send", version=sent["version"] + 1, answer="Socialjouren.", children=children)
    assert again.status_code == 200, again.content
    with acting_as(alma):
        assert Dependant.objects.filter(person=somebody).count() == 4
        assert AdmissionRequest.objects.get(pk=draft.pk).children.count() == 3
    listed = client.get(f"/api/v1/persons/{somebody.code}/").json()["dependants"]
    assert {child["ref"] for child in listed} >= set(refs)


def test_an_unknown_reference_writes_nothing(alma: Viewer, somebody: Person, at: datetime) -> None:
    draft = draft_request(alma, at=at, person=somebody)
    what = asked(day(at), children=(AskedChild(ref="B-NOBODY", birth_year=2019),))
    with acting_as(alma), pytest.raises(Invalid):
        admission.send(draft.ref, what, version=1, by=alma, at=at)
