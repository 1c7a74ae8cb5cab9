"""Dated facts about where somebody stands with society's own chain of help (domain §2.4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from cases.models.choices import ReportMade, SocietyProtects
from cases.models.history import with_history
from cases.models.person import Person


@with_history
class PoliceReport(models.Model):
    """What was known of a report to the police, as stated at a moment. The newest statement holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="police_reports")
    made = models.CharField(max_length=8, choices=ReportMade)
    on = models.DateField(null=True)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.made


@with_history
class ProtectionStatement(models.Model):
    """The caseworker's dated statement: does society provide this person's protection? The newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protection_statements")
    answer = models.CharField(max_length=8, choices=SocietyProtects)
    on = models.DateField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.answer
