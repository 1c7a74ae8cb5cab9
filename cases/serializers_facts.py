"""What goes in and out of the API about somebody's standing with society."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded
from cases.law_codes import Offence, Reporter
from cases.models.choices import Answer, ReportMade, SocietyFact, SocietyProtects
from cases.services.facts import FACT_YEARS


class PoliceIn(Guarded):
    """Whether a police report is made; which day may stay unknown."""

    made = s.ChoiceField(ReportMade.choices)
    on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    by_whom = s.ChoiceField(Reporter.choices, default=Reporter.UNKNOWN)
    offence = s.ChoiceField(Offence.choices, default=Offence.UNKNOWN)


class ProtectionIn(Guarded):
    """Whether society gives the protection, from which day; ``rests_on``: the facts behind it; ``note``: in words."""

    answer = s.ChoiceField(SocietyProtects.choices)
    on = Day(years_back=FACT_YEARS)
    rests_on = s.ListField(child=s.ChoiceField(SocietyFact.choices), default=list, max_length=len(SocietyFact))
    note = s.CharField(**TEXT)


class ReturnIn(Guarded):
    """Whether the person is in the return programme, and from which day."""

    answer = s.ChoiceField(Answer.choices)
    on = Day(years_back=FACT_YEARS)


class LastDayLine(s.Serializer[Any]):
    """A period that runs beside what society gives: the last day that is proposed, and until when it was granted."""

    ref = s.CharField()
    code = s.CharField()
    code_name = s.CharField()
    actor = s.CharField()
    last = s.DateField()
    until = s.DateField()
    made_at = s.DateTimeField()


class LastDayIn(Guarded):
    """The last day; empty: the period goes on, for the ``reason`` given."""

    last = Day(required=False, allow_null=True, default=None)
    reason = s.CharField(**TEXT)
