"""Tasks through the API: one's list, a new one, and what is done with one."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.acts import Act
from accounts.api import TEXTS_TOO, Day, Guarded, WithTexts, opened, valid, who
from accounts.asks import asks
from cases.access_task import TasksAbout
from cases.models import Task
from cases.models.task import TaskKind
from cases.selectors.task import doers_about, task_page, tasks_of
from cases.services import task as services


class TaskRowOut(s.Serializer[Any]):
    """A task in the list. ``by`` and ``doer``: empty where it is the viewer."""

    ref = s.CharField()
    state = s.CharField()
    kind = s.CharField()
    what = s.CharField()
    code = s.CharField(allow_blank=True)
    due = s.DateField(allow_null=True)
    by = s.CharField(allow_blank=True)
    doer = s.CharField(allow_blank=True)


class OwnTasksOut(s.Serializer[Any]):
    """What one has to do, also in the place of a ``doer`` who is away, what waits for others, what is over lately."""

    mine = TaskRowOut(many=True)
    given = TaskRowOut(many=True)
    lately = TaskRowOut(many=True)


class TaskOut(WithTexts):
    """One task. ``seen``: send it with a change, so that nobody's newer one is passed by."""

    sealed = ("text", "word", "why")
    row = TaskRowOut()
    seen = s.CharField()
    has_text = s.BooleanField()
    text = s.CharField()
    word = s.CharField()
    why = s.CharField()


class TaskDoerOut(s.Serializer[Any]):
    """Somebody who can be given a task, by the key that this viewer sends as ``doer``."""

    key = s.UUIDField()
    name = s.CharField()


class TaskIn(Guarded):
    """A new task. ``doer``: the key of whoever does it; left out, one's own. The same ``token`` twice makes one."""

    kind = s.ChoiceField(TaskKind.choices, default=TaskKind.OTHER)
    text = s.CharField(max_length=services.LONGEST, required=False, allow_blank=True, default="")
    due = Day(required=False, allow_null=True, default=None)
    doer = s.UUIDField(required=False, allow_null=True, default=None)
    token = s.UUIDField(required=False, default=uuid4)


class TaskMadeOut(s.Serializer[Any]):
    """The task, by its reference."""

    ref = s.CharField()


class TaskDoneIn(Guarded):
    """A word about how it went, if there is any."""

    word = s.CharField(max_length=services.LONGEST_WORD, required=False, allow_blank=True, default="")


class TaskChangeIn(s.Serializer[Any]):
    """Another day (none where it is null), and another who does it (as it is where it is left out)."""

    due = Day(required=False, allow_null=True, default=None)
    doer = s.UUIDField(required=False, allow_null=True, default=None)
    seen = s.CharField(max_length=40, required=False, allow_blank=True, default="")


class TaskDeclineIn(Guarded):
    """Why it is not taken on."""

    why = s.CharField(max_length=services.LONGEST_WORD)


@extend_schema(responses=OwnTasksOut, operation_id="tasks_list")
@asks(Act.SEE_TASKS)
@api_view(["GET"])
def tasks(request: Request) -> Response:
    """The viewer's tasks."""
    return Response(OwnTasksOut(tasks_of(who(request), on=clock.today())).data)


@extend_schema(methods=["GET"], responses=TaskDoerOut(many=True), operation_id="tasks_new_list")
@extend_schema(methods=["POST"], request=TaskIn, responses={201: TaskMadeOut})
@asks(Act.WRITE_TASK)
@api_view(["GET", "POST"])
def task_new(request: Request) -> Response:
    """A task about nobody; read, who can be given one."""
    return _new(request, "")


@extend_schema(methods=["GET"], responses=TaskDoerOut(many=True), operation_id="persons_tasks_new_list")
@extend_schema(methods=["POST"], request=TaskIn, responses={201: TaskMadeOut})
@asks(Act.WRITE_TASK, of=TasksAbout, ref="code")
@api_view(["GET", "POST"])
def person_task_new(request: Request, code: str) -> Response:
    """A task about a person; read, who can be given one."""
    return _new(request, code)


@extend_schema(responses=TaskOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_TASKS, of=Task, texts=True)
@api_view(["GET"])
def task(request: Request, ref: str) -> Response:
    """One task; ``texts=1`` opens the sealed words."""
    given = opened(request)
    return Response(TaskOut(task_page(who(request), ref, on=clock.today(), **given), context=given).data)


@extend_schema(request=TaskDoneIn, responses={204: None})
@asks(Act.WRITE_TASK, of=Task)
@api_view(["POST"])
def done(request: Request, ref: str) -> Response:
    """It is done."""
    given = valid(TaskDoneIn, request).validated_data
    services.mark_done(ref, by=who(request), at=clock.now(), word=given["word"], answered=given["answered"])
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_TASK, of=Task)
@api_view(["POST"])
def undo(request: Request, ref: str) -> Response:
    """What the viewer did or took away within the last minute is to be done still."""
    services.undo(ref, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=TaskChangeIn, responses={204: None})
@asks(Act.WRITE_TASK, of=Task)
@api_view(["POST"])
def change(request: Request, ref: str) -> Response:
    """Another day, or another who does it."""
    services.change_task(ref, **valid(TaskChangeIn, request).validated_data, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=TaskDeclineIn, responses={204: None})
@asks(Act.WRITE_TASK, of=Task)
@api_view(["POST"])
def decline(request: Request, ref: str) -> Response:
    """Whoever was given it does not take it on."""
    given = valid(TaskDeclineIn, request).validated_data
    services.decline(ref, given["why"], by=who(request), at=clock.now(), answered=given["answered"])
    return Response(status=204)


@extend_schema(request=None, responses={204: None})
@asks(Act.WRITE_TASK, of=Task)
@api_view(["POST"])
def take_back(request: Request, ref: str) -> Response:
    """It has not to be done any longer."""
    services.take_back(ref, by=who(request), at=clock.now())
    return Response(status=204)


def _new(request: Request, code: str) -> Response:
    if request.method == "GET":
        return Response(TaskDoerOut(doers_about(who(request), code), many=True).data)
    given = valid(TaskIn, request).validated_data
    more = {name: given.pop(name) for name in ("token", "answered")}
    row = services.give_task(services.Given(**given), by=who(request), at=clock.now(), code=code, **more)
    return Response(TaskMadeOut(row).data, status=201)
