"""Whoever is close to a person through the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import valid, who
from accounts.asks import asks
from cases.models import Person
from cases.selectors.family import become_now, dependant_now, family, link_now, same_now
from cases.serializers_family import (
    BecameOut,
    BecomeNowOut,
    BecomesIn,
    FamilyLinkIn,
    FamilyOut,
    RelativeIn,
    RelativeMadeOut,
    RelativeNowOut,
    SameIn,
    SameOut,
    TheirOut,
)
from cases.services.dependant import add_dependant, change_dependant, remove_dependant
from cases.services.family import become_person, end_link, link_persons, mark_same


@extend_schema(responses=FamilyOut)
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def person_family(request: Request, code: str) -> Response:
    """Everybody close, and the persons linked to this one."""
    return Response(FamilyOut(family(who(request), code)).data)


@extend_schema(request=RelativeIn, responses={201: RelativeMadeOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def close_new(request: Request, code: str) -> Response:
    """Note somebody who is indirectly exposed."""
    given = valid(RelativeIn, request)
    said = {"answered": given.validated_data.get("answered", ()), "token": given.validated_data["token"]}
    row = add_dependant(code, given.close(), by=who(request), at=clock.now(), **said)
    return Response(RelativeMadeOut(row).data, status=201)


@extend_schema(methods=["GET"], responses=RelativeNowOut)
@extend_schema(methods=["POST"], request=RelativeIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def close_change(request: Request, code: str, ref: str) -> Response:
    """What is written of somebody close; posted to, everything is said anew."""
    known = dependant_now(code, ref)
    if request.method == "GET":
        return Response(RelativeNowOut(known).data)
    given = valid(RelativeIn, request)
    answered = given.validated_data.get("answered", ())
    about = {"answered": answered, "seen": given.validated_data["seen"]}
    change_dependant(code, ref, given.close(), by=who(request), at=clock.now(), **about)
    return Response(status=204)


@extend_schema(methods=["GET"], responses=RelativeNowOut)
@extend_schema(methods=["POST"], request=None, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def close_remove(request: Request, code: str, ref: str) -> Response:
    """Whether somebody close can be taken away; posted to, they are, as written down by mistake."""
    known = dependant_now(code, ref)
    if request.method == "GET":
        return Response(RelativeNowOut(known).data)
    remove_dependant(code, ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(methods=["GET"], responses=SameOut)
@extend_schema(methods=["POST"], request=SameIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def close_same(request: Request, code: str, ref: str) -> Response:
    """Who at a linked person can be the same child; posted to, it is said who is."""
    known = same_now(code, ref)
    if request.method == "GET":
        return Response(SameOut(known).data)
    mark_same(code, ref, **valid(SameIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(methods=["GET"], responses=BecomeNowOut)
@extend_schema(methods=["POST"], request=BecomesIn, responses={201: BecameOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def close_become(request: Request, code: str, ref: str) -> Response:
    """What is known of somebody close who turns out to be exposed; posted to, they become a person of their own."""
    known = become_now(who(request), code, ref, on=clock.today())
    if request.method == "GET":
        return Response(BecomeNowOut(known).data)
    given = valid(BecomesIn, request)
    answered = given.validated_data.get("answered", ())
    person = become_person(code, ref, given.becomes(), by=who(request), at=clock.now(), answered=answered)
    return Response(BecameOut(person).data, status=201)


@extend_schema(request=FamilyLinkIn, responses={201: RelativeMadeOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def link_new(request: Request, code: str) -> Response:
    """Link the person to another one who is close to them."""
    given = valid(FamilyLinkIn, request).validated_data
    about = {"by": who(request), "at": clock.now(), "answered": given.get("answered", ())}
    return Response(RelativeMadeOut(link_persons(code, given["other"], given["relation"], **about)).data, status=201)


@extend_schema(methods=["GET"], responses=TheirOut)
@extend_schema(methods=["POST"], request=None, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["GET", "POST"])
def link_end(request: Request, code: str, kin: str) -> Response:
    """The other end of a link; posted to, the link is taken away."""
    known = link_now(who(request), code, kin)
    if request.method == "GET":
        return Response(TheirOut(known).data)
    end_link(code, kin, by=who(request), at=clock.now())
    return Response(status=204)
