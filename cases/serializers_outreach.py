"""What goes in and out of the API about outreach."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import Day
from accounts.counties import County
from cases.models.outreach import PlaceKind
from cases.serializers_programme import Ref as Ref
from cases.services.outreach import MOST_MET, YEARS_BACK, Outing


class OutreachIn(s.Serializer[Any]):
    """An outing. ``informed``: of those met, how many got information; null where it was not counted."""

    on = Day(years_back=YEARS_BACK)
    county = s.ChoiceField(County.choices, required=False, allow_blank=True, default="")
    place = s.ChoiceField(PlaceKind.choices, required=False, default=PlaceKind.UNKNOWN.value)
    met = s.IntegerField(min_value=0, max_value=MOST_MET)
    informed = s.IntegerField(min_value=0, max_value=MOST_MET, required=False, allow_null=True, default=None)

    def outing(self) -> Outing:
        """What is said, for the service."""
        return Outing(**self.validated_data)


class OutreachLineOut(s.Serializer[Any]):
    """One outing."""

    ref = s.CharField()
    on = s.DateField()
    county = s.CharField()
    place = s.CharField(source="what")
    met = s.IntegerField()
    informed = s.IntegerField(allow_null=True)
    by = s.CharField()


class MonthSumOut(s.Serializer[Any]):
    """A month with an outing."""

    name = s.CharField()
    times = s.IntegerField()
    met = s.IntegerField()
    informed = s.IntegerField()


class OutreachYearOut(s.Serializer[Any]):
    """The own actor's outreach of a year. ``not_shown``: older lines that are counted in the sums."""

    year = s.IntegerField()
    lines = OutreachLineOut(many=True)
    months = MonthSumOut(many=True)
    not_shown = s.IntegerField()
