"""Signing in by an actor's own identity provider (OpenID Connect): it stands for the password, and for nothing more.

A provider speaks for the addresses of its own domains only, and only for accounts that there are; the second factor is
still ours. Which providers there are is a setting of the machine (``NSP_OIDC``).
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.shortcuts import render

from accounts import log
from accounts.acts import Act
from accounts.models import User
from audit.models import Outcome


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What we ask of django-allauth: no sign-up, nothing connected, nothing kept of what the provider says."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by themselves."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Done by ``pre_social_login``: allauth's own way would take the account's password away."""
        return

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account; refuse where there is none, or where something else than signing in was begun."""
        user = account_of(sociallogin)
        if user is None or sociallogin.state.get("process") != "login":
            raise _refused(request)
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The provider said no, or what it said does not hold."""
        raise _refused(request)


class Checked(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Looks at the signature of what the provider says, also where it came straight from it."""

    @property
    def did_fetch_access_token(self) -> bool:
        """allauth leaves the signature out where this is so."""
        return False

    @did_fetch_access_token.setter
    def did_fetch_access_token(self, fetched: bool) -> None:
        """It is looked at all the same."""


def account_of(sociallogin: Any) -> User | None:
    """The account with the address that the provider has verified, in one of its own domains."""
    domains = {domain.lower() for domain in sociallogin.provider.app.settings["domains"]}
    for address in sociallogin.email_addresses:
        email = address.email.strip().lower()
        if address.verified is True and email.rpartition("@")[2] in domains:
            return User.objects.filter(email=email).first()
    return None


def _refused(request: HttpRequest) -> ImmediateHttpResponse:
    log.note(Act.SIGN_IN, Outcome.REFUSED, request=request, why="provider")
    return ImmediateHttpResponse(render(request, "accounts/provider_refused.html", status=403))
