"""A server and a browser of their own, which a proof can kill as a power cut does and start again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import ARGUMENTS
from tests.house.reading import ROOT
from tests.proofs.test_walls import _in_this_database


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it started."""
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@dataclass
class Server:
    """The program on a port, on the database of the test."""

    port: int = 0
    child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        env = {**os.environ, "NSP_MODE": "test", "DJANGO_SETTINGS_MODULE": "nsp.settings"}
        env |= {name: _in_this_database(os.environ[name]) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
        command = [sys.executable, "-m", "gunicorn", "nsp.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "critical"]
        self.child = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/account/login/", timeout=5)  # noqa: S310 - our own address
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Take its power away."""
        if self.child:
            _kill(self.child)
        self.child = None
        connections.close_all()
        time.sleep(0.5)  # until PostgreSQL has seen that its sessions are gone


@dataclass
class Window:
    """A browser of its own, signed in."""

    playwright: Playwright
    server: Server
    session: str
    home: Path
    child: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None
    pages: list[Page] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A page in it."""
        if self.browser is None:
            self._start()
        assert self.browser
        context = self.browser.contexts[0]
        context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.server.url}])
        page = context.new_page()
        page.goto(f"{self.server.url}{path}")
        return page

    def kill(self) -> None:
        """Take its power away."""
        if self.child:
            _kill(self.child)
        self.child = self.browser = None

    def _start(self) -> None:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        assert found, "Chromium is missing: apt-get install chromium"
        shutil.rmtree(self.home, ignore_errors=True)
        given = [*ARGUMENTS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.home}"]
        silent = subprocess.DEVNULL
        self.child = subprocess.Popen([found, *given], start_new_session=True, stdout=silent, stderr=silent)
        told = self.home / "DevToolsActivePort"
        for _ in range(300):
            if told.exists() and (lines := told.read_text().split()):
                self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{lines[0]}")
                return
            time.sleep(0.1)
        raise AssertionError("the browser does not start")
