"""How somebody is told is theirs to choose; what is urgent breaks the night, and a digest says how many wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import STOCKHOLM
from accounts.deadlines import Due, To
from accounts.door import acting_as
from accounts.errors import Invalid
from accounts.models import User
from accounts.viewer import Viewer
from audit.record import Event
from cases.models.consent import Consented, HowSaid
from cases.services.consent import ConsentSaid, give, withdraw
from cases.services.intervention import end_early
from reminders import runs, spool
from reminders.models import Letter, MailState, Notice, Ways
from reminders.services.delivery import LEASE, claim_next
from reminders.services.notices import open_notice
from reminders.services.telling import tell, write
from reminders.services.ways import choose_ways, make_digests
from reminders.ways import NOTHING_CHOSEN, Chosen, own_ways
from reminders.wordings import URGENT_REQUEST
from tests.cases.reporting import rest_of
from tests.factories import confirmed_case, identified
from tests.reminders.helpers import EYE, mails, told, unsaid

SignIn = Callable[[str], Client]
HERE = "/own-account/ways/"
CALM = Event.REPORT_PUBLISHED.value


@pytest.fixture(autouse=True)
def _spool(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "reminders.spool.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"


def at(hour: int, minute: int = 0, *, on: str = "2026-03-03") -> datetime:
    """An hour of a day in Stockholm."""
    return datetime.fromisoformat(f"{on}T{hour:02}:{minute:02}").replace(tzinfo=STOCKHOLM)


def say(kind: str, *to: UUID, moment: datetime) -> None:
    """Tell them something of a kind."""
    with acting_as(EYE):
        day = moment.astimezone(STOCKHOLM).date()
        tell([Due(kind, f"{kind}:{moment.isoformat()}", day, To(users=to), facts={"year": 2025})], at=moment)


def choose(viewer: Viewer, **chosen: Any) -> None:
    """What they choose, besides what holds for everybody."""
    with acting_as(viewer):
        choose_ways(Chosen(**chosen), by=viewer)


def digests() -> list[tuple[str, int | None]]:
    """Whose digests there are, and how many wait in each."""
    rows = [row for row in mails() if row.letter == Letter.DIGEST]
    return sorted((row.user.name.split()[0] if row.user else "", row.how_many) for row in rows)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(6, on="2026-03-04")),
        (at(23, 59), at(6, on="2026-03-04")),
        (at(0, 0), at(6)),
        (at(5, 59), at(6)),
        (at(6), at(6)),
        # The night of 29 March has eight hours of quiet instead of nine, that of 25 October ten.
        (at(22, on="2026-03-28"), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        (at(1, 30, on="2026-03-29"), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        (at(22, on="2026-10-24"), datetime(2026, 10, 25, 5, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_hours_in_stockholm(moment: datetime, first: datetime) -> None:
    assert NOTHING_CHOSEN.first_moment(moment, urgent=False) == first.astimezone(UTC)
    assert NOTHING_CHOSEN.first_moment(moment, urgent=True) == moment


def test_whatever_is_chosen_no_e_mail_is_sent_in_quiet_hours_and_each_is_sent_as_soon_as_they_end() -> None:
    """Every choice, each quarter of an hour of the two nights that are longer and shorter than others."""
    for begin, end in ((a, b) for a in range(24) for b in range(24)):
        ways = Chosen(quiet_from=begin, quiet_to=end)
        quiet = {hour % 24 for hour in range(begin, end if begin <= end else end + 24)}
        for night in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
            moments = [night + timedelta(minutes=15 * n) for n in range(96 * 2)]
            firsts = [ways.first_moment(moment, urgent=False) for moment in moments]
            for moment, first in zip(moments, firsts, strict=True):
                assert moment <= first <= moment + timedelta(hours=49)
                assert first.astimezone(STOCKHOLM).hour not in quiet
                assert (first == moment) == (moment.astimezone(STOCKHOLM).hour not in quiet)
            assert all(a <= b for a, b in pairwise(firsts))


def test_at_night_only_what_is_urgent_is_sent(alma: Viewer) -> None:
    say(CALM, alma.id, moment=at(22))
    say(URGENT_REQUEST, alma.id, moment=at(22, 1))
    assert len(told()) == 2, "in the program both stand at once"
    runs.run_delivery(at=at(22, 2))
    assert [(row.urgent, row.state) for row in mails()] == [(False, MailState.WAITING), (True, MailState.SENT)]
    runs.run_delivery(at=at(5, 59, on="2026-03-04"))
    assert len(spool.newest()) == 1
    runs.run_delivery(at=at(6, on="2026-03-04"))
    assert len(spool.newest()) == 2


def test_what_waited_for_a_server_until_night_waits_for_the_morning(alma: Viewer) -> None:
    say(CALM, alma.id, moment=at(20, 50))
    assert runs.run_delivery(at=at(21, 5)) == 0
    assert spool.newest() == []
    assert runs.run_delivery(at=at(6, on="2026-03-04")) == 1
    assert [row.repeats for row in mails()] == [0]


def test_each_is_told_as_they_have_chosen_and_the_choices_are_read_at_once(
    alma: Viewer, bo: Viewer, cia: Viewer, disa: Viewer
) -> None:
    choose(bo, mail="URGENT")
    choose(cia, mail="NONE")
    choose(disa, quiet_from=8, quiet_to=12)
    everybody = [one.id for one in (alma, bo, cia, disa)]
    with CaptureQueriesContext(connection) as asked:
        say(CALM, *everybody, moment=at(10))
    assert len([one for one in asked if "reminders_ways" in one["sql"]]) == 1
    say(URGENT_REQUEST, *everybody, moment=at(10, 1))
    assert len(told()) == 8, "notices are always made"
    made = sorted((row.user.name.split()[0], row.urgent, row.try_at) for row in mails() if row.user)
    calm, urgent = at(10), at(10, 1)
    assert made == [
        ("Alma", False, calm),
        ("Alma", True, urgent),
        ("Bo", True, urgent),
        ("Disa", False, at(12)),
        ("Disa", True, urgent),
    ]


def test_an_e_mail_that_has_not_begun_its_way_says_of_what_comes_after_it_too(alma: Viewer, bo: Viewer) -> None:
    for minute in range(3):
        say(CALM, alma.id, bo.id, moment=at(10, minute))
    assert len(told()) == 6
    assert len(mails()) == 2
    runs.run_delivery(at=at(10, 5))
    say(CALM, alma.id, moment=at(10, 6))
    assert len(mails()) == 3, "one that has been sent says nothing of what came later"
    say(CALM, alma.id, moment=at(21, 30))
    say(URGENT_REQUEST, alma.id, moment=at(21, 40))
    assert [row.try_at for row in mails()][-1] == at(21, 40), "what is urgent does not wait with what is not"
    say(CALM, alma.id, moment=at(21, 50))
    runs.run_delivery(at=at(23))
    runs.run_delivery(at=at(6, on="2026-03-04"))
    assert unsaid() == []
    assert len(mails()) == 4


def test_one_that_is_being_sent_is_not_counted_on(alma: Viewer) -> None:
    say(CALM, alma.id, moment=at(10))
    with acting_as(EYE):
        assert claim_next(at=at(10))
    say(CALM, alma.id, moment=at(10, 1))
    assert len(mails()) == 2


def test_what_is_read_in_the_evening_is_not_mailed_in_the_morning(alma: Viewer, bo: Viewer, cia: Viewer) -> None:
    """All of what an e-mail would say, and that is what came after its own notice, too."""
    morning = "2026-03-04"
    say(CALM, alma.id, bo.id, cia.id, moment=at(21, 30))
    say(CALM, bo.id, moment=at(21, 40))
    with acting_as(EYE):
        first = {row.user_id: row.pk for row in told() if row.made_at == at(21, 30)}
    for viewer in (alma, bo):
        with acting_as(viewer):
            open_notice(str(first[viewer.id]), by=viewer, at=at(22))
    runs.run_delivery(at=at(6, on=morning))
    assert sorted(one.to for one in spool.newest()) == ["bo@example.org", "cia@example.org"]
    states = {row.user_id: row.state for row in mails()}
    assert states == {alma.id: MailState.READ, bo.id: MailState.SENT, cia.id: MailState.SENT}
    assert unsaid() == []
    say(CALM, alma.id, moment=at(7, on=morning))
    runs.run_delivery(at=at(7, on=morning))
    assert len(spool.newest()) == 3, "the next has an e-mail of its own"


def test_what_has_begun_its_way_is_sent_again_though_it_is_read(alma: Viewer) -> None:
    say(CALM, alma.id, moment=at(10))
    with acting_as(EYE):
        assert claim_next(at=at(10))
        Notice.objects.update(read_at=at(10))
    runs.run_delivery(at=at(10) + LEASE)
    assert [(row.state, row.repeats) for row in mails()] == [(MailState.SENT, 1)]


def test_a_notice_that_stands_with_another_meanwhile_is_not_taken_as_read(alma: Viewer) -> None:
    say(CALM, alma.id, moment=at(22))
    with acting_as(EYE):
        Notice.objects.update(read_at=at(23), moved=True)
    runs.run_delivery(at=at(6, on="2026-03-04"))
    assert len(spool.newest()) == 1


def test_a_notice_whose_event_waited_longer_than_its_e_mail_is_not_taken_as_read(alma: Viewer) -> None:
    """It bears the moment of the event, which is before that of the e-mail that says of it, too."""
    say(CALM, alma.id, moment=at(22))
    say(CALM, alma.id, moment=at(21, 30))
    assert len(mails()) == 1
    with acting_as(EYE):
        Notice.objects.filter(made_at=at(22)).update(read_at=at(23))
    runs.run_delivery(at=at(6, on="2026-03-04"))
    assert len(spool.newest()) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_told_while_an_e_mail_is_claimed_is_never_lost(alma: Viewer) -> None:
    """The first is read. Whether the second counts on its e-mail or not, one of them is sent."""
    say(CALM, alma.id, moment=at(22))
    with acting_as(EYE):
        Notice.objects.update(read_at=at(22, 1))
    together = Barrier(2)
    morning = at(6, on="2026-03-04")

    def tells() -> None:
        together.wait()
        try:
            say(CALM, alma.id, moment=at(5, 59, on="2026-03-04"))
        finally:
            connections.close_all()

    teller = Thread(target=tells)
    teller.start()
    together.wait()
    runs.run_delivery(at=morning)
    teller.join()
    runs.run_delivery(at=morning + timedelta(minutes=1))
    assert unsaid() == []
    assert len(spool.newest()) == 1


def test_letters_about_an_account_are_sent_whatever_is_chosen(alma: Viewer) -> None:
    choose(alma, mail="NONE")
    with acting_as(EYE):
        write(Letter.CHANGED, about=alma.id, at=at(23), user=alma.id)
    runs.run_delivery(at=at(23))
    assert len(spool.newest()) == 1


def test_a_digest_comes_once_a_day_at_its_hour_and_says_how_many_wait(alma: Viewer, bo: Viewer, cia: Viewer) -> None:
    choose(alma, mail="NONE", digest=True, digest_at=8)
    choose(bo, mail="NONE", digest=True, digest_at=8)
    choose(cia, mail="NONE", digest=False, digest_at=8)
    for minute in range(3):
        say(CALM, alma.id, cia.id, moment=at(7, minute))
    for minute in range(50, 60):
        runs.run_sweep(at=at(7, minute))
    assert digests() == []
    for minute in range(20):
        runs.run_sweep(at=at(8, minute))
        runs.run_sweep(at=at(8, minute))
    assert digests() == [("Alma", 3)], "Bo has nothing, Cia wants none"
    say(CALM, bo.id, moment=at(9))
    runs.run_sweep(at=at(9, 1))
    assert digests() == [("Alma", 3)], "what comes after the hour waits for tomorrow's"
    runs.run_delivery(at=at(9, 1))
    (one,) = spool.newest()
    assert one.subject == "3 notiser väntar på dig"
    assert one.body.strip() == (
        "Logga in för att läsa. Skriv adressen själv; mejlet innehåller ingen länk till något ärende."
    )
    runs.run_sweep(at=at(8, 30, on="2026-03-04"))
    assert digests() == [("Alma", 3), ("Alma", 3), ("Bo", 1)]


def test_a_digest_of_one_says_one_and_is_the_same_bytes_when_sent_again(alma: Viewer) -> None:
    choose(alma, digest=True, mail="NONE")
    say(CALM, alma.id, moment=at(6))
    with acting_as(EYE):
        assert make_digests(at=at(7)) == 1
        assert make_digests(at=at(7)) == 0
    runs.run_delivery(at=at(7))
    (path,) = Path(spool._home()).glob("*.eml")
    first = path.read_bytes()
    with acting_as(EYE):
        Notice.objects.update(read_at=at(7, 1))
        for row in mails():
            row.state, row.try_at = MailState.SENDING, at(7) + LEASE
            row.save()
    runs.run_delivery(at=at(8))
    assert path.read_bytes() == first
    assert [one.subject for one in spool.newest()] == ["1 notis väntar på dig"]


def test_after_a_stop_over_the_hour_the_digest_comes_late_and_once(alma: Viewer) -> None:
    choose(alma, digest=True)
    say(CALM, alma.id, moment=at(6))
    runs.run_sweep(at=at(6, 30, on="2026-03-01"))
    runs.run_sweep(at=at(11))
    runs.run_sweep(at=at(11, 1))
    assert digests() == [("Alma", 1)]


def test_a_digest_keeps_quiet_hours_and_a_frozen_account_has_none(alma: Viewer, bo: Viewer) -> None:
    choose(alma, digest=True, digest_at=5)
    choose(bo, digest=True, digest_at=5)
    say(CALM, alma.id, bo.id, moment=at(2))
    User.objects.filter(pk=bo.id).update(is_active=False)
    runs.run_sweep(at=at(5))
    runs.run_delivery(at=at(5, 1))
    assert digests() == [("Alma", 1)]
    assert spool.newest() == []
    runs.run_delivery(at=at(6))
    assert "1 notis väntar på dig" in {one.subject for one in spool.newest()}


@pytest.mark.parametrize("name", ["alma", "disa", "eva", "ada", "frej", "olle", "maj"])
def test_everybody_chooses_on_the_page_and_finds_it_there(signed_in: SignIn, users: dict[str, User], name: str) -> None:
    client = signed_in(name)
    page = client.get(HERE).content.decode()
    assert page.count("checked") == 1
    given: dict[str, Any] = {
        "days_before": ["2", "7"],
        "mail": "URGENT",
        "digest": "on",
        "digest_at": "9",
        "quiet_from": "18",
        "quiet_to": "7",
    }
    assert client.post(HERE, given).headers["Location"] == HERE
    assert client.post(HERE, given | {"quiet_to": "8"}).status_code == 302
    with acting_as(EYE):
        row = Ways.objects.get()
    assert row.pk == users[name].pk
    expected = {"mail": "URGENT", "digest": True, "digest_at": 9, "quiet_from": 18, "quiet_to": 8, "days_before": []}
    if name in ("alma", "maj"):
        expected["days_before"] = [7, 2]
        assert client.get(HERE).content.decode().count("checked") == 4
    assert client.get("/api/v1/ways/").json() == expected


def test_what_is_no_choice_is_refused(signed_in: SignIn, alma: Viewer) -> None:
    client = signed_in("alma")
    assert client.post(HERE, {"mail": "SOME", "digest_at": "24"}).status_code == 422
    wrong = {"mail": "ALL", "digest": False, "digest_at": 24, "quiet_from": 0, "quiet_to": 0}
    choosing = "/api/v1/ways/choose/"
    assert client.post(choosing, wrong, content_type="application/json").status_code == 400
    right = wrong | {"digest_at": 23}
    assert client.post(choosing, right, content_type="application/json").status_code == 204
    with acting_as(alma):
        assert own_ways(alma) == Chosen("ALL", digest_at=23, quiet_from=0, quiet_to=0)
        with pytest.raises(Invalid):
            choose_ways(Chosen(quiet_to=-1), by=alma)


@pytest.mark.parametrize("other", ["bo", "maj", "disa", "olle", "ada"])
def test_nobody_else_reads_or_writes_what_somebody_chose(
    alma: Viewer, users: dict[str, User], other: str, request: pytest.FixtureRequest
) -> None:
    choose(alma, mail="NONE")
    viewer: Viewer = request.getfixturevalue(other)
    with acting_as(viewer):
        assert list(Ways.objects.all()) == []
        assert Ways.objects.update(mail="ALL") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Ways.objects.create(pk=users["cia"].pk, **_columns(Chosen()))
    with acting_as(EYE):
        assert Ways.objects.get().mail == "NONE"


def _columns(chosen: Chosen) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in ("mail", "digest", "digest_at", "quiet_from", "quiet_to")}


def test_own_days_before_are_told_to_whoever_chose_them_once_and_close_with_their_cause(
    alma: Viewer, bo: Viewer, disa: Viewer, march: datetime
) -> None:
    """A rest of thirty days, of whose end everybody is told seven days before; Alma wants five and two as well."""
    choose(alma, days_before=(5, 2, 7))
    choose(bo, days_before=(5,))
    case = confirmed_case(alma, disa, at=march, days=30)
    last = march.date() + timedelta(days=29)
    person = identified(alma, at=march)
    with acting_as(alma):
        said = ConsentSaid(Consented.POLICE, "swe", HowSaid.ORAL, march.date(), last)
        consent = give(person.code, said, by=alma, at=march)
    for n in range(28):
        runs.run_sweep(at=march + timedelta(days=n))
        runs.run_sweep(at=march + timedelta(days=n, minutes=1))

    def own() -> list[tuple[str, str, int, bool]]:
        rows = [row for row in told() if ":own" in row.deadline]
        return sorted((row.user.name[:4], row.kind, (last - row.day).days, row.read_at is None) for row in rows)

    ends = [("Alma", "CONSENT_ENDS", n, True) for n in (2, 5, 7)]
    periods = [("Alma", "PERIOD", n, True) for n in (2, 5)]
    assert own() == sorted(ends + periods), case
    with acting_as(alma):
        withdraw(person.code, consent.ref, by=alma, at=march + timedelta(days=27, hours=1))
    runs.run_sweep(at=march + timedelta(days=27, hours=2))
    assert own() == sorted([(*one[:3], False) for one in ends] + periods)


def test_own_days_of_a_long_stop_are_told_once_the_newest_alone(alma: Viewer, disa: Viewer, march: datetime) -> None:
    choose(alma, days_before=(5, 3, 2))
    confirmed_case(alma, disa, at=march, days=30)
    runs.run_sweep(at=march)
    runs.run_sweep(at=march + timedelta(days=27, hours=3))
    assert [row.deadline.rpartition(":")[2] for row in told("PERIOD") if ":own" in row.deadline] == ["own2"]


def test_nobody_is_told_ahead_of_a_period_that_has_been_ended_early(
    alma: Viewer, disa: Viewer, march: datetime
) -> None:
    """Ended with a day to come: nothing is told before it, on days of one's own either."""
    choose(alma, days_before=(5, 3, 2))
    case = confirmed_case(alma, disa, at=march, days=30)
    runs.run_sweep(at=march)
    ended, last = march + timedelta(days=1), march.date() + timedelta(days=4)
    with acting_as(alma):
        end_early(rest_of(case, alma).ref, last=last, reason="LEFT", note="", by=alma, at=ended)
    for n in range(1, 5):
        runs.run_sweep(at=march + timedelta(days=n, hours=1))
    assert [(row.day, row.deadline) for row in told("PERIOD")] == []
    runs.run_sweep(at=march + timedelta(days=5))
    assert {row.day for row in told("PERIOD_LATE")} == {last + timedelta(days=1)}


def test_days_that_nobody_can_choose_are_refused(alma: Viewer) -> None:
    with pytest.raises(Invalid, match="days_before"):
        choose(alma, days_before=(4,))
