"""Run every test, in three steps: the rules and the house, what needs a database, what needs a browser.

All steps are run, so that one run tells everything; the exit code is not 0 if any failed. Arguments go to pytest.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
NO_TESTS = 5
PURE = [str(TESTS / name) for name in ("rules", "house") if (TESTS / name).exists()]
BY_TWO = ["-n", "2", "--maxschedchunk", "1"]  # the longest first (tests/conftest.py), then each to whoever is free

STEPS = {
    "rules and house": [*PURE, "-n", "2", "-m", "not browser and not proof"],
    "database": [*BY_TWO, "-m", "not browser and not proof", *(f"--ignore={path}" for path in PURE)],
    "browser": [*BY_TWO, "-m", "browser"],
}


def main() -> int:
    """The first failing step's exit code; 0 when all passed. Refuses a run that found no test at all."""
    env = {**os.environ, "NSP_MODE": "test"}
    found, failed, lines = False, 0, []
    for name, chosen in STEPS.items():
        began = time.monotonic()
        print(f"\n== {name}", flush=True)
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *chosen, *sys.argv[1:]], cwd=ROOT, env=env
        ).returncode
        found |= code != NO_TESTS
        lines.append(
            f"{'no tests' if code == NO_TESTS else 'failed' if code else 'passed'}: {name}, {time.monotonic() - began:.0f} s"
        )
        failed = failed or (0 if code == NO_TESTS else code)
    print("\n" + "\n".join(lines))
    return failed or (0 if found else NO_TESTS)


if __name__ == "__main__":
    sys.exit(main())
