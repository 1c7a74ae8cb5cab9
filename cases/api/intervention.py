"""A granted period: end it early."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers as s
from cases.models import Intervention
from cases.services import intervention


@extend_schema(request=s.EndIn, responses={204: None})
@asks(Act.END_INTERVENTION, of=Intervention)
@api_view(["POST"])
def end(request: Request, ref: str) -> Response:
    """End a period before its last day; days and money are given back."""
    intervention.end_early(ref, **valid(s.EndIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)
