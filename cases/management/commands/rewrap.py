"""Rotation of the key ring: re-wrap everything under the newest key, and say which keys can be destroyed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock, progress, sealing
from accounts.progress import Progress
from cases.rings import in_use, missing, unused
from cases.services.rewrap import WORK, remember, rewrap

NAMES = {
    "persons": "persons' keys",
    "users": "users' keys",
    "receipts": "receipts' keys",
    "offers": "offers' keys",
    "tasks": "keys of tasks about nobody",
    "codes": "sign-in codes",
}


class Command(BaseCommand):
    """Prints ids of keys and numbers, never a key. Can be stopped and run again at any time."""

    help = "Put every wrapped key under the newest key of NSP_KEYS; --status only tells how it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--status`` changes nothing."""
        parser.add_argument("--status", action="store_true")
        parser.add_argument("--batch", type=int, default=200, help="rows in one transaction (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error where something could not be re-wrapped, so that nobody destroys a key too early."""
        self._refuse_a_ring_with_holes()
        if options["status"]:
            return self._status()
        made = rewrap(size=max(1, options["batch"]), hear=self._hear)
        remember(at=clock.now())
        for kind, name in NAMES.items():
            self.stdout.write(f"{name}: {made.done.get(kind, 0)} re-wrapped, {made.failed.get(kind, 0)} failed")
        self._status()
        if failed := sum(made.failed.values()):
            raise CommandError(
                f"{failed} could not be opened and stand as before. Keep every key, and see who damaged them."
            )
        return None

    def _hear(self, now: Progress) -> None:
        self.stdout.write(f"{now.done} of {now.total} ({now.step})")
        self.stdout.flush()

    def _refuse_a_ring_with_holes(self) -> None:
        if lacking := missing():
            raise CommandError(f"NSP_KEYS lacks {', '.join(lacking)}, which wraps something. Put it back first.")

    def _status(self) -> None:
        self.stdout.write(f"ring, newest first: {', '.join(sealing.ring_ids())}")
        for kind, counts in in_use().items():
            told = ", ".join(f"{n} under {ring}" for ring, n in sorted(counts.items())) or "none"
            self.stdout.write(f"{NAMES[kind]}: {told}")
        running = progress.of(WORK)
        if running is not None and running.step != "ready":
            self.stdout.write(f"last heard of: {running.done} of {running.total} ({running.step})")
        ready = unused()
        self.stdout.write(
            f"unused, can be destroyed once no process runs with an older ring: {', '.join(ready)}"
            if ready
            else "no older key is unused"
        )
