"""The service log: what an actor did outside the programme's money, in the four fields of work (domain §4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.history import with_history
from cases.models.person import Person


class WorkField(models.TextChoices):
    """The four fields of work of the platform (domain §1)."""

    IDENTIFICATION = "IDENTIFICATION", pgettext_lazy("field of work", "identification")
    FIRST = "FIRST", pgettext_lazy("field of work", "first support")
    SUPPORT = "SUPPORT", pgettext_lazy("field of work", "support")
    LONG = "LONG", pgettext_lazy("field of work", "long-term help")


class PaidBy(models.TextChoices):
    """Who paid for it. NSP is not among them: what it pays is an intervention."""

    ACTOR = "ACTOR", pgettext_lazy("who paid", "our own means")
    VOLUNTEERS = "VOLUNTEERS", pgettext_lazy("who paid", "done by volunteers")
    SOCIETY = "SOCIETY", pgettext_lazy("who paid", "society")
    OTHER = "OTHER", pgettext_lazy("who paid", "somebody else")


class ServiceCategory(models.Model):
    """Something that actors do, in one of the four fields. Rows of data."""

    code = models.CharField(max_length=24, primary_key=True)
    field = models.CharField(max_length=16, choices=WorkField)
    order = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The category in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_sv


class _Service(models.Model):
    """What both kinds of rows say. ``hours`` and ``amount`` (SEK) may both stay unknown."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    paid_by = models.CharField(max_length=12, choices=PaidBy)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-on", "-made_at"]
        indexes = [models.Index(fields=["actor", "-on"])]
        constraints = [
            models.CheckConstraint(condition=Q(hours__isnull=True) | Q(hours__gt=0), name="%(class)s_takes_time"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="%(class)s_costs"),
        ]

    def __str__(self) -> str:
        return self.ref


@with_history
class ServiceGiven(_Service):
    """Something that an actor did for a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="services")
    note = SealedTextField()


class ServiceOfActor(_Service):
    """Something that an actor did without a person on record: outreach, a course, a meeting place.

    Its words would be sealed under no person's key, so there are none. ``people``: how many it reached, if counted.
    """

    people = models.PositiveSmallIntegerField(null=True)
