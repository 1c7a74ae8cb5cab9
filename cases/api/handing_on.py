"""What a colleague has in hand, in numbers, and handing all of it over, through the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import at_most, valid, who
from accounts.asks import asks
from accounts.models import User
from cases.selectors.handing_on import work_of
from cases.services.handing_on import hand_on


class InHand(s.Serializer[Any]):
    """How much there is: ``alone`` counts the restricted persons for whom nobody else is named."""

    persons = s.IntegerField()
    restricted = s.IntegerField()
    alone = s.IntegerField()
    tasks = s.IntegerField()


class HandOnIn(s.Serializer[Any]):
    """Who takes over, in turn; who is named instead; and the numbers that were read before."""

    to = s.ListField(child=s.UUIDField(), default=list, validators=[at_most(100)])
    named = s.UUIDField(required=False, allow_null=True, default=None)
    persons = s.IntegerField(min_value=0)
    restricted = s.IntegerField(min_value=0)


@extend_schema(request=HandOnIn, responses=InHand)
@asks(Act.HAND_ON, of=User)
@api_view(["GET", "POST"])
def in_hand(request: Request, ref: UUID) -> Response:
    """How much a colleague has in hand; sent, all of it goes to others."""
    if request.method == "POST":
        said = valid(HandOnIn, request).validated_data
        seen = (said["persons"], said["restricted"])
        hand_on(ref, said["to"], named=said["named"], seen=seen, by=who(request), at=clock.now())
    return Response(InHand(work_of(who(request), ref)).data)
