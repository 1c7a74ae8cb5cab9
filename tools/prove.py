"""The long proofs in tests/proofs: without a name, list them; with one, run it and print its numbers."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROOFS = ROOT / "tests" / "proofs"


def main() -> int:
    """List the proofs, or run the named one. 2 for a name that is none."""
    found = {path.stem.removeprefix("test_"): path for path in sorted(PROOFS.glob("test_*.py"))}
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")][:1]
    if not wanted:
        for name, path in found.items():
            told = ast.get_docstring(ast.parse(path.read_text())) or ""
            print(f"make prove P={name:<12} {told.splitlines()[0] if told else ''}")
        return 0
    if wanted[0] not in found:
        print(f"There is no proof called {wanted[0]}. There are: {', '.join(found) or 'none yet'}.")
        return 2
    command = [sys.executable, "-m", "pytest", "-s", "-q", str(found[wanted[0]]), *sys.argv[2:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "NSP_MODE": "test"}).returncode


if __name__ == "__main__":
    sys.exit(main())
