"""The outbox from a terminal: how many events wait, which are parked, and letting the parked ones be tried again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.door import acting_as
from reminders.runs import OUTBOX
from reminders.services.outbox import parked, try_again, waiting_count


class Command(BaseCommand):
    """Prints names and ids of events; never what they are about."""

    help = "Show waiting and parked events; --retry lets the parked ones be tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only looks, unless told otherwise."""
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each parked event, and the sum."""
        with acting_as(OUTBOX):
            stuck = parked()
            for event in stuck:
                self.stdout.write(f"{event.at:%Y-%m-%d %H:%M} {event.event} {event.pk}")
            self.stdout.write(f"{waiting_count()} waiting, {len(stuck)} parked")
            if options["retry"]:
                self.stdout.write(f"{try_again()} are tried again")
