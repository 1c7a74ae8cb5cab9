from __future__ import annotations

from uuid import uuid4

from django.db import models

from accounts.sealing import SealedJSONField


class UserKey(models.Model):
    """The data key of a user, for what they type before there is a person to seal it under."""

    user = models.OneToOneField("accounts.User", primary_key=True, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=24)
    wrapped = models.BinaryField()


class Draft(models.Model):
    """What somebody has typed into a form and not yet sent, sealed: under the key of the person that the form is about,
    else under the writer's own. ``form``: the URL name of the form; empty for an identification."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    form = models.CharField(max_length=40, blank=True)
    ref = models.CharField(max_length=16, unique=True)
    data = SealedJSONField(under="draft")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-saved_at"])]

    def __str__(self) -> str:
        return self.ref
