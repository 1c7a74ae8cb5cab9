"""Everything that reads the code without running it as a user would; each check is run and told, then the exit code.

`python tools/lint.py ruff mypy` runs only those whose names begin so.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from nsp.environment import new_secrets  # noqa: E402

MANAGE = [sys.executable, "manage.py"]
CHECKS = {
    "ruff": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "texts": [sys.executable, "tools/messages.py", "check"],
    "templates": [str(BIN / "djlint"), "templates", "--lint", "--check", "--quiet"],
    "mypy": [str(BIN / "mypy")],
}


def production() -> dict[str, str]:
    """An environment that the production settings accept, with secrets made up for this run."""
    return {
        **new_secrets(),
        "NSP_MODE": "production",
        "NSP_HOSTS": "nsp.example",
        "DATABASE_URL": "postgresql://nsp_app@/nsp?host=/nowhere",
        "DATABASE_OWNER_URL": "postgresql://nsp_owner@/nsp?host=/nowhere",
        "REDIS_URL": "redis://localhost:1/0",
    }


def main() -> int:
    """1 if any check found something."""
    chosen = tuple(sys.argv[1:])
    failed = []
    for name, command in CHECKS.items():
        if chosen and not name.startswith(chosen):
            continue
        env = {**os.environ, **(production() if name == "deployment" else {"NSP_MODE": "test"})}
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(f"{'ok  ' if done.returncode == 0 else 'FOUND'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout.rstrip()[-8000:] + "\n", flush=True)
    if failed:
        print("Found something: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
