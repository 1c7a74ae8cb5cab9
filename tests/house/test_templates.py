"""Templates keep to the policy, to their length, and to two languages."""

from __future__ import annotations

import re
from pathlib import Path

from nsp.desk.panels import PANELS
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
FORM = re.compile(r"""(?:\{%\s*if (\w+)\s*%\}\s*)?<form\b[^>]*method="post\"""")
INCLUDE = re.compile(r"""\{%\s*include\s+(?:"([^"]+)"|([\w.]+))([^%]*)%\}""")
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


def _sends(name: str, given: str) -> bool:
    """Whether a form that is sent stands in the template, or in one that it includes. One that stands there only with
    a value of a name ("if press") needs the name to be given."""
    text = (ROOT / "templates" / name).read_text()
    here = any(not only_with or f"{only_with}=" in given for only_with in FORM.findall(text))
    return here or any(_sends(part, more) for part, _, more in INCLUDE.findall(text) if part)


def test_no_form_is_included_without_what_proves_that_it_is_ours() -> None:
    """``only`` keeps the token from a form: whoever sends it is refused."""
    lost = []
    for path in TEMPLATES:
        for part, variable, given in INCLUDE.findall(path.read_text()):
            parts = [part] if part else [panel.template for panel in PANELS if variable == "panel.template"]
            alone = "only" in given.split() and "csrf_token=" not in given
            lost += [f"{path.relative_to(ROOT)} includes {one}" for one in parts if alone and _sends(one, given)]
    assert lost == []


def test_every_colour_that_a_stylesheet_asks_for_is_named_somewhere() -> None:
    """A name that nobody gives is nothing: a box without a ground, through which the page behind can be read."""
    css = "".join(path.read_text() for path in sorted((ROOT / "static" / "css").glob("*.css")))
    asked = {name for name in re.findall(r"var\((--[\w-]+)\)", css) if not name.startswith("--ds")}
    given = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert asked
    assert not asked - given
