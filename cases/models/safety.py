"""How great the risk is, what the person and the actor do about it, and when the next safe contact is (domain §4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from accounts.sealing import SealedTextField
from cases.models.history import with_history
from cases.models.person import Person, Threat


@with_history
class SafetyReview(models.Model):
    """The risk as somebody saw it on a day. Each contact adds one; the newest level holds, and the newest plan that is
    written: a review that says nothing of the plan leaves it as it was.

    ``next_on``: the day of the next safe contact, where one is agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    level = models.CharField(max_length=7, choices=Threat)
    reasons = SealedTextField()
    plan = SealedTextField()
    next_on = models.DateField(null=True)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.level
