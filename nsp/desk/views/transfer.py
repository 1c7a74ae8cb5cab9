"""Saying yes to an offer, on the page and through the API: the person moves over, and the extract is made with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import who
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases.forms.transfer import RefuseForm
from cases.models import TransferOffer
from cases.selectors.transfer import asked_offer
from cases.services import transfer
from nsp.desk.moving import extract_of


@asks(Act.ANSWER_TRANSFER, of=TransferOffer)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_accept(request: Asked, ref: str) -> HttpResponse:
    """Take the person over."""
    page, now = asked_offer(request.viewer, ref, on=clock.today()), clock.now()
    if request.method != "POST":
        return redirect("transfer", ref=page.ref)
    try:
        person = transfer.accept(ref, extract_of(now, request.request_id), by=request.viewer, at=now)
    except Invalid as error:
        context = {"page": page, "form": RefuseForm(), "wrong": error.fields.get("")}
        return render(request, "cases/transfer/asked.html", context, status=422)
    messages.success(request, _("You are responsible for the person now."))
    return redirect("person", code=person.code)


class TakenOver(s.Serializer[Any]):
    """The code of the person whom the viewer's actor is responsible for from now on."""

    code = s.CharField()


@extend_schema(request=None, responses=TakenOver)
@asks(Act.ANSWER_TRANSFER, of=TransferOffer)
@api_view(["POST"])
def api_transfer_accept(request: Request, ref: str) -> Response:
    """Take the person over."""
    now = clock.now()
    mark = request._request.request_id  # type: ignore[attr-defined]
    person = transfer.accept(ref, extract_of(now, mark), by=who(request), at=now)
    return Response({"code": person.code})
