"""Background work in a process of its own, for tests that kill it: ``python -m tests.reminders.worker``.

It does what Celery's tasks do, one after the other without a pause, and says when it has begun.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
django.setup()


def main() -> None:
    """Work until killed, or until there is nothing left (``--once``)."""
    from reminders import tasks

    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while True:
        tasks.outbox()
        tasks.sweep()
        tasks.deliver()
        if "--once" in sys.argv:
            return


if __name__ == "__main__":
    main()
