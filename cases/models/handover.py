from __future__ import annotations

from uuid import uuid4

from django.db import models

from accounts.sealing import SealedJSONField, SealedTextField
from cases.models.history import with_history
from cases.models.person import Person
from cases.states import HandOverState, ReceiptState


class Receipt(models.Model):
    """What a cooperating actor keeps of what it handed over: its own text and a status. No way to the person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ReceiptState])
    ring = models.CharField(max_length=24)
    wrapped = models.BinaryField()
    text = SealedJSONField(under="receipt")

    class Meta:
        indexes = [models.Index(fields=["actor", "-made_at"])]

    def __str__(self) -> str:
        return self.number


@with_history
class HandOver(models.Model):
    """A person whom a cooperating actor met, on the way to a certified actor; the coordinators' errand until then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hand_overs")
    ref = models.CharField(max_length=16, unique=True)
    from_actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    to_actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    receipt_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in HandOverState])
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    note = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"]), models.Index(fields=["to_actor", "state"])]

    def __str__(self) -> str:
        return self.ref
