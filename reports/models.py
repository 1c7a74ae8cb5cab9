from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from cases.states import ReportState

_UNDER_WAY = [ReportState.MAKING.value, ReportState.FAILED.value, ReportState.DRAFT.value]


class FunderReport(models.Model):
    """A report to the funder about one ended year: frozen figures, PDF and hashes. Holds no person.

    ``snapshot`` holds only what may leave the platform (banded, rounded), with its definitions; ``sha256`` is of the
    file, ``snapshot_sha256`` of the figures and stands in the file's footer. Once published the row never changes
    (reports/sql/frozen.sql).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ReportState])
    version = models.PositiveIntegerField(default=1)
    parts = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    snapshot = models.JSONField(default=dict)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    failed_with = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-year", "-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=Q(state="PUBLISHED"), name="one_release_a_year"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state__in=_UNDER_WAY), name="one_report_under_way_a_year"
            ),
            models.CheckConstraint(condition=~Q(published_by=F("made_by")), name="published_by_somebody_else"),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED")
                | Q(published_by__isnull=False, published_at__isnull=False, pdf__isnull=False) & ~Q(sha256=""),
                name="published_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
