"""The rules to read, and the programmes that a coordinator writes and puts in force."""

from __future__ import annotations

from datetime import date

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import Day, valid, who
from accounts.asks import asks
from cases import serializers_programme as s
from cases.models import Programme
from cases.selectors.catalogue import programme_with_list
from cases.selectors.programme import rules_page
from cases.selectors.programme_list import programme_list
from cases.services import catalogue
from cases.services import programme as service


@extend_schema(responses=s.Rules, parameters=[OpenApiParameter("on", date)])
@asks(Act.SEE_RULES)
@api_view(["GET"])
def rules(request: Request) -> Response:
    """The rules of today, or of the day ``on``."""
    said, day = request.query_params.get("on"), Day(years_back=20, years_ahead=20)
    on = clock.today() if said is None else day.run_validation(said)
    return Response(s.Rules(rules_page(on=on)).data)


@extend_schema(responses=s.ProgrammeRow(many=True), operation_id="programmes_list")
@asks(Act.SEE_PROGRAMMES)
@api_view(["GET"])
def programmes(request: Request) -> Response:
    """Every programme, drafts first."""
    return Response(s.ProgrammeRow(programme_list(on=clock.today()), many=True).data)


@extend_schema(responses=s.ProgrammeOut)
@asks(Act.SEE_PROGRAMMES, of=Programme, ref="code")
@api_view(["GET"])
def programme(request: Request, code: str) -> Response:
    """A programme with its rules and its list."""
    return Response(s.ProgrammeOut(programme_with_list(code)).data)


@extend_schema(request=s.ProgrammeIn, responses=s.Ref)
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def copy(request: Request, code: str) -> Response:
    """A draft with this programme's rules and list."""
    return _made(service.begin_programme(code, valid(s.ProgrammeIn, request).named()).code)


@extend_schema(request=s.ProgrammeIn, responses=s.Ref)
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def describe(request: Request, code: str) -> Response:
    """A draft's names, days and funder."""
    return _made(service.describe_programme(code, valid(s.ProgrammeIn, request).named()).code)


@extend_schema(request=s.RuleIn, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def kind(request: Request, code: str, kind: str) -> Response:
    """All that a draft says about a kind."""
    service.set_rule(code, kind, valid(s.RuleIn, request).validated_data)
    return Response(status=204)


@extend_schema(request=s.UnmetDaysIn, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def unmet_days(request: Request, code: str) -> Response:
    """How many days a need of each right may go unmet, in a draft."""
    service.set_unmet_days(code, valid(s.UnmetDaysIn, request).validated_data["unmet_days"])
    return Response(status=204)


@extend_schema(request=s.RemindDaysIn, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def remind_days(request: Request, code: str) -> Response:
    """On which days before each kind of deadline people are told, in a draft."""
    service.set_remind_days(code, valid(s.RemindDaysIn, request).validated_data["remind_days"])
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def leave_out(request: Request, code: str, kind: str) -> Response:
    """A draft gives a kind no longer."""
    service.leave_out(code, kind)
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def throw_away(request: Request, code: str) -> Response:
    """A draft that nobody wants."""
    service.throw_away(code)
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.PUT_IN_FORCE, of=Programme, ref="code")
@api_view(["POST"])
def put_in_force(request: Request, code: str) -> Response:
    """From its first day the draft's rules hold."""
    service.put_in_force(code, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.ItemIn, responses=s.Ref)
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def item_add(request: Request, code: str, kind: str) -> Response:
    """Put something on the list of a draft, or of a programme in force."""
    what = valid(s.ItemIn, request).listed()
    return _made(catalogue.add_item(code, kind, what, by=who(request), at=clock.now()).ref)


@extend_schema(request=s.ItemIn, responses=s.Ref)
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def item(request: Request, code: str, item: str) -> Response:
    """Say something else of an item of a draft's list."""
    return _made(catalogue.change_item(code, item, valid(s.ItemIn, request).listed()).ref)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def item_take(request: Request, code: str, item: str) -> Response:
    """Take something from a draft's list."""
    catalogue.take_item(code, item)
    return Response(status=204)


@extend_schema(request=s.CloseIn, responses={204: None})
@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
@api_view(["POST"])
def item_close(request: Request, code: str, item: str) -> Response:
    """From a day nobody can apply for something on the list of a programme in force."""
    on = valid(s.CloseIn, request).validated_data["on"]
    catalogue.close_item(code, item, on, by=who(request), at=clock.now())
    return Response(status=204)


def _made(ref: str) -> Response:
    return Response({"ref": ref})
