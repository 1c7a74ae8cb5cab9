"""Keyed hashes of the log: whoever changes or invents a row without the key is found out (``audit/verify.py``).

The key stands in the environment (``NSP_AUDIT_KEY``: ``id:base64``, newest first, comma between), never in the
database; old ones are kept to verify what they hashed. What is hashed is a JSON list of every column in a fixed order,
under a name that tells events, hours and seals apart: two different rows are never the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from audit.models import AccessEvent, Seal

OF_EVENT = (
    "id",
    "at",
    "user_id",
    "act",
    "outcome",
    "kind",
    "ref",
    "person_id",
    "why",
    "request_id",
    "key",
)
OF_SEAL = ("hour", "count", "rows", "before", "sealed_at", "key")
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def ring() -> dict[str, bytes]:
    """The keys, newest first: id → 32 bytes."""
    return {name: base64.b64decode(key) for name, key in (part.split(":", 1) for part in settings.NSP_AUDIT_KEY)}


def newest() -> tuple[str, bytes]:
    """The id and the bytes of the key that hashes from now on."""
    return next(iter(ring().items()))


def sign(row: AccessEvent | Seal) -> None:
    """Put the newest key's id and the keyed hash on a row that is about to be written."""
    row.key, key = newest()
    row.mac = mac_of(row, key)


def mac_of(row: AccessEvent | Seal, key: bytes) -> bytes:
    """The keyed hash of a row as it stands."""
    columns = OF_EVENT if isinstance(row, AccessEvent) else OF_SEAL
    said = [row._meta.db_table, *(_plain(getattr(row, name)) for name in columns)]
    return _hmac(key, json.dumps(said, separators=(",", ":")).encode())


def holds(row: AccessEvent | Seal, keys: dict[str, bytes]) -> bool:
    """Whether a row is as it was written by whoever had the key. Its key must be among ``keys``."""
    return hmac.compare_digest(mac_of(row, keys[row.key]), bytes(row.mac))


def rows_of(macs: Iterable[bytes], key: bytes) -> bytes:
    """The keyed hash of an hour's events by their hashes, in the order of time and id."""
    running = hmac.new(key, b"hour\0", hashlib.sha256)
    for mac in macs:
        running.update(mac)
    return running.digest()


def fingerprint(mac: bytes) -> str:
    """What is kept on paper of a seal: 32 hexadecimal digits in groups of four."""
    digits = bytes(mac).hex()[:32]
    return "-".join(digits[n : n + 4] for n in range(0, 32, 4))


def _hmac(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, hashlib.sha256).digest()


def _plain(value: Any) -> str | int | None:
    """One column in a form that does not depend on time zone, driver or language."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)
