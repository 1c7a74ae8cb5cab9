"""What the API takes and gives about hand-overs, outcomes and receipts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Guarded, WithTexts


class HandOverAnswerIn(Guarded):
    """Take the person on, or send the hand-over back with a reason."""

    answer = s.ChoiceField(["accept", "send_back"])
    reason = s.CharField(**TEXT)


class HandOverRouteIn(Guarded):
    """To which certified actor (its reference)."""

    actor = s.CharField(max_length=12)
    note = s.CharField(**TEXT)


class HandOverAnswered(s.Serializer[Any]):
    """The code of the person who was taken on; empty where it was sent back."""

    code = s.CharField()


class HandOverLine(s.Serializer[Any]):
    """A hand-over on its way."""

    ref = s.CharField()
    state = s.CharField()
    from_actor = s.CharField()
    to_actor = s.CharField()
    as_child = s.BooleanField()
    county = s.CharField()
    made_at = s.DateTimeField()
    moved_at = s.DateTimeField()


class HandOverDetail(WithTexts):
    """A hand-over; with what was said of the person where that was asked for."""

    sealed = ("note", "story")
    ref = s.CharField()
    state = s.CharField()
    acts = s.ListField(child=s.CharField())
    from_actor = s.CharField()
    to_actor = s.CharField()
    note = s.CharField(required=False)
    code = s.CharField()
    on = s.DateField(source="what.on")
    story = s.CharField(source="what.story", required=False)


class ActorChoice(s.Serializer[Any]):
    """An actor that can be asked."""

    ref = s.CharField()
    name = s.CharField()


class HandOverToRoute(HandOverDetail):
    """The same, with the certified actors that can be asked."""

    actors = ActorChoice(many=True)


class OutcomeIn(Guarded):
    """What happened, when admission is not asked for."""

    act = s.ChoiceField(["leave", "decline", "refer", "no_ground"])
    note = s.CharField(**TEXT)


class MetOut(WithTexts):
    """What was said at one meeting. ``indicators``: codes, and how each is known; ``from_group``: met with others,
    whose facts it shares until ``split_on``. Sealed words where they were asked for (``texts=1``)."""

    sealed = ("story", "outcome_note")

    ref = s.CharField()
    code = s.CharField()
    actor = s.CharField()
    state = s.CharField()
    outcome_on = s.DateField(allow_null=True)
    on = s.DateField()
    county = s.CharField()
    route = s.CharField()
    certainty = s.CharField()
    wants_identified = s.CharField()
    immediate_risk = s.CharField()
    consent = s.CharField()
    consent_language = s.CharField()
    from_group = s.BooleanField()
    split_on = s.DateField(allow_null=True)
    indicators = s.DictField(child=s.CharField())
    story = s.CharField()
    outcome_note = s.CharField()


class ReceiptLine(s.Serializer[Any]):
    """A receipt: a number, a day and a status."""

    number = s.CharField()
    made_at = s.DateTimeField()
    state = s.CharField()


class ReceiptDetail(s.Serializer[Any]):
    """A receipt with the cooperating actor's own text."""

    number = s.CharField(source="row.number")
    made_at = s.DateTimeField(source="row.made_at")
    state = s.CharField(source="row.state")
    story = s.CharField()
    safe_contact = s.CharField()
    file_number = s.CharField()
