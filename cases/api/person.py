"""Persons."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, who
from accounts.asks import asks
from cases import serializers as s
from cases.models import Person
from cases.selectors.person import person_page
from cases.selectors.person_list import Wanted, person_list

_PLACES = [OpenApiParameter("older", str), OpenApiParameter("newer", str)]


@extend_schema(responses=s.PersonPage, operation_id="persons_list", parameters=_PLACES)
@asks(Act.LIST_PERSONS)
@api_view(["GET"])
def persons(request: Request) -> Response:
    """The persons that the viewer sees, newest first. ``older``, ``newer``: the code to page from."""
    wanted = Wanted(older=request.query_params.get("older", ""), newer=request.query_params.get("newer", ""))
    return Response(s.PersonPage(person_list(who(request), wanted, on=clock.today())).data)


@extend_schema(responses=s.PersonDetail, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def person(request: Request, code: str) -> Response:
    """One person; ``texts=1`` opens the sealed text."""
    about = request._request.about  # type: ignore[attr-defined]  # the code as it is written, however it was typed
    given = opened(request)
    page = person_page(who(request), about.ref, on=clock.today(), **given)
    return Response(s.PersonDetail(page, context=given).data)
