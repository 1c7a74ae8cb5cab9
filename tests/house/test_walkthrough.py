"""The walkthrough names files and functions that exist."""

from __future__ import annotations

import re

from tests.house.reading import ROOT, modules

TEXT = (ROOT / "docs" / "walkthrough.md").read_text()
QUOTED = re.findall(r"`([^`]+)`", TEXT)


def test_every_file_that_is_named_exists() -> None:
    named = [q for q in QUOTED if "/" in q and not q.startswith("/") and " " not in q]
    assert len(named) > 15
    assert [q for q in named if not (ROOT / q).exists()] == []


def test_every_function_that_is_named_exists() -> None:
    source = "\n".join(path.read_text() for path in modules())
    names = [q for q in QUOTED if re.fullmatch(r"[A-Za-z_]+", q)]
    missing = [n for n in names if not re.search(rf"\b(def|class) {n}\b|^{n}\b", source, re.MULTILINE)]
    assert missing == []
