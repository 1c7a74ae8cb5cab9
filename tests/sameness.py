"""Whether two answers say the same: what differs by chance in every answer, and the address asked for, are left out."""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": ?")[^"]+')


def without_chance(body: bytes, address: str) -> bytes:
    """The bytes of an answer without its form tokens and without the address that was asked for."""
    return _TOKEN.sub(b"", body).replace(address.encode(), b"")


def said(answer: Any) -> bytes:
    """What a client was answered, comparable with what it was answered at another address."""
    return without_chance(answer.content, str(answer.request["PATH_INFO"]))
