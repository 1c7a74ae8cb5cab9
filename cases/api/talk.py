"""The thread about a person through the API: read, write, close a question."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, Guarded, WithTexts, opened, valid, who
from accounts.asks import asks
from cases.access_talk import Thread
from cases.models import Mention, Message
from cases.selectors.mention import colleagues as colleagues_now
from cases.selectors.mention import mentions_waiting
from cases.selectors.talk import talk_page
from cases.services import mention
from cases.services import talk as services
from cases.services.mention import MOST


class MessageIn(Guarded):
    """A message. ``asks``: empty, HOME, OFFICE, or the reference of an actor that sees the person by a share.
    ``token``: the sender's own random id; the same one twice makes one message. ``mentions``: colleagues who should
    look, of those whom ``GET /persons/{code}/colleagues/`` lists."""

    text = s.CharField(max_length=services.LONGEST)
    asks = s.CharField(max_length=16, required=False, allow_blank=True, default="")
    token = s.UUIDField()
    mentions = s.ListField(child=s.UUIDField(), required=False, default=list, max_length=MOST)


class MessageMadeOut(s.Serializer[Any]):
    """The message, by its reference."""

    ref = s.CharField()


class MessageOut(WithTexts):
    """A message. ``text`` only where it is opened, and empty where the viewer may not read this one."""

    sealed = ("text",)
    ref = s.CharField()
    at = s.DateTimeField()
    who = s.CharField()
    asks = s.CharField(allow_blank=True)
    waits = s.BooleanField()
    over = s.CharField(allow_blank=True)
    may_read = s.BooleanField()
    read = s.ListField(child=s.CharField())
    mentions = s.ListField(child=s.CharField())
    text = s.CharField()


class ToAskOut(s.Serializer[Any]):
    """Somebody whom one can ask: what is sent as ``asks``, and their name."""

    ref = s.SerializerMethodField()
    name = s.SerializerMethodField()

    def get_ref(self, pair: tuple[str, str]) -> str:
        """What is sent as ``asks``."""
        return pair[0]

    def get_name(self, pair: tuple[str, str]) -> str:
        """Their name."""
        return pair[1]


class ThreadOut(s.Serializer[Any]):
    """A page of the thread, oldest first; ``older``, ``newer``: the reference to page from."""

    rows = MessageOut(many=True)
    asked = ToAskOut(many=True)
    older = s.CharField(allow_blank=True)
    newer = s.CharField(allow_blank=True)


@extend_schema(
    responses=ThreadOut, parameters=[OpenApiParameter("older", str), OpenApiParameter("newer", str), TEXTS_TOO]
)
@asks(Act.SEE_PERSON, of=Thread, ref="code", texts=True)
@api_view(["GET"])
def thread(request: Request, code: str) -> Response:
    """The thread; ``texts=1`` opens the sealed words, and leaves read marks."""
    given, at = opened(request), clock.now()
    places = {name: request.query_params.get(name, "")[:16] for name in ("older", "newer")}
    page = talk_page(who(request), code, at=at, texts=given["texts"], **places)
    if page.opened:
        services.mark_read(code, [row.ref for row in page.rows if row.may_read], by=who(request), at=at)
    return Response(ThreadOut(page, context=given).data)


@extend_schema(request=MessageIn, responses={201: MessageMadeOut})
@asks(Act.WRITE_MESSAGE, of=Thread, ref="code")
@api_view(["POST"])
def send(request: Request, code: str) -> Response:
    """Write a message."""
    given = valid(MessageIn, request).validated_data
    told = services.Told(given["text"], given["asks"], tuple(given["mentions"]))
    how: dict[str, Any] = {"token": given["token"], "answered": given.get("answered", ())}
    row = services.send(code, told, by=who(request), at=clock.now(), **how)
    return Response(MessageMadeOut(row).data, status=201)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_MESSAGE, of=Message)
@api_view(["POST"])
def close(request: Request, code: str, ref: str) -> Response:
    """A question is none any longer."""
    services.no_question_any_longer(code, ref, by=who(request), at=clock.now())
    return Response(status=204)


class ColleagueOut(s.Serializer[Any]):
    """A colleague whom one can name: what is sent in ``mentions``, and their name."""

    id = s.SerializerMethodField()
    name = s.SerializerMethodField()

    def get_id(self, pair: tuple[str, str]) -> str:
        """The handle, for this person alone."""
        return pair[0]

    def get_name(self, pair: tuple[str, str]) -> str:
        """The name."""
        return pair[1]


class MentionOut(s.Serializer[Any]):
    """Where the viewer is named and has not looked. ``place``: the message or the note."""

    ref = s.CharField()
    code = s.CharField()
    in_note = s.BooleanField()
    place = s.CharField()
    who = s.CharField()
    at = s.DateTimeField()


@extend_schema(responses=ColleagueOut(many=True))
@asks(Act.WRITE_MESSAGE, of=Thread, ref="code")
@api_view(["GET"])
def colleagues(request: Request, code: str) -> Response:
    """Colleagues of one's own who see the person today."""
    return Response(ColleagueOut(colleagues_now(who(request), code, on=clock.today()), many=True).data)


@extend_schema(responses=MentionOut(many=True))
@asks(Act.SEE_MENTION)
@api_view(["GET"])
def mentions(request: Request) -> Response:
    """Where one is named and has not looked, oldest first."""
    return Response(MentionOut(mentions_waiting(who(request)), many=True).data)


@extend_schema(request=None, responses={204: None})
@asks(Act.SEE_MENTION, of=Mention)
@api_view(["POST"])
def mention_seen(request: Request, ref: str) -> Response:
    """One has seen it."""
    mention.say_seen(ref, by=who(request), at=clock.now())
    return Response(status=204)
