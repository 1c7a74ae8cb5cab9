"""What I have been told, through the API."""

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
from reminders.models import Notice
from reminders.selectors import notices as notices_of
from reminders.services import notices as service


class NoticeOut(s.Serializer[Any]):
    """A notice as it reads."""

    id = s.UUIDField()
    what = s.CharField()
    kind = s.CharField()
    told_at = s.DateTimeField()


class NoticesOut(s.Serializer[Any]):
    """The viewer's notices, newest first."""

    unread = NoticeOut(many=True)
    earlier = NoticeOut(many=True)
    unread_count = s.IntegerField()


@extend_schema(responses=NoticesOut)
@asks(Act.READ_NOTICES)
@api_view(["GET"])
def notices(request: Request) -> Response:
    """Looking changes nothing: a notice is read when it is opened."""
    return Response(NoticesOut(notices_of(who(request))).data)


@extend_schema(request=None, responses={204: None})
@asks(Act.READ_NOTICES, of=Notice)
@api_view(["POST"])
def open_one(request: Request, ref: str) -> Response:
    """Mark one as read."""
    service.open_notice(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.READ_NOTICES)
@api_view(["POST"])
def read_all(request: Request) -> Response:
    """Mark all of them as read."""
    service.read_all(by=who(request), at=clock.now())
    return Response(status=204)
