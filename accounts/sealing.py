"""Sealed text: free text about somebody, encrypted by the program under that somebody's own key.

Each person (and each user, for drafts) has one random data key, kept wrapped by the newest key of the ring in the
environment (``NSP_KEYS``). AES-GCM binds each ciphertext to its table, row and column, so that it cannot be moved to
another place unnoticed. Destroying the wrapped key destroys the text. Equality is found by a keyed hash under a key of
its own, which cannot be rotated (``NSP_HASH_KEY``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from accounts.door import door_cache

NONCE = 12
Row = models.Model


class CannotOpen(Exception):
    """The ciphertext does not belong to this place or key, or the key is gone. Says nothing about the content."""


def _ring() -> dict[str, bytes]:
    """The key ring, newest first: id → 32 bytes."""
    return {k: base64.b64decode(v) for k, v in (part.split(":", 1) for part in settings.NSP_KEYS)}


def ring_ids() -> list[str]:
    """The ids of the ring's keys, newest first."""
    return list(_ring())


def seal_bytes(key: bytes, plain: bytes, place: str) -> bytes:
    """Encrypt under ``key``, bound to ``place`` (associated data)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def open_bytes(key: bytes, sealed: bytes, place: str) -> bytes:
    """Decrypt what ``seal_bytes`` made for the same place. Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(place.split(":", 1)[0]) from error


def seal_by_ring(plain: bytes, place: str) -> tuple[str, bytes]:
    """Encrypt under the newest ring key itself, bound to ``place``: (ring key's id, ciphertext)."""
    ring_id, ring_key = next(iter(_ring().items()))
    return ring_id, seal_bytes(ring_key, plain, place)


def open_by_ring(ring_id: str, sealed: bytes, place: str) -> bytes:
    """Decrypt what ``seal_by_ring`` made. Raises CannotOpen, also where the ring no longer has the key."""
    ring_key = _ring().get(ring_id)
    if ring_key is None:
        raise CannotOpen("ring")
    return open_bytes(ring_key, sealed, place)


def new_wrapped_key(owner: UUID) -> tuple[str, bytes]:
    """A fresh data key for ``owner``, wrapped by the newest ring key: (ring key's id, wrapped bytes)."""
    return seal_by_ring(secrets.token_bytes(32), f"key:{owner}")


def unwrap(ring_id: str, wrapped: bytes, owner: UUID) -> bytes:
    """The data key. Raises CannotOpen where the ring no longer has the wrapping key."""
    return open_by_ring(ring_id, bytes(wrapped), f"key:{owner}")


def wrap_anew(ring_id: str, wrapped: bytes, owner: UUID) -> tuple[str, bytes]:
    """The same data key under the newest ring key. Raises CannotOpen where it cannot be opened."""
    return seal_by_ring(unwrap(ring_id, wrapped, owner), f"key:{owner}")


def keyed_hash(text: str, *, purpose: str) -> bytes:
    """HMAC-SHA-256 of ``text`` for one purpose: equal texts are found, nothing is read back."""
    key = base64.b64decode(settings.NSP_HASH_KEY)
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """The name under which the shared cache keeps something (``settings.CACHES``): what libraries name it by says from
    which address somebody came, and rows stay there after they have run out."""
    return keyed_hash(f"{prefix}:{version}:{key}", purpose="cache").hex()


# Whose key a field is sealed under: name → function from the row to the data key. Apps register theirs when ready.
KeySource = Callable[[Row], bytes]
_key_sources: dict[str, KeySource] = {}


def key_source(name: str) -> Callable[[KeySource], KeySource]:
    """Register how the data key of a row is found, for fields declared with ``under=name``."""

    def register(function: KeySource) -> KeySource:
        _key_sources[name] = function
        return function

    return register


def cached_key(owner: UUID, find: Callable[[], bytes]) -> bytes:
    """The data key of ``owner``, found at most once while the door is open."""
    cache = door_cache()
    name = f"key:{owner}"
    if name not in cache:
        cache[name] = find()
    found = cache[name]
    assert isinstance(found, bytes)
    return found


class Sealed:
    """A value of a sealed field. Prints as dots; ``open()`` gives the content to whoever has the row's key."""

    __slots__ = ("_bytes", "_field", "_plain", "_row")

    def __init__(self, field: SealedField, row: Row, *, plain: Any = None, sealed: bytes | None = None) -> None:
        self._field, self._row, self._plain, self._bytes = field, row, plain, sealed

    def open(self) -> Any:
        """The content (text, or what JSON held); empty text where nothing was written."""
        if self._plain is None and self._bytes is not None:
            key = _key_sources[self._field.under](self._row)
            self._plain = self._field.load(open_bytes(key, self._bytes, self._field.place(self._row)))
        return self._field.empty() if self._plain is None else self._plain

    @property
    def for_database(self) -> bytes | None:
        """The ciphertext to store; None where there is nothing to say."""
        if self._bytes is None and self._plain not in (None, "", {}, []):
            key = _key_sources[self._field.under](self._row)
            self._bytes = seal_bytes(key, self._field.dump(self._plain), self._field.place(self._row))
        return self._bytes

    def __bool__(self) -> bool:
        return bool(self._plain) if self._bytes is None else True

    def __str__(self) -> str:
        return "•••" if self else ""

    __repr__ = __str__


class _Descriptor:
    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: Row | None, owner: type | None = None) -> Any:
        if row is None:
            return self.field
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        return row.__dict__[name]

    def __set__(self, row: Row, value: Any) -> None:
        if isinstance(value, Sealed):
            value = value.open() if value._row is not row else value
        if not isinstance(value, Sealed):
            raw = isinstance(value, bytes | memoryview)
            value = Sealed(self.field, row, **({"sealed": bytes(value)} if raw else {"plain": value}))
        row.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Bytes in the database, ``Sealed`` in Python. ``under`` names whose key it is (``person``, ``user``, …)."""

    def __init__(self, *args: Any, under: str = "person", **kwargs: Any) -> None:
        self.under = under
        kwargs.update(null=True, blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("null", "blank", "editable"):
            kwargs.pop(implied, None)
        if self.under != "person":
            kwargs["under"] = self.under
        return name, path, list(args), kwargs

    def contribute_to_class(self, cls: type[Row], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Descriptor(self))

    def place(self, row: Row) -> str:
        """What the ciphertext is bound to: table, row and column."""
        return f"{row._meta.db_table}:{row.pk}:{self.column}"

    def pre_save(self, model_instance: Row, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.attname)
        return value.for_database if isinstance(value, Sealed) else None

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, bytes | memoryview):
            raise FieldError("A sealed field is written through its row, never by a query.")
        return super().get_prep_value(value)

    def value_to_string(self, obj: Row) -> str:
        return ""

    def empty(self) -> Any:
        """What ``open()`` gives where nothing was written."""
        return ""

    def dump(self, plain: Any) -> bytes:
        """Content to bytes."""
        raise NotImplementedError  # pragma: no cover

    def load(self, plain: bytes) -> Any:
        """Bytes to content."""
        raise NotImplementedError  # pragma: no cover


class SealedTextField(SealedField):
    """Sealed free text."""

    def dump(self, plain: Any) -> bytes:
        return str(plain).encode()

    def load(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSONField(SealedField):
    """Sealed structured answers."""

    def empty(self) -> Any:
        return {}

    def dump(self, plain: Any) -> bytes:
        return json.dumps(plain, ensure_ascii=False).encode()

    def load(self, plain: bytes) -> Any:
        return json.loads(plain)
