from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


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
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}–{self.valid_to}"

    def valid_on(self, on: date) -> bool:
        """Whether an application sent that day rests on this certification (domain §3)."""
        return self.valid_from <= on <= self.valid_to and not (self.suspended_on and self.suspended_on <= on)
