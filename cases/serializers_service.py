"""What goes in and out of the API about the service log."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded
from cases.models.service import PaidBy
from cases.serializers_programme import Ref as Ref
from cases.serializers_rights import NoteOut
from cases.services.service import YEARS_BACK, Done

_HOURS: dict[str, Any] = {"max_digits": 5, "decimal_places": 2}
_SEK: dict[str, Any] = {"max_digits": 9, "decimal_places": 2}
_UNKNOWN: dict[str, Any] = {"required": False, "allow_null": True, "default": None}


class OwnServiceIn(s.Serializer[Any]):
    """What was done without a person on record. ``hours`` and ``amount`` (SEK) may both stay unknown."""

    category = s.CharField(max_length=24)
    on = Day(years_back=YEARS_BACK)
    hours = s.DecimalField(**_HOURS, **_UNKNOWN)
    amount = s.DecimalField(**_SEK, **_UNKNOWN)
    paid_by = s.ChoiceField(PaidBy.choices)
    people = s.IntegerField(min_value=0, max_value=5000, **_UNKNOWN)

    def done(self) -> Done:
        """What is said, for the service."""
        return Done(**{k: v for k, v in self.validated_data.items() if k != "answered"})


class ServiceIn(Guarded):
    """What was done for a person. ``note``: in words."""

    category = s.CharField(max_length=24)
    on = Day(years_back=YEARS_BACK)
    hours = s.DecimalField(**_HOURS, **_UNKNOWN)
    amount = s.DecimalField(**_SEK, **_UNKNOWN)
    paid_by = s.ChoiceField(PaidBy.choices)
    note = s.CharField(**TEXT)

    def done(self) -> Done:
        """What is said, for the service."""
        return Done(**{k: v for k, v in self.validated_data.items() if k != "answered"})


class ServiceLineOut(s.Serializer[Any]):
    """A line of the log; ``code``: of the person whom it was for, empty without one."""

    ref = s.CharField()
    on = s.DateField()
    what = s.CharField()
    field = s.CharField()
    hours = s.DecimalField(**_HOURS, allow_null=True)
    amount = s.DecimalField(**_SEK, allow_null=True)
    paid_by = s.CharField()
    by = s.CharField()
    code = s.CharField()
    people = s.IntegerField(allow_null=True)
    has_note = s.BooleanField()


class FieldSumOut(s.Serializer[Any]):
    """One of the four fields of work."""

    field = s.CharField()
    times = s.IntegerField()
    hours = s.DecimalField(max_digits=12, decimal_places=2)
    amount = s.DecimalField(max_digits=14, decimal_places=2)


class ServiceLogOut(s.Serializer[Any]):
    """The own actor's log. ``not_shown``: lines that are counted in the sums and stand further back."""

    lines = ServiceLineOut(many=True)
    sums = FieldSumOut(many=True)
    not_shown = s.IntegerField()


class ServicesOut(s.Serializer[Any]):
    """What was done for a person; the lines' words only where they are asked for (``texts=1``)."""

    lines = ServiceLineOut(many=True)
    notes = NoteOut(source="sealed", many=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Without the words while they are sealed."""
        found: dict[str, Any] = super().to_representation(instance)
        return found if instance.opened else {"lines": found["lines"]}
