"""What we ask of django-allauth: sign-in by e-mail, and no sign-up at all (accounts come by invitation)."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves (access.md, Signing in)."""
        return False
