"""Where the law stands, in dated rows that are never edited, and the plan of a return (domain §2.4, §2.6)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.law_codes import Detail, Happening, LawSubject
from cases.models.history import with_history
from cases.models.person import Person


@with_history
class LegalStep(models.Model):
    """One thing that happened in a subject of where the law stands. What was wrong is put right by a new row that
    replaces it (``STRUCK``: it never happened); what a row means stands in ``cases/law.py``."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="legal_steps")
    subject = models.CharField(max_length=16, choices=LawSubject)
    step = models.CharField(max_length=12, choices=Happening)
    details = ArrayField(models.CharField(max_length=20, choices=Detail), default=list)
    on = models.DateField()
    roughly = models.BooleanField(default=False)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    note = SealedTextField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "stated_at"]
        indexes = [
            models.Index(fields=["person", "subject"]),
            models.Index(fields=["subject", "step", "on"]),
            models.Index(fields=["until"], name="legal_step_ends", condition=Q(until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="legal_step_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ReturnRoute(models.TextChoices):
    """How a return is made."""

    PROGRAMME = "PROGRAMME", _("in the return programme")
    OWN = "OWN", _("by the platform's own contacts")


class Receiver(models.TextChoices):
    """Who receives somebody who returns, as a role: never a name."""

    FAMILY = "FAMILY", _("family")
    ORGANISATION = "ORGANISATION", _("an organisation")
    SHELTER = "SHELTER", _("a shelter")
    AUTHORITY = "AUTHORITY", _("an authority")
    IOM = "IOM", "IOM"
    CHURCH = "CHURCH", _("a congregation")
    NOBODY = "NOBODY", pgettext_lazy("who receives", "nobody")
    OTHER = "OTHER", pgettext_lazy("who receives", "somebody else")
    UNKNOWN = "UNKNOWN", _("do not know")


class HowNow(models.TextChoices):
    """How somebody is, some time after the return."""

    WELL = "WELL", _("well")
    FAIR = "FAIR", _("so-so")
    BADLY = "BADLY", _("badly")
    EXPLOITED = "EXPLOITED", _("exploited again, or at risk of it")
    UNREACHABLE = "UNREACHABLE", _("could not be reached")


@with_history
class ReturnPlan(models.Model):
    """A return that is planned, made, or called off. Of several the newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="return_plans")
    route = models.CharField(max_length=12, choices=ReturnRoute)
    planned_on = models.DateField(null=True)
    assessed_on = models.DateField(null=True)
    assessment = SealedTextField()
    receiver = models.CharField(max_length=14, choices=Receiver, default=Receiver.UNKNOWN)
    left_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    called_off_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.ref


@with_history
class ReturnFollowUp(models.Model):
    """How somebody was found to be so many months after a return, or that they could not be reached."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(ReturnPlan, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    done_on = models.DateField()
    how = models.CharField(max_length=12, choices=HowNow)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["months", "-stated_at"]
        constraints = [
            models.CheckConstraint(condition=Q(months__in=(1, 3, 6)), name="return_followed_up_at_1_3_6_months"),
        ]

    def __str__(self) -> str:
        return f"{self.months}"
