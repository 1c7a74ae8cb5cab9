"""Sheets of information, and that somebody was given them, through the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import Day, valid, who
from accounts.asks import asks
from cases.models import Person
from cases.models.information import Given, SheetCode
from cases.selectors.information import given_before, sheet_list
from cases.selectors.information import sheet as one_sheet
from cases.services.information import LONGEST, TITLE, give_information, write_sheet


class BlockOut(s.Serializer[Any]):
    """A heading, a list or a paragraph."""

    mark = s.CharField()
    lines = s.ListField(child=s.CharField())


class SheetOut(s.Serializer[Any]):
    """A sheet in one language."""

    code = s.CharField()
    language = s.CharField()
    tag = s.CharField()
    direction = s.CharField()
    version = s.IntegerField()
    title = s.CharField()
    blocks = BlockOut(many=True)


class SheetRowOut(s.Serializer[Any]):
    """A sheet, and the languages that it is in (ISO 639-3)."""

    code = s.CharField()
    name = s.CharField()
    languages = s.SerializerMethodField()

    def get_languages(self, row: Any) -> list[str]:
        """The codes."""
        return [code for code, _name in row.languages]


class SheetIn(s.Serializer[Any]):
    """The next version of a sheet. ``seen``: the version that it was written from, 0 for the first."""

    language = s.CharField(max_length=3)
    title = s.CharField(max_length=TITLE)
    text = s.CharField(max_length=LONGEST)
    seen = s.IntegerField(min_value=0)


class GivenIn(s.Serializer[Any]):
    """That information was given."""

    sheets = s.ListField(child=s.ChoiceField(SheetCode.choices), max_length=len(SheetCode))
    language = s.CharField(max_length=3)
    how = s.ChoiceField(Given.choices, default=Given.UNKNOWN)
    on = Day()


class GivenOut(s.Serializer[Any]):
    """What was given, in words."""

    on = s.DateField()
    sheets = s.CharField()
    language = s.CharField()
    how = s.CharField()
    who = s.CharField()


@extend_schema(responses=SheetRowOut(many=True), operation_id="sheets_list")
@asks(Act.SEE_SHEETS)
@api_view(["GET"])
def sheets(request: Request) -> Response:
    """Every sheet, with its languages."""
    return Response(SheetRowOut(sheet_list(), many=True).data)


@extend_schema(responses=SheetOut)
@asks(Act.SEE_SHEETS)
@api_view(["GET"])
def sheet(request: Request, sheet: str, language: str) -> Response:
    """The newest version of a sheet in a language."""
    return Response(SheetOut(one_sheet(sheet, language)).data)


@extend_schema(request=SheetIn, responses={204: None})
@asks(Act.WRITE_SHEET)
@api_view(["POST"])
def sheet_write(request: Request, sheet: str) -> Response:
    """Add the next version of a sheet, or the first in a language."""
    write_sheet(sheet, **valid(SheetIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=GivenIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def give(request: Request, code: str) -> Response:
    """Note that the person was given information."""
    give_information(code, **valid(GivenIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(responses=GivenOut(many=True), operation_id="information_list")
@asks(Act.SEE_PERSON, of=Person, ref="code")
@api_view(["GET"])
def given(request: Request, code: str) -> Response:
    """What the person was given, the newest first."""
    return Response(GivenOut(given_before(code), many=True).data)
