from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.counties import County


class ActorKind(models.TextChoices):
    """Whether the organisation is (or wants to be) certified, or only cooperates (domain §1)."""

    MEMBER = "MEMBER", _("Member of the platform")
    COOPERATING = "COOPERATING", _("Cooperating actor")


class Actor(models.Model):
    """An organisation: shelter, legal aid, outreach team. Its staff is a group; guardian's permissions go to it.

    ``is_home``: it runs a home that needs an authority's permit.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=ActorKind, default=ActorKind.MEMBER)
    is_home = models.BooleanField(default=False)
    county = models.CharField(max_length=2, choices=County)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="actor")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
