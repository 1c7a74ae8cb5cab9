from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.sealing import SealedTextField
from cases.models.consent import ConsentGiven
from cases.models.person import Person


class Share(models.Model):
    """That the responsible actor lets another see a person, or see and write, until a day (inclusive).

    The right itself is the row of guardian's table that the same SQL function writes (``nsp_share``); this is who gave
    it, and when it ended. ``consent``: the person's yes that it rests on; none only where it is older than consents.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    may_write = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateField()
    consent = models.ForeignKey(ConsentGiven, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["until"], name="share_ends", condition=Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "actor"], name="shared_once_with_an_actor", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Restriction(models.Model):
    """That only named staff of the responsible actor see a person. Changed by closing the row and opening another.

    It carries the person's code, since a manager who is not named sees the restriction and not the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    code = models.CharField(max_length=8)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    named = ArrayField(models.UUIDField())
    since = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_restriction_at_a_time", condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return self.ref


class BrokenGlass(models.Model):
    """That a coordinator reads a person's sealed text without an open errand, for a reason that the actor can read."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return str(self.id)
