"""The demo's data, made once."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import system
from audit.models import Outbox
from nsp.seed.accounts import seed_accounts
from nsp.seed.board import seed_board
from nsp.seed.closings import seed_closings
from nsp.seed.details import seed_details
from nsp.seed.family import seed_family
from nsp.seed.further import seed_further
from nsp.seed.groups import seed_groups
from nsp.seed.journal import seed_journal
from nsp.seed.law import seed_law
from nsp.seed.lists import seed_lists
from nsp.seed.lives import seed_history, world
from nsp.seed.looks import seed_looks
from nsp.seed.moving import seed_moving
from nsp.seed.now import seed_now
from nsp.seed.payments import seed_payments
from nsp.seed.people import seed_people
from nsp.seed.reports import seed_report
from nsp.seed.rights import seed_rights
from nsp.seed.safety import seed_safety
from nsp.seed.same import seed_same
from nsp.seed.talk import seed_talk
from nsp.seed.tasks import seed_tasks


class Command(BaseCommand):
    """Only in demo and test: it makes accounts with a password that everybody can read."""

    help = "Fill an empty database with the demo's people and three years of invented histories."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many persons the history holds."""
        parser.add_argument("--persons", type=int, default=240)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do nothing where there are accounts already."""
        if settings.NSP_MODE == "production":
            raise CommandError("The demo's data is never put into a production database.")
        if User.objects.exists():
            self.stdout.write("The demo's data is there already.")
            return
        begun = time.monotonic()
        seed_people(today())
        here = world(now())
        seed_history(here, options["persons"])
        seed_now(here)
        seed_further(here)
        seed_payments(here)
        seed_rights(here)
        seed_family(here)
        seed_law(here)
        seed_details(here)
        seed_same(here)
        seed_moving(here)
        seed_closings(here)
        seed_safety(here)
        seed_report(here)
        seed_looks(here)
        seed_accounts(here.now)
        seed_groups(here)
        seed_journal(here)
        seed_talk(here)
        seed_tasks(here)
        seed_board(here)
        seed_lists(here)
        _settle_old_events(here.now - timedelta(days=4))
        self.stdout.write(f"The demo's data is made: {options['persons']} persons in {time.monotonic() - begun:.0f} s.")


def _settle_old_events(before: Any) -> None:
    """Nobody is told today of what happened last year; what is fresh is left for the outbox."""
    with acting_as(system("seed")):
        Outbox.objects.filter(at__lt=before, done_at=None).update(done_at=before)
