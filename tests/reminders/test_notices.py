"""What somebody reads of what they have been told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts import clock
from accounts.deadlines import Due, To
from accounts.door import acting_as
from accounts.viewer import Viewer
from audit.models import AccessEvent, Outbox
from cases.models import Person
from reminders import runs
from reminders.models import Notice
from reminders.selectors import notices, unread_count
from reminders.services.telling import tell
from tests.factories import confirmed_case, identified, sent_request
from tests.reminders.helpers import EYE, hand_on, told, unread
from tests.sameness import said

SignIn = Callable[[str], Client]
HERE = "/notices/"


def say(viewer: Viewer, language: str = "sv") -> list[str]:
    with acting_as(viewer), override(language):
        return [row.what for row in notices(viewer).unread]


def test_a_notice_reads_in_the_language_of_the_page(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march)
    with acting_as(EYE):
        name = case.person.code_name
    runs.run_sweep(at=march + timedelta(days=28))
    runs.run_sweep(at=march + timedelta(days=29))
    assert say(alma) == [f"{name}: viloperioden slutar måndag 30 mars 2026"]
    assert f"{name}: the rest period ends on Monday 30 March 2026" in say(alma, "en")


def test_the_verb_is_something_that_its_reader_can_do(alma: Viewer, disa: Viewer, march: datetime) -> None:
    confirmed_case(alma, disa, at=march)
    runs.run_sweep(at=march + timedelta(days=31))
    for viewer, verb in ((alma, "Redovisa"), (disa, "Se")):
        with acting_as(viewer), override("sv"):
            assert [row.act for row in notices(viewer).unread if "slutade" in row.what] == [verb]


def test_what_rises_to_a_coordinator_leads_to_what_they_can_open(
    alma: Viewer, disa: Viewer, gerd: Viewer, march: datetime, signed_in: SignIn
) -> None:
    """Whom a person is shared with is the actor's page; a coordinator is led to the person instead, also one who works
    for another actor."""
    person = identified(alma, at=march)
    facts = {"to": str(person.responsible_actor_id), "last": "2026-03-20"}
    with acting_as(EYE):
        due = Due(
            "SHARE_ENDS", "share_ends:D-AAAA-AAAA:2026-03-20", march.date(), To(users=(alma.id, disa.id, gerd.id))
        )
        tell([replace(due, ref="D-AAAA-AAAA", person_id=person.pk, facts=facts)], at=march)
    for viewer, act, url in (
        (alma, "Se vem som ser", f"/persons/{person.code}/share/"),
        (disa, "Se", f"/persons/{person.code}/"),
        (gerd, "Se", f"/persons/{person.code}/"),
    ):
        with acting_as(viewer), override("sv"):
            [row] = notices(viewer).unread
        assert (row.act, row.url) == (act, url)
        assert signed_in(viewer.name.split()[0].lower()).get(url).status_code == 200


def test_unread_ones_stand_under_whom_they_are_about_and_the_most_pressing_first(
    signed_in: SignIn, alma: Viewer, disa: Viewer, march: datetime
) -> None:
    late, soon = (confirmed_case(alma, disa, at=march, days=n) for n in (10, 15))
    ahead = identified(alma, at=march)
    with acting_as(EYE):
        for person, kind, day in ((ahead.pk, "ADMISSION_CONFIRMED", 14), (None, "BUDGET_NEAR", 14)):
            made = march + timedelta(days=day)
            row = Notice(user_id=alma.id, kind=kind, deadline=f"{kind}:1", day=made.date(), made_at=made)
            row.person_id = person
            row.save(force_insert=True)
        code, names = late.person.code, [late.person.code_name, soon.person.code_name]
    runs.run_sweep(at=march + timedelta(days=14))
    with acting_as(alma), override("sv"), CaptureQueriesContext(connection) as asked:
        found = notices(alma)
        groups = found.groups
    assert sorted(row.id for one in groups for row in one.rows) == sorted(row.id for row in found.unread)
    by_name = {one.who: one for one in groups}
    assert groups[0].who == names[0] and groups.index(by_name[""]) == 2
    assert {one.who for one in groups} == {*names, ahead.code_name, ""}
    assert by_name[names[0]].url == f"/persons/{code}/" and by_name[""].url == ""
    for one in groups:
        assert [row.told_at for row in one.rows] == sorted((row.told_at for row in one.rows), reverse=True)
    kinds = [min(("late", "soon", "info").index(row.kind) for row in one.rows) for one in groups]
    assert kinds == sorted(kinds) and len({*kinds}) == 3
    content = signed_in("alma").get(HERE).content.decode()
    assert f'<a href="/persons/{code}/">{names[0]}</a>' in content and content.count('<h3 class="group">') == 4
    urgent, *_more = [confirmed_case(alma, disa, at=march, days=10) for _n in range(3)]
    with acting_as(EYE):
        row = Notice(user_id=alma.id, kind="OWN_URGENT_WAITS", deadline="u", day=march.date(), made_at=march)
        row.person_id = urgent.person_id
        row.save(force_insert=True)
    runs.run_sweep(at=march + timedelta(days=15))
    with acting_as(alma), CaptureQueriesContext(connection) as more:
        many = notices(alma).groups
    with acting_as(EYE):
        assert len(many) > len(groups) and many[0].code == urgent.person.code
    assert len(more) == len(asked)


def test_what_leads_nowhere_does_not_look_like_a_link(signed_in: SignIn, disa: Viewer, march: datetime) -> None:
    """It is a line with a button beside it that only says that it is read."""
    with acting_as(EYE):
        row = Notice(user_id=disa.id, kind="KEPT_TOO_LONG", deadline="kept", day=march.date(), made_at=march)
        row.facts = {"n": 2}
        row.save(force_insert=True)
    client = signed_in("disa")
    content = client.get(HERE).content.decode()
    assert '<div class="task soon">' in content and '<button class="task' not in content
    assert 'aria-label="Markera som läst: Antal personer vars uppgifter' in content
    assert client.post(f"{HERE}{row.pk}/open/")["Location"] == HERE
    assert unread(disa) == []


def test_an_actor_is_named(alma: Viewer, disa: Viewer, march: datetime) -> None:
    request = sent_request(alma, at=march, urgent=True)
    hand_on(march)
    with acting_as(EYE):
        name = request.person.code_name
    assert say(disa) == [f"Brådskande: Linden ansöker om tillträde för {name}"]


def test_opening_marks_it_as_read_and_leads_there(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    request = sent_request(alma, at=at)
    hand_on(at)
    client = signed_in("disa")
    page = client.get(HERE)
    assert b"Linden" in page.content
    assert unread(disa) == ["ADMISSION_SENT"]
    mine = next(row for row in told() if row.user_id == disa.id)
    answer = client.post(f"{HERE}{mine.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{request.ref}/decide/")
    assert unread(disa) == []
    assert "Du har läst allt" in client.get(HERE).content.decode()


def test_looking_changes_nothing_and_a_link_cannot_open(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    sent_request(alma, at=at)
    hand_on(at)
    client = signed_in("disa")
    mine = next(row for row in told() if row.user_id == disa.id)
    client.get(HERE)
    assert client.get(f"{HERE}{mine.pk}/open/").status_code == 405
    assert unread(disa) == ["ADMISSION_SENT"]


def test_all_are_read_with_one_button(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    sent_request(alma, at=at)
    sent_request(alma, at=at)
    hand_on(at)
    assert len(unread(disa)) == 2
    signed_in("disa").post(f"{HERE}read/")
    assert unread(disa) == []


def test_anothers_notice_and_none_at_all_answer_alike(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    sent_request(alma, at=at)
    hand_on(at)
    hers = next(row for row in told() if row.user_id == disa.id)
    for name in ("dag", "alma", "eva"):
        client = signed_in(name)
        foreign = client.post(f"{HERE}{hers.pk}/open/")
        missing = client.post(f"{HERE}{uuid4()}/open/")
        odd = client.post(f"{HERE}none/open/")
        assert (foreign.status_code, missing.status_code, odd.status_code) == (404, 404, 404)
        assert said(foreign) == said(missing) == said(odd)
    assert unread(disa) == ["ADMISSION_SENT"]


def test_somebody_whom_one_sees_no_longer_has_no_name_and_no_link(
    signed_in: SignIn, alma: Viewer, disa: Viewer, march: datetime
) -> None:
    case = confirmed_case(alma, disa, at=march)
    hand_on(march + timedelta(hours=2))
    with acting_as(EYE), connection.cursor() as cursor:
        person = Person.objects.select_related("responsible_actor").get(pk=case.person_id)
        assert person.responsible_actor
        cursor.execute("SELECT nsp_revoke(%s, %s)", [person.pk, person.responsible_actor.group_id])
    content = signed_in("alma").get(HERE).content.decode()
    assert person.code_name not in content
    assert person.code not in content
    assert "En person har fått tillträde" in content
    mine = next(row for row in told() if row.user_id == alma.id)
    assert signed_in("alma").post(f"{HERE}{mine.pk}/open/")["Location"] == HERE


def test_the_number_in_the_top_bar(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    sent_request(alma, at=at)
    hand_on(at)
    with acting_as(disa):
        assert unread_count(disa) == 1
    assert '<span class="count">1</span>' in signed_in("disa").get("/rules/").content.decode()
    assert '<span class="count"></span>' in signed_in("eva").get("/rules/").content.decode()


def test_a_kind_that_nobody_knows_any_longer_is_left_out(alma: Viewer, march: datetime) -> None:
    with acting_as(EYE):
        Notice(user_id=alma.id, kind="OLD", deadline="old", day=march.date(), made_at=march).save(force_insert=True)
    assert say(alma) == []


def test_opening_leaves_a_row_in_the_log(signed_in: SignIn, alma: Viewer, disa: Viewer) -> None:
    at = clock.now()
    request = sent_request(alma, at=at)
    hand_on(at)
    mine = next(row for row in told() if row.user_id == disa.id)
    signed_in("disa").post(f"{HERE}{mine.pk}/open/")
    with acting_as(EYE):
        event = AccessEvent.objects.filter(act="READ_NOTICES", kind="Notice").get()
    assert (event.ref, event.person_id) == (request.ref, request.person_id)


def test_the_outbox_from_a_terminal(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    with acting_as(EYE):
        Outbox.objects.filter(event="ADMISSION_SENT").update(tries=5)
    out = StringIO()
    call_command("outbox", "--retry", stdout=out)
    assert "ADMISSION_SENT" in out.getvalue()
    assert "1 parked" in out.getvalue()
    hand_on(march + timedelta(minutes=1))
    assert len(told("ADMISSION_SENT")) == 2
