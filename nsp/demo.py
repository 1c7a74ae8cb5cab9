"""The demo: everything that production has, on this machine only, started and stopped as one.

`make demo` sets up, then runs this. It starts PostgreSQL and Valkey, fills an empty database, then starts web server,
Celery worker and beat, and waits. Whatever ends it (Ctrl-C, SIGTERM, a child that crashes, even kill -9 of this
process) ends them all.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from nsp import embedded, processes
from nsp.environment import data_dir

ROOT = Path(__file__).resolve().parent.parent
BEGAN = float(os.environ.get("NSP_BEGAN") or time.monotonic())


class Stopped(Exception):
    """Somebody asked us to end."""


class Failed(Exception):
    """Something did not start or crashed; the text says what, and where its log is."""


def say(text: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {text}", flush=True)


class Demo:
    """The demo's processes, in the order they start."""

    def __init__(self, port: int, servers: embedded.Servers) -> None:
        self.port, self.servers = port, servers
        self.home = servers.home
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.env: dict[str, str] = {}

    def run(self) -> None:
        """Start everything, say where it is, and wait until somebody stops it. Raises Failed, Stopped."""
        say("starting PostgreSQL and Valkey in " + _short(self.home))
        self.env = _environment(self.servers.start(), self.port)
        self._prepare()
        self._start("web", _gunicorn(self.port))
        self._wait_for_the_first_page()
        celery = [sys.executable, "-m", "celery", "-A", "nsp.celery"]
        quiet = ["--loglevel", "WARNING"]
        worker = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        self._start("worker", [*celery, "worker", *worker, *quiet])
        self._start("beat", [*celery, "beat", "--pidfile=", "--schedule", str(self.home / "beat"), *quiet])
        self._tell()
        self._watch()

    def _prepare(self) -> None:
        """Schema, reference data, demo data if there is none, static files: one process, its lines are ours."""
        command = [sys.executable, "manage.py", "prepare_demo"]
        child = processes.spawn(command, env={**self.env, "NSP_BEGAN": str(BEGAN)}, cwd=ROOT)
        self.children["set-up"] = child
        if child.wait():
            raise Failed("The database could not be set up; what went wrong is said above.")
        del self.children["set-up"]

    def _start(self, name: str, command: list[str]) -> None:
        log = self.home / f"{name}.log"
        log.write_bytes(b"")
        self.children[name] = processes.spawn(command, env=self.env, log=log, cwd=ROOT)

    def _wait_for_the_first_page(self) -> None:
        address = f"http://127.0.0.1:{self.port}/health/"
        until = time.monotonic() + 60
        while time.monotonic() < until:
            self._refuse_a_crash()
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise Failed(f"The web server has a fault. {_end_of(self.home / 'web.log')}") from error
            except OSError:
                pass
            time.sleep(0.1)
        raise Failed(f"The web server does not answer. {_end_of(self.home / 'web.log')}")

    def _tell(self) -> None:
        people = self.home / "people.txt"
        print()
        if people.exists():
            print(people.read_text())
        print(f"          http://localhost:{self.port}     (Ctrl-C stops everything)\n", flush=True)
        say(f"the demo is up; logs are in {_short(self.home)}/*.log")

    def _watch(self) -> None:
        while True:
            self._refuse_a_crash()
            time.sleep(0.5)

    def _refuse_a_crash(self) -> None:
        for name, child in [*self.children.items(), *zip(("postgres", "valkey"), self.servers.children, strict=False)]:
            if child.poll() is not None:
                log = self.home / f"{name}.log"
                raise Failed(f"{name} ended by itself (code {child.returncode}), so all is stopped. {_end_of(log)}")

    def stop(self) -> None:
        """End every process, those that use the database first. Safe to call twice."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            processes.end(child)
        self.children.clear()
        self.servers.stop()


def _environment(addresses: dict[str, str], port: int) -> dict[str, str]:
    """Ours and the addresses; nothing that would send libpq or Django elsewhere."""
    foreign = ("PG", "DJANGO_", "GUNICORN_", "CELERY_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    for name in ("SECRET_KEY", "NSP_KEYS", "NSP_HASH_KEY", "NSP_AUDIT_KEY"):
        kept.pop(name, None)
    return {**kept, **addresses, "NSP_MODE": "demo", "PORT": str(port), "DJANGO_SETTINGS_MODULE": "nsp.settings"}


def _gunicorn(port: int) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "nsp.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "3"]
    return [*command, "--no-control-socket", "--log-level", "warning"]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _end_of(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    return "\n".join([f"The end of {_short(log)}:", *lines])


def _on_signal(number: int, _: FrameType | None) -> None:
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, signal.SIG_IGN)  # the way out is not interrupted
    raise Stopped(signal.Signals(number).name)


def main() -> int:
    """Run the demo until it is stopped. 0 when somebody stopped it, 1 when something went wrong."""
    os.environ["NSP_MODE"] = "demo"
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wanted, _on_signal)
    if os.environ.pop("NSP_FROM_MAKE", ""):
        processes.die_with_parent()
    servers = embedded.take("demo", say)
    if servers is None:
        print(
            f"\nA demo is already running on {_short(data_dir())}. Stop it first, or set NSP_DATA to another directory."
        )
        return 1
    demo = Demo(int(os.environ.get("PORT") or 8000), servers)
    code = 0
    try:
        demo.run()
    except Stopped:
        say("stopping")
    except (Failed, embedded.CannotServe) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        code = 1
    finally:
        demo.stop()
    say("everything is stopped")
    return code


if __name__ == "__main__":
    sys.exit(main())
