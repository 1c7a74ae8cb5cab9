"""That a coordinator has reminded an actor of something that waits for it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.person import Person


class Waits(models.TextChoices):
    """What waits for the actor."""

    ANSWER = "ANSWER", _("an answer to the coordinator's question")
    REPORT = "REPORT", _("the report of an intervention that has ended")


class Reminding(models.Model):
    """One reminder of one thing (``ref``) on one day: the database takes no second one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16)
    waits = models.CharField(max_length=6, choices=Waits)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "on"], name="reminded_once_a_day")]

    def __str__(self) -> str:
        return self.ref
