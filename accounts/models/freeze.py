from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FreezeReason(models.TextChoices):
    """Why an account is closed for a time. Codes only: a text about a colleague has no place here."""

    SUSPECTED = "SUSPECTED", _("Somebody else may be using the account")
    LOST = "LOST", _("A phone, computer or key is lost")
    AWAY = "AWAY", _("On leave")
    LEFT = "LEFT", _("Has stopped working here")
    OTHER = "OTHER", _("Something else")


class Freeze(models.Model):
    """That an account was frozen, by whom and why, until somebody lifted it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="freezes")
    why = models.CharField(max_length=12, choices=FreezeReason)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(lifted_at__isnull=True), name="frozen_once"),
        ]

    def __str__(self) -> str:
        return self.why
