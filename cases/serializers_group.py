"""What goes in and out of the API about many met at one place."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from accounts.api import Day, at_most
from accounts.counties import County
from cases.languages import COUNTRIES, LANGUAGES
from cases.models.branch import Branch
from cases.models.choices import Age, Certainty, Form, Gender, Route, Seen
from cases.serializers_programme import Ref as Ref
from cases.services.group import MOST_MET, Line, Own, Shared


class OwnIn(s.Serializer[Any]):
    """What was so for one of them."""

    on = Day()
    county = s.ChoiceField(County.choices, required=False, allow_blank=True, default="")
    route = s.ChoiceField(Route.choices, default=Route.UNKNOWN)
    indicators = s.DictField(
        child=s.ChoiceField(Seen.choices), required=False, allow_null=True, default=None, validators=[at_most(200)]
    )

    def own(self) -> Own:
        """What is said, for the service."""
        return Own(**self.validated_data)


class GroupIn(s.Serializer[Any]):
    """What they share. ``token`` is the sender's own random id: the same one twice makes one event."""

    token = s.UUIDField()
    on = Day()
    met = s.IntegerField(min_value=1, max_value=MOST_MET)
    county = s.ChoiceField(County.choices, required=False, allow_blank=True, default="")
    route = s.ChoiceField(Route.choices, default=Route.UNKNOWN)
    forms = s.ListField(child=s.ChoiceField(Form.choices), default=list, max_length=len(Form))
    branch = s.ChoiceField(Branch.choices, required=False, allow_blank=True, default="")
    indicators = s.DictField(child=s.ChoiceField(Seen.choices), default=dict, validators=[at_most(200)])

    def shared(self) -> Shared:
        """What is said, for the service."""
        said = {name: value for name, value in self.validated_data.items() if name != "token"}
        return Shared(**(said | {"forms": tuple(said["forms"])}))


class MetIn(s.Serializer[Any]):
    """One of them. ``token`` is the sender's own random id: the same one twice makes one person."""

    token = s.UUIDField()
    age = s.ChoiceField(Age.choices, default=Age.UNCLEAR)
    birth_year = s.IntegerField(required=False, allow_null=True, default=None, min_value=1900, max_value=2200)
    gender = s.ChoiceField(Gender.choices, default=Gender.UNKNOWN)
    citizenships = s.ListField(child=s.ChoiceField(sorted(COUNTRIES)), default=list, max_length=1)
    languages = s.ListField(child=s.ChoiceField(sorted(LANGUAGES)), default=list, max_length=1)
    certainty = s.ChoiceField(Certainty.choices, default=Certainty.CONCEIVABLE)

    def line(self) -> Line:
        """What is said, for the service."""
        said = {name: value for name, value in self.validated_data.items() if name != "token"}
        said["citizenship"] = "".join(said.pop("citizenships"))
        said["language"] = "".join(said.pop("languages"))
        return Line(**said)


class MadeOut(s.Serializer[Any]):
    """The person whom a line made."""

    code = s.CharField()
    code_name = s.CharField()


class GroupLineOut(s.Serializer[Any]):
    """One of them. ``mistaken``: noted by mistake, counted nowhere."""

    ref = s.CharField()
    code = s.CharField()
    code_name = s.CharField()
    about = s.ListField(child=s.CharField())
    mistaken = s.BooleanField()


class GroupOut(s.Serializer[Any]):
    """A group event. ``met``: how many there were; ``written``: how many are written down, without mistakes."""

    ref = s.CharField()
    on = s.DateField()
    county = s.CharField()
    route = s.CharField()
    forms = s.ListField(child=s.CharField())
    branch = s.CharField()
    signs = s.ListField(child=s.CharField())
    met = s.IntegerField()
    written = s.IntegerField()
    lines = GroupLineOut(many=True)


class GroupRowOut(s.Serializer[Any]):
    """An event in a list."""

    ref = s.CharField()
    on = s.DateField()
    county = s.CharField()
    met = s.IntegerField()


class GroupListOut(s.Serializer[Any]):
    """A page of events, how many fit, and the references to page from."""

    rows = GroupRowOut(many=True)
    count = s.IntegerField()
    older = s.CharField()
    newer = s.CharField()


class IdentificationRowOut(s.Serializer[Any]):
    """An identification in a list. ``state``: the code, ``state_words`` the same in words."""

    ref = s.CharField()
    code = s.CharField()
    code_name = s.CharField()
    as_child = s.BooleanField()
    actor = s.CharField()
    on = s.DateField()
    county = s.CharField()
    state = s.CharField()
    state_words = s.CharField()


class IdentificationListOut(s.Serializer[Any]):
    """A page of identifications, how many fit, and the references to page from."""

    rows = IdentificationRowOut(many=True)
    count = s.IntegerField()
    older = s.CharField()
    newer = s.CharField()
