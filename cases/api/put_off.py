"""Putting off something that is to be done about a person, through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases.models import Person
from cases.models.put_off import WhyLater
from cases.services.put_off import SaidLater, put_off_step


class PutOffIn(s.Serializer[Any]):
    """What waits (a step's code, and which of several), until which day it does, and why. Until today: no longer."""

    what = s.CharField(max_length=60)
    until = s.DateField()
    why = s.ChoiceField(WhyLater.choices)


@extend_schema(request=PutOffIn, responses={204: None})
@asks(Act.PUT_OFF, of=Person, ref="code")
@api_view(["POST"])
def put_off(request: Request, code: str) -> Response:
    """Put something off that is to be done about a person."""
    put_off_step(code, SaidLater(**valid(PutOffIn, request).validated_data), by=who(request), at=clock.now())
    return Response(status=204)
