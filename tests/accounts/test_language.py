"""Choosing a language: for this browser, and for the e-mails of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from accounts.models import User
from accounts.viewer import Viewer
from reminders.letters import letter_of
from tests.factories import sent_request
from tests.reminders.helpers import hand_on, mails


def test_the_language_that_somebody_signed_in_chooses_is_that_of_their_mails(
    signed_in: Callable[[str], Client], users: dict[str, User], alma: Viewer, march: datetime
) -> None:
    signed_in("disa").post("/language/", {"language": "en", "next": "/"})
    assert User.objects.get(pk=users["disa"].pk).language == "en"
    sent_request(alma, at=march)
    hand_on(march)
    letters = [letter_of(row, at=march) for row in mails()]
    subjects = {letter.to[0].split("@")[0]: letter.subject for letter in letters if letter}
    assert subjects == {"dag": "Du har något att göra", "disa": "You have something to do"}


def test_a_language_that_there_is_not_changes_nothing(
    signed_in: Callable[[str], Client], users: dict[str, User]
) -> None:
    signed_in("disa").post("/language/", {"language": "xx"})
    assert User.objects.get(pk=users["disa"].pk).language == "sv"


def test_a_visitor_chooses_for_their_browser(db: None) -> None:
    answer = Client().post("/language/", {"language": "en", "next": "/"})
    assert answer.cookies["django_language"].value == "en"
