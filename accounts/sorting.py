"""Swedish order of names. The embedded server has no Swedish collation, so names are sorted here, by one key."""

from __future__ import annotations

import unicodedata

_LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}


def swedish_key(text: str) -> tuple[str, str]:
    """A sort key: å, ä, ö after z; other accents and capitals do not count, except to break ties."""
    folded = []
    for letter in unicodedata.normalize("NFC", text).lower():
        folded.append(_LAST.get(letter) or unicodedata.normalize("NFD", letter)[0])
    return "".join(folded), text
