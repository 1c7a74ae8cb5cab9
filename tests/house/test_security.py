"""docs/security.md names, for each promise, the test that keeps it: those tests exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAID = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", SAID))
    assert len(named) > 20
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_proof_that_the_page_names_exists() -> None:
    named = set(re.findall(r"make prove P=(\w+)", SAID))
    assert named
    assert {name for name in named if not (ROOT / "tests" / "proofs" / f"test_{name}.py").exists()} == set()


def test_every_theft_has_a_test_or_says_that_nothing_is_kept() -> None:
    table = SAID.partition("## What each theft surrenders")[2].partition("## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 12
    for row in rows:
        kept = row.rstrip("| ").rpartition("|")[2].strip()
        assert kept == "–" or "`" in kept, row
