"""The access log can say every act in words."""

from __future__ import annotations

from django.utils.translation import override

from accounts.acts import Act
from audit.models import Outcome
from nsp.desk.act_words import WORDS, act_words


def test_every_act_has_its_words() -> None:
    lacking = {act.name for act in Act} - WORDS.keys()
    assert lacking == set(), "say in nsp/desk/act_words.py what the access log calls them"


def test_what_is_logged_reads_as_a_sentence() -> None:
    with override("sv"):
        said = {outcome: f"Dag Ek {act_words('SEE_REQUEST', outcome)}" for outcome in Outcome}
    assert said == {
        Outcome.LOOKED: "Dag Ek öppnade ansökan",
        Outcome.DONE: "Dag Ek använde ansökan",
        Outcome.REFUSED: "Dag Ek nekades ansökan",
        Outcome.FAILED: "Dag Ek möttes av ett fel vid ansökan",
    }


def test_an_act_that_is_no_more_can_still_be_read() -> None:
    assert act_words("GONE_LONG_AGO", "LOOKED").endswith("gone long ago")
