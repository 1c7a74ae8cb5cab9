"""What goes in and out of the API about the ledger of rights."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded
from cases.models.rights import Gap, Payer, RightState
from cases.services.facts import FACT_YEARS
from cases.services.rights import StatedRight


class RightIn(Guarded):
    """Where a right stands from a day. ``of``: the reference of a child whose right it is; empty: the person's.

    ``payer`` and ``met_by`` (the reference of an intervention or of a line of the service log) where it is met, ``gap``
    where nobody meets it. ``note``: in words.
    """

    right = s.CharField(max_length=24)
    of = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    state = s.ChoiceField(RightState.choices)
    on = Day(years_back=FACT_YEARS)
    payer = s.ChoiceField(Payer.choices, required=False, allow_blank=True, default="")
    met_by = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    refused_on = Day(years_back=FACT_YEARS, required=False, allow_null=True, default=None)
    gap = s.ChoiceField(Gap.choices, required=False, allow_blank=True, default="")
    note = s.CharField(**TEXT)

    def stated(self) -> StatedRight:
        """What is said, for the service."""
        said = {k: v for k, v in self.validated_data.items() if k not in ("right", "of", "answered")}
        return StatedRight(**said)


class EntryOut(s.Serializer[Any]):
    """One entry."""

    on = s.DateField()
    words = s.CharField()
    more = s.ListField(child=s.CharField())
    by = s.CharField()
    at = s.DateTimeField()
    has_note = s.BooleanField()


class ProposedOut(s.Serializer[Any]):
    """Something that NSP has granted for the right, and that no entry answers."""

    ref = s.CharField()
    words = s.CharField()
    start = s.DateField()


class RightOut(s.Serializer[Any]):
    """One right: its state (``unmet``, ``met``, ``unknown``, ``unwanted``), whether it has gone unmet for too long."""

    code = s.CharField()
    name = s.CharField()
    state = s.CharField()
    words = s.CharField()
    since = s.DateField(allow_null=True)
    worries = s.BooleanField()
    proposed = ProposedOut(allow_null=True)
    lines = EntryOut(many=True)


class LedgerOut(s.Serializer[Any]):
    """The rights of the person (``of`` is empty) or of a child of theirs. Unmet first."""

    of = s.CharField()
    who = s.CharField()
    rights = RightOut(many=True)


class NoteOut(s.Serializer[Any]):
    """The words of an entry."""

    heading = s.CharField()
    meta = s.CharField()
    text = s.CharField()


class RightsOut(s.Serializer[Any]):
    """Every ledger; the entries' words only where they are asked for (``texts=1``)."""

    ledgers = LedgerOut(many=True)
    notes = NoteOut(source="sealed", many=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Without the words while they are sealed."""
        found: dict[str, Any] = super().to_representation(instance)
        return found if instance.opened else {"ledgers": found["ledgers"]}
