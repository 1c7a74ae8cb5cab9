"""A group event: many met at one place, whose shared facts are written once (domain §2.1). It belongs to an actor and
to nobody's key, so it has codes and numbers, and no words."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.counties import County
from cases.models.branch import Branch
from cases.models.choices import Form, Route


class GroupEvent(models.Model):
    """What those who were met at one place share. ``met``: how many there were, written down or not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    county = models.CharField(max_length=2, choices=County, blank=True)
    route = models.CharField(max_length=12, choices=Route, default=Route.UNKNOWN)
    forms = ArrayField(models.CharField(max_length=10, choices=Form), default=list)
    branch = models.CharField(max_length=1, choices=Branch, blank=True)
    indicators = models.JSONField(default=dict)
    met = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        indexes = [models.Index(fields=["actor", "-on"])]

    def __str__(self) -> str:
        return self.ref
