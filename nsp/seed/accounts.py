"""What goes on with accounts in the demo: somebody is invited, somebody waits for a second coordinator, one is away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.acts import Role
from accounts.models import FreezeReason, User
from accounts.services.freezing import freeze
from accounts.services.invitations import invite
from accounts.viewer import Viewer, viewer_of
from nsp.seed.people import email_of


def seed_accounts(now: datetime) -> None:
    """By those who would do it, through the services; the invitation's e-mail is among the demo's."""
    with transaction.atomic():
        invite(email_of("ny.handlaggare"), Role.CASEWORKER, "A-LINDEN", by=_who("maj"), at=now - timedelta(hours=3))
        invite(email_of("ny.samordnare"), Role.COORDINATOR, by=_who("dag"), at=now - timedelta(hours=20))
        freeze(_who("nils").id, FreezeReason.AWAY, by=_who("disa"), at=now - timedelta(days=12))


def _who(key: str) -> Viewer:
    return viewer_of(User.objects.get(email=email_of(key)))
