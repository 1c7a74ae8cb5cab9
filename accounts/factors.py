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


@dataclass(frozen=True)
class Factors:
    """``code``: an authenticator app shows codes; ``passkeys``: how many; ``demo_code``: the code of this moment."""

    code: bool
    passkeys: int
    demo_code: str = ""

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.code or self.passkeys > 0


def factors_of(user: Any) -> Factors:
    """The second factors of a user; one query. The code itself only in the demo, where the page shows it."""
    rows = list(Authenticator.objects.filter(user_id=user.pk))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    shown = _code_now(app) if app is not None and settings.DEMO else ""
    return Factors(app is not None, sum(row.type == Authenticator.Type.WEBAUTHN for row in rows), shown)


def _code_now(app: Authenticator) -> str:
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(codes.format_hotp_value(codes.hotp_value(decrypt(app.data["secret"]), counter)))
