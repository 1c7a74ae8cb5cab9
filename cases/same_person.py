"""The same human twice, pure: how an identity number is written for its mark, and which persons are one human."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from uuid import UUID

from cases.guard import luhn

SWEDEN = "SE"
MARK_PURPOSE = "identity"
LONGEST = 40
_SWEDISH = re.compile(r"^(?P<century>\d\d)?(?P<six>\d{6})(?P<sign>[-+]?)(?P<four>\d{4})$")

Pair = tuple[UUID, UUID]


def normalised(country: str, number: str, *, year: int) -> str | None:
    """The number as its mark is made of it, so that the same number typed in two ways gives one mark; None where it can
    be none.

    A Swedish one (personal identity or coordination number) with century and without signs, its check digit right:
    ``SE:199001019802``; of ten digits the century is the latest one that is not after ``year``, a hundred years
    earlier with a plus sign. Another country's: its letters and digits, four at least.
    """
    latin = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in number)
    text = re.sub(r"[\s.]", "", latin).upper().replace("–", "-").replace("−", "-")
    if country != SWEDEN:
        plain = re.sub(r"[^0-9A-Z]", "", text)
        return f"{country}:{plain}" if 4 <= len(plain) <= LONGEST and any(c.isdigit() for c in plain) else None
    found = _SWEDISH.match(text)
    if found is None or not luhn(found["six"] + found["four"]):
        return None
    six = found["six"]
    month, day = int(six[2:4]), int(six[4:6])
    if not (1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)):
        return None
    century = int(found["century"]) if found["century"] else _century(int(six[:2]), year, plus=found["sign"] == "+")
    return f"{SWEDEN}:{century:02d}{six}{found['four']}"


def _century(two: int, year: int, *, plus: bool) -> int:
    century = year // 100 - (two > year % 100)
    return century - 1 if plus else century


def in_order(one: UUID, other: UUID) -> Pair:
    """A pair as its row holds it: the smaller key first. UUIDs are ordered as PostgreSQL orders them."""
    return (one, other) if one.bytes < other.bytes else (other, one)


def humans(pairs: Iterable[Pair]) -> dict[UUID, UUID]:
    """Who stands for whom: each linked person, and the smallest key of all to whom the links lead. A circle is one
    set; whoever is not linked is not there, and stands for themselves."""
    above: dict[UUID, UUID] = {}

    def top(one: UUID) -> UUID:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for pair in pairs:
        first, second = in_order(*(top(one) for one in pair))
        above[second] = first
    return {one: top(one) for one in above}


def others_linked(person: UUID, pairs: Collection[Pair]) -> frozenset[UUID]:
    """The others who are the same human as the person, over all links."""
    found = humans(pairs)
    mine = found.get(person)
    return frozenset(one for one, human in found.items() if human == mine and one != person)
