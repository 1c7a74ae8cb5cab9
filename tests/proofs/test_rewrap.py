"""The key ring rotated while people work; then the old key is destroyed, and everything still opens.

Prints how many keys were re-wrapped in which time, what was written and read meanwhile, and what did not open.
"""

from __future__ import annotations

import base64
import io
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.core.management import CommandError, call_command
from django.db import connections

from accounts import sealing
from accounts.clock import now
from accounts.door import acting_as
from accounts.models import Draft, User
from accounts.progress import Progress
from accounts.viewer import Viewer
from cases.models import Identification, Person, Receipt
from cases.rings import REWRAP, in_use, missing, unused
from cases.services import drafts
from cases.services.rewrap import rewrap
from tests.factories import identified

PERSONS, RECEIPTS, BATCH, SECRET = 150, 20_000, 100, "JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def _key(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


class Crew:
    """People who go on working in threads of their own until they are told to stop."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failed: list[str] = []
        self.longest: Counter[str] = Counter()
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []

    def works(self, name: str, act: Callable[[], object]) -> None:
        """``act`` again and again, timed and counted under ``name``."""

        def run() -> None:
            while not self.over.is_set():
                begun = time.monotonic()
                try:
                    act()
                except Exception as error:
                    self.failed.append(f"{name}: {type(error).__name__}")
                self.done[name] += 1
                self.longest[name] = max(self.longest[name], int(1000 * (time.monotonic() - begun)))
            connections.close_all()

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def stop(self) -> None:
        """Wait until everybody has finished what they were doing."""
        self.over.set()
        for thread in self.threads:
            thread.join()


def _many_receipts(frej: Viewer) -> None:
    """Written by the system in one go: their keys are what the rotation is timed on."""
    with acting_as(REWRAP):
        rows = []
        for number in range(RECEIPTS):
            own = uuid4()
            ring, wrapped = sealing.new_wrapped_key(own)
            row = Receipt(pk=own, number=f"K-{number}", actor_id=frej.actors[0], made_by_id=frej.id, made_at=now())
            row.state, row.ring, row.wrapped = "RECEIVED", ring, wrapped
            row.text = {"story": str(number)}
            rows.append(row)
        Receipt.objects.bulk_create(rows, batch_size=2000)


def _read_one(viewer: Viewer, dice: Random) -> None:
    with acting_as(viewer):
        rows = Identification.objects.order_by("ref")
        row = rows[dice.randrange(rows.count())]
        assert row.story.open().startswith("Berättat")


def _everything(alma: Viewer) -> tuple[int, list[str]]:
    """How much there is, and what of it does not open."""
    closed, seen = [], 0
    with acting_as(REWRAP):
        rows: list[Any] = [*Identification.objects.all(), *Receipt.objects.all()]
        for row in rows:
            seen += 1
            try:
                text = row.story.open() if isinstance(row, Identification) else row.text.open()["story"]
                assert text
            except sealing.CannotOpen:
                closed.append(type(row).__name__)
    with acting_as(alma):
        for draft in Draft.objects.all():
            seen += 1
            assert draft.data.open()["story"] == "Påbörjat."
    for code in Authenticator.objects.all():
        seen += 1
        assert decrypt(code.data["secret"]) == SECRET
    return seen, closed


def test_a_rotation_under_load(alma: Viewer, bo: Viewer, frej: Viewer, users: dict[str, User], settings: Any) -> None:
    for number in range(PERSONS):
        identified(alma, at=now(), story=f"Berättat {number}")
    with acting_as(alma):
        drafts.save_draft(uuid4(), {"story": "Påbörjat."}, kind="identification", by=alma, at=now())
    for user in users.values():
        Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(SECRET)})
    _many_receipts(frej)
    (old,) = settings.NSP_KEYS
    settings.NSP_KEYS = [_key("next"), old]
    before = in_use()

    crew, dice = Crew(), Random(4)
    crew.works("persons made", lambda: identified(alma, at=now(), story="Berättat medan nyckeln byttes."))
    crew.works("texts opened", lambda: _read_one(bo, dice))
    crew.works("texts opened", lambda: _read_one(alma, dice))

    class Killed(Exception):
        pass

    def killed_half_way(now_: Progress) -> None:
        if now_.done > now_.total // 2:
            raise Killed

    begun = time.monotonic()
    with pytest.raises(Killed):
        rewrap(size=BATCH, hear=killed_half_way)
    told = io.StringIO()
    call_command("rewrap", "--batch", str(BATCH), stdout=told)
    took = time.monotonic() - begun
    crew.stop()
    rewrapped = sum(counts.get(old.partition(":")[0], 0) for counts in before.values())

    assert crew.failed == []
    assert unused() == [old.partition(":")[0]]
    settings.NSP_KEYS = settings.NSP_KEYS[:1]  # the old key is destroyed
    assert missing() == []
    seen, closed = _everything(alma)
    print(f"\n  {rewrapped} keys and codes re-wrapped in {took:.1f} s, {BATCH} in a transaction, killed once half way")
    for name, count in sorted(crew.done.items()):
        print(f"  meanwhile {count} {name}, the longest {crew.longest[name]} ms, failed {len(crew.failed)}")
    print(f"  old key destroyed: {seen} texts, drafts and codes read, {len(closed)} that did not open")
    assert closed == []
    with acting_as(REWRAP):
        assert Person.objects.count() == PERSONS + crew.done["persons made"]

    settings.NSP_KEYS = [_key("third")]  # and without the newest, nothing opens: it was no other key that opened it
    assert missing() == ["next"]
    with pytest.raises(CommandError, match="NSP_KEYS lacks next"):
        call_command("rewrap", "--status")
    with acting_as(REWRAP), pytest.raises(sealing.CannotOpen):
        Identification.objects.earliest("made_at").story.open()
