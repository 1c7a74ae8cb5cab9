"""Links that live 48 hours and open once: what one holds is worked out from a random salt under the hash key, so that
the database keeps nothing that opens, and an e-mail that is sent twice is the same."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from accounts.models import Link
from accounts.sealing import keyed_hash

LIVES = timedelta(hours=48)


def new_ref(prefix: str) -> str:
    """A random reference for an address."""
    return f"{prefix}-{secrets.token_hex(5).upper()}"


def put_out(row: Link, *, at: datetime) -> str:
    """Give ``row`` a new link from ``at`` on, and return what it holds; the one before opens nothing. Not saved."""
    row.salt = secrets.token_urlsafe(32)
    token = token_of(row.pk, row.salt)
    row.digest, row.until = digest_of(token), at + LIVES
    return token


def token_of(row: UUID, salt: str) -> str:
    """What the link of a row holds: 256 bits, found by nobody without the hash key."""
    return base64.urlsafe_b64encode(keyed_hash(f"{row}:{salt}", purpose="link")).decode().rstrip("=")


def digest_of(token: str) -> str:
    """By which a link is found."""
    return sha256(token.encode()).hexdigest()


def address_of(kind: str, token: str) -> str:
    """The whole address for an e-mail. ``kind``: ``join`` or ``recover``."""
    return f"{settings.NSP_ADDRESS}/{kind}/{token}/"
