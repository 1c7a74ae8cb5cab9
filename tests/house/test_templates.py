"""Templates keep to the policy, to their length, and to two languages."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.reading import ROOT
from tools import messages

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: What the content security policy refuses, and so would fail in silence.
FORBIDDEN = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "a file from another host": re.compile(
        r"<(?:script|link|img)[^>]*\s(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
    ),
}
MOST_LINES = 150
# Drawn for paper by WeasyPrint, where no policy holds.
FOR_PAPER = {"pdf"}


def _of_the_web(path: Path) -> bool:
    return not any(word in path.stem for word in FOR_PAPER)


def test_no_template_holds_what_the_policy_refuses() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in TEMPLATES
        if _of_the_web(path)
        for name, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text())
    ]
    assert found == []


def test_no_template_is_longer_than_a_screen_or_two() -> None:
    long = [str(p.relative_to(ROOT)) for p in TEMPLATES if len(p.read_text().splitlines()) > MOST_LINES]
    assert long == []


def test_every_text_has_its_swedish() -> None:
    lacking = [f"{where}: {text.msgid!r}" for text, where in sorted(messages.missing().items())]
    assert lacking == []


def test_no_swedish_text_names_a_value_that_the_english_does_not_have() -> None:
    assert messages.wrong_placeholders() == []
