from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.sealing import SealedJSONField, SealedTextField
from cases.models.choices import Consent, DeclineReason, Kind, ReportMade, SocietyProtects
from cases.models.history import with_history, with_history_but
from cases.models.person import Dependant, Person
from cases.models.programme import Programme, Right
from cases.states import AdmissionState


@with_history_but("typed", "saved_at")
class AdmissionRequest(models.Model):
    """That a certified actor asks for a person's admission and the first intervention (domain §2.2)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in AdmissionState])
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    first_sent_at = models.DateTimeField(null=True)
    answer = SealedTextField()
    typed = SealedJSONField()
    urgent = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REST)
    start = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    why = SealedTextField()
    wants = SealedTextField()
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    police_report = models.CharField(max_length=8, choices=ReportMade, default=ReportMade.UNKNOWN)
    police_report_on = models.DateField(null=True)
    society_protects = models.CharField(max_length=8, choices=SocietyProtects, default=SocietyProtects.UNKNOWN)
    right = models.ForeignKey(Right, null=True, on_delete=models.PROTECT, related_name="+")
    need = SealedTextField()
    society_asked = SealedTextField()
    society_asked_on = models.DateField(null=True)
    society_answer = SealedTextField()
    motivations = SealedJSONField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-urgent", "sent_at"]),
            models.Index(fields=["actor", "-made_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["DRAFT", "SENT", "RETURNED"]),
                name="one_request_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def waiting_since(self) -> datetime | None:
        """What waiting counts from: when it was sent first, since a question on the way makes nobody wait anew.

        ``WAITING_SINCE`` says the same in a query.
        """
        return self.first_sent_at or self.sent_at


WAITING_SINCE = Coalesce("first_sent_at", "sent_at")


@with_history
class RequestedChild(models.Model):
    """A child for whom a request asks a supplement, for at most the days of the intervention."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(AdmissionRequest, on_delete=models.PROTECT, related_name="children")
    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "dependant"], name="child_asked_once")]

    def __str__(self) -> str:
        return str(self.pk)


class DecisionKind(models.TextChoices):
    """What a coordinator can decide on a request."""

    CONFIRM = "CONFIRM"
    RETURN = "RETURN"
    DECLINE = "DECLINE"


@with_history
class AdmissionDecision(models.Model):
    """A coordinator's decision. Never edited or undone: another decision follows it.

    ``motivations``: what the coordinator explained of warnings that came up after the request was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(AdmissionRequest, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    reason = SealedTextField()
    motivations = SealedJSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(kind__in=["CONFIRM", "DECLINE"]), name="decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}"
