from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.acts import FIELD, Role
from accounts.models.user import ROLE_LABELS


class Link(models.Model):
    """A way in by a link that lives 48 hours and opens once (accounts/links.py makes the link from ``salt``).

    ``digest`` is a hash of what the link holds, and there only while a link is out: the link itself stands nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, null=True, unique=True)
    until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref

    @property
    def is_waiting(self) -> bool:
        """Neither used nor withdrawn; its link may have run out, or wait for a second person."""
        return self.used_at is None and self.withdrawn_at is None


class Invitation(Link):
    """That somebody is asked to take a role, at an address. The account is made, or given the role, by its link."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="sv")
    invited_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "actor"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invited_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(FIELD), actor__isnull=False)
                | (~Q(role__in=sorted(FIELD)) & Q(actor__isnull=True)),
                name="invited_to_a_place",
            ),
        ]


class Recovery(Link):
    """That two people let somebody in again who has lost password or second factor."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="recoveries")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="recovered_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=models.F("opened_by"))
                & ~Q(confirmed_by=models.F("user"))
                & ~Q(opened_by=models.F("user")),
                name="recovery_by_two_others",
            ),
        ]
