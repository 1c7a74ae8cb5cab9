"""A small mail server for tests: real sockets, real SMTP, and it behaves as it is told to."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

OK = "250 ok"
SILENT, GONE, GARBLED = "silent", "gone", "what?"
"""Said after the whole e-mail: nothing, until the client gives up; nothing, and the line is closed; no SMTP at all."""
GONE_BEFORE = "gone before"
"""The line is closed at DATA, before the client has sent a byte of the e-mail."""


class MailServer(ThreadingTCPServer):
    """``says``: its answer to each e-mail, in turn, then ``OK``; ``bounces``: addresses that it has no mailbox for.

    ``got`` has the Message-ID of every e-mail that came over the line whole, whatever was answered.
    """

    daemon_threads = True
    block_on_close = False
    slow = 0.0

    def __init__(self, says: Sequence[str], bounces: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.says, self.bounces = list(says), frozenset(bounces)
        self.got: list[str] = []
        self.bytes: list[bytes] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                return self._say("221 bye")
            if word == b"DATA":
                if not self._data():
                    return None
            elif word == b"RCPT" and any(address.encode() in line for address in self.server.bounces):
                self._say("550 no such mailbox")
            else:
                self._say(OK)
        return None

    def _data(self) -> bool:
        answer = self.server.says.pop(0) if self.server.says else OK
        if answer == GONE_BEFORE:
            return False
        self._say("354 go on")
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            more = self.rfile.readline()
            if not more:
                return False
            content += more
        found = re.search(rb"^Message-ID: (.*?)\r$", content, re.MULTILINE)
        self.server.got.append(found.group(1).decode() if found else "")
        self.server.bytes.append(content)
        time.sleep(self.server.slow)
        if answer == SILENT:
            self.rfile.readline()  # until the client has had enough
        if answer in (SILENT, GONE):
            return False
        self._say(answer)
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server(*says: str, bounces: Sequence[str] = ()) -> Iterator[MailServer]:
    """One that runs while the test does."""
    with MailServer(says, bounces) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
