"""E-mails: one for each notice, under one Message-ID for ever, and nothing in them."""

from __future__ import annotations

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
from reminders.services.delivery import TRIES, send_next
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


def test_a_crash_between_sending_and_marking_sends_the_same_bytes_again(
    alma: Viewer, march: datetime, settings: Any
) -> None:
    sent_request(alma, at=march)
    hand_on(march)
    home = Path(settings.MAIL_DIR)

    def send_and_crash() -> None:
        with acting_as(runs.MAIL):
            assert send_next(spool.EmailBackend(), at=march)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_and_crash()
    first = {path.name: path.read_bytes() for path in home.iterdir()}
    assert len(first) == 1
    assert {row.state for row in mails()} == {MailState.WAITING}
    runs.run_delivery(at=march + timedelta(hours=1))
    assert len(list(home.iterdir())) == 2
    for name, content in first.items():
        assert (home / name).read_bytes() == content


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
    tries = [runs.run_delivery(at=march + timedelta(minutes=n)) for n in range(0, 60 * 80, 5)]
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
    assert str(row.notice_id).replace("-", "") not in row.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
