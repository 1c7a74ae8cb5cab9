"""The same human twice: found after sending by the system, linked by a coordinator, counted once, one open case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acts import Role
from accounts.clock import STOCKHOLM, now, today
from accounts.door import acting_as
from accounts.errors import Conflict, Invalid, NotFound, Stopped
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, system, viewer_of
from audit.models import AccessEvent, Outbox
from cases.models import Case, IdentityMark, Person, SamePersonLink
from cases.models.choices import Protection
from cases.models.same_person import SameState, Sign
from cases.selectors.same_person import errands, same_page
from cases.services.decision import confirm
from cases.services.details import Guarded, write_protection
from cases.services.same_person import ask_about, compare, decide_same, note_identity
from reports.statistics import persons as persons_statistic
from tests.accounts.test_second_factor import SECRET
from tests.factories import confirmed_case, identified, sent_request

SignIn = Callable[[str], Client]
NUMBER = "19811228-9874"
SYSTEM = system("outbox")


def _note(by: Viewer, person: Person, number: str = NUMBER, country: str = "SE") -> None:
    with acting_as(by):
        note_identity(person.code, country, number, by=by, at=now())


def _compare(person: Person) -> list[SamePersonLink]:
    with acting_as(SYSTEM):
        return compare(person.pk, at=now())


def _of(request: Any) -> Person:
    with acting_as(SYSTEM):
        return Person.objects.get(pk=request.person_id)


def _linked(one: Person, other: Person, by: Viewer) -> SamePersonLink:
    with acting_as(by):
        row = ask_about(one.code, other.code, by=by, at=now())
        return decide_same(row.ref, SameState.LINKED, "FACTS", seen=row.state, by=by, at=now())


@pytest.fixture
def tor(users: dict[str, User]) -> Viewer:
    """A caseworker at a third actor."""
    ankaret = Actor.objects.get(ref="A-ANKARET")
    user = User.objects.create_user("tor@example.org", "Tor Tun", employer=ankaret)
    user.groups.add(ankaret.group)
    Appointment.objects.create(user=user, role=Role.CASEWORKER, actor=ankaret)
    return viewer_of(user)


@pytest.fixture
def two(alma: Viewer, cia: Viewer) -> tuple[Person, Person]:
    """Sent for admission by Linden, and by Noor."""
    return _of(sent_request(alma, at=now())), _of(sent_request(cia, at=now()))


def test_the_same_number_is_found_after_sending_however_it_is_typed(
    alma: Viewer, cia: Viewer, disa: Viewer, two: tuple[Person, Person]
) -> None:
    _note(alma, two[0], "811228-9874")
    _note(cia, two[1], "19811228 9874")
    (row,) = _compare(two[1])
    assert (row.sign, row.state, {row.person_id, row.other_id}) == (Sign.NUMBER, SameState.OPEN, {p.pk for p in two})
    assert _compare(two[1]) == _compare(two[0]) == [], "asked once"
    with acting_as(disa):
        (errand,) = errands(disa)
        page = same_page(disa, errand.ref)
    assert page.answers == (SameState.LINKED, SameState.DISMISSED)
    assert {one.label for one in page.lines} >= {"Födelseår", "Medborgarskap", "Språk"}


def test_three_actors_with_one_number_give_an_errand_for_each_pair(alma: Viewer, cia: Viewer, tor: Viewer) -> None:
    actors = (alma, cia, tor)
    persons = [_of(sent_request(by, at=now())) for by in actors]
    assert len({person.responsible_actor_id for person in persons}) == 3
    for by, person in zip(actors, persons, strict=True):
        _note(by, person)
    assert [len(_compare(person)) for person in persons] == [2, 1, 0]


def test_a_number_that_was_wrong_finds_nobody_once_it_is_written_again(
    alma: Viewer, cia: Viewer, two: tuple[Person, Person]
) -> None:
    _note(alma, two[0])
    _note(cia, two[1])
    _note(alma, two[0], "AB 12345", "NG")
    assert _compare(two[1]) == []


def test_before_anything_is_sent_nobody_is_compared(alma: Viewer, cia: Viewer) -> None:
    persons = [identified(alma, at=now()), identified(cia, at=now())]
    for by, person in zip((alma, cia), persons, strict=True):
        _note(by, person)
    assert _compare(persons[1]) == []


@pytest.mark.parametrize("number", ["811228-9875", "811399-9874", "1234567", "åäöåäö"])
def test_what_is_no_number_is_refused_and_not_shown_again(number: str, alma: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    answer = signed_in("alma").post(f"/persons/{person.code}/identity/", {"country": "SE", "identity_number": number})
    assert answer.status_code == 422
    assert number not in answer.content.decode()
    with acting_as(SYSTEM):
        assert not IdentityMark.objects.filter(person_id=person.pk).exists()


def test_a_new_identity_takes_no_number_and_ends_the_mark(
    alma: Viewer, cia: Viewer, two: tuple[Person, Person], signed_in: SignIn
) -> None:
    _note(alma, two[0])
    _note(cia, two[1])
    with acting_as(cia):
        write_protection(two[1].code, Guarded(protection=Protection.NEW_IDENTITY), by=cia, at=now())
    with acting_as(SYSTEM):
        assert Outbox.objects.filter(event="IDENTITY_ENDS", person_id=two[1].pk).count() == 1
    with pytest.raises(Invalid):
        _note(cia, two[1])
    page = signed_in("cia").get(f"/persons/{two[1].code}/identity/").content.decode()
    assert 'name="identity_number"' not in page
    assert _compare(two[1]) == []
    with acting_as(SYSTEM):
        assert not IdentityMark.objects.filter(person_id=two[1].pk).exists()
    assert _compare(two[0]) == []


def test_a_locked_session_asks_for_the_number_again(alma: Viewer, signed_in: SignIn, users: dict[str, User]) -> None:
    Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(SECRET)})
    person, browser = identified(alma, at=now()), signed_in("alma")
    session = browser.session
    session["nsp.seen"] = now().timestamp() - 16 * 60
    session.save()
    said = {"country": "SE", "identity_number": NUMBER}
    page = browser.post(f"/persons/{person.code}/identity/", said).content.decode()
    assert 'name="country"' in page, "what was typed goes on from there"
    assert NUMBER not in page


def test_nobody_but_the_system_reads_a_mark(alma: Viewer, disa: Viewer, two: tuple[Person, Person]) -> None:
    _note(alma, two[0])
    with acting_as(disa):
        assert not IdentityMark.objects.exists()
    with acting_as(alma), pytest.raises(ProgrammingError), transaction.atomic():
        IdentityMark.objects.exists()
    with acting_as(alma), pytest.raises(ProgrammingError), transaction.atomic():
        SamePersonLink.objects.exists()


def test_the_applicant_learns_nothing_also_not_by_the_number_of_questions(
    alma: Viewer, cia: Viewer, signed_in: SignIn
) -> None:
    first, again, alone = (_of(sent_request(by, at=now())) for by in (alma, cia, cia))
    _note(alma, first)
    browser, said = signed_in("cia"), []
    for person, number in ((again, NUMBER), (alone, "19811218-9876")):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.post(f"/persons/{person.code}/identity/", {"country": "SE", "identity_number": number})
        body = browser.get(f"/persons/{person.code}/").content.decode()
        said.append((answer.status_code, len(asked), "Samma människa" in body))
    assert said[0] == said[1] == (302, said[0][1], False)


def test_alike_in_all_four_is_a_weak_sign_and_alike_in_three_is_none(alma: Viewer, cia: Viewer) -> None:
    known: dict[str, Any] = {"birth_year": 1999, "citizenships": ("RO", "MD"), "languages": ("ron",)}

    def sent(by: Viewer, **said: Any) -> Person:
        person = identified(by, at=now(), on=today() - timedelta(days=14), **(known | said))
        return _of(sent_request(by, at=now(), person=person))

    first, other = sent(alma), sent(cia, citizenships=("RO",), languages=("ron", "eng"))
    sent(cia, birth_year=1998)
    sent(cia, forms=("SEXUAL",))
    sent(cia, languages=())
    (row,) = _compare(first)
    assert (row.sign, {row.person_id, row.other_id}) == (Sign.FACTS, {first.pk, other.pk})


def test_linked_they_have_one_open_case_and_only_the_decider_reads_it(
    alma: Viewer, cia: Viewer, dag: Viewer, disa: Viewer
) -> None:
    case = confirmed_case(alma, dag, at=now())
    request = sent_request(cia, at=now())
    with acting_as(disa):
        first = Person.objects.get(pk=case.person_id)
    _linked(first, _of(request), disa)
    with acting_as(disa), pytest.raises(Stopped) as stopped:
        confirm(request.ref, version=request.version, reason="", by=disa, at=now())
    assert "one_open_case" in {v.code for v in stopped.value.verdicts if v.level == "stop"}
    with acting_as(disa):
        row = SamePersonLink.objects.get()
        decide_same(row.ref, SameState.ENDED, "MISTAKE", seen=SameState.LINKED, by=disa, at=now())
        confirm(request.ref, version=request.version, reason="Två personer.", by=disa, at=now())
        assert Case.objects.filter(closed_on=None).count() >= 2


def test_who_has_a_part_in_an_actor_finds_no_errand(
    gerd: Viewer, disa: Viewer, two: tuple[Person, Person], signed_in: SignIn
) -> None:
    """Gerd coordinates and works for Noor."""
    with acting_as(disa):
        row = ask_about(two[0].code, two[1].code, by=disa, at=now())
    with acting_as(gerd):
        assert errands(gerd) == ()
        with pytest.raises(NotFound):
            same_page(gerd, row.ref)
        with pytest.raises(NotFound):
            ask_about(two[0].code, two[1].code, by=gerd, at=now())
    for name in ("gerd", "alma", "cia", "eva"):
        assert signed_in(name).get(f"/same-person/{row.ref}/").status_code == 404, name


def test_two_who_decide_at_once_are_told(disa: Viewer, two: tuple[Person, Person]) -> None:
    row = _linked(*two, disa)
    with acting_as(disa), pytest.raises(Conflict):
        decide_same(row.ref, SameState.DISMISSED, "FACTS", seen=SameState.OPEN, by=disa, at=now())


def test_counted_once_in_the_year_in_which_anybody_met_them_first(alma: Viewer, cia: Viewer, disa: Viewer) -> None:
    last_year = datetime(today().year - 1, 6, 1, 12, tzinfo=STOCKHOLM)
    persons = [identified(alma, at=last_year), identified(cia, at=now()), identified(cia, at=now())]

    def counted(year: int) -> Any:
        with acting_as(SYSTEM):
            return persons_statistic.count(year, today()).numbers["persons"]

    before = counted(last_year.year), counted(today().year)
    _linked(persons[0], persons[1], disa)
    assert (counted(last_year.year), counted(today().year)) == (before[0], before[1] - 1)
    _linked(persons[1], persons[2], disa)
    _linked(persons[2], persons[0], disa)  # a circle
    assert (counted(last_year.year), counted(today().year)) == (before[0], before[1] - 2)


def test_the_page_links_and_each_of_the_two_has_an_event(
    disa: Viewer, two: tuple[Person, Person], signed_in: SignIn
) -> None:
    browser = signed_in("disa")
    asked = browser.post("/same-person/", {"one": two[0].code, "other": two[1].code})
    page = browser.get(asked["Location"])
    assert "Sida vid sida" in page.content.decode()
    done = browser.post(asked["Location"], {"state": "LINKED", "why": "ASKED_ACTORS", "seen": "OPEN"})
    assert done.status_code == 302
    assert "Samma människa" in browser.get(f"/persons/{two[0].code}/").content.decode()
    with acting_as(SYSTEM):
        looked = AccessEvent.objects.filter(act="LINK_SAME_PERSON", kind="SamePersonLink", outcome="DONE")
        assert {event.person_id for event in looked} == {person.pk for person in two}


def test_the_same_code_twice_is_told_beside_the_field(
    disa: Viewer, two: tuple[Person, Person], signed_in: SignIn
) -> None:
    answer = signed_in("disa").post("/same-person/", {"one": two[0].code, "other": two[0].code.lower()})
    assert answer.status_code == 422
    assert answer.context["form"].errors["other"] == ["Det är samma kod två gånger."]


def test_the_api_does_the_same(alma: Viewer, disa: Viewer, two: tuple[Person, Person], signed_in: SignIn) -> None:
    kind = "application/json"
    noted = signed_in("alma").post(
        f"/api/v1/persons/{two[0].code}/identity/", {"identity_number": NUMBER}, content_type=kind
    )
    assert noted.status_code == 204
    browser = signed_in("disa")
    said = {"one": two[0].code, "other": two[1].code}
    made = browser.post("/api/v1/same-person/", said, content_type=kind)
    assert (made.status_code, made.json()["state"]) == (201, "OPEN")
    address = f"/api/v1/same-person/{made.json()['ref']}/"
    assert browser.get(address).json()["answers"] == ["LINKED", "DISMISSED"]
    done = browser.post(address, {"state": "LINKED", "why": "TOLD", "seen": "OPEN"}, content_type=kind)
    assert done.status_code == 204
    assert signed_in("alma").get(address).status_code == 404
