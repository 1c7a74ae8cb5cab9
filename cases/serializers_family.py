"""What goes in and out of the API about whoever is close to a person."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import TEXT, Day, Guarded
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Relation
from cases.models.family import Custody, Need
from cases.services.dependant import Close
from cases.services.family import Becomes


class TheirOut(s.Serializer[Any]):
    """A person with a page of their own. ``ref``: of the link; ``relation``: what they are, in words."""

    code = s.CharField()
    code_name = s.CharField()
    relation = s.CharField()
    ref = s.CharField()


class RelativeOut(s.Serializer[Any]):
    """Somebody close, in words. ``became``: the page they have of their own; ``same``: at whom the same child is
    written down too; ``perhaps``: at whom it may be."""

    ref = s.CharField()
    relation = s.CharField()
    birth_year = s.IntegerField(allow_null=True)
    age = s.CharField()
    in_sweden = s.BooleanField()
    place = s.CharField()
    directly_exposed = s.BooleanField()
    threatened = s.BooleanField()
    custody = s.CharField()
    needs = s.ListField(child=s.CharField())
    supplement = s.DateField(allow_null=True)
    became = TheirOut(allow_null=True)
    same = TheirOut(allow_null=True)
    perhaps = TheirOut(allow_null=True)


class FamilyOut(s.Serializer[Any]):
    """Everybody close, and the persons linked to this one."""

    close = RelativeOut(many=True)
    links = TheirOut(many=True)


class RelativeIn(Guarded):
    """What is said of somebody close, without a name. ``birth_year`` where it is known, else ``estimated_age``.
    ``seen``: as it was read, so that nothing newer is written over; ``token``: the sender's own random id, the same one
    twice makes one. Both can be left out."""

    relation = s.ChoiceField(Relation.choices)
    birth_year = s.IntegerField(required=False, allow_null=True, default=None)
    estimated_age = s.IntegerField(required=False, allow_null=True, default=None)
    in_sweden = s.BooleanField(default=True)
    country = s.CharField(required=False, allow_blank=True, default="", max_length=2)
    directly_exposed = s.BooleanField(default=False)
    threatened = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    custody = s.ChoiceField(Custody.choices, default=Custody.UNKNOWN)
    needs = s.ListField(child=s.ChoiceField(Need.choices), default=list, max_length=20)
    note = s.CharField(**TEXT)
    seen = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    token = s.UUIDField(required=False, allow_null=True, default=None)

    def close(self) -> Close:
        """What is said, for the service."""
        said = {name: value for name, value in self.validated_data.items() if name not in ("answered", "seen", "token")}
        return Close(**said | {"needs": tuple(said["needs"])})


class RelativeNowOut(s.Serializer[Any]):
    """What is written of somebody close, as it is typed. ``stays``: something rests on it, so it is not taken away."""

    ref = s.CharField()
    words = s.CharField()
    stays = s.BooleanField()
    initial = s.DictField()


class RelativeMadeOut(s.Serializer[Any]):
    """The reference of what was made."""

    ref = s.CharField()


class SameChoiceOut(s.Serializer[Any]):
    """Somebody at a linked person."""

    ref = s.CharField()
    words = s.CharField()


class SameOut(s.Serializer[Any]):
    """Who at a linked person can be the same child, who is said to be (empty: nobody) and who seems to be."""

    who = s.CharField()
    choices = SameChoiceOut(many=True)
    chosen = s.CharField()
    proposed = s.CharField()
    seen = s.CharField()


class BecomeNowOut(s.Serializer[Any]):
    """Whom it is about, whether they count as a child, until when a supplement runs, the page they have already."""

    who = s.CharField()
    age = s.CharField()
    supplement = s.DateField(allow_null=True)
    became = s.CharField()


class SameIn(s.Serializer[Any]):
    """Who at a linked person is the same child, by reference; empty: nobody. ``seen``: as it was read, or left out."""

    other = s.CharField(required=False, allow_blank=True, default="", max_length=16)
    seen = s.CharField(required=False, allow_blank=True, default="", max_length=16)


class BecomesIn(Guarded):
    """What is said of somebody close who turns out to be exposed. ``age`` empty: as what is written of them says."""

    on = Day()
    forms = s.ListField(child=s.ChoiceField(Form.choices), default=list, max_length=20)
    certainty = s.ChoiceField(Certainty.choices, default=Certainty.CONCEIVABLE)
    gender = s.ChoiceField(Gender.choices, default=Gender.UNKNOWN)
    immediate_risk = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    consent = s.ChoiceField(Consent.choices, default=Consent.NOT_ASKED)
    age = s.ChoiceField(Age.choices, required=False, allow_blank=True, default="")

    def becomes(self) -> Becomes:
        """What is said, for the service."""
        said = {name: value for name, value in self.validated_data.items() if name != "answered"}
        return Becomes(**said | {"forms": tuple(said["forms"])})


class BecameOut(s.Serializer[Any]):
    """The person whom they became."""

    code = s.CharField()
    code_name = s.CharField()


class FamilyLinkIn(Guarded):
    """Another person, by code, and what they are to this one."""

    other = s.CharField(max_length=16)
    relation = s.ChoiceField(Relation.choices)
