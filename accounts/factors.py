"""Which second factors somebody has, for the pages that ask for one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as codes
from allauth.mfa.utils import decrypt
from django.conf import settings

from accounts import proof
from accounts.viewer import viewer_of


@dataclass(frozen=True)
class Factors:
    """``app``: an authenticator app shows codes; ``code``: a code opens (not where a passkey must, and is there);
    ``passkeys``: how many; ``demo_code``: the code of this moment."""

    app: bool
    code: bool
    passkeys: int
    demo_code: str = ""

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.app or self.passkeys > 0


def factors_of(user: Any) -> Factors:
    """The second factors of a user. The code itself only in the demo, where the page shows it."""
    rows = list(Authenticator.objects.filter(user_id=user.pk))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    passkeys = sum(row.type == Authenticator.Type.WEBAUTHN for row in rows)
    opens = app is not None and not (passkeys and proof.must_have_passkey(viewer_of(user)))
    return Factors(app is not None, opens, passkeys, code_now(decrypt(app.data["secret"])) if app is not None else "")


def code_now(secret: str) -> str:
    """What an app with the secret shows now, in the demo; nothing elsewhere."""
    if not settings.DEMO:
        return ""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(codes.format_hotp_value(codes.hotp_value(secret, counter)))
