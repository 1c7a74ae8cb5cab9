"""The notice board through the API: read, leave a receipt; for coordinators write, take down, remind."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import Day, Guarded, valid, who
from accounts.asks import asks
from reminders.board import board as board_of
from reminders.board import posting_page
from reminders.models import Posting
from reminders.services import board as services


class PostingIn(Guarded):
    """A posting. ``until``: the last day on which it stands."""

    title = s.CharField(max_length=services.LONGEST_TITLE)
    text = s.CharField(max_length=services.LONGEST)
    until = Day(years_ahead=1)
    asks_receipt = s.BooleanField(required=False, default=False)
    certified_only = s.BooleanField(required=False, default=False)

    def told(self) -> services.Told:
        """What is said, for the service."""
        names = ("title", "text", "until", "asks_receipt", "certified_only")
        return services.Told(**{name: self.validated_data[name] for name in names})


class NewPostingIn(PostingIn):
    """``token``: the sender's own random id; the same one twice makes one posting."""

    token = s.UUIDField()


class PostingMadeOut(s.Serializer[Any]):
    """The version, by its reference."""

    ref = s.CharField()


class PostingRowOut(s.Serializer[Any]):
    """A posting in the list. ``waits``: the viewer is asked for a receipt and has left none."""

    ref = s.CharField()
    title = s.CharField()
    who = s.CharField()
    at = s.DateTimeField()
    until = s.DateField()
    version = s.IntegerField()
    asks_receipt = s.BooleanField()
    certified_only = s.BooleanField()
    waits = s.BooleanField()
    read_at = s.DateTimeField(allow_null=True)
    taken_at = s.DateTimeField(allow_null=True)


class BoardOut(s.Serializer[Any]):
    """What stands, newest first; for coordinators, what stands no longer."""

    stands = PostingRowOut(many=True)
    earlier = PostingRowOut(many=True)


class ReceiptsOut(s.Serializer[Any]):
    """Who at an actor has left a receipt, and who has not."""

    actor = s.CharField()
    read = s.SerializerMethodField()
    unread = s.ListField(child=s.CharField())

    def get_read(self, row: Any) -> list[str]:
        """The names of those who have."""
        return [name for name, _at in row.read]


class PostingOut(s.Serializer[Any]):
    """One version. ``newer``: the reference of the newest one; ``actors``: for coordinators, where it asks for
    receipts."""

    row = PostingRowOut()
    text = s.CharField()
    stands = s.BooleanField()
    newer = s.CharField(allow_blank=True)
    actors = ReceiptsOut(many=True)


@extend_schema(responses=BoardOut, operation_id="board_list")
@asks(Act.READ_BOARD)
@api_view(["GET"])
def board(request: Request) -> Response:
    """The board."""
    return Response(BoardOut(board_of(who(request), on=clock.today())).data)


@extend_schema(responses=PostingOut, operation_id="board_posting")
@asks(Act.READ_BOARD, of=Posting)
@api_view(["GET"])
def posting(request: Request, ref: str) -> Response:
    """One version of a posting. Looking leaves no receipt."""
    return Response(PostingOut(posting_page(who(request), ref, on=clock.today())).data)


@extend_schema(request=None, responses={204: None})
@asks(Act.READ_BOARD, of=Posting)
@api_view(["POST"])
def read(request: Request, ref: str) -> Response:
    """Leave a receipt."""
    services.say_read(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=NewPostingIn, responses={201: PostingMadeOut})
@asks(Act.WRITE_BOARD)
@api_view(["POST"])
def new(request: Request) -> Response:
    """Write something on the board."""
    given = valid(NewPostingIn, request)
    how: dict[str, Any] = {"token": given.validated_data["token"], "answered": given.validated_data["answered"]}
    row = services.post(given.told(), by=who(request), at=clock.now(), **how)
    return Response(PostingMadeOut(row).data, status=201)


@extend_schema(request=PostingIn, responses={201: PostingMadeOut})
@asks(Act.WRITE_BOARD, of=Posting)
@api_view(["POST"])
def change(request: Request, ref: str) -> Response:
    """Write the next version."""
    given = valid(PostingIn, request)
    answered = given.validated_data["answered"]
    row = services.change_posting(ref, given.told(), by=who(request), at=clock.now(), answered=answered)
    return Response(PostingMadeOut(row).data, status=201)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_BOARD, of=Posting)
@api_view(["POST"])
def take_down(request: Request, ref: str) -> Response:
    """It stands no longer."""
    services.take_down(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_BOARD, of=Posting)
@api_view(["POST"])
def remind(request: Request, ref: str) -> Response:
    """Remind those who have left no receipt."""
    services.remind(ref, by=who(request), at=clock.now())
    return Response(status=204)
