"""Outreach: how many were met one day at one kind of place. No person is on record, and there are no words."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.counties import County


class PlaceKind(models.TextChoices):
    """What kind of place it was. Never which one."""

    STREET = "STREET", pgettext_lazy("kind of place", "street or square")
    CAMP = "CAMP", pgettext_lazy("kind of place", "settlement or camp")
    SHELTER = "SHELTER", pgettext_lazy("kind of place", "shelter or day centre")
    LODGING = "LODGING", pgettext_lazy("kind of place", "hotel, flat or other lodging")
    SALON = "SALON", pgettext_lazy("kind of place", "massage parlour or salon")
    CLUB = "CLUB", pgettext_lazy("kind of place", "club, bar or restaurant")
    WORKSITE = "WORKSITE", pgettext_lazy("kind of place", "work site or field")
    ONLINE = "ONLINE", pgettext_lazy("kind of place", "online")
    OTHER = "OTHER", pgettext_lazy("kind of place", "other")
    UNKNOWN = "UNKNOWN", pgettext_lazy("kind of place", "not noted")


class Outreach(models.Model):
    """One outing of an actor. ``informed``: of those met, how many got information; null: not counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    county = models.CharField(max_length=2, choices=County, blank=True)
    place = models.CharField(max_length=8, choices=PlaceKind, default=PlaceKind.UNKNOWN)
    met = models.PositiveSmallIntegerField()
    informed = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        indexes = [models.Index(fields=["actor", "-on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(informed__isnull=True) | Q(informed__lte=F("met")), name="informed_of_met"
            )
        ]

    def __str__(self) -> str:
        return self.ref
