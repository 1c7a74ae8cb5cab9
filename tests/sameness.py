"""Whether two answers say the same: what differs by chance in every answer, and the address asked for, are left out."""

from __future__ import annotations

import re
from typing import Any

_CHANCE = (
    rb'csrfmiddlewaretoken" value="',
    rb'"X-CSRFToken": ?"',
    rb'name="tab" value="',
    rb'name="draft_tab" value="',
    rb'name="code_name"[^>]*? value="',
)
"""What stands before a value that is drawn for each answer: form tokens, the mark of a page, a proposed code name."""
_TOKEN = re.compile(rb"(" + b"|".join(_CHANCE) + rb')[^"]+')


def without_chance(body: bytes, address: str) -> bytes:
    """The bytes of an answer without what is drawn for each, and without the address that was asked for."""
    return _TOKEN.sub(b"", body).replace(address.encode(), b"")


def said(answer: Any) -> bytes:
    """What a client was answered, comparable with what it was answered at another address."""
    return without_chance(answer.content, str(answer.request["PATH_INFO"]))
