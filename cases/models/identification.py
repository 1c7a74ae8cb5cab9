from __future__ import annotations

from uuid import uuid4

from django.db import models

from accounts.counties import County
from accounts.sealing import SealedTextField
from cases.models.choices import Answer, Certainty, Consent, Route, Seen
from cases.models.group import GroupEvent
from cases.models.history import with_history
from cases.models.person import Person
from cases.models.programme import Indicator
from cases.states import IdentificationState


@with_history
class Identification(models.Model):
    """That somebody saw, one day, that a person may be exposed (informal identification)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifications")
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    on = models.DateField()
    county = models.CharField(max_length=2, choices=County, blank=True)
    route = models.CharField(max_length=12, choices=Route, default=Route.UNKNOWN)
    certainty = models.CharField(max_length=14, choices=Certainty, default=Certainty.CONCEIVABLE)
    wants_identified = models.CharField(max_length=8, choices=Answer, default=Answer.UNKNOWN)
    immediate_risk = models.CharField(max_length=8, choices=Answer, default=Answer.UNKNOWN)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    consent_language = models.CharField(max_length=3, blank=True)
    story = SealedTextField()
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in IdentificationState])
    outcome_on = models.DateField(null=True)
    outcome_note = SealedTextField()
    group_event = models.ForeignKey(GroupEvent, on_delete=models.PROTECT, null=True, related_name="+")
    split_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-made_at"]), models.Index(fields=["on"])]

    def __str__(self) -> str:
        return self.ref


@with_history
class IndicatorSeen(models.Model):
    """That an indicator was seen or told at an identification."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    identification = models.ForeignKey(Identification, on_delete=models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=14, choices=Seen, default=Seen.SEEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identification", "indicator"], name="indicator_once")]

    def __str__(self) -> str:
        return self.indicator_id
