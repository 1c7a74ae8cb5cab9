from __future__ import annotations

from hashlib import sha256

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


def handle_of(session_key: str) -> str:
    """What a session is called on a page: the key itself, which opens it, never stands there."""
    return sha256(session_key.encode()).hexdigest()[:20]


class Session(AbstractBaseSession):
    """A session as Django keeps it, and beside it whose it is, so that it is seen and ended. No address is kept: where
    somebody sits may be what nobody must know."""

    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="sessions")
    handle = models.CharField(max_length=20, unique=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=24, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The engine that writes these rows."""
        from accounts.sessions import SessionStore

        return SessionStore

    def __str__(self) -> str:
        return self.handle
