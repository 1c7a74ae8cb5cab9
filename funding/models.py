"""Money. Knows a commitment and its cause by id, never a person."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Budget(models.Model):
    """What the funder gives for one calendar year, in SEK. ``committed`` is kept by the ledger's trigger alone."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    committed = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(committed__lte=F("amount")), name="never_more_than_the_budget"),
            models.CheckConstraint(condition=Q(committed__gte=0), name="never_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def left(self) -> Decimal:
        """What can still be committed, SEK."""
        return self.amount - self.committed


class Commitment(models.Model):
    """Money promised to an actor for one cause (an intervention's id, no more)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="commitments")
    cause_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class LineKind(models.TextChoices):
    """Why a line stands in the ledger."""

    COMMIT = "COMMIT", _("Committed")
    RELEASE = "RELEASE", _("Released")


class LedgerLine(models.Model):
    """One booking on one year: plus when committed, minus when released (SEK). Lines are only added."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="lines")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=LineKind)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    at = models.DateTimeField()
    by_user = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["year", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=LineKind.COMMIT, amount__gt=0) | Q(kind=LineKind.RELEASE, amount__lt=0),
                name="commit_is_plus_release_is_minus",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
