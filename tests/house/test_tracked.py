"""What is in the repository: files of ours, and no way out of it."""

from __future__ import annotations

import subprocess

from tests.house.reading import ROOT


def test_no_symbolic_link_is_tracked() -> None:
    """A link to a machine's own place replaces whatever stands there in every clone."""
    told = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told
    assert [line for line in told.splitlines() if line.startswith("120000")] == []
