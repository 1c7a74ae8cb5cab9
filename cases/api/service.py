"""The service log: of a person, and of the own actor."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, valid, who
from accounts.asks import asks
from cases import serializers_service as s
from cases.forms.service import LogForm
from cases.models import Person, ServiceOfActor
from cases.selectors.service import line_of_person, service_log, services_of_person
from cases.services import service

_CHOSEN = [OpenApiParameter("year", int), OpenApiParameter("month", int), OpenApiParameter("field", str)]


@extend_schema(responses=s.ServicesOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def services(request: Request, code: str) -> Response:
    """What was done for a person outside the programme's money, newest first."""
    return Response(s.ServicesOut(services_of_person(who(request), code, texts=opened(request)["texts"])).data)


@extend_schema(request=s.ServiceIn, responses=s.Ref)
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def service_new(request: Request, code: str) -> Response:
    """Note something that was done for a person."""
    said = valid(s.ServiceIn, request)
    more = {"answered": said.validated_data["answered"]}
    return Response({"ref": service.log_for_person(code, said.done(), by=who(request), at=clock.now(), **more).ref})


@extend_schema(methods=["GET"], responses=s.ServiceLineOut)
@extend_schema(methods=["POST"], request=None, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def service_take(request: Request, code: str, line: str) -> Response:
    """A line of the own actor's; posted to, it is taken away as written by mistake."""
    known = line_of_person(who(request), code, line)
    if request.method == "GET":
        return Response(s.ServiceLineOut(known).data)
    service.take_from_person(code, line, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=s.ServiceLogOut, parameters=_CHOSEN)
@asks(Act.SEE_SERVICES)
@api_view(["GET"])
def service_log_of_actor(request: Request) -> Response:
    """The own actor's log, with sums by field of work."""
    chosen = LogForm(request.query_params, today=clock.today()).chosen()
    return Response(s.ServiceLogOut(service_log(who(request), chosen)).data)


@extend_schema(request=s.OwnServiceIn, responses=s.Ref)
@asks(Act.LOG_SERVICE)
@api_view(["POST"])
def own_service_new(request: Request) -> Response:
    """Note something that was done without a person on record."""
    done = valid(s.OwnServiceIn, request).done()
    return Response({"ref": service.log_for_actor(done, by=who(request), at=clock.now()).ref})


@extend_schema(request=None, responses={204: None})
@asks(Act.LOG_SERVICE, of=ServiceOfActor)
@api_view(["POST"])
def own_service_take(request: Request, ref: str) -> Response:
    """Take away a line without a person that was written by mistake."""
    service.take_from_actor(ref, by=who(request), at=clock.now())
    return Response(status=204)
