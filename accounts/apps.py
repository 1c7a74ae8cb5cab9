from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate


def _lay_policies(*, using: str, **kwargs: Any) -> None:
    """After every migrate by the owner (a flush also says post_migrate, but without a plan: nothing to lay then)."""
    if using == "owner" and "plan" in kwargs:
        from django.db import connections

        from accounts.policies import lay

        lay(connections[using])


def _factor_added(*, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    from accounts import proof

    proof.added(request, user, authenticator)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts and access"

    def ready(self) -> None:
        """Policies follow migrations, whoever runs them; what goes wrong in a request is noted; making a second factor
        counts as proof (allauth tells)."""
        from allauth.mfa.signals import authenticator_added

        from accounts.faults import note_fault

        post_migrate.connect(_lay_policies, sender=self)
        got_request_exception.connect(note_fault)
        authenticator_added.connect(_factor_added)
