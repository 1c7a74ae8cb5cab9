"""Write docs/access-matrix.md anew: ask every address as everybody, and keep what came out."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the test of the matrix in the mode that writes."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/walls/test_matrix.py", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "NSP_MODE": "test", "NSP_WRITE_MATRIX": "1"}).returncode


if __name__ == "__main__":
    sys.exit(main())
