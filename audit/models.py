from __future__ import annotations

from uuid import uuid4

from django.db import models


class Outcome(models.TextChoices):
    """What became of a look or an act."""

    LOOKED = "LOOKED", "looked"
    DONE = "DONE", "done"
    REFUSED = "REFUSED", "refused"
    FAILED = "FAILED", "failed"


class AccessEvent(models.Model):
    """One look, act or refusal: who, what, to which reference, when, why. Never any content. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    user_id = models.UUIDField()
    act = models.CharField(max_length=32)
    outcome = models.CharField(max_length=8, choices=Outcome)
    kind = models.CharField(max_length=32, blank=True)
    ref = models.CharField(max_length=24, blank=True)
    person_id = models.UUIDField(null=True)
    why = models.CharField(max_length=40, blank=True)
    request_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"]),
            models.Index(fields=["user_id", "-at"]),
            models.Index(fields=["-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.ref}"


class Outbox(models.Model):
    """An event that upper floors act on after the transaction that wrote it, at least once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    ref = models.CharField(max_length=24, blank=True)
    person_id = models.UUIDField(null=True)
    by_user = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["at"], name="outbox_waiting", condition=models.Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.event} {self.ref}"
