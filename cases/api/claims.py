"""Reporting back, and what a coordinator says of it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, opened, valid, who
from accounts.asks import asks
from cases import serializers_claims as s
from cases.models import AdmissionRequest, Intervention
from cases.selectors.claims import claim_page, claims_to_decide, report_page
from cases.selectors.granted import nights_of
from cases.services import claims
from cases.services.report_back import Reported, as_granted, report_back, report_nights
from funding.models import Claim


@extend_schema(request=s.ClaimIn, responses=s.ClaimRef)
@asks(Act.REPORT_BACK, of=Intervention)
@api_view(["GET", "POST"])
def report(request: Request, ref: str) -> Response:
    """What can be reported back of an intervention; on a POST, report it or keep a draft."""
    if request.method == "GET":
        return Response(s.ToReport(report_page(ref, nights=False, on=clock.today())).data)
    return _write(request, ref, report_back, as_granted(ref))


@extend_schema(request=s.ClaimIn, responses=s.ClaimRef)
@asks(Act.REPORT_BACK, of=AdmissionRequest)
@api_view(["GET", "POST"])
def report_of_nights(request: Request, ref: str) -> Response:
    """The same for the nights that are paid although a request was declined."""
    if request.method == "GET":
        return Response(s.ToReport(report_page(ref, nights=True, on=clock.today())).data)
    what = nights_of(ref)
    days = what.own.days if what and what.own else None
    children = {part.key: part.days for part in what.children} if what else {}
    return _write(request, ref, report_nights, Reported(days=days, children=children))


def _write(request: Request, ref: str, write: Any, standing: Reported) -> Response:
    form = valid(s.ClaimIn, request)
    said = form.validated_data
    how = {"version": said["version"], "send": said["send"], "answered": said["answered"]}
    return Response(s.ClaimRef(write(ref, form.reported(standing), **how, by=who(request), at=clock.now())).data)


@extend_schema(responses=s.ClaimLine(many=True))
@asks(Act.LIST_CLAIMS)
@api_view(["GET"])
def claim_list(request: Request) -> Response:
    """Reports that wait for a coordinator, the one sent first on top."""
    return Response(s.ClaimLine(claims_to_decide(who(request)), many=True).data)


@extend_schema(parameters=[TEXTS_TOO], responses=s.Claim)
@asks(Act.SEE_CLAIM, of=Claim, texts=True)
@api_view(["GET"])
def claim(request: Request, ref: str) -> Response:
    """A report as it was sent."""
    page = claim_page(ref, who(request), texts=opened(request)["texts"])
    return Response(s.Claim(page, context=opened(request)).data)


@extend_schema(request=s.DecideClaimIn, responses=s.ClaimRef)
@asks(Act.DECIDE_CLAIM, of=Claim)
@api_view(["POST"])
def decide(request: Request, ref: str) -> Response:
    """Approve a report, less what is cut, or ask its actor something."""
    form = valid(s.DecideClaimIn, request)
    said = form.validated_data
    given: dict[str, Any] = {"version": said["version"], "by": who(request), "at": clock.now()}
    given["answered"] = said["answered"]
    if said["decision"] == "ask":
        row = claims.ask(ref, question=said["words"], **given)
    else:
        row = claims.approve(ref, form.cut(), words=said["words"], **given)
    return Response(s.ClaimRef(row).data)


@extend_schema(request=s.ReverseIn, responses=s.ClaimRef)
@asks(Act.DECIDE_CLAIM, of=Claim)
@api_view(["POST"])
def reverse(request: Request, ref: str) -> Response:
    """Take an approval back by counter-entries, so that it is decided anew."""
    said = valid(s.ReverseIn, request).validated_data
    return Response(s.ClaimRef(claims.reverse(ref, **said, by=who(request), at=clock.now())).data)


@extend_schema(request=s.PapersIn, responses={204: None})
@asks(Act.DECIDE_CLAIM, of=Claim)
@api_view(["POST"])
def papers(request: Request, ref: str) -> Response:
    """Note on which day the papers were seen."""
    claims.papers_seen(ref, **valid(s.PapersIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.RepaidIn, responses={204: None})
@asks(Act.BOOK_REPAYMENT, of=Claim)
@api_view(["POST"])
def repaid(request: Request, ref: str) -> Response:
    """Book what the actor has paid back."""
    claims.repaid(ref, **valid(s.RepaidIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)
