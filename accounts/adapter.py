"""What we ask of django-allauth: sign-in by e-mail and a second factor, and no sign-up at all (accounts come by
invitation)."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import clock, log, proof, sealing
from accounts.acts import Act
from accounts.services import own
from accounts.viewer import viewer_of

_PLACE = "mfa_authenticator:secret"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed for sign-up; every sign-in begins a session that must prove itself (accounts/proof.py)."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves (access.md, Signing in)."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """The password was right: what the browser brought is no longer the session's key (Django changes it once more
        when every step has passed)."""
        request.session.cycle_key()
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every stage has passed: the session begins, under a new key; those that have run out are cleared away."""
        super().login(request, user)
        proof.begin(request, user)
        own.clear_ended(at=clock.now())
        log.note(Act.SIGN_IN, by=user.pk, request=request)

    def logout(self, request: HttpRequest) -> None:
        """Signed out by oneself."""
        who = request.user.pk
        super().logout(request)
        log.note(Act.SIGN_IN, by=who, request=request, why="signed_out")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, or an address that nobody has."""
        log.note_wrong_password(request, str(credentials.get("email", "")))

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """allauth says that a second factor came or went. The e-mail says no more than that something did."""
        own.tell_that_sign_in_changed(by=viewer_of(user), at=clock.now())

    def is_reauthentication_required(self, app: str) -> bool:
        """Changing the second factor asks for it again; making the first one cannot."""
        has_one = Authenticator.objects.filter(user=self.request.user.pk).exists()
        return has_one and not proof.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second factor only: a stolen password opens nothing that is locked."""
        return [method for method in super().get_reauthentication_methods(user) if method["id"] != "reauthenticate"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted for account and address together: a stranger elsewhere locks nobody out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and codes: secrets are sealed under the key ring, and say nothing of what the program is for."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or it has been used. Wait for the next one."),
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first."),
    }

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows."""
        return str(settings.NSP_NEUTRAL_NAME)

    def _get_site_name(self) -> str:
        return str(settings.NSP_NEUTRAL_NAME)

    def encrypt(self, text: str) -> str:
        """The secret of the codes, sealed by the newest ring key: ``ring:base64``."""
        ring, sealed = sealing.seal_by_ring(text.encode(), _PLACE)
        return f"{ring}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` sealed. Raises CannotOpen where the ring has lost the key."""
        ring, _colon, sealed = encrypted_text.partition(":")
        return sealing.open_by_ring(ring, base64.b64decode(sealed), _PLACE).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays, and the last passkey of those who must have one: else a stolen open session could put
        its own in the place of what it took away."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        if proof.must_have_passkey(viewer_of(authenticator.user)):
            others = others.filter(type=Authenticator.Type.WEBAUTHN)
        return bool(others.exists())

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """The browser's list of passkeys shows the e-mail address and nothing else."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": entity["name"]}
