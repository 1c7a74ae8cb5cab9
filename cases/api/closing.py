"""Closing a case, opening it again, and asking the person afterwards, through the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXT, Day, Guarded, valid, who
from accounts.asks import asks
from cases.models import Person
from cases.models.closing import Asked, Helped, Outcome
from cases.services.closing import Ended, Viewed, close_case, note_view, reopen


class ClosingIn(Guarded):
    """How a case ended, and which day was its last."""

    outcome = s.ChoiceField(Outcome.choices)
    on = Day()
    note = s.CharField(**TEXT)


class ReopenIn(Guarded):
    """Why a case is opened again; the actor reads it."""

    reason = s.CharField(max_length=2000)


class ViewIn(Guarded):
    """What became of asking the person for their own view of the help."""

    on = Day()
    asked = s.ChoiceField(Asked.choices)
    helped = s.ChoiceField(Helped.choices, default=Helped.UNKNOWN)
    view = s.CharField(**TEXT)


@extend_schema(request=ClosingIn, responses={204: None})
@asks(Act.CLOSE_CASE, of=Person, ref="code")
@api_view(["POST"])
def close(request: Request, code: str) -> Response:
    """Close the person's open case. 422 ``stopped`` says what is missing."""
    given = valid(ClosingIn, request).validated_data
    answered = given.pop("answered", ())
    close_case(code, Ended(**given), by=who(request), at=clock.now(), answered=answered)
    return Response(status=204)


@extend_schema(request=ReopenIn, responses={204: None})
@asks(Act.REOPEN_CASE, of=Person, ref="code")
@api_view(["POST"])
def open_again(request: Request, code: str) -> Response:
    """Open the case again that was closed last."""
    given = valid(ReopenIn, request).validated_data
    reopen(code, given["reason"], by=who(request), at=clock.now(), answered=given.get("answered", ()))
    return Response(status=204)


@extend_schema(request=ViewIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def asked_afterwards(request: Request, code: str) -> Response:
    """Note what the person thinks of the help, some time after the case was closed."""
    given = valid(ViewIn, request).validated_data
    answered = given.pop("answered", ())
    note_view(code, Viewed(**given), by=who(request), at=clock.now(), answered=answered)
    return Response(status=204)
