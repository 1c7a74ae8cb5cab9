"""Several people do something in the same instant, over real connections."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connections

from accounts.errors import NSPError


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave (or raised), all of them started in the same instant, each on a connection of its own."""
    barrier = Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait(timeout=10)
        try:
            results[place] = act()
        except NSPError as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
