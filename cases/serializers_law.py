"""What goes in and out of the API about where the law stands, and about a return."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded
from cases.forms.law import LASTS_YEARS
from cases.law_codes import Detail, Happening, LawSubject
from cases.models.law import HowNow, Receiver, ReturnRoute
from cases.services.facts import FACT_YEARS
from cases.services.law import Stated
from cases.services.returning import Found, Planned


class LineOut(s.Serializer[Any]):
    """A sentence of the glance. ``kind``: late, soon or info."""

    sentence = s.CharField()
    note = s.CharField()
    kind = s.CharField()


class StepOut(s.Serializer[Any]):
    """A row. ``replaced``: it was put right; ``struck``: it was noted by mistake."""

    ref = s.CharField()
    subject = s.CharField()
    step = s.CharField()
    details = s.ListField(child=s.CharField())
    on = s.DateField()
    roughly = s.BooleanField()
    since = s.DateField(allow_null=True)
    until = s.DateField(allow_null=True)
    amount = s.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    who = s.CharField()
    at = s.DateTimeField()
    has_note = s.BooleanField()
    replaced = s.BooleanField()
    struck = s.BooleanField()


class SealedOut(s.Serializer[Any]):
    """A sealed text: what it is about; its words where they were asked for (``texts=1``)."""

    heading = s.CharField()
    meta = s.CharField()
    text = s.CharField()


class FollowOut(s.Serializer[Any]):
    """A follow-up of a return, due or made."""

    months = s.IntegerField()
    due = s.DateField()
    done_on = s.DateField(allow_null=True)
    how = s.CharField()


class PlanOut(s.Serializer[Any]):
    """A return as it stands."""

    ref = s.CharField()
    version = s.IntegerField()
    route = s.CharField()
    receiver = s.CharField()
    planned_on = s.DateField(allow_null=True)
    assessed_on = s.DateField(allow_null=True)
    left_on = s.DateField(allow_null=True)
    arrived_on = s.DateField(allow_null=True)
    called_off_on = s.DateField(allow_null=True)
    follows = FollowOut(many=True)


class LawOut(s.Serializer[Any]):
    """The whole of where the law stands. ``late``: should have come; ``rows``: what holds, then what was put right."""

    late = LineOut(many=True)
    awaited = LineOut(many=True)
    runs = LineOut(many=True)
    rows = StepOut(many=True)
    returns = PlanOut(many=True)
    sealed = SealedOut(many=True)


class StepIn(Guarded):
    """Something that happened. Which details, days and amounts a step has stands in the tab's forms."""

    subject = s.ChoiceField(LawSubject.choices)
    step = s.ChoiceField(Happening.choices)
    on = Day(years_back=FACT_YEARS)
    roughly = s.BooleanField(default=False)
    since = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    until = Day(years_back=FACT_YEARS, years_ahead=LASTS_YEARS, required=False, allow_null=True, default=None)
    details = s.ListField(child=s.ChoiceField(Detail.choices), default=list, max_length=len(Detail))
    amount = s.DecimalField(max_digits=12, decimal_places=2, min_value=0, allow_null=True, default=None)
    note = s.CharField(**TEXT)

    def stated(self) -> Stated:
        """What is said, for the service."""
        return Stated(**{name: said for name, said in self.validated_data.items() if name != "answered"})


class PlanIn(Guarded):
    """A return as it stands. ``version``: of the plan that is written anew."""

    route = s.ChoiceField(ReturnRoute.choices)
    receiver = s.ChoiceField(Receiver.choices, default=Receiver.UNKNOWN)
    planned_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    assessed_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    assessment = s.CharField(**TEXT)
    left_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    arrived_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    called_off_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    version = s.IntegerField(default=0, min_value=0)

    def planned(self) -> Planned:
        """What is said, for the service."""
        return Planned(**{k: said for k, said in self.validated_data.items() if k not in ("answered", "version")})


class FollowIn(Guarded):
    """How the person was found to be."""

    done_on = Day(years_back=FACT_YEARS)
    how = s.ChoiceField(HowNow.choices)
    note = s.CharField(**TEXT)

    def found(self) -> Found:
        """What is said, for the service."""
        return Found(**{name: said for name, said in self.validated_data.items() if name != "answered"})


class RefOut(s.Serializer[Any]):
    """What was made."""

    ref = s.CharField()
