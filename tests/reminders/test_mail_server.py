"""What is sent again, and what is not, against a real mail server: only where its answer was lost, and counted."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from accounts.viewer import Viewer
from reminders import runs
from reminders.models import MailState
from reminders.services.delivery import LEASE
from tests.factories import sent_request
from tests.reminders.helpers import hand_on, mails
from tests.reminders.mail_server import GARBLED, GONE, GONE_BEFORE, SILENT, MailServer, mail_server

LATER = timedelta(hours=1)


@pytest.fixture
def told_twice(alma: Viewer, march: datetime, settings: Any) -> datetime:
    """Two e-mails wait: to Dag and to Disa."""
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = "127.0.0.1", False, 0.4
    sent_request(alma, at=march)
    hand_on(march)
    assert len(mails()) == 2
    return march


def use(server: MailServer, settings: Any) -> None:
    """Send through it."""
    settings.EMAIL_PORT = server.port


def counted() -> list[tuple[str, int, int]]:
    """State, tries and repeats of each e-mail."""
    return sorted((row.state, row.tries, row.repeats) for row in mails())


@pytest.mark.parametrize("lost", [SILENT, GONE, GARBLED])
def test_an_answer_that_is_lost_is_asked_for_again_under_the_same_message_id(
    told_twice: datetime, settings: Any, lost: str
) -> None:
    with mail_server(lost) as server:
        use(server, settings)
        assert runs.run_delivery(at=told_twice) == 0, "it stops there"
        assert counted() == [("SENDING", 1, 0), ("WAITING", 0, 0)]
        assert runs.run_delivery(at=told_twice + LEASE - timedelta(seconds=9)) == 1, "the other one"
        assert len(server.got) == 2
        runs.run_delivery(at=told_twice + LATER)
    assert counted() == [("SENT", 1, 0), ("SENT", 2, 1)]
    again = Counter(server.got)
    assert sorted(again.values()) == [1, 2]
    assert set(again) == {row.message_id for row in mails()}
    assert again.most_common(1)[0][0] == next(row.message_id for row in mails() if row.repeats)
    assert len(set(server.bytes)) == 2, "the same bytes again"


@pytest.mark.parametrize("refusal", ["451 later", "550 never", "421 closing"])
def test_a_refusal_is_no_repeat(told_twice: datetime, settings: Any, refusal: str) -> None:
    with mail_server(refusal) as server:
        use(server, settings)
        for minutes in (0, 1, 60):
            runs.run_delivery(at=told_twice + timedelta(minutes=minutes))
    assert [repeats for _state, _tries, repeats in counted()] == [0, 0]
    assert {state for state, _tries, _repeats in counted()} == {MailState.SENT}
    assert max(tries for _state, tries, _repeats in counted()) == 2


def test_a_line_that_breaks_before_the_e_mail_is_neither_try_nor_repeat(told_twice: datetime, settings: Any) -> None:
    with mail_server(GONE_BEFORE) as server:
        use(server, settings)
        assert runs.run_delivery(at=told_twice) == 0
        assert counted() == [("WAITING", 0, 0)] * 2
        runs.run_delivery(at=told_twice + timedelta(seconds=10))
        assert len(server.got) == len(set(server.got)) == 2
    assert counted() == [("SENT", 1, 0)] * 2


def test_nobody_there_is_neither_try_nor_repeat(told_twice: datetime, settings: Any) -> None:
    with mail_server() as server:
        use(server, settings)
    for _ in range(3):
        assert runs.run_delivery(at=told_twice) == 0
    assert counted() == [("WAITING", 0, 0)] * 2


def test_an_address_that_bounces_holds_up_nobody(
    told_twice: datetime, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server(bounces=["dag@example.org"]) as server:
        use(server, settings)
        assert runs.run_delivery(at=told_twice) == 2
        assert len(server.got) == 1
        for minutes in range(0, 60 * 24 * 6, 15):
            runs.run_delivery(at=told_twice + timedelta(minutes=minutes))
        assert len(server.got) == 1
    assert counted() == [("FAILED", 12, 0), ("SENT", 1, 0)]
    assert "example.org" not in caplog.text


def test_a_server_that_never_answers_is_given_up_in_the_end(told_twice: datetime, settings: Any) -> None:
    with mail_server(*[GONE] * 40) as server:
        use(server, settings)
        for minutes in range(0, 60 * 24 * 7, 20):
            runs.run_delivery(at=told_twice + timedelta(minutes=minutes))
    assert counted() == [("FAILED", 12, 11)] * 2
    assert sorted(Counter(server.got).values()) == [12, 12]


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_never_send_one_twice(alma: Viewer, march: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    for _ in range(6):
        sent_request(alma, at=march)
    hand_on(march)
    together = Barrier(4)

    def work() -> None:
        together.wait()
        try:
            runs.run_delivery(at=march)
        finally:
            connections.close_all()

    with mail_server() as server:
        server.slow = 0.02
        use(server, settings)
        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(server.got) == sorted(row.message_id for row in mails())
    assert set(counted()) == {("SENT", 1, 0)}
