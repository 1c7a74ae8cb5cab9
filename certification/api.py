"""An actor's home and its permits: the same services as on the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import Day, valid, who
from accounts.asks import asks
from accounts.models import Actor
from certification import services
from certification.selectors import home_of
from certification.services import Noted

_FAR: dict[str, Any] = {"years_back": 20, "years_ahead": 20}


class HomeIn(s.Serializer[Any]):
    """Whether the actor runs a home that needs a permit."""

    is_home = s.BooleanField()


class PermitIn(s.Serializer[Any]):
    """The days of a permit, inclusive; from ``withdrawn_on`` on it does not hold."""

    valid_from = Day(**_FAR)
    valid_to = Day(**_FAR)
    withdrawn_on = Day(**_FAR, required=False, allow_null=True, default=None)


class PermitOut(s.Serializer[Any]):
    """A permit with its reference."""

    ref = s.CharField()
    valid_from = s.DateField()
    valid_to = s.DateField()
    withdrawn_on = s.DateField(allow_null=True)


class Home(s.Serializer[Any]):
    """Whether the actor runs a home, and its permits, newest first."""

    is_home = s.BooleanField()
    permits = PermitOut(many=True)


class PermitRef(s.Serializer[Any]):
    """The reference of what was noted."""

    ref = s.CharField()


@extend_schema(responses=Home)
@asks(Act.SEE_ACTORS, of=Actor)
@api_view(["GET"])
def permits(request: Request, ref: str) -> Response:
    """Whether the actor runs a home, and its permits."""
    return Response(Home(home_of(ref)).data)


@extend_schema(request=HomeIn, responses={204: None})
@asks(Act.NOTE_PERMIT, of=Actor)
@api_view(["POST"])
def home(request: Request, ref: str) -> Response:
    """Say whether the actor runs a home."""
    services.set_home(ref, **valid(HomeIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=PermitIn, responses=PermitRef)
@asks(Act.NOTE_PERMIT, of=Actor)
@api_view(["POST"])
def permit_new(request: Request, ref: str) -> Response:
    """Note a permit."""
    what = Noted(**valid(PermitIn, request).validated_data)
    return Response({"ref": services.note_permit(ref, what, by=who(request), at=clock.now()).ref})


@extend_schema(request=PermitIn, responses=PermitRef)
@asks(Act.NOTE_PERMIT, of=Actor)
@api_view(["POST"])
def permit(request: Request, ref: str, permit: str) -> Response:
    """Note other days of a permit, or that it is withdrawn."""
    what = Noted(**valid(PermitIn, request).validated_data)
    return Response({"ref": services.note_permit(ref, what, by=who(request), at=clock.now(), permit=permit).ref})
