from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.sealing import SealedTextField
from cases.models.admission import AdmissionRequest
from cases.models.catalogue import CatalogueItem
from cases.models.choices import EndReason, Kind
from cases.models.family import Dependant
from cases.models.history import with_history
from cases.models.person import Person
from cases.models.programme import Programme
from cases.periods import Period
from cases.states import InterventionState

_DAYS = Func(F("start"), F("last"), Value("[]"), function="daterange")


@with_history
class Case(models.Model):
    """One admission to the programme, opened by a decision."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    request = models.OneToOneField(AdmissionRequest, on_delete=models.PROTECT, related_name="opened")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-opened_on"])]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_on__isnull=True), name="one_open_case"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


@with_history
class Intervention(models.Model):
    """What the programme pays for in a case: one of four kinds, from a first to a last day, both inclusive.

    Paid by the day (``day_rate``), or, from the programme's list, by a sum (``item``, ``amount`` in SEK).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interventions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    request = models.OneToOneField(AdmissionRequest, on_delete=models.PROTECT, related_name="intervention")
    ref = models.CharField(max_length=16, unique=True)
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    item = models.ForeignKey(CatalogueItem, null=True, on_delete=models.PROTECT, related_name="+")
    for_dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in InterventionState])
    start = models.DateField()
    last = models.DateField()
    granted_days = models.PositiveSmallIntegerField()
    granted_at = models.DateTimeField()
    day_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    child_day_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    end_note = SealedTextField()

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["last"]), models.Index(fields=["kind", "start"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("start") - 1) & Q(last__lte=F("start") + F("granted_days") - 1),
                name="last_day_within_what_was_granted",
            ),
            ExclusionConstraint(
                name="rest_and_support_never_overlap",
                expressions=[("case", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(kind__in=["REST", "SUPPORT"], last__gte=F("start")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def period(self) -> Period | None:
        """The days that stand; None where it was ended before its first day."""
        return Period.until(self.start, self.last) if self.last >= self.start else None


@with_history
class ChildSupplement(models.Model):
    """A supplement for one child, from the first day of its intervention, for so many days.

    ``same_as``: the child's mark where it is written down with several persons (``Dependant.same_as``), so that the
    database stops a second supplement for the same day also there.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="supplements")
    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="supplements")
    same_as = models.UUIDField(null=True)
    start = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_child_has_one_supplement_a_day",
                expressions=[("dependant", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(last__gte=F("start")),
            ),
            ExclusionConstraint(
                name="the_same_child_has_one_supplement_a_day",
                expressions=[("same_as", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(last__gte=F("start"), same_as__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
