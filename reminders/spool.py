"""The demo's mail server: a directory with one file for each Message-ID.

Sending the same e-mail again writes the same file, so a spool cannot hold one twice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


@dataclass(frozen=True)
class Spooled:
    """An e-mail as it lies in the spool."""

    at: datetime | None
    to: str
    subject: str
    body: str
    message_id: str


class EmailBackend(BaseEmailBackend):
    """Django's e-mail backend for the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each into its file, whole or not at all."""
        home = _home()
        home.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            content = mail.message()
            name = re.sub(r"[^0-9A-Za-z.@-]", "", str(content["Message-ID"]))
            half = home / f".{name}.{uuid4().hex}"
            half.write_bytes(content.as_bytes())
            os.replace(half, home / f"{name}.eml")
        return len(email_messages)


def newest(limit: int = 50) -> list[Spooled]:
    """The e-mails sent last, newest first."""
    files = sorted(_home().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in files[:limit]]


def _home() -> Path:
    return Path(settings.MAIL_DIR)


def _read(path: Path) -> Spooled:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = found.get_body()
    date = found["Date"]
    return Spooled(
        at=date.datetime if date else None,
        to=str(found["To"]),
        subject=str(found["Subject"]),
        body=body.get_content() if body else "",
        message_id=str(found["Message-ID"]),
    )
