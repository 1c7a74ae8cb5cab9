"""Days of absence and who stands in, through the API."""

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
from accounts.models import Absence
from accounts.selectors.absences import absence_page
from accounts.services.absences import Away, set_absence, take_absence_back


class AbsenceOut(s.Serializer[Any]):
    """Days of absence, both inclusive, and who stands in. ``takes_back``: whether the asker may take them away."""

    ref = s.CharField(allow_blank=True)
    name = s.CharField()
    stand_in = s.CharField()
    first = s.DateField()
    last = s.DateField()
    takes_back = s.BooleanField()


class CanBeChosen(s.Serializer[Any]):
    """A colleague who can be chosen, at an actor."""

    handle = s.CharField()
    name = s.CharField()


class AbsencesOut(s.Serializer[Any]):
    """What is not over, and who can be written down: ``away``, and ``stand_ins`` who can stand in."""

    rows = AbsenceOut(many=True)
    away = CanBeChosen(many=True)
    stand_ins = CanBeChosen(many=True)


class AwayIn(s.Serializer[Any]):
    """Who is away on which days, both inclusive, and who stands in: handles of staff of the same actor."""

    away = s.UUIDField()
    first = s.DateField()
    last = s.DateField()
    stand_in = s.UUIDField()


class AbsenceRef(s.Serializer[Any]):
    """The reference of what was written down."""

    ref = s.CharField()


@extend_schema(responses=AbsencesOut)
@asks(Act.SET_ABSENCE)
@api_view(["GET"])
def api_absences(request: Request) -> Response:
    """Who is away from the asker's actors, today or later."""
    page = absence_page(who(request), on=clock.today())
    chosen = {
        key: [{"handle": handle, "name": name} for handle, name in choices]
        for key, choices in (("away", page.away), ("stand_ins", page.stand_ins))
    }
    return Response(AbsencesOut({"rows": page.rows, **chosen}).data)


@extend_schema(request=AwayIn, responses={201: AbsenceRef})
@asks(Act.SET_ABSENCE)
@api_view(["POST"])
def api_absence_new(request: Request) -> Response:
    """Write days of absence down, one's own or those of one's staff."""
    said = Away(**valid(AwayIn, request).validated_data)
    row = set_absence(said, by=who(request), at=clock.now())
    return Response({"ref": row.ref}, status=201)


@extend_schema(request=None, responses={204: None})
@asks(Act.SET_ABSENCE, of=Absence)
@api_view(["POST"])
def api_absence_take_back(request: Request, ref: str) -> Response:
    """Take days of absence away."""
    take_absence_back(ref, by=who(request), at=clock.now())
    return Response(status=204)
