"""What goes in and out of the API about reporting back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded, WithTexts, at_most
from cases.services.report_back import COSTS, MOST_COSTS, Reported, voucher_number
from funding.models import CutReason
from funding.services.claims import Cut, Spent

_SEK: dict[str, Any] = {"max_digits": 10, "decimal_places": 2}


class _Child(s.Serializer[Any]):
    """Days of a child's supplement. ``child``: the dependant's reference."""

    child = s.CharField(max_length=16)
    days = s.IntegerField(min_value=0, max_value=9999)


class _Cost(s.Serializer[Any]):
    """A cost: SEK, the number of its voucher in the actor's bookkeeping, and the voucher's day."""

    what = s.ChoiceField(COSTS)
    amount = s.DecimalField(**_SEK)
    voucher = s.CharField(max_length=40)
    on = Day()


class ClaimIn(Guarded):
    """What was given. Without ``days`` and ``children``: every day, as it stands. ``version``: 0 for the first time."""

    days = s.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=9999)
    children = _Child(many=True, required=False, default=None, validators=[at_most(40)])
    costs = _Cost(many=True, required=False, default=list, validators=[at_most(MOST_COSTS)])
    note = s.CharField(**TEXT)
    answer = s.CharField(**TEXT)
    version = s.IntegerField(required=False, default=0, min_value=0)
    send = s.BooleanField(required=False, default=True)

    def reported(self, standing: Reported) -> Reported:
        """What is said; ``standing``: what holds for days of which nothing is said."""
        said = self.validated_data
        children = said["children"]
        return Reported(
            days=standing.days if said["days"] is None else said["days"],
            children=standing.children if children is None else {one["child"]: one["days"] for one in children},
            costs=tuple(
                Spent(one["what"], one["amount"], voucher_number(one["voucher"]), one["on"]) for one in said["costs"]
            ),
            note=said["note"],
            answer=said["answer"],
        )


class ClaimRef(s.Serializer[Any]):
    """A report that was written."""

    ref = s.CharField()
    version = s.IntegerField()
    state = s.CharField()


class _Part(s.Serializer[Any]):
    """Days that are paid at a rate. ``key``: ``own``, or the reference of the child."""

    key = s.CharField()
    days = s.IntegerField()
    rate = s.DecimalField(**_SEK)


class ToReport(s.Serializer[Any]):
    """What can be reported back. ``amount``: of an item; null where there are no costs."""

    ref = s.CharField(source="what.ref")
    code = s.CharField(source="what.code")
    kind = s.CharField(source="what.kind")
    start = s.DateField(source="what.start")
    last = s.DateField(source="what.last")
    report_by = s.DateField(source="what.report_by")
    amount = s.DecimalField(source="what.amount", allow_null=True, **_SEK)
    parts = _Part(source="what.parts", many=True)
    stands = s.DecimalField(**_SEK)
    version = s.IntegerField()
    claim = ClaimRef(allow_null=True)
    question = s.CharField()


class ClaimLine(s.Serializer[Any]):
    """A report in the coordinators' queue."""

    ref = s.CharField()
    code = s.CharField()
    actor = s.CharField()
    name = s.CharField()
    amount = s.DecimalField(**_SEK)
    sent_at = s.DateTimeField()
    late = s.BooleanField()
    own = s.BooleanField()


class _ClaimRow(s.Serializer[Any]):
    """A row of a report."""

    id = s.UUIDField(source="row.id")
    what = s.CharField(source="row.what")
    amount = s.DecimalField(source="row.amount", **_SEK)
    voucher = s.CharField(source="row.voucher")
    on = s.DateField(source="row.on", allow_null=True)
    cut = s.DecimalField(source="row.cut", **_SEK)


class _ClaimText(s.Serializer[Any]):
    """Words about a report."""

    heading = s.CharField()
    meta = s.CharField()
    text = s.CharField()


class Claim(WithTexts):
    """A report as it was sent."""

    sealed = ("texts",)
    ref = s.CharField(source="told.ref")
    commitment = s.CharField(source="told.commitment")
    state = s.CharField(source="told.state")
    version = s.IntegerField(source="told.version")
    code = s.CharField(source="what.code")
    actor = s.CharField(source="told.actor")
    granted = s.DecimalField(**_SEK)
    reported = s.DecimalField(**_SEK)
    approved = s.DecimalField(source="told.approved", allow_null=True, **_SEK)
    paid = s.DecimalField(**_SEK)
    rows = _ClaimRow(many=True)
    texts = _ClaimText(many=True)


class _Cut(s.Serializer[Any]):
    """What is cut of a row, and why."""

    row = s.UUIDField()
    amount = s.DecimalField(**_SEK)
    reason = s.ChoiceField(CutReason.choices)


class DecideClaimIn(Guarded):
    """``approve`` (less ``cuts``) or ``ask``. ``words``: why something is cut, or the question."""

    decision = s.ChoiceField(["approve", "ask"])
    cuts = _Cut(many=True, required=False, default=list, validators=[at_most(2 * MOST_COSTS)])
    words = s.CharField(**TEXT)
    version = s.IntegerField(min_value=0)

    def cut(self) -> dict[Any, Cut]:
        """By row."""
        return {one["row"]: Cut(one["amount"], one["reason"]) for one in self.validated_data["cuts"]}


class ReverseIn(Guarded):
    """Why an approval is taken back."""

    words = s.CharField(**TEXT)
    version = s.IntegerField(min_value=0)


class PapersIn(s.Serializer[Any]):
    """On which day the papers were seen."""

    on = Day()


class RepaidIn(s.Serializer[Any]):
    """What an actor paid back (SEK), and when it came."""

    amount = s.DecimalField(min_value=Decimal("0.01"), **_SEK)
    on = Day()
