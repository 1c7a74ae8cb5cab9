"""Who sees a person: sharing, naming the only staff who see, breaking the glass."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases import serializers_sharing as s
from cases.models import Person, Restriction
from cases.models.consent import Consented
from cases.selectors.sharing import access_page
from cases.selectors.sharing import restrictions as restricted_persons
from cases.services import sharing
from cases.services.consent import ConsentSaid


@extend_schema(responses=s.Access)
@asks(Act.SEE_ACCESS, of=Person, ref="code")
@api_view(["GET"])
def access(request: Request, code: str) -> Response:
    """Who sees the person now."""
    return Response(s.Access(access_page(who(request), code, on=clock.today())).data)


@extend_schema(request=s.ShareIn, responses=s.Shared)
@asks(Act.SHARE, of=Person, ref="code")
@api_view(["POST"])
def share(request: Request, code: str) -> Response:
    """Let another actor see the person until a day."""
    said = valid(s.ShareIn, request).validated_data
    new = ConsentSaid(Consented.SHARE, said["language"], said["how"], clock.today(), said["consent_until"])
    how = {"until": said["until"], "may_write": said["may_write"], "consent": said["consent"] or new}
    row = sharing.share(code, said["actor"], **how, by=who(request), at=clock.now())
    return Response({"ref": row.ref})


@extend_schema(request=None, responses={204: None})
@asks(Act.END_SHARE, of=Person, ref="code")
@api_view(["POST"])
def share_end(request: Request, code: str, share: str) -> Response:
    """End a share."""
    sharing.stop_sharing(code, share, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.NamedIn, responses={204: None})
@asks(Act.RESTRICT, of=Person, ref="code")
@api_view(["POST"])
def restrict(request: Request, code: str) -> Response:
    """Name the only staff who see the person."""
    sharing.restrict(code, **valid(s.NamedIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=s.RestrictionLine(many=True), operation_id="restrictions_list")
@asks(Act.RESTRICT)
@api_view(["GET"])
def restrictions(request: Request) -> Response:
    """The restricted persons of the manager's actors."""
    return Response(s.RestrictionLine(restricted_persons(who(request)), many=True).data)


@extend_schema(request=s.NamedIn, responses={204: None})
@asks(Act.RESTRICT, of=Restriction)
@api_view(["POST"])
def rename(request: Request, ref: str) -> Response:
    """Say anew who is named."""
    sharing.rename(ref, **valid(s.NamedIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.RESTRICT, of=Restriction)
@api_view(["POST"])
def lift(request: Request, ref: str) -> Response:
    """Open the person to all of the actor's staff again."""
    sharing.lift(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.GlassIn, responses={204: None})
@asks(Act.BREAK_GLASS, of=Person, ref="code")
@api_view(["POST"])
def break_glass(request: Request, code: str) -> Response:
    """Read the sealed text without an open errand, for three hours."""
    sharing.break_glass(code, **valid(s.GlassIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)
