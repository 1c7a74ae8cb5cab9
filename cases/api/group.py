"""Many met at one place: what they share, and each of them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import parameters_of, valid, who
from accounts.asks import asks
from accounts.forms.lists import asked_for
from cases import serializers_group as s
from cases.models import GroupEvent, Identification
from cases.selectors.group import GROUP_EVENTS, group_list, group_page
from cases.services import group as services


@extend_schema(responses=s.GroupListOut, operation_id="group_events_list", parameters=parameters_of(GROUP_EVENTS))
@asks(Act.IDENTIFY_GROUP)
@api_view(["GET"])
def groups(request: Request) -> Response:
    """The group events of the viewer's actors, the latest day first."""
    wanted = asked_for(request.query_params, listing=GROUP_EVENTS, viewer=who(request))
    return Response(s.GroupListOut(group_list(who(request), wanted, on=clock.today())).data)


@extend_schema(request=s.GroupIn, responses=s.Ref)
@asks(Act.IDENTIFY_GROUP)
@api_view(["POST"])
def group_new(request: Request) -> Response:
    """Write down what many share who were met at one place."""
    said = valid(s.GroupIn, request)
    token = said.validated_data["token"]
    event = services.note_group_event(said.shared(), token=token, by=who(request), at=clock.now())
    return Response({"ref": event.ref})


@extend_schema(responses=s.GroupOut)
@asks(Act.IDENTIFY_GROUP, of=GroupEvent)
@api_view(["GET"])
def group(request: Request, ref: str) -> Response:
    """A group event with its persons."""
    return Response(s.GroupOut(group_page(who(request), ref)).data)


@extend_schema(request=s.MetIn, responses=s.MadeOut)
@asks(Act.IDENTIFY_GROUP, of=GroupEvent)
@api_view(["POST"])
def group_line(request: Request, ref: str) -> Response:
    """Make one of them a person with an identification of their own."""
    said = valid(s.MetIn, request)
    token = said.validated_data["token"]
    person = services.add_line(ref, said.line(), token=token, by=who(request), at=clock.now())
    return Response({"code": person.code, "code_name": person.code_name})


@extend_schema(request=None, responses={204: None})
@asks(Act.IDENTIFY_GROUP, of=GroupEvent)
@api_view(["POST"])
def group_line_mistake(request: Request, ref: str, line: str) -> Response:
    """A line that was written by mistake."""
    services.noted_by_mistake(ref, line, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.OwnIn, responses={204: None})
@asks(Act.STATE_OUTCOME, of=Identification)
@api_view(["POST"])
def split_off(request: Request, ref: str) -> Response:
    """Say what was so for one of them, who then stands for themselves."""
    services.split_off(ref, valid(s.OwnIn, request).own(), by=who(request), at=clock.now())
    return Response(status=204)
