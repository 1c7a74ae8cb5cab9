from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Days on which somebody is away from an actor, and who stands in. Written down or taken away, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="absences")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    """Both days are days of absence."""
    stand_in = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last"], name="absence_last_day")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(stand_in=F("user")), name="nobody_stands_in_for_themselves"),
        ]

    def __str__(self) -> str:
        return self.ref
