"""One sees where one is signed in, and ends it; a session that has ended is out at its next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from accounts import clock
from accounts.devices import device_of
from accounts.models import Session, User
from accounts.models.session import handle_of
from accounts.sessions import SessionStore
from tests.signing import signed_in_client

SignedIn = Callable[[str], Client]
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Edg/142.0"


def session_of(client: Client) -> Session:
    return Session.objects.get(handle=handle_of(str(client.session.session_key)))


def test_devices_are_told_in_plain_words() -> None:
    assert device_of(PHONE) == "Firefox/Android"
    assert device_of(LAPTOP) == "Edge/Windows"
    assert device_of("curl/8") == "/"


def test_the_list_says_device_and_which_one_this_is(users: dict[str, User]) -> None:
    here, there = signed_in_client(users["alma"]), signed_in_client(users["alma"])
    session = there.session
    session["nsp.device"] = "Firefox/Android"
    session.save()
    signed_in_client(users["bo"])
    page = here.get("/own-account/").content.decode()
    assert "Firefox på Android" in page
    assert page.count(">den här<") == 1
    assert page.count("/own-account/sessions/") == 2  # the other one, and all others
    for key in (here.session.session_key, there.session.session_key):
        assert str(key) not in page


def test_one_that_is_ended_is_out_at_its_next_request(users: dict[str, User]) -> None:
    here, there, third = (signed_in_client(users["alma"]) for _ in range(3))
    answer = here.post(f"/own-account/sessions/{session_of(there).handle}/end/")
    assert answer.status_code == 302
    assert there.get("/").headers["Location"].startswith("/account/login/")
    assert third.get("/").status_code == 200
    assert here.get("/").status_code == 200


def test_all_others_at_once(users: dict[str, User]) -> None:
    here, there, third = (signed_in_client(users["alma"]) for _ in range(3))
    other = signed_in_client(users["bo"])
    assert here.post("/own-account/sessions/end-others/").status_code == 302
    assert [client.get("/").status_code for client in (here, there, third, other)] == [200, 302, 302, 200]


def test_nobody_ends_somebody_elses(users: dict[str, User]) -> None:
    bo = signed_in_client(users["bo"])
    alma = signed_in_client(users["alma"])
    for handle in (session_of(bo).handle, "0" * 20):
        assert alma.post(f"/own-account/sessions/{handle}/end/").status_code == 404
    assert bo.get("/").status_code == 200


def test_a_late_answer_brings_no_ended_session_back(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"])
    key = client.session.session_key
    running = SessionStore(key)
    running["nsp.seen"] = clock.now().timestamp()  # a request has read it and is at work
    Session.objects.filter(handle=handle_of(str(key))).delete()
    with pytest.raises(UpdateError):
        running.save()
    assert not Session.objects.filter(handle=handle_of(str(key))).exists()


def test_what_the_database_holds_opens_no_session(users: dict[str, User]) -> None:
    """The row has a hash of the key: whoever steals a dump has no cookie."""
    client = signed_in_client(users["alma"])
    row = session_of(client)
    assert row.session_key != client.session.session_key
    thief = Client()
    for stolen in (row.session_key, row.handle):
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert thief.get("/").headers["Location"].startswith("/account/login/")
    assert client.get("/").status_code == 200


def test_what_was_typed_stays_when_the_session_was_ended_elsewhere(users: dict[str, User]) -> None:
    client = signed_in_client(users["alma"])
    Session.objects.filter(user=users["alma"]).delete()
    answer = client.post("/search/", {"q": "text"}, headers={"X-Keep": "1"})
    assert answer.status_code == 401  # static/js/forms.js keeps the text and offers to sign in in another tab


def test_signing_in_clears_away_what_has_run_out(users: dict[str, User]) -> None:
    from tests.accounts.test_second_factor import by_password

    old = session_of(signed_in_client(users["bo"]))
    Session.objects.filter(pk=old.pk).update(expire_date=clock.now() - timedelta(minutes=1))
    by_password("alma")
    assert not Session.objects.filter(pk=old.pk).exists()


def test_the_row_says_whose_it_is_and_no_address(users: dict[str, User]) -> None:
    row = session_of(signed_in_client(users["alma"]))
    assert (row.user_id, row.began_at is not None, row.seen_at is not None) == (users["alma"].pk, True, True)
    assert {field.name for field in Session._meta.fields} == {
        "session_key",
        "session_data",
        "expire_date",
        "user",
        "handle",
        "began_at",
        "seen_at",
        "device",
    }
