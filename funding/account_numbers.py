"""Swedish account numbers by which an organisation is paid, and their check digits. Pure.

Bankgiro and plusgiro numbers end with a check digit by modulus 10 (Bankgirot, "Betalningsinstruktion"); an IBAN holds
two by modulus 97 (ISO 13616), and a Swedish one has 24 characters.
"""

from __future__ import annotations

import re

_SHAPES = {"BANKGIRO": r"[0-9]{7,8}", "PLUSGIRO": r"[0-9]{2,8}", "IBAN": r"SE[0-9]{22}"}
_TYPED = re.compile(r"[0-9SEse -]+")


def plain_number(typed: str) -> str:
    """The number without spaces and dashes, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())


def holds(kind: str, typed: str) -> bool:
    """Whether what was typed is such a number: its characters, its length and its check digits."""
    number = plain_number(typed)
    if not _TYPED.fullmatch(typed) or not re.fullmatch(_SHAPES[kind], number):
        return False
    return _by_97(number) if kind == "IBAN" else _by_10(number)


def last_four(number: str) -> str:
    """All that others than the actor's managers are shown: the last four digits behind dots; two of a short one."""
    shown = 4 if len(number) > 5 else 2
    return f"•••• {number[-shown:]}"


def grouped(kind: str, number: str) -> str:
    """As it is written: 123-4567, 1234-5678, 12 34 56-7, SE45 5000 …"""
    if kind == "BANKGIRO":
        return f"{number[:-4]}-{number[-4:]}"
    if kind == "PLUSGIRO":
        front, pairs = number[:-1], list[str]()
        while front:
            front, pair = front[:-2], front[-2:]
            pairs.insert(0, pair)
        return f"{' '.join(pairs)}-{number[-1]}"
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _by_10(number: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return int(number) > 0 and sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _by_97(number: str) -> bool:
    moved = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
