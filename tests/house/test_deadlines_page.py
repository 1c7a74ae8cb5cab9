"""docs/deadlines.md says what is declared, every kind of it."""

from __future__ import annotations

from accounts.clocks import kinds
from accounts.deadlines import finders
from nsp.deadlines_page import written
from tests.house.reading import ROOT


def test_the_document_is_as_the_declarations_are() -> None:
    kept = (ROOT / "docs" / "deadlines.md").read_text()
    assert kept == written(), "run: NSP_MODE=test .venv/bin/python manage.py deadlines"


def test_every_finder_stands_in_it() -> None:
    for name in finders():
        assert f"`{name}`" in written() or f"`{name.upper()}`" in written(), name
    assert all(f"`{kind.key}`" in written() for kind in kinds())
