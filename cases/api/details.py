"""What is known of the person, and what was put right in it."""

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
from cases import serializers_details as s
from cases.models import Person
from cases.selectors.changes import changes as changes_of
from cases.selectors.details import details_codes
from cases.services import details as services


@extend_schema(responses=s.DetailsOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def details(request: Request, code: str) -> Response:
    """What is known of the person; ``texts=1`` opens the sealed words."""
    given = opened(request)
    return Response(s.DetailsOut(details_codes(who(request), code, on=clock.today(), **given), context=given).data)


@extend_schema(responses=s.MomentOut(many=True))
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def changes(request: Request, code: str) -> Response:
    """What was changed in the record, newest first: what it was, what it is, who, when."""
    return Response(s.MomentOut(changes_of(who(request), code).moments, many=True).data)


@extend_schema(request=s.AgeIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def age(request: Request, code: str) -> Response:
    """Write age and gender anew."""
    return _write(request, code, s.AgeIn, services.write_age)


@extend_schema(request=s.LanguageIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def language(request: Request, code: str) -> Response:
    """Write citizenships, languages and the interpreter anew."""
    return _write(request, code, s.LanguageIn, services.write_languages)


@extend_schema(request=s.GuardedIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def protection(request: Request, code: str) -> Response:
    """Write the protection by authorities and the own view of the threat anew."""
    return _write(request, code, s.GuardedIn, services.write_protection)


@extend_schema(request=s.ContactIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def contact(request: Request, code: str) -> Response:
    """Write the safe way and the hours anew."""
    return _write(request, code, s.ContactIn, services.write_contact)


@extend_schema(request=None, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def checked(request: Request, code: str) -> Response:
    """Say that the safe way holds today."""
    services.check_safe_contact(code, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.OwnFileIn, responses={204: None})
@asks(Act.CHANGE_OWN_FILE, of=Person, ref="code")
@api_view(["POST"])
def own(request: Request, code: str) -> Response:
    """Write the placement code and the number in the file anew; for the responsible actor."""
    return _write(request, code, s.OwnFileIn, services.write_own)


def _write(request: Request, code: str, serializer: type[Any], service: Any) -> Response:
    given = valid(serializer, request)
    more = {name: given.validated_data[name] for name in ("answered", "seen")}
    service(code, given.said(), by=who(request), at=clock.now(), **more)
    return Response(status=204)
