"""What somebody does with their own account."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User


def choose_language(user: UUID, language: str) -> None:
    """The language that somebody reads pages and e-mails in. ``language`` is one of the settings' codes."""
    User.objects.filter(pk=user).update(language=language)
