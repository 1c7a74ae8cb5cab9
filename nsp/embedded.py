"""The demo's and the tests' own PostgreSQL and Valkey, from Python wheels, inside `.data/`.

They run as children in the foreground and listen on Unix sockets only, in a directory that is closed to others. They
die with the process that started them, even when it is killed; what a killed run left behind is tidied at next start.
"""

import contextlib
import fcntl
import hashlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from nsp import processes
from nsp.environment import data_dir

SLOTS = 8  # so many test runs at a time on one data directory
ROLES = Path(__file__).with_name("roles.sql")
Say = Callable[[str], None]

# A test's database may be lost with the machine; the demo's may not, but need not be tuned either.
_SETTINGS = {"listen_addresses": "", "max_connections": "60", "timezone": "UTC", "lc_messages": "C"}
# A statement that fails holds what somebody typed, and so does the detail of its error: neither belongs in a log.
_SETTINGS |= {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}


class CannotServe(Exception):
    """The servers cannot be started here; the text says why and what to do."""


def _silent(_: str) -> None:
    pass


class Servers:
    """One PostgreSQL and one Valkey in one directory, held by one lock."""

    def __init__(self, home: Path, *, test: bool = False, say: Say = _silent) -> None:
        self.home, self.test, self.say = home, test, say
        self.pg = home / "pg"
        self.run = socket_dir(home)
        self.children: list[subprocess.Popen[bytes]] = []
        self._lock: IO[str] | None = None

    def try_lock(self) -> bool:
        """Take this directory for oneself. False where another running process has it."""
        self.home.mkdir(parents=True, exist_ok=True)
        lock = (self.home / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def start(self) -> dict[str, str]:
        """Start both and wait until they answer; the lock must be held. Gives the environment that points at them.

        Raises CannotServe.
        """
        user = processes.server_user()
        pg_bin = processes.postgres_bin()
        if user:
            processes.let_through(pg_bin, user, self.say)
            self.pg.mkdir(exist_ok=True)
            processes.let_through(self.pg, user, self.say)
        _make_private(self.run, user)
        try:
            self._start_postgres(pg_bin, user)
            self._start_valkey(user)
        except BaseException:
            self.stop()
            raise
        return addresses_in(self.home)

    def _start_postgres(self, pg_bin: Path, user: processes.ServerUser | None) -> None:
        if not (self.pg / "PG_VERSION").exists():
            self._initdb(pg_bin, user)
        processes.outlive(self.pg / "postmaster.pid", self.pg)
        _write_access(self.pg, user)
        settings = {**_SETTINGS, **(_TEST_SETTINGS if self.test else {}), "unix_socket_directories": str(self.run)}
        command = [str(pg_bin / "postgres"), "-D", str(self.pg)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        child = processes.spawn(command, user, log=self.home / "postgres.log", at_parents_death=signal.SIGINT)
        self.children.append(child)
        _wait(child, lambda: _psql(pg_bin, self.run, "SELECT 1", quiet=True), self.home / "postgres.log")
        _psql(pg_bin, self.run, ROLES.read_text())
        if self.test:
            _psql(pg_bin, self.run, "ALTER ROLE nsp_owner CREATEDB")
        if not _psql_value(pg_bin, self.run, "SELECT 1 FROM pg_database WHERE datname = 'nsp'"):
            _psql(pg_bin, self.run, "CREATE DATABASE nsp OWNER nsp_owner")
        _psql(pg_bin, self.run, "REVOKE ALL ON DATABASE nsp FROM PUBLIC; GRANT CONNECT ON DATABASE nsp TO nsp_app")

    def _initdb(self, pg_bin: Path, user: processes.ServerUser | None) -> None:
        processes.clear(self.pg)
        self.pg.mkdir(mode=0o700, exist_ok=True)
        if user:
            os.chown(self.pg, user.uid, user.gid)
        command = [str(pg_bin / "initdb"), "-D", str(self.pg), "-U", "postgres", "-E", "UTF8", "--auth=peer"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"]
        command += ["--no-instructions", *(["--no-sync"] if self.test else [])]
        made = processes.run(command, user)
        if made.returncode:
            raise CannotServe(f"PostgreSQL's files could not be made in {self.pg}:\n{made.stderr.decode()[-2000:]}")

    def _start_valkey(self, user: processes.ServerUser | None) -> None:
        socket = self.run / "valkey.sock"
        socket.unlink(missing_ok=True)
        command = [
            str(processes.valkey_binary()),
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--unixsocketperm",
            "700",
        ]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.run), "--daemonize", "no"]
        log = self.home / "valkey.log"
        child = processes.spawn(command, user, log=log, at_parents_death=signal.SIGTERM)
        self.children.append(child)
        _wait(child, socket.exists, log)

    def stop(self) -> None:
        """Stop both, PostgreSQL last and in order, and give the directory back. Safe to call twice."""
        for child in reversed(self.children):
            processes.end(child, signal.SIGINT if child is self.children[0] else signal.SIGTERM)
        self.children.clear()
        if self._lock:
            self._lock.close()
            self._lock = None


def socket_dir(home: Path) -> Path:
    """Where the sockets of ``home`` are; elsewhere if its path is too long for a socket's address (107 bytes)."""
    inside = home / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= 100:
        return inside
    return Path(tempfile.gettempdir()) / f"nsp-{os.getuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def addresses_in(home: Path) -> dict[str, str]:
    """The environment that points at the servers of one directory."""
    run = socket_dir(home)
    return {
        "DATABASE_URL": f"postgresql://nsp_app@/nsp?host={run}",
        "DATABASE_OWNER_URL": f"postgresql://nsp_owner@/nsp?host={run}",
        "REDIS_URL": f"unix://{run}/valkey.sock",
    }


def addresses(kind: str) -> dict[str, str]:
    """Where the embedded servers of a mode would be, running or not."""
    return addresses_in(data_dir() / ("demo" if kind == "demo" else "test-0"))


def take(kind: str, say: Say = _silent) -> Servers | None:
    """The servers of a mode, locked and not yet started; None where another process has them all."""
    homes = ["demo"] if kind == "demo" else [f"test-{slot}" for slot in range(SLOTS)]
    for name in homes:
        servers = Servers(data_dir() / name, test=kind == "test", say=say)
        if servers.try_lock():
            return servers
    return None


@contextlib.contextmanager
def serving(kind: str, say: Say = _silent) -> Iterator[None]:
    """Have the servers of a mode running inside the block: a running demo's are used as they are."""
    servers = take(kind, say)
    if servers is None:
        if kind == "test":
            raise CannotServe(f"{SLOTS} test runs are already under way in {data_dir()}.")
        yield
        return
    before = {name: os.environ.get(name) for name in addresses(kind)}
    os.environ.update(servers.start())
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        servers.stop()


def _make_private(run: Path, user: processes.ServerUser | None) -> None:
    """A directory that only the servers' user may enter; refused if somebody else made it first."""
    run.mkdir(mode=0o700, exist_ok=True)
    found = run.lstat()
    ours = {os.getuid()} | ({user.uid} if user else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise CannotServe(f"{run} belongs to somebody else. Remove it, or set NSP_DATA to a directory of your own.")
    run.chmod(0o700)
    if user:
        os.chown(run, user.uid, user.gid)


def _write_access(pg: Path, user: processes.ServerUser | None) -> None:
    """Let in exactly the account that runs the program, under our three database names, over the socket only."""
    me = processes.account_name()
    (pg / "pg_hba.conf").write_text("local all all peer map=nsp\n")
    (pg / "pg_ident.conf").write_text("".join(f'nsp "{me}" {name}\n' for name in ("postgres", "nsp_owner", "nsp_app")))
    if user:
        for name in ("pg_hba.conf", "pg_ident.conf"):
            os.chown(pg / name, user.uid, user.gid)


def _psql(pg_bin: Path, run: Path, sql: str, *, quiet: bool = False) -> bool:
    done = _ask(pg_bin, run, sql)
    if done.returncode and not quiet:
        raise CannotServe(f"PostgreSQL refused its set-up:\n{done.stderr.decode()[-2000:]}")
    return done.returncode == 0


def _psql_value(pg_bin: Path, run: Path, sql: str) -> str:
    return _ask(pg_bin, run, sql).stdout.decode().strip()


def _ask(pg_bin: Path, run: Path, sql: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(pg_bin / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(run), "-U", "postgres", "postgres"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.run(command, input=sql.encode(), capture_output=True, env=clean, timeout=60)


def _wait(child: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if child.poll() is not None or time.monotonic() > until:
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise CannotServe(f"{Path(str(child.args[0])).name} did not start; the end of {log}:\n{tail}")  # type: ignore[index]
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit("Started by `make demo`, `make test` and manage.py.")
