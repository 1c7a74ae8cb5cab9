"""Pages in a process whose broker does not answer: prints status codes and the seconds that each took, as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
django.setup()


def main(code: str) -> None:
    """Alma begins a request for the person with this code; a report is asked for, as its page does it."""
    from django.db import transaction

    from accounts.models import User
    from reports.tasks import wake
    from tests.signing import signed_in_client

    client = signed_in_client(User.objects.get(email="alma@example.org"))

    def publish() -> None:
        with transaction.atomic():
            wake("R-1")

    steps: dict[str, Callable[[], object]] = {
        "write": lambda: client.post(f"/persons/{code}/request/").status_code,
        "read": lambda: client.get("/notices/").status_code,
        "publish": publish,
    }
    found = {}
    for name, step in steps.items():
        began = time.monotonic()
        found[name] = [step(), time.monotonic() - began]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
