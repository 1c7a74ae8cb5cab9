"""Those who left, and meeting somebody again, through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, Day, Guarded, at_most, valid, who
from accounts.asks import asks
from accounts.counties import County
from cases.models import Person
from cases.models.choices import Answer, Certainty, Consent, Form, Route, Seen
from cases.models.left import Found
from cases.selectors.left import left_now
from cases.services.identified import Identified
from cases.services.left import Looked, note_follow_up
from cases.services.meeting import meet_again


class LookedIn(Guarded):
    """That somebody looked for a person who had left, and what they found."""

    on = Day()
    result = s.ChoiceField(Found.choices)
    note = s.CharField(**TEXT)


class LeftOut(s.Serializer[Any]):
    """When the person left (null: nothing says so), and each time that somebody looked, in words, the newest first."""

    left_on = s.DateField(allow_null=True)
    looked = s.ListField(child=s.CharField())


class MeetingIn(Guarded):
    """What was said when a person who is on record was met again. ``token`` is the sender's own random id: the same
    one twice makes one identification."""

    token = s.UUIDField()
    on = Day()
    county = s.ChoiceField(County.choices, required=False, allow_blank=True, default="")
    route = s.ChoiceField(Route.choices, default=Route.UNKNOWN)
    forms = s.ListField(child=s.ChoiceField(Form.choices), default=list, max_length=len(Form))
    indicators = s.DictField(child=s.ChoiceField(Seen.choices), default=dict, validators=[at_most(200)])
    certainty = s.ChoiceField(Certainty.choices, default=Certainty.CONCEIVABLE)
    wants_identified = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    immediate_risk = s.ChoiceField(Answer.choices, default=Answer.UNKNOWN)
    consent = s.ChoiceField(Consent.choices, default=Consent.NOT_ASKED)
    consent_language = s.CharField(max_length=3, required=False, allow_blank=True, default="")
    story = s.CharField(**TEXT)

    def identified(self) -> Identified:
        """What the service takes."""
        said = {k: v for k, v in self.validated_data.items() if k not in ("token", "answered")}
        return Identified(**(said | {"forms": tuple(said["forms"])}))


class MeetingOut(s.Serializer[Any]):
    """The identification that was made."""

    ref = s.CharField()


@extend_schema(methods=["GET"], responses=LeftOut)
@extend_schema(methods=["POST"], request=LookedIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def looked_for(request: Request, code: str) -> Response:
    """When the person left and what was found since; posted to, it is noted that somebody looked for them."""
    if request.method == "GET":
        return Response(LeftOut(left_now(code)).data)
    given = valid(LookedIn, request).validated_data
    answered = given.pop("answered", ())
    note_follow_up(code, Looked(**given), by=who(request), at=clock.now(), answered=answered)
    return Response(status=204)


@extend_schema(request=MeetingIn, responses={201: MeetingOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def met_again(request: Request, code: str) -> Response:
    """Add an identification to a person who is on record."""
    said = valid(MeetingIn, request)
    given = {"token": said.validated_data["token"], "answered": said.validated_data["answered"]}
    row = meet_again(code, said.identified(), by=who(request), at=clock.now(), **given)
    return Response({"ref": row.ref}, status=201)
