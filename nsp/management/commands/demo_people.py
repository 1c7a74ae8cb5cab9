"""The table that ``make demo`` prints: who can be signed in as, and what to try."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models.user import ROLE_LABELS
from nsp.seed.people import ACTORS, PASSWORD, PEOPLE, email_of


class Command(BaseCommand):
    """One line each."""

    help = "Print the demo's people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Name, role, address, what to try."""
        names = {line.key: line.name for line in ACTORS}
        for line in PEOPLE:
            if line.shown:
                role = f"{ROLE_LABELS[line.role]}{', ' + names[line.at] if line.at else ''}"
                self.stdout.write(f"  {line.name:<11} {role:<28} {email_of(line.key):<20} {line.try_sv}")
        self.stdout.write(f"  Lösenord för alla / password for all: {PASSWORD}")
