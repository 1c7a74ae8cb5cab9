"""What the API takes and gives about programmes: days inclusive, money in SEK with two places."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import Day, at_most
from cases.models.choices import ForWhom, Level
from cases.services.catalogue import Listed
from cases.services.programme import Named

_AMOUNT: dict[str, Any] = {"max_digits": 9, "decimal_places": 2, "min_value": 0}
_MAYBE: dict[str, Any] = {"required": False, "allow_null": True, "default": None}
_FAR: dict[str, Any] = {"years_back": 20, "years_ahead": 20}
_DAYS: dict[str, Any] = {"min_value": 1, "max_value": 3660, **_MAYBE}


class ProgrammeIn(s.Serializer[Any]):
    """What a programme is called, its days, and who pays."""

    name_sv = s.CharField(max_length=120)
    name_en = s.CharField(max_length=120)
    valid_from = Day(**_FAR)
    valid_to = Day(**_FAR)
    funder = s.CharField(max_length=120, required=False, allow_blank=True, default="")

    def named(self) -> Named:
        """What is said, for the service."""
        return Named(**self.validated_data)


class RuleIn(s.Serializer[Any]):
    """All that a programme says about a kind; null: no limit of its own."""

    name_sv = s.CharField(max_length=80)
    name_en = s.CharField(max_length=80)
    max_days_per_period = s.IntegerField(**_DAYS)
    max_periods = s.IntegerField(**_DAYS)
    max_days_total = s.IntegerField(**_DAYS)
    child_supplement = s.BooleanField()
    child_supplement_abroad = s.BooleanField()
    outside_mmm = s.ChoiceField(Level.choices)
    outside_return_programme = s.ChoiceField(Level.choices)
    before_police_report = s.ChoiceField(Level.choices)
    catalogue_item = s.BooleanField()
    three_tests = s.BooleanField()
    start_before_request_days = s.IntegerField(min_value=0, max_value=3660)
    day_rate = s.DecimalField(**_AMOUNT, **_MAYBE)
    child_day_rate = s.DecimalField(**_AMOUNT, **_MAYBE)
    remind_before_end = s.ListField(child=s.IntegerField(min_value=0, max_value=365), validators=[at_most(20)])
    report_back_days = s.IntegerField(**_DAYS)


class RuleOut(RuleIn):
    """The same, and of which kind."""

    kind = s.CharField()


class ItemIn(s.Serializer[Any]):
    """Something on the list. ``right``: a right's code, or empty; ``max_amount`` null: no cap."""

    name_sv = s.CharField(max_length=120)
    name_en = s.CharField(max_length=120)
    right = s.CharField(max_length=24, required=False, allow_blank=True, default="")
    for_whom = s.ChoiceField(ForWhom.choices)
    is_return = s.BooleanField(required=False, default=False)
    max_amount = s.DecimalField(**_AMOUNT, **_MAYBE)

    def listed(self) -> Listed:
        """What is said, for the service."""
        return Listed(**self.validated_data)


class ItemOut(s.Serializer[Any]):
    """The same with its reference and kind; ``closed_on``: from that day nobody can apply for it."""

    ref = s.CharField()
    kind = s.CharField()
    name_sv = s.CharField()
    name_en = s.CharField()
    right = s.CharField(source="right_id", allow_null=True)
    for_whom = s.CharField()
    is_return = s.BooleanField()
    max_amount = s.DecimalField(**_AMOUNT, allow_null=True)
    is_example = s.BooleanField()
    closed_on = s.DateField(allow_null=True)


class UnmetDaysIn(s.Serializer[Any]):
    """Days by the code of each right."""

    unmet_days = s.DictField(child=s.IntegerField(min_value=0, max_value=366))


class RemindDaysIn(s.Serializer[Any]):
    """Days before, by the key of each kind of deadline (``docs/deadlines.md``); 0 is the day itself."""

    remind_days = s.DictField(
        child=s.ListField(child=s.IntegerField(min_value=0, max_value=365), validators=[at_most(20)])
    )


class CloseIn(s.Serializer[Any]):
    """From which day nobody can apply for it; null keeps it on the list."""

    on = Day(allow_null=True)


class ProgrammeRow(s.Serializer[Any]):
    """A programme in the list."""

    code = s.CharField()
    name = s.CharField()
    valid_from = s.DateField()
    valid_to = s.DateField()
    is_draft = s.BooleanField()
    is_example = s.BooleanField()


class ProgrammeOut(s.Serializer[Any]):
    """A programme with its rules and its list."""

    code = s.CharField()
    name_sv = s.CharField()
    name_en = s.CharField()
    valid_from = s.DateField()
    valid_to = s.DateField()
    funder = s.CharField()
    in_force_at = s.DateTimeField(allow_null=True)
    is_example = s.BooleanField()
    unmet_days = s.DictField(child=s.IntegerField())
    remind_days = s.DictField(child=s.ListField(child=s.IntegerField()))
    rules = RuleOut(many=True, source="rules.all")
    items = ItemOut(many=True, source="items.all")


class Ref(s.Serializer[Any]):
    """The code or reference of what was made."""

    ref = s.CharField()


class RuleLine(s.Serializer[Any]):
    """A rule that is checked; ``figures``: (kind, what the programme says)."""

    code = s.CharField()
    title = s.CharField()
    says = s.CharField()
    figures = s.ListField(child=s.ListField(child=s.CharField()))
    levels = s.ListField(child=s.CharField())
    comes_from = s.CharField(source="source")


class Rules(s.Serializer[Any]):
    """The rules that hold for an intervention that begins on a day; ``name`` is empty where no programme does."""

    name = s.CharField(allow_blank=True)
    valid_from = s.DateField(allow_null=True)
    valid_to = s.DateField(allow_null=True)
    is_example = s.BooleanField()
    lines = RuleLine(many=True)
