"""Where the law stands, and a return."""

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
from cases import serializers_law as s
from cases.models import Person
from cases.selectors.law import law_page
from cases.selectors.returning import plans, sealed_of
from cases.services import law as services
from cases.services import returning


@extend_schema(responses=s.LawOut, parameters=[TEXTS_TOO])
@asks(Act.SEE_PERSON, of=Person, ref="code", texts=True)
@api_view(["GET"])
def law(request: Request, code: str) -> Response:
    """What should have come, what is awaited, what runs; the rows behind it; ``texts=1`` opens the sealed words."""
    about = request._request.about  # type: ignore[attr-defined]
    page = law_page(who(request), about.ref, on=clock.today(), **opened(request))
    held = [row for card in page.cards for row in card.rows]
    found = {
        "late": page.glance.late,
        "awaited": page.glance.awaited,
        "runs": page.glance.runs,
        "rows": [*held, *page.corrected],
        "returns": plans(page.person_id),
        "sealed": (*page.sealed, *sealed_of(page.person_id, opened=page.opened)),
    }
    return Response(s.LawOut(found).data)


@extend_schema(request=s.StepIn, responses={201: s.RefOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def step(request: Request, code: str) -> Response:
    """Note that something happened."""
    given = valid(s.StepIn, request)
    row = services.state_step(code, given.stated(), **_said(request, given))
    return Response(s.RefOut(row).data, status=201)


@extend_schema(request=s.StepIn, responses={201: s.RefOut})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def correct(request: Request, code: str, row: str) -> Response:
    """Put a row right: what is said replaces it."""
    given = valid(s.StepIn, request)
    newer = services.correct_step(code, row, given.stated(), **_said(request, given))
    return Response(s.RefOut(newer).data, status=201)


@extend_schema(request=None, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def strike(request: Request, code: str, row: str) -> Response:
    """Say that a row was noted by mistake."""
    services.strike_step(code, row, by=who(request), at=clock.now())
    return Response(status=204)


@extend_schema(request=s.PlanIn, responses={201: s.RefOut}, operation_id="persons_returns_begin")
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def return_new(request: Request, code: str) -> Response:
    """Begin the plan of a return."""
    given = valid(s.PlanIn, request)
    row = returning.plan_return(code, given.planned(), **_said(request, given))
    return Response(s.RefOut(row).data, status=201)


@extend_schema(request=s.PlanIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def return_change(request: Request, code: str, plan: str) -> Response:
    """Write the plan of a return anew; ``version``: the one that was read."""
    given = valid(s.PlanIn, request)
    said = _said(request, given) | {"version": given.validated_data["version"]}
    returning.change_return(code, plan, given.planned(), **said)
    return Response(status=204)


@extend_schema(request=s.FollowIn, responses={204: None})
@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@api_view(["POST"])
def return_follow_up(request: Request, code: str, plan: str, months: int) -> Response:
    """Note how the person was found to be, 1, 3 or 6 months after the return."""
    given = valid(s.FollowIn, request)
    returning.follow_up(code, plan, months, given.found(), **_said(request, given))
    return Response(status=204)


def _said(request: Request, given: Any) -> dict[str, Any]:
    return {"by": who(request), "at": clock.now(), "answered": given.validated_data["answered"]}
