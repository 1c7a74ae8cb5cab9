"""Persons."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, parameters_of, who
from accounts.asks import asks
from accounts.forms.lists import asked_for
from cases import serializers as s
from cases.models import Person
from cases.selectors.person import person_page
from cases.selectors.person_filters import PERSONS
from cases.selectors.person_list import person_list


@extend_schema(responses=s.PersonPage, operation_id="persons_list", parameters=parameters_of(PERSONS))
@asks(Act.LIST_PERSONS)
@api_view(["GET"])
def persons(request: Request) -> Response:
    """The persons that the viewer sees, those on their way first. ``older``, ``newer``: the code to page from;
    ``count``: how many fit, 1001 where there are more than a thousand."""
    wanted = asked_for(request.query_params, listing=PERSONS, viewer=who(request))
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
