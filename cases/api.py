"""The API of the main way: the same services, selectors and access as the pages. No rules of its own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from accounts.viewer import Viewer
from cases import serializers as s
from cases.models import AdmissionRequest, HandOver, Intervention, Person
from cases.selectors.admission_list import Wanted as WantedRequests
from cases.selectors.admission_list import request_list
from cases.selectors.person import person_page
from cases.selectors.person_list import Wanted as WantedPersons
from cases.selectors.person_list import person_list
from cases.selectors.rule_lines import rules_panel
from cases.services import admission, decision, handover, identification, intervention


def who(request: Request) -> Viewer:
    """The viewer that the middleware has found out."""
    found: Viewer = request._request.viewer  # type: ignore[attr-defined]
    return found


def _valid(serializer: type[Any], request: Request) -> Any:
    """The serializer, filled and checked; a fault is answered with 400 and each field's sentence."""
    filled = serializer(data=request.data)
    filled.is_valid(raise_exception=True)
    return filled


@extend_schema(responses=s.PersonPage, operation_id="persons_list")
@asks(Act.LIST_PERSONS)
@api_view(["GET"])
def persons(request: Request) -> Response:
    """The persons that the viewer sees, newest first. ``older``: the code to page from."""
    wanted = WantedPersons(older=request.query_params.get("older", ""), newer=request.query_params.get("newer", ""))
    return Response(s.PersonPage(person_list(who(request), wanted, on=clock.today())).data)


@extend_schema(responses=s.PersonDetail)
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def person(request: Request, code: str) -> Response:
    """One person."""
    return Response(s.PersonDetail(person_page(who(request), code, on=clock.today())).data)


@extend_schema(request=s.IdentificationIn, responses={201: s.IdentificationOut})
@asks(Act.IDENTIFY)
@api_view(["POST"])
def identify(request: Request) -> Response:
    """Identify somebody; for a cooperating actor, hand them over."""
    said = _valid(s.IdentificationIn, request)
    given = {"token": said.validated_data["token"], "by": who(request), "at": clock.now()}
    if who(request).hands_over:
        receipt = identification.hand_over(said.identified(), **given)
        return Response({"receipt": receipt.number}, status=201)
    made = identification.identify(said.identified(), **given)
    return Response({"code": made.code, "code_name": made.code_name}, status=201)


@extend_schema(request=s.HandOverRouteIn, responses={204: None})
@asks(Act.ROUTE_HAND_OVER, of=HandOver)
@api_view(["POST"])
def route_hand_over(request: Request, ref: str) -> Response:
    """Offer a hand-over to a certified actor."""
    said = _valid(s.HandOverRouteIn, request).validated_data
    handover.offer(ref, said["actor"], note=said["note"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.HandOverAnswerIn, responses={204: None})
@asks(Act.ANSWER_HAND_OVER, of=HandOver)
@api_view(["POST"])
def answer_hand_over(request: Request, ref: str) -> Response:
    """Take the person on, or send the hand-over back."""
    said = _valid(s.HandOverAnswerIn, request).validated_data
    if said["answer"] == "accept":
        handover.accept(ref, by=who(request), at=clock.now())
    else:
        handover.send_back(ref, reason=said["reason"], by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=s.RequestPage, operation_id="requests_list")
@asks(Act.LIST_REQUESTS)
@api_view(["GET"])
def requests(request: Request) -> Response:
    """The requests that the viewer may see, newest first."""
    wanted = WantedRequests(
        state=request.query_params.get("state", ""), older_than=request.query_params.get("older_than", "")
    )
    return Response(s.RequestPage(request_list(who(request), wanted)).data)


def _moved(row: AdmissionRequest) -> Response:
    return Response(s.RequestMoved(row).data)


@extend_schema(request=None, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=Person, ref="code")
@api_view(["POST"])
def begin_request(request: Request, code: str) -> Response:
    """Open a draft, or the request that is on its way already."""
    return _moved(admission.begin(code, by=who(request), at=clock.now()))


@extend_schema(request=s.AdmissionIn, responses=s.VerdictsOut)
@asks(Act.SEE_REQUEST, of=AdmissionRequest)
@api_view(["POST"])
def verdicts(request: Request, ref: str) -> Response:
    """What the rules say of what is typed now. Nothing is written."""
    return Response(s.VerdictsOut(rules_panel(ref, _valid(s.AdmissionIn, request).asked(), on=clock.today())).data)


@extend_schema(request=s.AdmissionIn, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
@api_view(["POST"])
def send_request(request: Request, ref: str) -> Response:
    """Send the request to the coordinators."""
    said = _valid(s.AdmissionIn, request)
    version = said.validated_data["version"]
    return _moved(admission.send(ref, said.asked(), version=version, by=who(request), at=clock.now()))


@extend_schema(request=None, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
@api_view(["POST"])
def withdraw_request(request: Request, ref: str) -> Response:
    """Take a request back before it is decided."""
    return _moved(admission.withdraw(ref, by=who(request), at=clock.now()))


@extend_schema(request=s.DecisionIn, responses=s.RequestMoved)
@asks(Act.DECIDE_ADMISSION, of=AdmissionRequest)
@api_view(["POST"])
def decide_request(request: Request, ref: str) -> Response:
    """Confirm, return with a question, or decline."""
    said = _valid(s.DecisionIn, request).validated_data
    given: dict[str, Any] = {"version": said["version"], "by": who(request), "at": clock.now()}
    if said["decision"] == "confirm":
        return _moved(decision.confirm(ref, reason=said["reason"], motivations=said["motivations"], **given).request)
    if said["decision"] == "return":
        return _moved(decision.return_for_completion(ref, question=said["reason"], **given))
    declined = decision.decline(ref, decline_reason=said["decline_reason"], reason=said["reason"], **given)
    return _moved(declined)


@extend_schema(request=s.EndIn, responses={204: None})
@asks(Act.END_INTERVENTION, of=Intervention)
@api_view(["POST"])
def end_intervention(request: Request, ref: str) -> Response:
    """End a period before its last day; days and money are given back."""
    said = _valid(s.EndIn, request).validated_data
    intervention.end_early(ref, **said, by=who(request), at=clock.now())
    return Response(status=204)
