"""Saved filters, and what is done to many at once with an answer for each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.access import About
from accounts.acts import Act
from accounts.api import Guarded, at_most, valid, who
from accounts.asks import asks
from accounts.errors import NotFound
from accounts.forms.lists import asked_for
from accounts.lists import MOST_AT_ONCE
from cases import codes
from cases.api.journal import NewNoteIn
from cases.models import GroupEvent, SavedFilter
from cases.selectors.bulk import Chosen, chosen_persons, persons_behind
from cases.selectors.listings import LISTINGS, listing_for
from cases.selectors.saved_filters import saved_filters
from cases.services import bulk
from cases.services import saved_filters as services


class SavedFilterOut(s.Serializer[Any]):
    """One's own. ``list``: the name of the list's page; ``chosen``: the codes of its filters; ``opens``: opens so."""

    ref = s.CharField()
    list = s.CharField(source="of")
    name = s.CharField()
    chosen = s.DictField(child=s.CharField())
    opens = s.BooleanField()


class SavedFilterIn(Guarded):
    """``token``: the sender's own random id; the same one twice saves once."""

    token = s.UUIDField()
    list = s.ChoiceField(sorted(LISTINGS))
    name = s.CharField(max_length=services.LONGEST)
    chosen = s.DictField(child=s.CharField(max_length=40), validators=[at_most(20)])
    opens = s.BooleanField(default=False)


class SavedFilterRef(s.Serializer[Any]):
    """By what it is known."""

    ref = s.CharField()


class OpensIn(s.Serializer[Any]):
    """Whether the list opens so."""

    opens = s.BooleanField()


class WentOut(s.Serializer[Any]):
    """How it went for one of them. ``why``: a stable code where it did not go; what is missing and what is not the
    sender's to know of are both ``not_found``."""

    ref = s.CharField()
    ok = s.BooleanField()
    why = s.CharField()


class BulkOut(s.Serializer[Any]):
    """How it went for each."""

    results = WentOut(many=True)


def _many() -> s.ListField:
    return s.ListField(child=s.CharField(max_length=16), min_length=1, max_length=MOST_AT_ONCE)


class GiveIn(s.Serializer[Any]):
    """Reference codes of persons, and the account of whoever takes them over."""

    codes = _many()
    to = s.UUIDField()


class RemindIn(s.Serializer[Any]):
    """References of applications and interventions. ``token``: the same one twice reminds once."""

    refs = _many()
    token = s.UUIDField()


class NoteEachIn(NewNoteIn):
    """The same note about each of these persons of the event."""

    codes = _many()


@extend_schema(
    responses=SavedFilterOut(many=True),
    parameters=[OpenApiParameter("list", str, enum=sorted(LISTINGS))],
    operation_id="saved_filters_list",
)
@asks(Act.KEEP_FILTERS)
@api_view(["GET"])
def filters(request: Request) -> Response:
    """One's own saved filters, of one list or of all."""
    return Response(SavedFilterOut(saved_filters(who(request), request.query_params.get("list", "")), many=True).data)


@extend_schema(request=SavedFilterIn, responses=SavedFilterRef)
@asks(Act.KEEP_FILTERS)
@api_view(["POST"])
def filter_new(request: Request) -> Response:
    """Save filters under a name. A filter that makes no sense is refused."""
    said = valid(SavedFilterIn, request).validated_data
    listing = listing_for(who(request), said["list"])
    if listing is None:
        raise NotFound
    chosen = asked_for(said["chosen"], listing=listing, viewer=who(request)).chosen
    how = {name: said[name] for name in ("opens", "token", "answered")}
    row = services.save_filter(said["list"], chosen, said["name"], **how, by=who(request), at=clock.now())
    return Response(SavedFilterRef(row).data)


@extend_schema(request=OpensIn, responses={204: None})
@asks(Act.KEEP_FILTERS, of=SavedFilter)
@api_view(["POST"])
def filter_opens(request: Request, ref: str) -> Response:
    """Let the list open so, or with everything."""
    services.open_list_so(ref, valid(OpensIn, request).validated_data["opens"], by=who(request))
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.KEEP_FILTERS, of=SavedFilter)
@api_view(["POST"])
def filter_remove(request: Request, ref: str) -> Response:
    """Take it away; for a minute it can be fetched back."""
    services.remove_filter(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.KEEP_FILTERS, of=SavedFilter)
@api_view(["POST"])
def filter_restore(request: Request, ref: str) -> Response:
    """Fetch it back."""
    services.restore_filter(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=GiveIn, responses=BulkOut)
@asks(Act.ASSIGN)
@api_view(["POST"])
def give(request: Request) -> Response:
    """Give persons to a colleague, each on its own. Why not: ``not_found``, ``not_staff``, ``not_named``."""
    said = valid(GiveIn, request).validated_data
    done = bulk.give_persons(said["codes"], said["to"], by=who(request), at=clock.now())
    return _went(request, done, _by_code(said["codes"]))


@extend_schema(request=RemindIn, responses=BulkOut)
@asks(Act.REMIND)
@api_view(["POST"])
def remind(request: Request) -> Response:
    """Remind actors of what waits for them, each thing once a day. Why not: ``not_found``, ``today``, ``done``."""
    said = valid(RemindIn, request).validated_data
    done = bulk.remind(said["refs"], token=said["token"], by=who(request), at=clock.now())
    return _went(request, done, persons_behind(who(request), said["refs"]))


@extend_schema(request=NoteEachIn, responses=BulkOut)
@asks(Act.WRITE_NOTE, of=GroupEvent)
@api_view(["POST"])
def group_note(request: Request, ref: str) -> Response:
    """Write the same note about each of these persons of the event. Why not: ``not_found``."""
    said = valid(NoteEachIn, request)
    given = said.validated_data
    how: dict[str, Any] = {"token": given["token"], "by": who(request), "at": clock.now()}
    done = bulk.note_each(ref, given["codes"], said.said(), **how, answered=given["answered"])
    return _went(request, done, _by_code(given["codes"]))


def _by_code(refs: Collection[str]) -> dict[str, Chosen]:
    return {one.code: one for one in chosen_persons(refs)}


def _went(request: Request, done: Collection[bulk.Went], seen: dict[str, Chosen]) -> Response:
    """The answer; whoever something was done to finds it among the looks at them."""
    asked = request._request
    about = getattr(asked, "about", None) or About("Person", "")
    found = (seen.get(one.ref) or seen.get(codes.parse(one.ref) or "") for one in done if one.ok)
    asked.about = replace(about, others=tuple(one.person_id for one in found if one))  # type: ignore[attr-defined]
    return Response(BulkOut({"results": done}).data)
