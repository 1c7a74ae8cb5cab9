from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

_DAYS = Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")


class Certification(models.Model):
    """That an actor is certified from one day to another, both inclusive; suspended from a day on where that is set."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="certifications")
    valid_from = models.DateField()
    valid_to = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certification_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="certifications_of_an_actor_never_overlap",
                expressions=[
                    ("actor", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}–{self.valid_to}"

    def valid_on(self, on: date) -> bool:
        """Whether an application sent that day rests on this certification (domain §3)."""
        return self.valid_from <= on <= self.valid_to and not (self.suspended_on and self.suspended_on <= on)


class Permit(models.Model):
    """That the authority lets an actor run its home, from one day to another, both inclusive; withdrawn from a day on
    where that is set. Beside the certification, for an actor that runs a home (domain §3)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="permits")
    valid_from = models.DateField()
    valid_to = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="permit_ends_after_it_begins"),
            ExclusionConstraint(
                name="permits_of_an_actor_never_overlap",
                expressions=[("actor", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def valid_on(self, on: date) -> bool:
        """Whether a home can give a bed by an application sent that day (domain §3)."""
        return self.valid_from <= on <= self.valid_to and not (self.withdrawn_on and self.withdrawn_on <= on)
