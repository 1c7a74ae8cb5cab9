"""How the program's background work does, through the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from reminders.operation import facts_at, judge, with_machine


class PartOut(s.Serializer[Any]):
    """A part of the program; ``state`` is ``ok``, ``late`` or ``down``."""

    name = s.CharField()
    heading = s.CharField()
    state = s.CharField()
    sentence = s.CharField()


@extend_schema(responses=PartOut(many=True))
@asks(Act.SEE_STATUS)
@api_view(["GET"])
def status(request: Request) -> Response:
    """Each part of the background work, judged now."""
    parts = judge(with_machine(facts_at(clock.now())), settings.NSP_HEALTH)
    return Response(PartOut(parts, many=True).data)
