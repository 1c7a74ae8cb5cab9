"""Where somebody stands with society, stated anew."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers_facts as s
from cases.models import Person
from cases.services import facts


@extend_schema(request=s.PoliceIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def police(request: Request, code: str) -> Response:
    """Say whether a police report is made."""
    facts.state_police_report(code, **valid(s.PoliceIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.ProtectionIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def protection(request: Request, code: str) -> Response:
    """Say whether society gives the protection, from which day, and what that rests on."""
    facts.state_protection(code, **valid(s.ProtectionIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.ReturnIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def return_programme(request: Request, code: str) -> Response:
    """Say whether the person is in the return programme, and from which day."""
    facts.state_return_programme(code, **valid(s.ReturnIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)
