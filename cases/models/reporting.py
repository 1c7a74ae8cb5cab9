"""Reporting back: what is said in words about a claim, sealed under the person's key. The sums stand in ``funding``."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from accounts.sealing import SealedTextField
from cases.models.admission import AdmissionRequest
from cases.models.history import with_history
from cases.models.person import Person


class ReportNoteKind(models.TextChoices):
    """Who says what: the actor with the report, the coordinator's question, the answer, why something is cut."""

    REPORT = "REPORT"
    QUESTION = "QUESTION"
    ANSWER = "ANSWER"
    CUT = "CUT"


@with_history
class ReportNote(models.Model):
    """Words about a claim, which it knows by id: money knows no person, so they are kept here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="report_notes")
    request = models.ForeignKey(AdmissionRequest, on_delete=models.PROTECT, related_name="report_notes")
    claim_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=ReportNoteKind)
    text = SealedTextField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["claim_id"])]

    def __str__(self) -> str:
        return self.kind
