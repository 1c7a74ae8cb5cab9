"""Whoever asks for somebody learns from nothing that the same human is known elsewhere (attacks on the same human
twice: the page of who has seen, the lines beside a request, the log in SQL, a race)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import NotFound
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from cases.models import IdentityMark, Person, SamePersonLink
from cases.models.choices import Protection
from cases.models.same_person import SameState
from cases.selectors.changes import changes
from cases.selectors.decision import decide_page
from cases.selectors.rule_lines import lines_as_sent
from cases.selectors.same_person import errands, open_errands, same_page, same_panel
from cases.services.details import Aged, write_age
from cases.services.same_person import ask_about, compare, decide_same, note_identity
from nsp.desk.selectors.seen import Wanted, seen_by
from tests.factories import confirmed_case, identified, sent_request, share_with

SignIn = Callable[[str], Client]
SYSTEM = system("outbox")


def _linked(one: Person, other: Person, by: Viewer) -> None:
    with acting_as(by):
        row = ask_about(one.code, other.code, by=by, at=now())
        decide_same(row.ref, SameState.LINKED, "FACTS", seen=row.state, by=by, at=now())


def test_who_has_seen_tells_of_a_look_and_not_that_two_were_compared(
    alma: Viewer, cia: Viewer, disa: Viewer, gerd: Viewer, signed_in: SignIn
) -> None:
    """A coordinator's look at a pair is shown as a look at the person; who asks in SQL finds no other trace."""
    mine, theirs = identified(alma, at=now()), identified(cia, at=now())
    with acting_as(disa):
        row = ask_about(mine.code, theirs.code, by=disa, at=now())
    browser = signed_in("disa")
    assert browser.get(f"/same-person/{row.ref}/").status_code == 200
    said = {"state": "LINKED", "why": "FACTS", "seen": "OPEN"}
    assert browser.post(f"/same-person/{row.ref}/", said).status_code == 302
    for by, person in ((alma, mine), (cia, theirs), (gerd, theirs)):
        with acting_as(by):
            looks = [line for line in seen_by(person.code, Wanted()).lines if line.who.name == disa.name]
            assert [line.what for line in looks] == ["öppnade personens sida"], by.name
    with acting_as(alma):
        assert {event.act for event in AccessEvent.objects.filter(user_id=disa.id)} == {"SEE_PERSON"}
        assert not AccessEvent.objects.filter(kind="SamePersonLink").exists()
    with acting_as(SYSTEM):
        kept = AccessEvent.objects.filter(act="LINK_SAME_PERSON", kind="SamePersonLink")
        assert {event.person_id for event in kept} == {mine.pk, theirs.pk}, "the officer reads what was done"


def test_a_coordinator_reads_of_their_own_actors_request_no_case_over_links(
    alma: Viewer, gerd: Viewer, dag: Viewer, disa: Viewer, cia: Viewer
) -> None:
    """Gerd works for Noor, whose request it is: the stop over links is for whoever may decide."""
    case = confirmed_case(alma, dag, at=now())
    request = sent_request(cia, at=now())
    with acting_as(disa):
        persons = [Person.objects.get(pk=pk) for pk in (case.person_id, request.person_id)]
    _linked(persons[0], persons[1], disa)

    def stops(by: Viewer) -> tuple[set[str], set[str]]:
        with acting_as(by):
            page = decide_page(request.ref, by, on=today())
            lines = lines_as_sent(request.ref, by, on=today())
        found = ({line.code for line in some if line.level == "stop"} for some in (page.lines, lines))
        return next(found), next(found)

    assert all("one_open_case" in some for some in stops(disa))
    assert not any("one_open_case" in some for some in stops(gerd))


def test_whoever_has_a_new_identity_is_found_by_no_number_also_before_it_is_forgotten(
    alma: Viewer, cia: Viewer, disa: Viewer
) -> None:
    """The mark is taken away by the system a moment later; until then it is compared with nobody."""
    old, new = identified(alma, at=now()), None
    sent = sent_request(cia, at=now())
    with acting_as(disa):
        new = Person.objects.get(pk=sent.person_id)
    for by, person in ((alma, old), (cia, new)):
        with acting_as(by):
            note_identity(person.code, "SE", "19811228-9874", by=by, at=now())
    with acting_as(SYSTEM):
        Person.objects.filter(pk=old.pk).update(protection=Protection.NEW_IDENTITY)
        assert IdentityMark.objects.filter(person_id=old.pk).exists()
        assert compare(new.pk, at=now()) == []
        assert not SamePersonLink.objects.exists()


def test_whom_a_person_is_shared_with_reads_no_change_from_before_the_share(alma: Viewer, cia: Viewer) -> None:
    """They see the record as it stands and what becomes of it; what stood there before was not shared with them."""
    person = identified(alma, at=now(), birth_year=1990)
    with acting_as(alma):
        write_age(person.code, Aged("ADULT", "KNOWN", 1998), by=alma, at=now())
        share_with(person.code, "A-NOOR", alma, until=today() + timedelta(days=9), may_write=True)
    with acting_as(cia):
        assert changes(cia, person.code).moments == ()
        write_age(person.code, Aged("ADULT", "KNOWN", 1999), by=cia, at=now())
        (moment,) = changes(cia, person.code).moments
        assert [(one.was, one.now) for one in moment.changes] == [("1998", "1999")]
    with acting_as(alma):
        assert len(changes(alma, person.code).moments) == 2


def test_a_coordinator_to_whose_actor_somebody_is_shared_finds_no_errand_about_them(
    alma: Viewer, bo: Viewer, disa: Viewer, gerd: Viewer, signed_in: SignIn
) -> None:
    """Gerd works for Noor, which sees one of the two by a share: by linking she would learn of the other's code."""
    lent, other = identified(alma, at=now()), identified(bo, at=now())
    with acting_as(alma):
        share_with(lent.code, "A-NOOR", alma, until=today() + timedelta(days=9))
    with acting_as(disa):
        row = ask_about(lent.code, other.code, by=disa, at=now())
        assert [one.ref for one in errands(disa)] == [one.ref for one in open_errands(disa)] == [row.ref]
    with acting_as(gerd):
        assert errands(gerd) == open_errands(gerd) == ()
        assert same_panel(gerd, lent, today()) is None
        with pytest.raises(NotFound):
            same_page(gerd, row.ref)
        with pytest.raises(NotFound):
            ask_about(lent.code, other.code, by=gerd, at=now())
        with pytest.raises(NotFound):
            decide_same(row.ref, SameState.LINKED, "FACTS", seen="OPEN", by=gerd, at=now())
    assert signed_in("gerd").get(f"/same-person/{row.ref}/").status_code == 404
