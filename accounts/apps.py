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
    from accounts import log, proof
    from accounts.acts import Act

    proof.added(request, user, authenticator)
    log.note(Act.SECOND_FACTOR, by=user.pk, request=request, why="added")


def _factor_removed(*, request: Any, user: Any, **kwargs: Any) -> None:
    from accounts import log
    from accounts.acts import Act

    log.note(Act.SECOND_FACTOR, by=user.pk, request=request, why="removed")


def _factor_used(*, request: Any, user: Any, reauthenticated: bool = False, **kwargs: Any) -> None:
    """While somebody signs in, the adapter says so when every step has passed."""
    from accounts import log, proof
    from accounts.acts import Act

    if reauthenticated:
        why = "unlocked" if proof.is_locked(request) else "again"
        log.note(Act.PROVE, by=user.pk, request=request, why=why)


def _factor_refused(*, request: Any, user: Any, reauthentication: bool = False, **kwargs: Any) -> None:
    from accounts import log

    log.note_wrong_factor(request, user, signed_in=reauthentication)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts and access"

    def ready(self) -> None:
        """Policies follow migrations, whoever runs them; what goes wrong in a request is noted; making a second factor
        counts as proof, and what becomes of it is logged (allauth tells)."""
        from allauth.mfa import signals

        from accounts import own_absences, own_drafts, staff
        from accounts.faults import note_fault

        assert staff  # who answers for accounts
        assert own_drafts and own_absences  # and for drafts and absences
        post_migrate.connect(_lay_policies, sender=self)
        got_request_exception.connect(note_fault)
        signals.authenticator_added.connect(_factor_added)
        signals.authenticator_removed.connect(_factor_removed)
        signals.authenticator_used.connect(_factor_used)
        signals.authentication_failed.connect(_factor_refused)
