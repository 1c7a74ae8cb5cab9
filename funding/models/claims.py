"""What actors report back and are paid. No free text: what is written of a claim is kept sealed, on the floor above."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models.ledger import Commitment
from funding.states import BatchState, ClaimState


class PaymentBatch(models.Model):
    """Approved claims that are paid together."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.MADE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField(null=True)
    marked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=BatchState.MADE, paid_on__isnull=True, marked_by__isnull=True)
                | Q(state=BatchState.PAID, paid_on__isnull=False, marked_by__isnull=False),
                name="a_paid_batch_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class UnusedWhy(models.TextChoices):
    """How it is known that the bank paid nothing by a file."""

    NOT_SENT = "NOT_SENT", _("The bank never got it")
    STOPPED = "STOPPED", _("It was stopped at the bank before anything was paid")
    TURNED_DOWN = "TURNED_DOWN", _("The bank turned it down")


class PaymentFile(models.Model):
    """The file of a payment was taken out, so the bank may pay by it, until somebody says that it was not used."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="files")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    unused_at = models.DateTimeField(null=True)
    unused_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    unused_why = models.CharField(max_length=12, choices=UnusedWhy, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unused_at__isnull=True, unused_by__isnull=True, unused_why="")
                | Q(unused_at__isnull=False, unused_by__isnull=False) & ~Q(unused_why=""),
                name="who_says_a_file_was_not_used",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Claim(models.Model):
    """An actor reports back what an intervention came to: days, and costs in ``ClaimCost``; SEK."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="claims")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    days = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    batch = models.ForeignKey(PaymentBatch, null=True, on_delete=models.PROTECT, related_name="claims")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ClaimState.APPROVED, approved__gte=0, decided_by__isnull=False)
                | ~Q(state=ClaimState.APPROVED) & Q(approved__isnull=True, batch__isnull=True),
                name="only_an_approved_claim_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class CostOf(models.TextChoices):
    """What a cost is for."""

    DAYS = "DAYS", _("Days")
    CHILD_DAYS = "CHILD_DAYS", _("Days for children")
    ITEM = "ITEM", _("What was granted by name")
    TRAVEL = "TRAVEL", pgettext_lazy("cost", "Travel")
    INTERPRETER = "INTERPRETER", pgettext_lazy("cost", "Interpreter")
    OTHER = "OTHER", pgettext_lazy("cost", "Other cost")


class CutReason(models.TextChoices):
    """Why less is paid than was reported."""

    NOT_GRANTED = "NOT_GRANTED", _("Not part of what was granted")
    ABOVE_GRANT = "ABOVE_GRANT", _("More than was granted")
    SOCIETY_PAYS = "SOCIETY_PAYS", _("Society pays for it")
    TWICE = "TWICE", _("Reported before")
    NO_PAPERS = "NO_PAPERS", _("The papers are missing")
    WRONG_SUM = "WRONG_SUM", _("Wrong sum")


class ClaimCost(models.Model):
    """One cost of a claim. ``voucher``: the number in the actor's own bookkeeping, where the paper stays."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="costs")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=CostOf)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    voucher = models.CharField(max_length=20, blank=True)
    spent_on = models.DateField(null=True)
    cut = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    cut_reason = models.CharField(max_length=12, choices=CutReason, blank=True)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "voucher"], condition=Q(counts=True) & ~Q(voucher=""), name="a_voucher_once"
            ),
            models.CheckConstraint(
                condition=Q(what__in=[CostOf.DAYS, CostOf.CHILD_DAYS], voucher="")
                | Q(voucher__regex=r"^[A-Z]{0,4}[-/ ]?[0-9][0-9/-]{0,14}$", spent_on__isnull=False),
                name="a_cost_has_a_voucher",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, cut__gte=0, cut__lte=F("amount")), name="cut_of_a_cost"),
            models.CheckConstraint(
                condition=Q(cut=0, cut_reason="") | Q(cut__gt=0) & ~Q(cut_reason=""), name="a_cut_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PapersSeen(models.Model):
    """A coordinator has seen the papers behind a claim, on a visit to the actor."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="papers_seen")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Repayment(models.Model):
    """An actor has paid back something of a claim that was paid; SEK. Its booking is made in the same moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="repayments")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="something_is_paid_back")]

    def __str__(self) -> str:
        return str(self.pk)


class AccountKind(models.TextChoices):
    """How an account's number is written."""

    BANKGIRO = "BANKGIRO", "Bankgiro"
    PLUSGIRO = "PLUSGIRO", "Plusgiro"
    IBAN = "IBAN", "IBAN"


class BankAccount(models.Model):
    """Where an actor is paid. Used when another person has confirmed it and some days have passed; old ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="bank_accounts")
    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=AccountKind)
    typed = models.CharField(max_length=40)
    number = models.CharField(max_length=34)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    usable_from = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor"],
                condition=Q(confirmed_at__isnull=True, ended_at__isnull=True),
                name="one_account_to_confirm",
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.BANKGIRO, number__regex=r"^[0-9]{7,8}$")
                | Q(kind=AccountKind.PLUSGIRO, number__regex=r"^[0-9]{2,8}$")
                | Q(kind=AccountKind.IBAN, number__regex=r"^SE[0-9]{22}$"),
                name="an_account_number",
            ),
            models.CheckConstraint(condition=Q(typed__regex=r"^[0-9SEse -]+$"), name="typed_as_a_number"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, usable_from__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, usable_from__isnull=False)
                & ~Q(confirmed_by=F("asked_by")),
                name="another_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="who_ended_it",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
