"""The page of the rules says each rule in words, with the figures of the programme in force."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils.translation import override

from cases.rule_says import SAYS
from cases.rule_texts import CATALOGUE


def test_every_rule_is_said_in_both_languages() -> None:
    assert list(SAYS) == list(CATALOGUE)
    for says in SAYS.values():
        with override("en"):
            english = str(says)
        with override("sv"):
            assert str(says) != english


def test_the_page_has_the_sentence_and_the_programmes_own_figures(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("eva").get("/rules/").content.decode()
    for words in ("En period är inte längre än så här.", "Akut viloperiod: högst 30 dagar", "Stöd och skydd: stopp"):
        assert words in page, words
