from __future__ import annotations

from uuid import uuid4

from django.db import models


class FunderReport(models.Model):
    """A report to the funder about one ended year: frozen figures, PDF and hash. Holds no person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    parts = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    snapshot = models.JSONField(default=dict)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    failed_with = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-year", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(state="PUBLISHED"), name="one_release_a_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(published_by=models.F("made_by")), name="published_by_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
