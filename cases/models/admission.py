from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.sealing import SealedJSONField, SealedTextField
from cases.models.catalogue import CatalogueItem
from cases.models.choices import Consent, DeclineReason, Kind, NeedLevel, ReportMade, SocietyProtects
from cases.models.family import Dependant
from cases.models.history import with_history, with_history_but
from cases.models.person import Person
from cases.models.programme import Programme, Right
from cases.states import AdmissionState


@with_history_but("typed", "saved_at")
class AdmissionRequest(models.Model):
    """That a certified actor asks for an intervention: the first one, and with it the person's admission (domain §2.2),
    or a further one in the ``case`` that is open (domain §2.5). One queue, one way for both.

    ``item``, ``for_dependant``, ``amount`` (SEK): where the kind is given from the programme's list. ``together``: the
    same for applications that were written in one, each decided on its own.
    """

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
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="applications")
    together = models.UUIDField(null=True)
    item = models.ForeignKey(CatalogueItem, null=True, on_delete=models.PROTECT, related_name="+")
    for_dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    urgent = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REST)
    start = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    why = SealedTextField()
    wants = SealedTextField()
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    consent_language = models.CharField(max_length=3, blank=True)
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
                condition=Q(state__in=["DRAFT", "SENT", "RETURNED", "WAITING"], case=None),
                name="one_request_on_its_way",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=["DRAFT", "SENT", "RETURNED", "WAITING"], kind__in=["REST", "SUPPORT"]),
                name="one_application_for_a_kind_on_its_way",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="what_is_asked_is_more_than_nothing"),
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
    WAIT = "WAIT"


@with_history
class AdmissionDecision(models.Model):
    """A coordinator's decision. Never edited or undone: another decision follows it.

    ``motivations``: what the coordinator explained of warnings that came up after the request was sent. ``cost``: the
    steps by which the granted sum was worked out, as they were that day. ``amount``: what is granted of an item (SEK).
    ``need_level``: of a decision to wait. ``paid_until``: of a refusal, the last day and night of a bed given before it
    that is paid all the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(AdmissionRequest, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    reason = SealedTextField()
    motivations = SealedJSONField()
    need_level = models.CharField(max_length=8, choices=NeedLevel, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    paid_until = models.DateField(null=True)
    cost = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="decision_of_kind_at")]
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(kind__in=["CONFIRM", "DECLINE"]), name="decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}"
