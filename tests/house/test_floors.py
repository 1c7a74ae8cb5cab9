"""An app imports only from floors below it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.reading import ROOT


def test_no_app_looks_upwards() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
