"""A process that asks the whole program mixed questions as alternating viewers, on connections that stay open between
them; prints how many were asked and each answer that showed what is not the viewer's, as JSON.

Started by ``tests/proofs/test_walls.py``, which says who has which session and what is whose.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from random import Random
from threading import Thread
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
django.setup()

from django.db import connections  # noqa: E402 - the settings first
from django.test import Client  # noqa: E402

LISTS = ("/api/v1/persons/", "/api/v1/requests/", "/api/v1/notices/", "/persons/", "/requests/", "/")


class Questions:
    """What the threads share: ``sessions`` (name → cookie), ``mine`` (name → its references), ``refs`` (all)."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.sessions: dict[str, str] = said["sessions"]
        self.mine: dict[str, set[str]] = {name: set(refs) for name, refs in said["mine"].items()}
        self.codes: list[str] = said["codes"]
        self.refs: set[str] = {*said["codes"], *said["requests"]}
        self.requests: list[str] = said["requests"]
        self.wrong: list[str] = []
        self.answers: Counter[int] = Counter()

    def ask(self, seed: int, count: int) -> None:
        """So many questions in one thread, each as somebody else than the one before."""
        dice, last = Random(seed), ""
        for _ in range(count):
            last = dice.choice([name for name in [*self.mine] if name != last])
            self._once(dice, last)
        connections.close_all()

    def _once(self, dice: Random, who: str) -> None:
        client = Client()
        if cookie := self.sessions.get(who):
            client.cookies["sessionid"] = cookie
        about = dice.choice(self.codes)
        address = self._address(dice, about)
        response = client.get(address)
        self.answers[response.status_code] += 1
        body = response.content.decode(errors="replace").replace(address, "")
        shown = {ref for ref in self.refs if ref in body} - self.mine[who]
        if shown or response.status_code >= 500:
            self.wrong.append(f"{who} {address} {response.status_code} {sorted(shown)}")
        elif who in self.sessions and address.startswith("/api/v1/persons/") and about in address:
            right = 200 if about in self.mine[who] else 404
            if response.status_code != right:
                self.wrong.append(f"{who} {address} {response.status_code}, not {right}")

    def _address(self, dice: Random, about: str) -> str:
        lot = dice.random()
        if lot < 0.45:
            return f"/api/v1/persons/{about}/"
        if lot < 0.60:
            return f"/api/v1/requests/{dice.choice(self.requests)}/"
        if lot < 0.65:
            return f"/persons/{about}/"
        if lot < 0.75:
            return "/api/v1/persons/ZZZZ-99/"
        return dice.choice(LISTS[:3]) if lot < 0.96 else dice.choice(LISTS)


def main() -> None:
    """Read what there is to ask on the first line of standard input; ask; print."""
    said = json.loads(sys.stdin.readline())
    questions = Questions(said)
    each = said["count"] // said["threads"]
    threads = [Thread(target=questions.ask, args=(said["seed"] + n, each)) for n in range(said["threads"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {"asked": sum(questions.answers.values()), "wrong": questions.wrong[:50], "answers": questions.answers}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
