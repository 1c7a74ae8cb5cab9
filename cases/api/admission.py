"""Asking for admission or a further intervention, and deciding on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, parameters_of, valid, who
from accounts.asks import asks
from accounts.forms.lists import asked_for
from accounts.services.saving import Page
from cases import serializers as s
from cases.forms.draft import as_typed
from cases.models import AdmissionRequest, Person
from cases.selectors.admission import sent
from cases.selectors.admission_list import REQUESTS, request_list
from cases.selectors.rule_lines import lines_as_sent, rules_panel
from cases.selectors.waiting import waiting_list
from cases.services import admission, decision, further

_PLACES = [OpenApiParameter(name, str) for name in ("older_than", "newer_than")]


@extend_schema(
    responses=s.RequestPage, operation_id="requests_list", parameters=[*parameters_of(REQUESTS)[:-2], *_PLACES]
)
@asks(Act.LIST_REQUESTS)
@api_view(["GET"])
def requests(request: Request) -> Response:
    """The requests that the viewer may see, what waits first."""
    wanted = asked_for(request.query_params, listing=REQUESTS, viewer=who(request))
    older, newer = (request.query_params.get(name, "")[:16] for name in ("older_than", "newer_than"))
    wanted = replace(wanted, older=older, newer=newer)
    return Response(s.RequestPage(request_list(who(request), wanted, on=clock.today())).data)


@extend_schema(responses=s.RequestDetail, parameters=[TEXTS_TOO])
@asks(Act.SEE_REQUEST, of=AdmissionRequest, texts=True)
@api_view(["GET"])
def one_request(request: Request, ref: str) -> Response:
    """A request as it was sent, its decisions and, while it waits, what the rules say of confirming it today.

    ``texts=1`` opens the sealed text.
    """
    given = opened(request)
    page, lines = sent(who(request), ref, **given), lines_as_sent(ref, who(request), on=clock.today())
    return Response(s.RequestDetail({"page": page, "about": page.about, "lines": lines}, context=given).data)


def _moved(row: AdmissionRequest) -> Response:
    return Response(s.RequestMoved(row).data)


@extend_schema(request=None, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=Person, ref="code")
@api_view(["POST"])
def begin_request(request: Request, code: str) -> Response:
    """Open a draft, or the request that is on its way already."""
    return _moved(admission.begin(code, by=who(request), at=clock.now()))


@extend_schema(request=s.KindsIn, responses=s.RequestMoved(many=True))
@asks(Act.ASK_ADMISSION, of=Person, ref="code")
@api_view(["POST"])
def begin_further(request: Request, code: str) -> Response:
    """Open a draft of a further intervention for each kind; several are written together."""
    kinds = valid(s.KindsIn, request).validated_data["kinds"]
    rows = further.begin_further(code, kinds, by=who(request), at=clock.now())
    return Response(s.RequestMoved(rows, many=True).data)


@extend_schema(responses=s.WaitingOut)
@asks(Act.DECIDE_ADMISSION)
@api_view(["GET"])
def waiting(request: Request) -> Response:
    """What waits for a place in the budget: great need first, then who has waited longest."""
    return Response(s.WaitingOut(waiting_list(who(request), on=clock.today())).data)


@extend_schema(request=s.AdmissionIn, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
@api_view(["POST"])
def save_request(request: Request, ref: str) -> Response:
    """Keep what is written so far; the form on the page goes on from it. ``seen``: the ``saved_at`` last read."""
    said = valid(s.AdmissionIn, request)
    data = said.validated_data
    typed = as_typed(said.asked(), data["answered"])
    given: dict[str, Any] = {"version": data["version"], "page": Page(data["seen"])}
    return _moved(admission.save_draft(ref, typed, by=who(request), at=clock.now(), **given))


@extend_schema(request=s.AdmissionIn, responses=s.VerdictsOut)
@asks(Act.SEE_REQUEST, of=AdmissionRequest)
@api_view(["POST"])
def verdicts(request: Request, ref: str) -> Response:
    """What the rules say of what is typed now. Nothing is written."""
    panel = rules_panel(ref, valid(s.AdmissionIn, request).asked(), on=clock.today())
    return Response(s.VerdictsOut(panel).data)


@extend_schema(request=s.AdmissionIn, responses=s.RequestMoved)
@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
@api_view(["POST"])
def send_request(request: Request, ref: str) -> Response:
    """Send the request to the coordinators."""
    said = valid(s.AdmissionIn, request)
    given = {name: said.validated_data[name] for name in ("version", "seen", "answered")}
    return _moved(admission.send(ref, said.asked(), by=who(request), at=clock.now(), **given))


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
    """Confirm, return with a question, let it wait for money, or decline."""
    said = valid(s.DecisionIn, request).validated_data
    given: dict[str, Any] = {"version": said["version"], "answered": said["answered"]}
    given |= {"by": who(request), "at": clock.now()}
    if said["decision"] == "confirm":
        given |= {"reason": said["reason"], "motivations": said["motivations"], "amount": said["amount"]}
        case = decision.confirm(ref, **given)
        return _moved(AdmissionRequest.objects.get(ref=ref, person_id=case.person_id))
    if said["decision"] == "return":
        return _moved(decision.return_for_completion(ref, question=said["reason"], **given))
    if said["decision"] == "wait":
        return _moved(decision.wait(ref, need_level=said["need_level"], reason=said["reason"], **given))
    given |= {"decline_reason": said["decline_reason"], "paid_until": said["paid_until"]}
    declined = decision.decline(ref, reason=said["reason"], **given)
    return _moved(declined)
