"""A group event: many met at one place, whose shared facts are written once (domain §2.1). It belongs to an actor and
to nobody's key, so it has codes and numbers, and no words."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.counties import County
from cases.models.choices import Form, Route


class Branch(models.TextChoices):
    """In which branch of the economy: the sections of ISIC (revision 4)."""

    A = "A", pgettext_lazy("branch", "agriculture, forestry and fishing")
    B = "B", pgettext_lazy("branch", "mining and quarrying")
    C = "C", pgettext_lazy("branch", "manufacturing")
    D = "D", pgettext_lazy("branch", "electricity and gas supply")
    E = "E", pgettext_lazy("branch", "water supply, sewerage and waste")
    F = "F", pgettext_lazy("branch", "construction")
    G = "G", pgettext_lazy("branch", "trade and repair of vehicles")
    H = "H", pgettext_lazy("branch", "transport and storage")
    I = "I", pgettext_lazy("branch", "hotels and restaurants")  # noqa: E741
    J = "J", pgettext_lazy("branch", "information and communication")
    K = "K", pgettext_lazy("branch", "finance and insurance")
    L = "L", pgettext_lazy("branch", "real estate")
    M = "M", pgettext_lazy("branch", "professional and technical services")
    N = "N", pgettext_lazy("branch", "cleaning, staffing and other support services")
    O = "O", pgettext_lazy("branch", "public administration")  # noqa: E741
    P = "P", pgettext_lazy("branch", "education")
    Q = "Q", pgettext_lazy("branch", "health and social work")
    R = "R", pgettext_lazy("branch", "culture and recreation")
    S = "S", pgettext_lazy("branch", "other services, such as nails, hair and massage")
    T = "T", pgettext_lazy("branch", "work in private households")
    U = "U", pgettext_lazy("branch", "international organisations and embassies")


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
