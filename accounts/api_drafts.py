"""One's own drafts of forms through the API: which there are, what one holds, and throwing it away."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import who
from accounts.asks import asks
from accounts.models import Draft
from accounts.selectors.form_drafts import begun_forms, what_is_begun
from accounts.services import form_drafts


class BegunOut(s.Serializer[Any]):
    """A form that is begun and not sent. ``form``: its name; ``where``: the page on which it stands."""

    ref = s.CharField()
    form = s.CharField()
    where = s.CharField()
    made_at = s.DateTimeField()
    saved_at = s.DateTimeField()


class DraftOut(BegunOut):
    """The same with what is typed: each field's name with its values in order."""

    typed = s.DictField(child=s.ListField(child=s.CharField(allow_blank=True)))


@extend_schema(responses=BegunOut(many=True))
@asks(Act.KEEP_DRAFT)
@api_view(["GET"])
def api_drafts(request: Request) -> Response:
    """The newest fifty, of persons that one still sees."""
    return Response(BegunOut(begun_forms(who(request)), many=True).data)


@extend_schema(responses=DraftOut)
@asks(Act.KEEP_DRAFT, of=Draft)
@api_view(["GET"])
def api_draft(request: Request, ref: str) -> Response:
    """One's own words: nobody else's are opened by it."""
    return Response(DraftOut(what_is_begun(who(request), ref)).data)


@extend_schema(request=None, responses={204: None})
@asks(Act.KEEP_DRAFT, of=Draft)
@api_view(["POST"])
def api_draft_throw(request: Request, ref: str) -> Response:
    """Throw one away. It can be fetched back for a minute."""
    form_drafts.throw(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.KEEP_DRAFT, of=Draft)
@api_view(["POST"])
def api_draft_back(request: Request, ref: str) -> Response:
    """Undo that, within the minute."""
    form_drafts.fetch_back(ref, by=who(request), at=clock.now())
    return Response(status=204)
