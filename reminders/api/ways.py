"""How I am told, through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from reminders.models import MailWay
from reminders.services.ways import choose_ways
from reminders.ways import DAYS, Chosen, own_ways


class WaysOut(s.Serializer[Any]):
    """E-mail at once about which notices; a digest a day; the hours, in Stockholm, in which no e-mail is sent; and so
    many days before what falls due one is told as well (30, 14, 7, 5, 3, 2, 1)."""

    mail = s.ChoiceField(MailWay.choices)
    digest = s.BooleanField()
    digest_at = s.IntegerField(min_value=0, max_value=23)
    quiet_from = s.IntegerField(min_value=0, max_value=23)
    quiet_to = s.IntegerField(min_value=0, max_value=23)
    days_before = s.ListField(child=s.IntegerField(min_value=1, max_value=30), max_length=len(DAYS), default=list)


@extend_schema(responses=WaysOut)
@asks(Act.CHOOSE_WAYS)
@api_view(["GET"])
def ways(request: Request) -> Response:
    """What holds now, also for whoever has chosen nothing."""
    return Response(WaysOut(own_ways(who(request))).data)


@extend_schema(request=WaysOut, responses={204: None})
@asks(Act.CHOOSE_WAYS)
@api_view(["POST"])
def choose(request: Request) -> Response:
    """Be told so from now on."""
    choose_ways(Chosen(**valid(WaysOut, request).validated_data), by=who(request))
    return Response(status=204)
