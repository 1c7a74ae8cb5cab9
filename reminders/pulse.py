"""The worker and beat leave their own pulse, each in its own process: neither speaks for the other."""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic

from django.db import DatabaseError, InterfaceError, connections

from accounts import clock
from accounts.door import acting_as
from accounts.viewer import system
from reminders.services.pulses import leave

log = logging.getLogger("nsp.pulse")

EVERY = 20.0
"""Seconds between two pulses; of what is left more often than once a minute, the database keeps the newest alone."""


def beats(name: str) -> None:
    """Leave a pulse now. Where the database is away none is left, which is what the page then says."""
    try:
        with acting_as(system(name)):
            leave(name, at=clock.now())
    except (DatabaseError, InterfaceError) as error:
        log.warning("no pulse of %s: %s", name, type(error).__name__)
    finally:
        connections.close_all()


class Heart:
    """A thread that leaves a pulse as long as its process lives, or ``stop`` is called."""

    def __init__(self, name: str) -> None:
        self._stopped = Event()
        self._thread = Thread(target=self._run, args=[name], name=f"pulse-{name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """No further pulse."""
        self._stopped.set()

    def _run(self, name: str) -> None:
        while True:
            beats(name)
            if self._stopped.wait(EVERY):
                return


class Rarely:
    """A pulse for a loop that comes round more often than it need be left."""

    def __init__(self, name: str) -> None:
        self._name, self._last = name, float("-inf")

    def lives(self) -> None:
        """Leave one, unless the last was just left."""
        if monotonic() - self._last >= EVERY:
            self._last = monotonic()
            beats(self._name)
