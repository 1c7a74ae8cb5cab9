"""Servers of a test's own, which it may stop in the middle as nobody else works on them: a queue, and a database."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connections

from nsp import processes
from nsp.embedded import Servers
from tests import emptying
from tests.reminders.conftest import Environment

ALIASES = ("default", "owner")


class Queue:
    """A Valkey on a socket in a directory: a process, which keeps nothing on disk."""

    def __init__(self, home: Path) -> None:
        self.socket = home / "queue.sock"
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self.socket.unlink(missing_ok=True)
        command = [str(processes.valkey_binary()), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.child = processes.spawn([*command, "--dir", str(self.socket.parent)], log=self.socket.with_suffix(".log"))
        until = time.monotonic() + 30
        while not self.socket.exists():
            assert time.monotonic() < until, "the queue does not start"
            time.sleep(0.02)

    def kill(self) -> None:
        """It is gone, with everything in it."""
        if self.child:
            self.child.kill()
            self.child.wait()
            self.child = None


@contextmanager
def own_queue() -> Iterator[Queue]:
    """One that runs while the test does, in a short path: a socket's address has 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="nsp-q") as home:
        queue = Queue(Path(home))
        queue.start()
        try:
            yield queue
        finally:
            queue.kill()


class Cluster:
    """A PostgreSQL with this test's tables, reference data and cast, which keeps what it has committed."""

    def __init__(self, home: Path) -> None:
        self.servers = Servers(home)
        assert self.servers.try_lock()
        self.urls = self.servers.start()

    def killed(self) -> None:
        """Stop it at once, as a machine does that loses its power: nobody's transaction is ended in order."""
        child = self.servers.children[0]
        child.send_signal(signal.SIGQUIT)
        child.wait(30)

    def started(self) -> None:
        """Start it again; it repairs itself from its log."""
        for child in self.servers.children[1:]:
            processes.end(child)
        self.servers.children.clear()
        self.servers.start()
        for alias in ALIASES:
            connections[alias].close()


@contextmanager
def own_cluster(env: Environment) -> Iterator[tuple[Cluster, Environment]]:
    """One that this test's own connections use too, and the environment for processes that are to work in it."""
    home = Path(tempfile.mkdtemp(prefix="nsp-pg"))
    cluster = Cluster(home)
    here = {alias: dict(connections[alias].settings_dict) for alias in ALIASES}
    try:
        _same_tables(env["DATABASE_OWNER_URL"], cluster.urls["DATABASE_OWNER_URL"])
        for alias in here:
            connections[alias].close()
            place = urlsplit(cluster.urls["DATABASE_URL"])
            connections[alias].settings_dict.update(HOST=place.query.partition("=")[2], NAME=place.path[1:])
        emptying.empty(None)
        urls = {name: cluster.urls[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
        yield cluster, env | urls
    finally:
        for alias, before in here.items():
            connections[alias].close()
            connections[alias].settings_dict.update(before)
        cluster.servers.stop()
        shutil.rmtree(home)


def _same_tables(from_url: str, to_url: str) -> None:
    pg_bin, parts = processes.postgres_bin(), urlsplit(from_url)
    dump = [str(pg_bin / "pg_dump"), "--schema-only", "--no-comments", "-d", urlunsplit(parts)]
    tables = subprocess.run(dump, check=True, capture_output=True).stdout
    load = [str(pg_bin / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-1", "-d", to_url]
    done = subprocess.run(load, input=tables, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-1000:]
