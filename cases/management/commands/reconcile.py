"""Work every balance out again from the decisions, and name any difference."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.door import acting_as
from accounts.viewer import system
from cases.selectors.reconciliation import differences


class Command(BaseCommand):
    """Prints references and sums, never a person's code. Changes nothing; ends with 1 where something differs."""

    help = "Compare the ledger with the decisions, claims and batches, line by line."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every difference on a line of its own."""
        with acting_as(system("reconcile")):
            found = differences()
        for one in found:
            self.stdout.write(str(one))
        if found:
            raise CommandError(f"{len(found)} differences")
        self.stdout.write("No difference: every balance is what was decided.")
