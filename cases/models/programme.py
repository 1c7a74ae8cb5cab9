from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language

from cases.models.choices import Kind, Level


def example_unmet_days() -> dict[str, int]:
    """How many days each right may go unmet before it is worrying: examples, until a coordinator says else."""
    return {
        "HOUSING": 2,
        "MATERIAL": 3,
        "CARE": 7,
        "PSYCHOLOGICAL": 21,
        "LEGAL": 14,
        "INTERPRETATION": 7,
        "PROCEEDINGS": 21,
        "EDUCATION": 30,
    }


class Programme(models.Model):
    """The programme's rules for the days from one date to another, both inclusive (domain §3).

    A draft until a coordinator puts it in force; from then on the database lets nobody change it, save that it ends
    earlier because another begins (a trigger, ``cases/sql/programme.sql``).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=24, unique=True)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField()
    funder = models.CharField(max_length=120, blank=True)
    is_example = models.BooleanField(default=False)
    unmet_days = models.JSONField(default=example_unmet_days)
    remind_days = models.JSONField(default=dict)
    """On which days before a deadline people are told, by kind (``accounts/clocks.py``); of one that is not here, on
    the days that its declaration says. Of rest and support each kind's rule says it."""
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    in_force_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="programme_has_a_day"),
            ExclusionConstraint(
                name="one_programme_a_day",
                condition=Q(in_force_at__isnull=False),
                expressions=[
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_sv


class InterventionRule(models.Model):
    """What a programme says about one kind of intervention. The table in domain §3 explains each field."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=12, choices=Kind)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    max_days_per_period = models.PositiveSmallIntegerField(null=True, blank=True)
    max_periods = models.PositiveSmallIntegerField(null=True, blank=True)
    max_days_total = models.PositiveSmallIntegerField(null=True, blank=True)
    child_supplement = models.BooleanField(default=False)
    child_supplement_abroad = models.BooleanField(default=False)
    outside_mmm = models.CharField(max_length=8, choices=Level, default=Level.NO)
    outside_return_programme = models.CharField(max_length=8, choices=Level, default=Level.NO)
    before_police_report = models.CharField(max_length=8, choices=Level, default=Level.NO)
    catalogue_item = models.BooleanField(default=False)
    three_tests = models.BooleanField(default=True)
    start_before_request_days = models.PositiveSmallIntegerField(default=0)
    day_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    child_day_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    remind_before_end = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    report_back_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "kind"]
        constraints = [models.UniqueConstraint(fields=["programme", "kind"], name="one_rule_per_kind")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.kind}"

    @property
    def name(self) -> str:
        """What this year calls the kind, in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_sv


class Right(models.Model):
    """One of the rights of every presumed victim (Council of Europe convention, articles 1 and 12). Rows of data."""

    code = models.CharField(max_length=24, primary_key=True)
    order = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    where_sv = models.CharField(max_length=200, blank=True)
    where_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The right in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_sv

    @property
    def where(self) -> str:
        """Where it applies, in the language of the page; empty for the six that always do."""
        return self.where_en if get_language() == "en" else self.where_sv


class Indicator(models.Model):
    """A sign that somebody may be exposed. No score, no threshold: none proves, none missing disproves."""

    code = models.CharField(max_length=4, primary_key=True)
    group = models.CharField(max_length=1)
    group_sv = models.CharField(max_length=60)
    group_en = models.CharField(max_length=60)
    text_sv = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code
