"""Passwords that are long and easy all the same: a common word with a tail, or the same thing over and over."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_OVER_AND_OVER = re.compile(r"(.+?)\1+")
FEWEST = 6
"""So many different characters at least."""


class NotEasyValidator:
    """What guessing programs try first, and length alone does not stop (named in ``AUTH_PASSWORD_VALIDATORS``)."""

    def __init__(self) -> None:
        self.common: frozenset[str] = frozenset(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a common password with digits and signs round it, once or repeated, for digits and
        signs alone, and for too few different characters."""
        core = _ENDS.sub("", password.lower())
        repeated = _OVER_AND_OVER.fullmatch(core)
        word = _ENDS.sub("", repeated[1]) if repeated else core
        if not word or word in self.common or len(set(password.lower())) < FEWEST:
            raise ValidationError(_("It is too easy to guess. Take four or five words that do not belong together."))

    def get_help_text(self) -> str:
        """Said beside the field already."""
        return ""
