"""Databases from before each app's tables were written in one piece, on 27 November 2026.

The names of the steps that led there are still in such a database. One that took them all has today's tables and goes
on; one that stopped on the way would be taken for whole, since its first step has the name of today's, and is refused.
"""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

THEN = "8304102"
"""The last version that has the single steps."""
EARLY = ("accounts", "0002_a_cache_that_all_processes_share")
"""Every database from before has it, and none that was laid since."""
LAST = {
    "accounts": "0004_four_kinds_in_one_queue",
    "audit": "0004_refused_looks_are_found_by_code",
    "cases": "0027_the_thread",
    "certification": "0002_four_kinds_in_one_queue",
    "funding": "0008_a_file_is_taken_out",
    "reminders": "0002_letters_to_people_without_an_account",
    "reports": "0002_frozen",
}


def refuse_half_laid(*, using: str, **kwargs: Any) -> None:
    """Before every migrate by the owner. Raises CommandError where the database stopped on the way to these tables."""
    if using != "owner":
        return
    done = MigrationRecorder(connections[using]).applied_migrations()
    if EARLY in done and (missing := [app for app, last in LAST.items() if (app, last) not in done]):
        raise CommandError(
            f"An older version laid this database, and it lacks steps that are no longer kept ({', '.join(missing)}). "
            "A demo: delete the folder .data/demo and start again. "
            f"Any other: run migrate with version {THEN} first, then with this one."
        )
