"""What the funder gives for a year, in lines. No amount is typed here: each comes by a line of the ledger."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.models.kinds import Kind


class Budget(models.Model):
    """What one funder gives for one calendar year, to one programme or to any."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    funder = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=24, blank=True)
    order = models.PositiveSmallIntegerField(default=1)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "funder", "programme"], name="one_budget_of_a_funder_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.programme}".strip()


class BudgetLine(models.Model):
    """A part of a budget, for one kind or (empty) for all that have no line of their own; SEK.

    The three amounts are kept by the ledger's trigger alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    allocated = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    committed = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    returned = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        ordering = ["budget", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "kind"], name="one_line_of_a_kind"),
            models.CheckConstraint(
                condition=Q(allocated__gte=F("committed") + F("returned")), name="never_more_than_the_budget"
            ),
            models.CheckConstraint(condition=Q(committed__gte=0, returned__gte=0), name="never_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.kind}".strip()

    @property
    def left(self) -> Decimal:
        """What can still be committed, SEK."""
        return self.allocated - self.committed - self.returned


class YearEndState(models.TextChoices):
    """How far a year has come in being closed."""

    OPEN = "OPEN", _("Being closed")
    SIGNED = "SIGNED", _("Signed")


class YearEnd(models.Model):
    """A year that is closed: its figures as they were, signed by two. Once signed, it stays as it is (a trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=YearEndState, default=YearEndState.OPEN)
    figures = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    returned = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    opened_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=YearEndState.SIGNED)
                | (
                    Q(figures__isnull=False, signed_by__isnull=False, signed_at__isnull=False)
                    & Q(countersigned_by__isnull=False, countersigned_at__isnull=False)
                    & ~Q(digest="")
                    & ~Q(signed_by=F("countersigned_by"))
                ),
                name="two_sign_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
