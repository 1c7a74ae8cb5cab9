"""The ledger of rights."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, valid, who
from accounts.asks import asks
from cases import serializers_rights as s
from cases.models import Person
from cases.selectors.rights import rights_page
from cases.services.rights import state_right


@extend_schema(responses=s.RightsOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def rights(request: Request, code: str) -> Response:
    """The rights of a person and of each child, with what was said of them."""
    page = rights_page(who(request), code, on=clock.today(), texts=opened(request)["texts"])
    return Response(s.RightsOut(page).data)


@extend_schema(request=s.RightIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def state(request: Request, code: str) -> Response:
    """State anew where a right stands."""
    said = valid(s.RightIn, request)
    given = said.validated_data
    more = {"of": given["of"], "answered": given["answered"]}
    state_right(code, given["right"], said.stated(), by=who(request), at=clock.now(), **more)
    return Response(status=204)
