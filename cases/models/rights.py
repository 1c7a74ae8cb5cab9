"""The ledger of rights: for each right of a person, and of each child of theirs, dated entries (domain §4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.case import Intervention
from cases.models.family import Dependant
from cases.models.history import with_history
from cases.models.person import Person
from cases.models.programme import Right
from cases.models.service import ServiceGiven


class RightState(models.TextChoices):
    """Where one right stands."""

    NOT_ASSESSED = "NOT_ASSESSED", pgettext_lazy("state of a right", "not assessed")
    NOT_WANTED = "NOT_WANTED", pgettext_lazy("state of a right", "not wanted")
    NEEDED = "NEEDED", pgettext_lazy("state of a right", "needed, and nobody meets it")
    MET = "MET", pgettext_lazy("state of a right", "met")


class Payer(models.TextChoices):
    """Who pays for what meets a right."""

    SOCIETY = "SOCIETY", pgettext_lazy("who pays", "society")
    NSP = "NSP", pgettext_lazy("who pays", "NSP")
    ACTOR = "ACTOR", pgettext_lazy("who pays", "the actor's own means")
    OTHER = "OTHER", pgettext_lazy("who pays", "somebody else")


class Gap(models.TextChoices):
    """Why nobody meets a need."""

    NO_PLACE = "NO_PLACE", pgettext_lazy("why a need is not met", "no place")
    NO_MONEY = "NO_MONEY", pgettext_lazy("why a need is not met", "no money")
    NOT_ENTITLED = "NOT_ENTITLED", pgettext_lazy("why a need is not met", "not entitled to it")
    NO_SUCH_HELP = "NO_SUCH_HELP", pgettext_lazy("why a need is not met", "no such help in the county")
    OTHER = "OTHER", pgettext_lazy("why a need is not met", "another reason")


@with_history
class RightEntry(models.Model):
    """Where a right stands from a day on, as stated at a moment: of the person, or of a child of theirs
    (``dependant``). The newest statement of a right holds; nothing is edited.

    ``payer`` and what meets it (``intervention`` or ``service``) where it is met; ``gap`` where it is needed and nobody
    meets it, empty where that is not known; ``refused_on``: the day on which society said no, if it did.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="right_entries")
    dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="right_entries")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RightState)
    on = models.DateField()
    payer = models.CharField(max_length=8, choices=Payer, blank=True)
    intervention = models.ForeignKey(Intervention, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(ServiceGiven, null=True, on_delete=models.PROTECT, related_name="+")
    refused_on = models.DateField(null=True)
    gap = models.CharField(max_length=12, choices=Gap, blank=True)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]
        indexes = [
            models.Index(fields=["person", "right", "-stated_at"]),
            models.Index(fields=["on"], name="right_needed_since", condition=Q(state="NEEDED")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="MET", payer__gt="")
                | Q(payer="", intervention__isnull=True, service__isnull=True) & ~Q(state="MET"),
                name="what_is_met_is_paid_by_somebody",
            ),
            models.CheckConstraint(condition=Q(gap="") | Q(state="NEEDED"), name="a_gap_is_a_need"),
            models.CheckConstraint(
                condition=Q(intervention__isnull=True) | Q(service__isnull=True, payer="NSP"),
                name="an_intervention_is_paid_by_nsp",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right_id} {self.state}"
