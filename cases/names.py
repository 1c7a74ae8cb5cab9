"""Given names in a text: the guard's weak sign, which asks and never stops. Pure.

The names stand in ``given_names.txt``. Many are words or places too, so those count only where a sentence makes a name
of them: inside it with a capital letter, or after "heter". Names in small letters are not found: that would ask at
every other sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "given_names.txt"
_WORD = re.compile(r"(?<![\w@./:'’-])[^\W\d_][\w’'-]{1,30}(?![\w@])")
_SURNAME = re.compile(r" ([^\W\d_][\w’'-]{1,30})(?![\w@])")
_INSIDE = re.compile(r"[^\W\d_][,)]? $|\d[,)]? $")
_SPOKEN_OF = re.compile(
    r"\b(?:heter|hette|kallas|kallad|kallat|kallar sig|namnet|namn är|förnamn|called|named|name is)[: ]{1,2}$",
    re.IGNORECASE,
)
_SAINT = re.compile(r"\b(?:sankt|sankta|s:t|s:ta|saint|st\.?) $", re.IGNORECASE)
_HOUSE = re.compile(
    r" (?:ungdom|kyrk|församling|sjukhus|hospital|skol|gymnasi|mottagning|vårdcentral|hemmet|stiftelse|fonden|center\b"
    r"|centrum|hotell|torg|park|station|church|foundation|kong\b|lanka\b|mayen\b|islands)",
    re.IGNORECASE,
)
_BEFORE = 24
_NO_GENITIVE = frozenset({"Alias", "Jeans", "Klass", "Minnas", "Tages"})


@cache
def names() -> Mapping[str, str]:
    """Each name with its mark: empty, ``+`` (also a word) or ``~`` (also a place)."""
    rows = (line for line in _FILE.read_text().splitlines() if not line.startswith("#"))
    return {word.rstrip("+~"): word[len(word.rstrip("+~")) :] for row in rows for word in row.split()}


def name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a given name stands, with the surname after it."""
    known = names()
    for match in _WORD.finditer(text):
        mark = _mark(match.group(), known)
        if mark is None:
            continue
        start, end = match.span()
        before = text[max(0, start - _BEFORE) : start]
        surname = _SURNAME.match(text, end)
        follows = surname is not None and surname.group(1)[0].isupper()
        if _SAINT.search(before) or _HOUSE.match(text, end) or not _is_meant(mark, before, follows=follows):
            continue
        yield start, surname.end() if follows and surname else end


def _mark(word: str, known: Mapping[str, str]) -> str | None:
    """The mark of the name that the word is, also in the genitive or as one half of two; None where it is none."""
    if not word[0].isupper() or (len(word) > 1 and word.isupper()):
        return None
    if word in known:
        return known[word]
    if word[-1] == "s" and word not in _NO_GENITIVE and known.get(word[:-1].rstrip("'’:")) == "":
        return ""
    first, _hyphen, second = word.partition("-")
    return "" if second and known.get(first) == "" and known.get(second) == "" else None


def _is_meant(mark: str, before: str, *, follows: bool) -> bool:
    """Whether the sentence makes a name of it."""
    if not mark or _SPOKEN_OF.search(before):
        return True
    inside = _INSIDE.search(before) is not None
    return inside and (mark == "+" or follows)
