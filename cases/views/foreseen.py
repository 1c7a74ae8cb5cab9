"""Before something changes who sees a person: who sees after it, and who no longer does. Then it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.asks import Asked
from cases.selectors.sight import Foreseen
from cases.services.foreseen import foresee
from cases.views.person import saved

DO, CHANGE = "do", "change"
_NOT_KEPT = ("csrfmiddlewaretoken", "step")


@dataclass(frozen=True)
class Doing:
    """What is about to be done. ``do`` takes the moment as ``at``; ``heading`` asks, ``label`` is on the button.
    ``home_id``: the responsible actor, where the viewer works."""

    person_id: UUID
    home_id: UUID
    do: Callable[..., object]
    heading: str
    label: str
    back: str


def filled(request: Asked, form: Any) -> bool:
    """Whether a form was sent that makes sense, and not to be changed once more."""
    return request.method == "POST" and request.POST.get("step") != CHANGE and form.is_valid()


def shown_first(request: Asked, doing: Doing, form: Any) -> HttpResponse | None:
    """The page with before and after, or nothing: then it was shown and is done now, or the form says what is wrong."""
    if request.POST.get("step") == DO:
        saved(form, doing.do)
        return None
    found: list[HttpResponse] = []
    saved(form, lambda at: found.append(foreseen_page(request, doing, partial(doing.do, at=at))))
    return found[0] if found else None


def foreseen_page(request: Asked, doing: Doing, do: Callable[[], object], **more: Any) -> HttpResponse:
    """What would change, with everything that was typed, to be done or changed. Raises what ``do`` raises."""
    seen = foresee(doing.person_id, doing.home_id, do, by=request.viewer, on=clock.today())
    return moved_page(request, doing, seen, **more)


def moved_page(request: Asked, doing: Doing, seen: Foreseen, **more: Any) -> HttpResponse:
    """The same, of what is known already."""
    request.undone = True
    context = {"seen": seen, "doing": doing, "typed": typed_in(request), "back": doing.back, **more}
    return render(request, "cases/sharing/foreseen.html", context)


def typed_in(request: Asked) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent once more."""
    return [(name, one) for name in request.POST for one in request.POST.getlist(name) if name not in _NOT_KEPT]
