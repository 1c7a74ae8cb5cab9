"""The access log can say every act in words."""

from __future__ import annotations

import ast

from django.utils.translation import override

from accounts.acts import Act
from audit.models import Outcome
from nsp.desk.act_words import _WHYS, WORDS, act_words, why_words
from tests.house.reading import calls, modules

OF_COMMANDS = {"coordinator_exists", "programme_exists"}  # told in a terminal, and never in the log


def test_every_act_has_its_words() -> None:
    lacking = {act.name for act in Act} - WORDS.keys()
    assert lacking == set(), "say in nsp/desk/act_words.py what the access log calls them"


def test_every_reason_of_a_refusal_has_its_words() -> None:
    given = {
        call.args[0].value
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("Refused", "Conflict")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert {"role", "changed"} < given
    lacking = given - OF_COMMANDS - _WHYS.keys()
    assert lacking == set(), "say in nsp/desk/act_words.py why somebody was refused"
    with override("sv"):
        assert why_words("SEE_LOG", Outcome.REFUSED, "role") == "inte för den här rollen"


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
