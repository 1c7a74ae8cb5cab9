"""The family: two persons linked, the same child at both supplemented once, somebody close who becomes a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Stopped, Strange
from accounts.viewer import Viewer, system
from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    ChildSupplement,
    Dependant,
    FamilyLink,
    Identification,
    Person,
)
from cases.selectors.admission import sent
from cases.selectors.family import family
from cases.selectors.granted import nights_of
from cases.selectors.person import person_page, timeline
from cases.services import decision
from cases.services.admission import AskedChild
from cases.services.child import Concern, note_concern
from cases.services.dependant import Close, add_dependant
from cases.services.family import Becomes, become_person, end_link, link_persons, mark_same
from tests.factories import confirmed_case, identified, sent_request, share_with
from tests.sameness import said

SignedIn = Callable[[str], Client]
BORN = today().year - 6


@pytest.fixture
def parents(alma: Viewer) -> tuple[Person, Person]:
    """Two persons whom Linden met."""
    return identified(alma, at=now()), identified(alma, at=now())


def _link(by: Viewer, one: Person, other: Person, relation: str = "PARTNER", answered: tuple[str, ...] = ()) -> str:
    with acting_as(by):
        return link_persons(one.code, other.code, relation, by=by, at=now(), answered=answered).ref


def _child(by: Viewer, person: Person, relation: str = "CHILD", born: int | None = BORN) -> Dependant:
    with acting_as(by):
        return add_dependant(person.code, Close(relation, born), by=by, at=now())


def _decline(by: Viewer, request: AdmissionRequest, *, paid: bool = True) -> None:
    """Say no, and pay tonight all the same."""
    said = {"decline_reason": "NOT_ELIGIBLE", "reason": "Samhället ger skydd.", "by": by, "at": now()}
    with acting_as(by):
        decision.decline(request.ref, version=request.version, paid_until=today() if paid else None, **said)  # type: ignore[arg-type]


def _same(by: Viewer, one: tuple[Person, Dependant], other: Dependant | None) -> None:
    with acting_as(by):
        mark_same(one[0].code, one[1].ref, other.ref if other else "", by=by, at=now())


@pytest.mark.parametrize(
    ("relation", "here", "there"),
    [("CHILD", "Barn", "Förälder"), ("PARENT", "Förälder", "Barn"), ("SIBLING", "Syskon", "Syskon")],
)
def test_each_page_says_what_the_other_is_to_it(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn, relation: str, here: str, there: str
) -> None:
    one, other = parents
    browser = signed_in("alma")
    typed = {"other": other.code.lower(), "relation": relation}
    assert browser.post(f"/persons/{one.code}/family/new/", typed).status_code == 302
    with acting_as(alma):
        assert [(x.code, x.relation) for x in family(alma, one.code).links] == [(other.code, here)]
        assert [(x.code, x.relation) for x in family(alma, other.code).links] == [(one.code, there)]
        assert timeline(alma, other.code, on=today())[0].what == "En närstående har en egen sida"
    assert f"/persons/{other.code}/" in browser.get(f"/persons/{one.code}/").content.decode()


def test_a_link_is_taken_away_from_either_page_and_stays_in_the_history(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, other = parents
    ref, browser = _link(alma, one, other), signed_in("alma")
    end = f"/persons/{other.code}/family/{ref}/end/"
    assert browser.get(end).status_code == 200
    assert browser.post(end, {"go": "remove"}).status_code == 302
    assert browser.get(end).status_code == 404
    with acting_as(alma):
        assert family(alma, one.code).links == ()
        kept = apps.get_model("cases", "FamilyLinkEvent").objects.filter(pgh_obj__ref=ref).order_by("pgh_created_at")
        assert list(kept.values_list("pgh_label", flat=True)) == ["insert", "update"]
    assert _link(alma, one, other) != ref, "they can be linked again"


def test_no_link_to_oneself_none_twice_and_none_to_somebody_whom_one_may_not_change(
    alma: Viewer, cia: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    theirs = identified(cia, at=now())
    _link(alma, one, other)
    for whose in (one, other, theirs):
        with pytest.raises(Invalid) as refused:
            _link(alma, one, whose)
        assert list(refused.value.fields) == ["other"]
    with acting_as(alma), pytest.raises(Invalid) as missing:
        link_persons(one.code, "K7QF-2M", "CHILD", by=alma, at=now())
    with acting_as(alma), pytest.raises(Invalid) as foreign:
        link_persons(one.code, theirs.code, "CHILD", by=alma, at=now())
    assert missing.value.fields == foreign.value.fields, "foreign is as missing"
    with acting_as(cia), pytest.raises(NotFound):
        link_persons(one.code, theirs.code, "CHILD", by=cia, at=now())


def test_a_circle_of_parents_is_refused(alma: Viewer, parents: tuple[Person, Person]) -> None:
    one, other = parents
    third = identified(alma, at=now())
    _link(alma, one, other, "CHILD")
    _link(alma, third, other, "PARENT")
    with pytest.raises(Invalid) as refused:
        _link(alma, third, one, "PARENT" if one.pk == third.pk else "CHILD")
    assert list(refused.value.fields) == ["relation"]
    _link(alma, third, one, "SIBLING")


def test_a_parent_hardly_older_than_the_child_is_asked_about(alma: Viewer) -> None:
    one, other = identified(alma, at=now(), birth_year=1990), identified(alma, at=now(), birth_year=1985)
    with pytest.raises(Strange) as asked:
        _link(alma, one, other, "PARENT")
    assert _link(alma, one, other, "PARENT", tuple(q["token"] for q in asked.value.questions))


def test_whoever_sees_one_of_the_two_sees_no_link(alma: Viewer, cia: Viewer, dag: Viewer) -> None:
    one, other = sorted((identified(alma, at=now()), identified(cia, at=now())), key=lambda person: person.pk)
    with acting_as(system("test")):
        row = FamilyLink(person=one, other=other, ref="L-PROV", relation="SIBLING", made_at=now(), made_by_id=alma.id)
        row.save(force_insert=True)
    for sees_one in (alma, cia):
        with acting_as(sees_one):
            assert not FamilyLink.objects.exists()
            assert not apps.get_model("cases", "FamilyLinkEvent").objects.exists()
    with acting_as(dag):
        assert FamilyLink.objects.count() == 1


def test_the_same_child_is_proposed_where_year_and_relation_agree_and_marked_by_the_caseworker(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    _child(alma, other, born=BORN - 1)
    browser, address = signed_in("alma"), f"/persons/{one.code}/dependants/{here.ref}/same/"
    assert "Koppla ihop de två personerna först" in browser.get(address).content.decode()
    _link(alma, one, other)
    assert f"Är det samma barn som hos {other.code_name}?" in browser.get(f"/persons/{one.code}/").content.decode()
    form = browser.get(address).content.decode()
    assert there.ref in form
    assert browser.post(address, {"other": there.ref}).status_code == 302
    page = browser.get(f"/persons/{other.code}/").content.decode()
    assert f"samma barn som hos {one.code_name}" in page
    assert browser.post(address, {"other": ""}).status_code == 302
    assert f"samma barn som hos {one.code_name}" not in browser.get(f"/persons/{other.code}/").content.decode()


def test_a_late_page_does_not_take_away_who_was_said_to_be_the_same_child(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    _link(alma, one, other)
    hers, his, address = signed_in("alma"), signed_in("bo"), f"/persons/{one.code}/dependants/{here.ref}/same/"
    seen = his.get(address).context["form"].initial["seen"]
    assert f'name="seen" value="{seen}"' in " ".join(his.get(address).content.decode().split())
    assert hers.post(address, {"other": there.ref, "seen": seen}).status_code == 302
    assert his.post(address, {"other": "", "seen": seen}).status_code == 409
    with acting_as(alma):
        assert Dependant.objects.get(pk=here.pk).same_as is not None
    again = his.get(address).context["form"].initial["seen"]
    assert his.post(address, {"other": "", "seen": again}).status_code == 302


def test_only_somebody_at_a_linked_person_is_the_same(alma: Viewer, parents: tuple[Person, Person]) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    with pytest.raises(Invalid):
        _same(alma, (one, here), there)


def test_the_same_child_is_not_supplemented_twice_for_a_day(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    _link(alma, one, other)
    _same(alma, (one, here), there)
    confirmed_case(alma, dag, at=now(), person=one, children=(AskedChild(ref=here.ref, days=10),))
    with pytest.raises(Stopped) as stopped:
        sent_request(alma, at=now(), person=other, children=(AskedChild(ref=there.ref),))
    stops = [v for v in stopped.value.verdicts if v.level == "stop"]
    assert [(v.code, v.case) for v in stops] == [("child_once", "elsewhere")]
    after = today() + timedelta(days=10)
    theirs = (AskedChild(ref=there.ref),)
    sent = sent_request(alma, at=now(), person=other, start=after, society_asked_on=today(), children=theirs)
    assert sent.state == "SENT", "on other days it is another supplement"


def test_a_mark_that_comes_after_sending_stops_the_decision(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    confirmed_case(alma, dag, at=now(), person=one, children=(AskedChild(ref=here.ref),))
    sent = sent_request(alma, at=now(), person=other, children=(AskedChild(ref=there.ref),))
    _link(alma, one, other)
    _same(alma, (one, here), there)
    with acting_as(dag), pytest.raises(Stopped):
        decision.confirm(sent.ref, version=sent.version, reason="Prövat.", by=dag, at=now())


def test_the_database_stops_a_second_supplement_for_the_same_child(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    _link(alma, one, other)
    _same(alma, (one, here), there)
    confirmed_case(alma, dag, at=now(), person=one, children=(AskedChild(ref=here.ref),))
    case = confirmed_case(alma, dag, at=now(), person=other)
    with acting_as(dag):
        given = case.interventions.get()
        mark = Dependant.objects.get(pk=there.pk).same_as
        again = ChildSupplement(person=other, intervention=given, dependant=there, same_as=mark)
        again.start, again.last = given.start, given.last
        with pytest.raises(IntegrityError, match="the_same_child"), transaction.atomic():
            again.save(force_insert=True)


def test_a_night_that_was_paid_after_a_refusal_is_not_supplemented_at_the_other_person(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    refused = sent_request(alma, at=now(), person=one, urgent=True, children=(AskedChild(ref=here.ref),))
    _decline(dag, refused)
    sent = sent_request(alma, at=now(), person=other, children=(AskedChild(ref=there.ref),))
    _link(alma, one, other)
    _same(alma, (one, here), there)
    answer = {"version": sent.version, "reason": "Prövat.", "by": dag, "at": now()}
    with acting_as(dag), pytest.raises(Stopped) as stopped:
        decision.confirm(sent.ref, **answer)  # type: ignore[arg-type]
    assert [v.case for v in stopped.value.verdicts if v.level == "stop"] == ["elsewhere"]
    _same(alma, (one, here), None)
    with acting_as(dag):
        assert decision.confirm(sent.ref, **answer), "another child"  # type: ignore[arg-type]


def test_no_night_is_paid_after_a_refusal_for_a_child_with_a_supplement_at_the_other_person(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person]
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    both = [
        sent_request(alma, at=now(), person=person, urgent=True, children=(AskedChild(ref=child.ref),))
        for person, child in ((one, here), (other, there))
    ]
    _link(alma, one, other)
    _same(alma, (one, here), there)
    for request in both:
        _decline(dag, request)
    with acting_as(dag):
        paid = [nights_of(request.ref) for request in both]
        assert [(len(what.children), what.own is not None) for what in paid if what] == [(1, True), (0, True)]
        causes = AdmissionDecision.objects.filter(paid_until__isnull=False).order_by("at")
        totals = [Decimal(one.cost["total"]) for one in causes if one.cost]
        child = paid[0].children[0] if paid[0] else None
        assert child is not None
        assert totals[0] - totals[1] == child.rate * child.days, "the bed is paid, the child once"
        assert "Ett barn betalas hos en annan person, inte två gånger." in sent(dag, both[1].ref).decisions[0].nights


def test_whose_other_page_the_applicant_does_not_see_is_told_the_coordinator_alone(
    alma: Viewer, cia: Viewer, dag: Viewer
) -> None:
    theirs, mine = identified(cia, at=now()), identified(alma, at=now())
    there, here = _child(cia, theirs), _child(alma, mine)
    confirmed_case(cia, dag, at=now(), person=theirs, children=(AskedChild(ref=there.ref),))
    with acting_as(dag):  # as it is where both were once the same actor's
        for row in (there, here):
            Dependant.objects.filter(pk=row.pk).update(same_as=here.pk)
        ChildSupplement.objects.filter(dependant=there).update(same_as=here.pk)
    sent = sent_request(alma, at=now(), person=mine, children=(AskedChild(ref=here.ref),))
    assert sent.state == "SENT", "the applicant learns nothing"
    with acting_as(dag), pytest.raises(Stopped) as stopped:
        decision.confirm(sent.ref, version=sent.version, reason="Prövat.", by=dag, at=now())
    assert [v.case for v in stopped.value.verdicts if v.level == "stop"] == ["elsewhere"]
    with acting_as(alma):
        assert family(alma, mine.code).close[0].same is None


def test_somebody_close_becomes_a_person_in_one_step(
    alma: Viewer, dag: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, _other = parents
    row = _child(alma, one)
    confirmed_case(alma, dag, at=now(), person=one, children=(AskedChild(ref=row.ref),))
    with acting_as(alma):
        made = Concern("MADE", today(), "ACTOR", of=row.ref, note="Talat med barnet först.")
        note_concern(one.code, made, by=alma, at=now())
    browser, address = signed_in("alma"), f"/persons/{one.code}/dependants/{row.ref}/person/"
    form = browser.get(address).content.decode()
    assert "Barntillägget löper till och med" in form
    typed = {"on": today().isoformat(), "age": "CHILD", "certainty": "LIKELY", "gender": "UNKNOWN"}
    typed |= {"immediate_risk": "UNKNOWN", "consent": "NOT_ASKED"}
    there = browser.post(address, typed | {"forms": ["BEGGING"]})
    assert there.status_code == 302
    with acting_as(alma):
        row = Dependant.objects.select_related("became").get(pk=row.pk)
        person = row.became
        assert person is not None
        assert (person.birth_year, person.age, person.age_basis) == (BORN, "CHILD", "KNOWN")
        assert row.directly_exposed
        assert [x.relation for x in family(alma, person.code).links] == ["Förälder"]
        assert ChildSupplement.objects.get(dependant=row).last >= today(), "what runs goes on"
        met = Identification.objects.get(person=person)
        assert (met.route, met.certainty) == ("OTHER_PERSON", "LIKELY")
        assert person.concern_reports.get().note.open() == "Talat med barnet först."
    assert there.headers["Location"] == f"/persons/{person.code}/"
    overview = browser.get(f"/persons/{one.code}/").content.decode()
    assert overview.count(f'href="/persons/{person.code}/"') == 1, "and stands once among those close"
    with acting_as(alma):
        (link,) = family(alma, one.code).links
    assert f"/persons/{one.code}/family/{link.ref}/" in overview, "where the link can be taken away"
    again = browser.post(address, typed)
    assert again.headers["Location"] == f"/persons/{person.code}/", "twice makes one person"


def test_who_does_not_see_the_page_that_a_child_has_is_not_asked_to_make_one(
    alma: Viewer, cia: Viewer, signed_in: SignedIn
) -> None:
    person = identified(alma, at=now())
    row = _child(alma, person)
    with acting_as(alma):
        become_person(person.code, row.ref, Becomes(today()), by=alma, at=now())
        share_with(person.code, "A-NOOR", alma, until=today(), may_write=True)
    with acting_as(cia):
        (close,) = family(cia, person.code).close
    assert (close.has_page, close.became) == (True, None)
    assert f"/dependants/{row.ref}/person/" not in signed_in("cia").get(f"/persons/{person.code}/").content.decode()


def test_the_same_child_becomes_one_person_from_whichever_page(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    _link(alma, one, other)
    _same(alma, (one, here), there)
    with acting_as(alma):
        person = become_person(one.code, here.ref, Becomes(today()), by=alma, at=now())
        with pytest.raises(Invalid) as told:
            become_person(other.code, there.ref, Becomes(today()), by=alma, at=now())
    assert person.code in told.value.fields[""]
    _same(alma, (other, there), None)
    with acting_as(alma):
        assert become_person(other.code, there.ref, Becomes(today()), by=alma, at=now()).pk != person.pk


def test_somebody_close_who_may_be_exposed_is_a_thing_to_do_until_they_have_a_page(
    alma: Viewer, parents: tuple[Person, Person]
) -> None:
    one, _other = parents
    with acting_as(alma):
        close = Close("SIBLING", BORN - 20, in_sweden=False, directly_exposed=True)
        row = add_dependant(one.code, close, by=alma, at=now())
        [step] = [s for s in person_page(alma, one.code, on=today()).steps if s.code == "become"]
        assert step.link == ("dependant_become", one.code, row.ref)
        become_person(one.code, row.ref, Becomes(today()), by=alma, at=now())
        assert not [s for s in person_page(alma, one.code, on=today()).steps if s.code == "become"]


def test_whoever_may_not_change_the_person_gets_what_is_nobodys(
    alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn
) -> None:
    one, other = parents
    row, ref, cia = _child(alma, one), _link(alma, one, other), signed_in("cia")
    pages = ("family/new/", f"family/{ref}/end/", f"dependants/{row.ref}/same/", f"dependants/{row.ref}/person/")
    for page in pages:
        foreign, missing = cia.get(f"/persons/{one.code}/{page}"), cia.get(f"/persons/K7QF-2M/{page}")
        assert (foreign.status_code, said(foreign)) == (404, said(missing))
    with acting_as(alma), pytest.raises(NotFound):
        end_link(one.code, "L-FINNSEJ", by=alma, at=now())


def test_a_program_says_and_takes_the_same(alma: Viewer, parents: tuple[Person, Person], signed_in: SignedIn) -> None:
    one, other = parents
    here, there = _child(alma, one), _child(alma, other)
    browser, at = signed_in("alma"), f"/api/v1/persons/{one.code}/"
    made = browser.post(f"{at}family/links/", {"other": other.code, "relation": "PARTNER"}, "application/json")
    assert made.status_code == 201
    assert browser.get(f"{at}family/").json()["close"][0]["perhaps"]["code"] == other.code
    same, known = {"other": there.ref}, browser.get(f"{at}dependants/{here.ref}/").json()
    assert (known["initial"]["birth_year"], known["stays"]) == (BORN, False)
    assert browser.get(f"{at}dependants/{here.ref}/same/").json()["choices"][0]["ref"] == there.ref
    assert browser.get(f"{at}dependants/{here.ref}/person/").json()["age"] == "CHILD"
    assert browser.post(f"{at}dependants/{here.ref}/same/", same, "application/json").status_code == 204
    assert browser.get(f"{at}family/").json()["close"][0]["same"]["code"] == other.code
    became = browser.post(f"{at}dependants/{here.ref}/person/", {"on": today().isoformat()}, "application/json")
    assert became.status_code == 201
    assert browser.get(f"{at}family/").json()["close"][0]["became"]["code"] == became.json()["code"]
    end = f"{at}family/links/{made.json()['ref']}/end/"
    assert browser.post(end, {}, "application/json").status_code == 204
    with acting_as(alma):
        assert become_person(one.code, here.ref, Becomes(today()), by=alma, at=now()).code == became.json()["code"]
