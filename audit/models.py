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
    """One look, act or refusal: who, what, to which reference, when, why. Never any content. Rows are only added.

    ``mac`` is a keyed hash of all the other columns (audit/hashing.py) under the key whose id is ``key``.
    """

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
    key = models.CharField(max_length=12)
    mac = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"]),
            models.Index(fields=["user_id", "-at"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["ref"], name="access_refused", condition=models.Q(outcome="REFUSED", person_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.ref}"


class Seal(models.Model):
    """What stood in the log for one hour, and the seal of the hour before: a chain. Rows are only added.

    ``rows`` is a keyed hash of the hashes of the hour's ``count`` events; ``mac`` one of all the other columns. The
    first seal has nothing ``before``.
    """

    hour = models.DateTimeField(primary_key=True)
    count = models.PositiveIntegerField()
    rows = models.BinaryField(max_length=32)
    before = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    key = models.CharField(max_length=12)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before"], name="seals_are_one_chain")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%dT%HZ}"


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
