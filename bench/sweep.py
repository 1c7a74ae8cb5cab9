"""What a sweep costs among few and among many open periods: python bench/sweep.py [1000 100000 1000000]

For each size, in one run on a real PostgreSQL: the first sweep of a day on which 500 periods are to be told of, the
sweep a minute later on which nothing is, and the first sweep of a day on which 10 000 are. Prints seconds, the peak of
the process's memory that each adds, and statements: they follow what is due, not how much there is.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure sweeps among as many open periods as the command says."""
    os.environ["NSP_MODE"] = "test"
    os.environ["BENCH_SIZES"] = " ".join(sys.argv[1:] or ["1000", "100000", "1000000"])
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    return int(pytest.main(["bench/many_periods.py", "-q", "-s", "-p", "no:cacheprovider"]))


if __name__ == "__main__":
    sys.exit(main())
