"""Races and replays at the doors where people come in, with as many processes as a busy server has.

Prints how often one code, one invitation and one recovery were used by all at once and how often each opened; how many
requests a frozen or ended session was still answered; and what a wrong password takes for known and unknown addresses.
"""

from __future__ import annotations

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.db import connections, transaction
from django.test import Client, override_settings

from accounts import clock
from accounts.acts import Role
from accounts.links import token_of
from accounts.models import FreezeReason, Invitation, Recovery, Session, User
from accounts.services.freezing import freeze
from accounts.services.invitations import invite
from accounts.services.own import end_session
from accounts.services.recovery import confirm_recovery, open_recovery
from accounts.viewer import viewer_of
from tests.accounts.test_second_factor import SECOND, SIGN_IN, code_of
from tests.accounts.ways import NEW
from tests.cast import PASSWORD
from tests.signing import signed_in_client

PROCESSES, ROUNDS = 8, 20
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def in_processes(prepare: Callable[[], Any], act: Callable[[Any], bool]) -> int:
    """How many of the processes succeeded, all of which did ``act`` in the same instant, each with a connection and a
    browser of its own."""
    Client().get(SIGN_IN)  # what is loaded once is loaded before they part
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(PROCESSES), fork.SimpleQueue()

    def run() -> None:
        connections.close_all()
        ready = prepare()
        barrier.wait(timeout=60)
        results.put(act(ready))
        connections.close_all()

    processes = [fork.Process(target=run) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert all(process.exitcode == 0 for process in processes)
    return sum(results.get() for _ in processes)


def joined(client: Client, path: str) -> bool:
    """Whether a link was taken."""
    return client.post(path, {"name": "Nina Ny", "password": NEW, "again": NEW}).status_code == 302


def test_one_code_opens_one_session_however_many_processes_bring_it(users: dict[str, User]) -> None:
    opened = []
    for _ in range(ROUNDS):
        Authenticator.objects.filter(user=users["alma"]).delete()
        secret = generate_totp_secret()
        Authenticator.objects.create(user=users["alma"], type="totp", data={"secret": encrypt(secret)})
        time.sleep(max(0.0, time.time() % 30 - 25) and 6)  # not at the end of a code's half minute
        shown = code_of(secret)

        def by_password() -> Client:
            client = Client()
            client.post(SIGN_IN, {"login": "alma@example.org", "password": PASSWORD})
            return client

        def by_code(client: Client, shown: str = shown) -> bool:
            client.post(SECOND, {"code": shown})
            return client.get("/").status_code == 200

        opened.append(in_processes(by_password, by_code))
    print(f"\n  one code, {PROCESSES} processes at once, {ROUNDS} rounds: opened {sum(opened)}", end="")
    assert set(opened) == {1}


def test_one_invitation_makes_one_account(users: dict[str, User]) -> None:
    maj, made = viewer_of(users["maj"]), []
    for number in range(ROUNDS):
        with transaction.atomic():
            row = invite(f"n{number}@example.org", Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
        path = f"/join/{token_of(row.pk, row.salt)}/"
        made.append(in_processes(Client, lambda c, p=path: joined(c, p)))  # type: ignore[misc]
    accounts = User.objects.filter(name="Nina Ny").count()
    print(f"\n  one invitation, {PROCESSES} processes at once, {ROUNDS} rounds: {accounts} accounts", end="")
    assert (set(made), accounts) == ({1}, ROUNDS)
    assert not Invitation.objects.filter(used_at=None).exists()


def test_one_recovery_opens_once(users: dict[str, User]) -> None:
    maj, disa, opened = viewer_of(users["maj"]), viewer_of(users["disa"]), []
    for _ in range(ROUNDS):
        with transaction.atomic():
            row = open_recovery(users["alma"].pk, by=maj, at=clock.now())
            confirm_recovery(row.ref, by=disa, at=clock.now())
        row.refresh_from_db()
        path = f"/recover/{token_of(row.pk, row.salt)}/"
        opened.append(in_processes(Client, lambda c, p=path: joined(c, p)))  # type: ignore[misc]
    print(f"\n  one recovery, {PROCESSES} processes at once, {ROUNDS} rounds: opened {sum(opened)}", end="")
    assert set(opened) == {1}
    assert Recovery.objects.filter(used_at=None).count() == 0


@pytest.mark.parametrize("how", ["frozen", "ended"])
def test_no_request_is_answered_once_the_session_is_gone(users: dict[str, User], how: str) -> None:
    disa, alma = viewer_of(users["disa"]), users["alma"]
    gone = threading.Event()
    late: list[int] = []
    before: list[int] = []

    def click(client: Client, dice: Random) -> None:
        while not gone.is_set() or len(late) < 400:
            begun = gone.is_set()
            status = client.get(dice.choice(("/", "/persons/", "/requests/", "/api/v1/persons/"))).status_code
            (late if begun else before).append(status)
        connections.close_all()

    clients = [signed_in_client(alma) for _ in range(PROCESSES)]
    threads = [threading.Thread(target=click, args=(client, Random(n))) for n, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    with transaction.atomic():
        if how == "frozen":
            freeze(alma.pk, FreezeReason.SUSPECTED, by=disa, at=clock.now())
        else:
            for row in Session.objects.filter(user=alma):
                end_session(row.handle, by=viewer_of(alma))
    gone.set()
    for thread in threads:
        thread.join()
    answered = sum(status == 200 for status in late)
    print(f"\n  {how} while {PROCESSES} click: {sum(s == 200 for s in before)} pages before,", end="")
    print(f" {answered} of {len(late)} requests after", end="")
    assert 200 in before
    assert answered == 0
    for client in clients:  # and the cookies are tried once more
        assert client.get("/").status_code == 302
    assert not Session.objects.filter(user=alma, expire_date__gt=clock.now() - timedelta(days=1)).exists()


def test_known_and_unknown_addresses_take_the_same_time(users: dict[str, User]) -> None:
    """With the real hasher, in turns: the medians lie nearer each other than what one attempt differs from the next.
    That the work is the same, hash for hash and question for question, is counted in tests/accounts."""
    took: dict[str, list[float]] = {"alma@example.org": [], "ingen@example.org": []}
    worked: dict[str, list[float]] = {address: [] for address in took}
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        users["alma"].set_password(PASSWORD)
        users["alma"].save()
        for turn in range(62):
            for address in sorted(took, reverse=bool(turn % 2)):
                client = Client()
                begun, work = time.perf_counter(), time.process_time()
                client.post(SIGN_IN, {"login": address, "password": "helt fel lösenord här"})
                if turn > 1:
                    took[address].append((time.perf_counter() - begun) * 1000)
                    worked[address].append((time.process_time() - work) * 1000)
    known, unknown = (statistics.median(times) for times in took.values())
    first, _median, third = statistics.quantiles(took["ingen@example.org"], n=4)
    print(f"\n  a wrong password, 60 times each: known address {known:.1f} ms, unknown {unknown:.1f} ms", end="")
    print(f" (the middle half of the unknown within {third - first:.1f} ms);", end="")
    busy = [statistics.median(times) for times in worked.values()]
    print(f" of that the program's own work {busy[0]:.1f} and {busy[1]:.1f} ms")
    assert abs(known - unknown) < max(5.0, third - first)
