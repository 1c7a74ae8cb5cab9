"""Filters of a list that somebody has saved under a name of their own."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.sealing import SealedTextField


class SavedFilter(models.Model):
    """One user's. ``of``: which list, by the name of its page. ``name``: words, and so sealed under the user's own key.
    ``chosen``: the codes of the filters. ``opens``: the list opens so. ``removed_at``: in the bin, for a minute."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    of = models.CharField(max_length=24)
    name = SealedTextField(under="user")
    chosen = models.JSONField(default=dict)
    opens = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "of"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "of"],
                condition=Q(opens=True, removed_at__isnull=True),
                name="a_list_opens_in_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
