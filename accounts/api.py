"""What the API of every floor shares: who asks, what may come in, and that every refusal is JSON with a code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as TooMany
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers as s
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.clock import years_from_today
from accounts.inputs import YEARS
from accounts.lists import Listing
from accounts.viewer import Viewer

MOST_BYTES = 1_000_000
DEEPEST = 6
TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": "", "max_length": 20_000}
"""How a free text is declared."""
TEXTS_TOO = OpenApiParameter("texts", str, enum=["1"], description="Open the sealed text. It is remembered who did.")


class TooLarge(APIException):
    """More than anybody types."""

    status_code = 413
    default_detail = f"At most {MOST_BYTES} bytes."
    default_code = "too_large"


class Body(JSONParser):
    """JSON that the program can keep: not too large, not too deep, in text that a database takes."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        """What was sent. Raises TooLarge, ParseError."""
        try:
            raw = stream.read(MOST_BYTES + 1)
        except RequestDataTooBig as error:
            raise TooLarge from error
        if len(raw) > MOST_BYTES:
            raise TooLarge
        try:
            said = json.loads(raw.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        _keepable(said, DEEPEST)
        return said  # type: ignore[no-any-return]


def _no_number(word: str) -> None:
    raise ValueError(word)


def _keepable(said: Any, depth: int) -> None:
    if depth == 0:
        raise ParseError("Too deep.")
    if isinstance(said, str):
        if "\x00" in said or any("\ud800" <= character <= "\udfff" for character in said):
            raise ParseError("A character that is none.")
    elif isinstance(said, dict):
        for key, value in said.items():
            _keepable(key, depth)
            _keepable(value, depth - 1)
    elif isinstance(said, list):
        for value in said:
            _keepable(value, depth - 1)


class Day(s.DateField):
    """A calendar day near today, as in ``DayField``."""

    def __init__(self, *, years_back: int = YEARS, years_ahead: int = YEARS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.years_back, self.years_ahead = years_back, years_ahead

    def to_internal_value(self, value: Any) -> date:
        """The day. A date that nobody can have meant is refused, since days are counted on from it."""
        found: date = super().to_internal_value(value)
        if not -self.years_back <= years_from_today(found) <= self.years_ahead:
            raise s.ValidationError(_("The date is too far from today. Check the year."))
        return found


class Guarded(s.Serializer[Any]):
    """Something with free text: what the guard found is answered in the next call, by its tokens."""

    answered = s.ListField(child=s.CharField(max_length=80), required=False, default=list, max_length=200)


class WithTexts(s.Serializer[Any]):
    """An answer whose sealed fields are left out until they are asked for (``texts=1``), which is remembered."""

    sealed: tuple[str, ...] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Everything, or everything but what is sealed."""
        found: dict[str, Any] = super().to_representation(instance)
        return found if self.context["texts"] else {k: v for k, v in found.items() if k not in self.sealed}


def parameters_of(listing: Listing) -> list[OpenApiParameter]:
    """What a list is asked by, from its own declaration of filters; and the reference to page from."""
    filters = [OpenApiParameter(f.name, OpenApiTypes.DATE if f.is_day else str) for f in listing.filters]
    return [*filters, OpenApiParameter("older", str), OpenApiParameter("newer", str)]


def at_most(count: int) -> Callable[[Any], None]:
    """A validator: so many entries and no more."""

    def check(said: Any) -> None:
        if len(said) > count:
            raise TooMany(f"At most {count}.")

    return check


def who(request: Request) -> Viewer:
    """The viewer that the middleware has found out."""
    found: Viewer = request._request.viewer  # type: ignore[attr-defined]
    return found


def opened(request: Request) -> dict[str, bool]:
    """The context for a serializer ``WithTexts``: whether the middleware has let the sealed text be opened."""
    return {"texts": request._request.texts}  # type: ignore[attr-defined]


def valid(serializer: type[Any], request: Request) -> Any:
    """The serializer, filled and checked; a fault is answered with 400 and each field's sentence."""
    filled = serializer(data=request.data)
    filled.is_valid(raise_exception=True)
    return filled


def refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """What the framework refuses, in the words of our own refusals (accounts/middleware.py makes those)."""
    response = exception_handler(error, context)
    if response is None or not isinstance(error, APIException):
        return response
    if isinstance(error, ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"": error.detail}
        response.data = {"code": "invalid", "fields": fields}
    else:
        response.data = {"code": error.default_code, "detail": str(error.detail)}
    return response
