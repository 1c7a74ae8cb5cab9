"""E-mails: one for each notice, under one Message-ID for ever, and nothing in them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import Viewer
from reminders import runs, spool
from reminders.letters import letter_of
from reminders.models import Mail, MailState
from reminders.services.delivery import LEASE, TRIES, Outcome, claim_next, hand_over, mark
from tests.factories import confirmed_case, sent_request
from tests.reminders.helpers import EYE, hand_on, mails, told


@pytest.fixture(autouse=True)
def _spool(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "reminders.spool.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"


class Down(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        """Nobody there."""
        raise SMTPServerDisconnected("gone")


class Refusing(BaseEmailBackend):
    """A mail server that will not have them."""

    def send_messages(self, email_messages: Any) -> int:
        """No such mailbox."""
        raise SMTPRecipientsRefused({"alma@example.org": (550, b"no")})


def test_each_notice_has_one_e_mail_in_the_spool(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march + timedelta(hours=2))
    assert runs.run_delivery(at=march + timedelta(hours=2)) == len(told()) == 2
    assert {one.message_id for one in spool.newest()} == {row.message_id for row in mails()}
    assert {row.state for row in mails()} == {MailState.SENT}
    assert runs.run_delivery(at=march + timedelta(hours=3)) == 0


def test_an_e_mail_holds_nothing_about_anybody(alma: Viewer, disa: Viewer, march: datetime) -> None:
    case = confirmed_case(alma, disa, at=march)
    hand_on(march + timedelta(hours=2))
    runs.run_delivery(at=march + timedelta(hours=2))
    with acting_as(EYE):
        person = case.person
        secrets = [person.code, person.code_name, case.request.ref, "Linden", "2026-03", "mars", "http", "viloperiod"]
    for one in spool.newest():
        assert (one.subject, one.body.strip()) == (
            "Du har något att göra",
            "Logga in för att läsa. Skriv adressen själv; mejlet innehåller ingen länk till något ärende.",
        )
        for secret in secrets:
            assert secret.casefold() not in (one.subject + one.body + one.to + one.message_id).casefold()


def test_an_e_mail_is_in_its_readers_language(alma: Viewer, users: dict[str, User], march: datetime) -> None:
    User.objects.filter(pk=users["dag"].pk).update(language="en")
    sent_request(alma, at=march)
    hand_on(march)
    runs.run_delivery(at=march)
    assert {one.to: one.subject for one in spool.newest()} == {
        "dag@example.org": "You have something to do",
        "disa@example.org": "Du har något att göra",
    }


def test_a_crash_between_sending_and_marking_sends_the_same_bytes_again_and_counts_it(
    alma: Viewer, march: datetime, settings: Any
) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    home = Path(settings.MAIL_DIR)
    with acting_as(runs.MAIL):
        claimed = claim_next(at=march)
    assert claimed
    hand_over(spool.EmailBackend(), claimed)  # and then it is killed
    first = {path.name: path.read_bytes() for path in home.iterdir()}
    assert len(first) == 1
    assert Counter(row.state for row in mails()) == {MailState.SENDING: 1, MailState.WAITING: 1}
    assert runs.run_delivery(at=march + LEASE - timedelta(seconds=5)) == 1, "the lease holds"
    runs.run_delivery(at=march + LEASE)
    assert len(list(home.iterdir())) == 2
    for name, content in first.items():
        assert (home / name).read_bytes() == content
    assert sorted((row.state, row.tries, row.repeats) for row in mails()) == [("SENT", 1, 0), ("SENT", 2, 1)]


def test_a_kill_before_anything_was_sent_loses_nothing(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    with acting_as(runs.MAIL):
        assert claim_next(at=march)
    runs.run_delivery(at=march + timedelta(hours=1))
    assert len(spool.newest()) == 2


def test_whoever_comes_back_after_the_lease_marks_nothing(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    with acting_as(runs.MAIL):
        slow = claim_next(at=march)
    assert slow
    runs.run_delivery(at=march + timedelta(hours=1))
    with acting_as(runs.MAIL):
        mark(slow, Outcome.REFUSED, at=march + timedelta(hours=2))
    assert {row.state for row in mails()} == {MailState.SENT}


@override_settings(EMAIL_BACKEND="tests.reminders.test_delivery.Down")
def test_a_mail_server_that_is_down_loses_nothing(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    for hour in range(50):
        assert runs.run_delivery(at=march + timedelta(hours=hour)) == 0
    assert [(row.state, row.tries) for row in mails()] == [(MailState.WAITING, 0)] * 2
    with override_settings(EMAIL_BACKEND="reminders.spool.EmailBackend"):
        assert runs.run_delivery(at=march + timedelta(hours=51)) == 2


@override_settings(EMAIL_BACKEND="tests.reminders.test_delivery.Refusing")
def test_a_refused_e_mail_is_tried_with_growing_pauses_and_then_given_up(
    alma: Viewer, march: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    tries = [runs.run_delivery(at=march + timedelta(minutes=n)) for n in range(0, 60 * 24 * 6, 5)]
    assert sum(tries) == 2 * TRIES
    assert {row.state for row in mails()} == {MailState.FAILED}
    assert "example.org" not in caplog.text


def test_an_address_that_cannot_stand_in_a_header_holds_up_nobody(
    alma: Viewer, users: dict[str, User], march: datetime
) -> None:
    User.objects.filter(pk=users["dag"].pk).update(email="dag@example.org\nBcc: all@example.org")
    sent_request(alma, at=march)
    hand_on(march)
    runs.run_delivery(at=march)
    assert [one.to for one in spool.newest()] == ["disa@example.org"]


def test_a_closed_account_gets_no_e_mail(alma: Viewer, users: dict[str, User], march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    User.objects.filter(pk=users["dag"].pk).update(is_active=False)
    runs.run_delivery(at=march)
    assert [one.to for one in spool.newest()] == ["disa@example.org"]


def test_the_message_id_tells_nothing_of_the_machine(alma: Viewer, march: datetime) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    with acting_as(EYE):
        row = Mail.objects.select_related("user").earliest("message_id")
        letter = letter_of(row, at=row.made_at)
    assert letter is not None
    sent = letter.message()
    assert sent["Message-ID"] == row.message_id
    assert row.message_id.endswith("@localhost>")
    assert row.message_id.startswith(f"<{row.pk.hex}@"), "made from the row"
    assert row.pk.version == 4
    assert str(row.notice_id).replace("-", "") not in row.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
