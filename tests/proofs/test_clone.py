"""From a fresh clone to the first page: seconds cold and warm, after kill -9, and what Ctrl-C leaves behind (nothing)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.reading import ROOT

LONG = 600
"""Seconds after which a start counts as failed; not a promise of speed."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What is committed, as a stranger gets it; a path short enough for PostgreSQL's sockets is the program's worry."""
    target = tmp_path / "nsp"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(target)], check=True)
    return target


@contextmanager
def _demo(clone: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """The demo by its one command: the process, and the seconds until a page could be read."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("NSP_", "DJANGO_", "MAKE"))}
    began = time.monotonic()
    with (clone / "said.txt").open("a") as said:
        process = subprocess.Popen(
            ["make", "demo", f"PORT={port}"],
            cwd=clone,
            env=keep,
            stdout=said,
            stderr=said,
            text=True,
            start_new_session=True,
        )
        try:
            _until_the_first_page(clone, process, port)
            yield process, time.monotonic() - began
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=60)


def _until_the_first_page(clone: Path, process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        assert process.poll() is None, (clone / "said.txt").read_text()[-2000:]
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/demo/", timeout=5) as page:
                assert "Alma Lind" in page.read().decode()
                return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError((clone / "said.txt").read_text()[-2000:])


def _left(clone: Path) -> list[str]:
    """The command lines of processes that run from the clone's own files or work in it."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            line = (one / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            where = os.readlink(one / "cwd")
        except OSError:
            continue
        if str(clone) in line or where.startswith(str(clone)):
            found.append(line[:120])
    return found


def _gone(clone: Path) -> list[str]:
    until = time.monotonic() + 30
    while _left(clone) and time.monotonic() < until:
        time.sleep(0.2)
    return _left(clone)


def test_from_clone_to_the_first_page(clone: Path) -> None:
    port = _free_port()
    with _demo(clone, port) as (_, cold):
        pass
    assert _gone(clone) == [], "Ctrl-C leaves no process behind"
    with _demo(clone, port) as (_, warm):
        main = next(one for one in Path("/proc").glob("[0-9]*") if _is_demo(one, clone))
        os.kill(int(main.name), signal.SIGKILL)
        assert _gone(clone) == [], "kill -9 of the program ends its servers too"
    with _demo(clone, port) as (_, again):
        pass
    assert _gone(clone) == []
    print(
        f"\n  from clone to the first page, cold  {cold:6.1f} s"
        f"\n  second start                        {warm:6.1f} s"
        f"\n  start after kill -9                 {again:6.1f} s"
        "\n  processes left behind                    0"
    )


def _is_demo(process: Path, clone: Path) -> bool:
    try:
        line = (process / "cmdline").read_bytes().split(b"\0")
        return b"nsp.demo" in line and os.readlink(process / "cwd").startswith(str(clone))
    except OSError:
        return False
