"""Is the access log as it was written? Run each week, and whenever somebody asks what was seen."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.clock import STOCKHOLM
from accounts.door import acting_as
from accounts.viewer import system
from audit import hashing
from audit.verify import Check, Finding, Kind, Tally, hour_words, on_paper

PROGRESS_EVERY = 2.0


class Command(BaseCommand):
    """Prints ids, hours and counts; nothing of what was seen. Exit code 1: something is wrong; 2: a key is missing."""

    help = "Verify the access log against its keyed hashes and its hourly seals."

    def add_arguments(self, parser: CommandParser) -> None:
        """The whole log, unless days say otherwise."""
        parser.add_argument("--from", dest="begin", type=_day, help="first day (2026-11-01), in Stockholm")
        parser.add_argument("--to", dest="end", type=_day, help="the day after the last one")
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            type=_kept,
            metavar="HOUR:FINGERPRINT",
            help="a seal that was written down (2026-11-01T09Z:01ab-…); may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Name everything that is wrong, then say what was read."""
        self.spoke = time.monotonic()
        check = Check(begin=options["begin"], end=options["end"], said=self._progress)
        kinds = set()
        with acting_as(system("verify")):
            kept = [on_paper(hour, fingerprint) for hour, fingerprint in options["expect"]]
            for finding in chain((gone for gone in kept if gone), check.run()):
                kinds.add(self._name(finding))
        self._conclude(check.tally, kinds)

    def _name(self, finding: Finding) -> Kind:
        self.stdout.write(self.style.ERROR(f"WRONG  {finding.sentence}"))
        return finding.kind

    def _progress(self, until: datetime, tally: Tally) -> None:
        if time.monotonic() - self.spoke > PROGRESS_EVERY:
            self.spoke = time.monotonic()
            self.stderr.write(f"  until {hour_words(until)}: {tally.events} events, {tally.seals} seals")

    def _conclude(self, tally: Tally, kinds: set[Kind]) -> None:
        read = f"{tally.events} events and {tally.seals} seals read"
        if tally.first and tally.newest:
            read += f", {hour_words(tally.first.hour)} to {hour_words(tally.newest.hour)}"
            newest = hashing.fingerprint(bytes(tally.newest.mac))
            self.stdout.write(f"Newest seal, to be kept elsewhere: {hour_words(tally.newest.hour)}:{newest}")
        if tally.late:
            span = f"{hour_words(tally.late[0])} to {hour_words(tally.late[-1])}"
            self.stdout.write(
                f"Sealed more than two hours late: {tally.late_hours} hours, {span}. Nothing sealed then: the "
                "program was down, or somebody has removed the end of the log with its seals. "
                "Compare with a seal that was kept."
            )
        read += f"; {tally.unsealed} events are not sealed yet."
        if not kinds:
            self.stdout.write(self.style.SUCCESS(f"Nothing is wrong: {read}"))
            return
        if tally.unknown and kinds == {Kind.KEY}:
            raise CommandError(f"Not everything could be verified, since a key is missing: {read}", returncode=2)
        raise CommandError(f"The log is not as it was written: {read}", returncode=1)


def _day(said: str) -> datetime:
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=STOCKHOLM).astimezone(UTC)
    except ValueError as error:
        raise ArgumentTypeError(f"{said!r} is no day: 2026-11-01") from error


def _kept(said: str) -> tuple[datetime, str]:
    hour, _, fingerprint = said.partition(":")
    try:
        return datetime.strptime(hour, "%Y-%m-%dT%HZ").replace(tzinfo=UTC), fingerprint.lower()
    except ValueError as error:
        raise ArgumentTypeError(f"{said!r} is no seal: 2026-11-01T09Z:01ab-…") from error
