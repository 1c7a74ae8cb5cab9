"""Money promised, and every booking. Knows a commitment and its cause by id, never a person."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models.budget import BudgetLine
from funding.models.kinds import Kind


class Commitment(models.Model):
    """Money promised to an actor for one cause (an intervention's id, no more). Papers about money name its ``ref``."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="commitments")
    cause_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    programme = models.CharField(max_length=24, blank=True)
    booked_on = models.DateField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class LineKind(models.TextChoices):
    """What a booking says of the money."""

    ALLOCATE = "ALLOCATE", _("Given to the budget")
    COMMIT = "COMMIT", _("Committed")
    RELEASE = "RELEASE", _("Released")
    REPORT = "REPORT", pgettext_lazy("money", "Reported")
    PAY = "PAY", _("Paid")
    REPAY = "REPAY", _("Paid back")


STANDS = (LineKind.COMMIT, LineKind.RELEASE)
"""What is committed is the sum of these."""
USED = (LineKind.REPORT, LineKind.REPAY)
"""What was reported, less what was paid back of it, is the sum of these."""
PAID = (LineKind.PAY, LineKind.REPAY)
"""What has been paid, less what came back, is the sum of these."""


class Cause(models.TextChoices):
    """What made a booking; ``cause_id`` says which one."""

    GRANT = "GRANT", _("The funder's grant")
    AMENDMENT = "AMENDMENT", _("The funder's amendment")
    MOVED = "MOVED", _("Moved between lines")
    WRONG = "WRONG", _("Wrongly booked")
    DECISION = "DECISION", _("Decision")
    SUPPLEMENT = "SUPPLEMENT", _("Added to a decision")
    ENDED_EARLY = "ENDED_EARLY", _("Ended early")
    CLAIM = "CLAIM", _("Reporting back")
    BATCH = "BATCH", _("Payment")
    YEAR_END = "YEAR_END", _("The year's end")


class LedgerLine(models.Model):
    """One booking on one line of a year's budget, in SEK. Lines are only added; a wrong one is met by its reversal."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=LineKind)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    year = models.PositiveSmallIntegerField()
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="bookings")
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="lines")
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause)
    cause_id = models.UUIDField()
    booked_on = models.DateField()
    at = models.DateTimeField()
    by_user = models.UUIDField()
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        indexes = [models.Index(fields=["year", "at"]), models.Index(fields=["cause_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=LineKind.ALLOCATE) & ~Q(amount=0)
                | Q(kind__in=["COMMIT", "REPORT", "PAY"], amount__gt=0, reverses__isnull=True)
                | Q(kind__in=["RELEASE", "REPAY"], amount__lt=0, reverses__isnull=True)
                | Q(kind__in=["COMMIT", "REPORT", "PAY"], amount__lt=0, reverses__isnull=False)
                | Q(kind__in=["RELEASE", "REPAY"], amount__gt=0, reverses__isnull=False),
                name="the_sign_says_the_kind",
            ),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True, actor__isnull=True)
                | Q(commitment__isnull=False, actor__isnull=False),
                name="an_actors_booking_has_a_commitment",
            ),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True, kind__in=[LineKind.ALLOCATE, LineKind.REPAY])
                | Q(commitment__isnull=False) & ~Q(kind=LineKind.ALLOCATE),
                name="only_the_funders_money_has_no_commitment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
