"""Hand-overs on their way: the coordinators route them, the asked actor answers."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, valid, who
from accounts.asks import asks
from cases import serializers_handover as s
from cases.models import HandOver
from cases.selectors.handover import actors_to_route_to, hand_over_page
from cases.selectors.identification import hand_overs_on_their_way
from cases.services import handover


@extend_schema(responses=s.HandOverLine(many=True), operation_id="hand_overs_list")
@asks(Act.LIST_IDENTIFICATIONS)
@api_view(["GET"])
def hand_overs(request: Request) -> Response:
    """For a coordinator all that are on their way; for an actor's staff those that they are asked about."""
    return Response(s.HandOverLine(hand_overs_on_their_way(), many=True).data)


@extend_schema(methods=["GET"], responses=s.HandOverToRoute, parameters=[TEXTS_TOO])
@extend_schema(methods=["POST"], request=s.HandOverRouteIn, responses={204: None})
@asks(Act.ROUTE_HAND_OVER, of=HandOver, texts=True)
@api_view(["GET", "POST"])
def route(request: Request, ref: str) -> Response:
    """What was handed over and to whom it can go; posted, offer it to a certified actor."""
    if request.method == "GET":
        actors = [{"ref": actor, "name": name} for actor, name in actors_to_route_to(ref, on=clock.today())]
        given = opened(request)
        page = asdict(hand_over_page(who(request), ref, **given)) | {"actors": actors}
        return Response(s.HandOverToRoute(page, context=given).data)
    said = valid(s.HandOverRouteIn, request).validated_data
    handover.offer(ref, said.pop("actor"), **said, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.ROUTE_HAND_OVER, of=HandOver)
@api_view(["POST"])
def take_back(request: Request, ref: str) -> Response:
    """Take the question back from an actor that has not answered."""
    handover.take_back(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.OutcomeIn, responses={204: None})
@asks(Act.ROUTE_HAND_OVER, of=HandOver)
@api_view(["POST"])
def close(request: Request, ref: str) -> Response:
    """End the errand without an actor."""
    said = valid(s.OutcomeIn, request).validated_data
    handover.close(ref, said.pop("act"), **said, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(methods=["GET"], responses=s.HandOverDetail, parameters=[TEXTS_TOO])
@extend_schema(methods=["POST"], request=s.HandOverAnswerIn, responses=s.HandOverAnswered)
@asks(Act.ANSWER_HAND_OVER, of=HandOver, texts=True)
@api_view(["GET", "POST"])
def answer(request: Request, ref: str) -> Response:
    """The offer; posted, take the person on, or send the hand-over back."""
    if request.method == "GET":
        given = opened(request)
        return Response(s.HandOverDetail(hand_over_page(who(request), ref, **given), context=given).data)
    said = valid(s.HandOverAnswerIn, request).validated_data
    if said.pop("answer") == "accept":
        return Response({"code": handover.accept(ref, by=who(request), at=clock.now()).code})
    handover.send_back(ref, **said, by=who(request), at=clock.now())
    return Response({"code": ""})
