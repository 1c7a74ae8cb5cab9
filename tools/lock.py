"""Write the lock files from the .in files: every package with its hashes, no address of any registry.

`python tools/lock.py` keeps the versions that are locked and still fit; `--upgrade` takes the newest.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("requirements", "requirements-demo", "requirements-node", "requirements-uv", "requirements-dev")
OPTIONS = ("--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--quiet")
SILENT = ("--no-emit-index-url", "--no-emit-find-links")
ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|^file:", re.MULTILINE)


def main() -> None:
    """Compile in order, since each later lock is constrained by the one before; refuse a lock with an address."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_FIND"))}
    for name in ORDER:
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *SILENT, *sys.argv[1:]]
        subprocess.run([*command, f"{name}.in", "-o", f"{name}.lock"], cwd=ROOT, env=env, check=True)
        if ADDRESS.search((ROOT / f"{name}.lock").read_text()):
            sys.exit(f"{name}.lock holds an address; it must not be committed.")
        print(f"{name}.lock written")


if __name__ == "__main__":
    main()
