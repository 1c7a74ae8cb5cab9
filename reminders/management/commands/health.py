"""How the background work does, from a terminal or a monitor on the machine: the same judgement as *Drift*."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import clock
from accounts.door import acting_as
from accounts.viewer import system
from reminders.operation import facts_at, judge, monitored, with_machine


class Command(BaseCommand):
    """A line for each part that is not as it should be (``worker down``), and then 1; nothing and 0 where all is."""

    help = "Print each part of the background work that is late or down."

    def handle(self, *args: Any, **options: Any) -> None:
        """Looks, and judges."""
        with acting_as(system("watch")):
            facts = facts_at(clock.now())
        lines = monitored(judge(with_machine(facts), settings.NSP_HEALTH))
        for line in lines:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
