"""A client whose session has passed every stage of signing in, for tests that are about something else."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client

from accounts import clock
from accounts.models import User


def signed_in_client(user: User, *, proof: str = "totp", ago: float = 0, **client_with: Any) -> Client:
    """Signed in by password and second factor ``ago`` seconds ago; ``client_with``: how the client is made."""
    client = Client(**client_with)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = clock.now().timestamp() - ago
    session = client.session
    session["nsp.since"] = session["nsp.seen"] = at
    session["account_authentication_methods"] = [{"method": "mfa", "at": at, "id": 0, "type": proof}]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    return client


def has_an_app(user: User) -> None:
    """Give the account an authenticator app, so that a page can ask for its code."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("JBSWY3DPEHPK3PXP")})
