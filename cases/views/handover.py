"""A hand-over: the coordinator routes or closes it, the actor accepts it or sends it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid, WrongState
from cases.forms.handover import CloseForm, RouteForm, SendBackForm
from cases.models import HandOver
from cases.selectors.handover import actors_to_route_to, hand_over_page
from cases.services import handover


@asks(Act.ROUTE_HAND_OVER, of=HandOver, texts=True, keeps=True)
def hand_over_route(request: Asked, ref: str) -> HttpResponse:
    """What was handed over, and to whom it can go."""
    actors = actors_to_route_to(ref, on=clock.today())
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "taking_back" in posted:
        return _take_back(request, ref)
    closing = posted is not None and "closing" in posted
    route = RouteForm(None if closing else posted, actors=actors)
    close = CloseForm(posted if closing else None, auto_id="close_%s")
    form = close if closing else route
    if posted is not None and form.is_valid():
        try:
            _move(ref, request, form)
        except WrongState:
            return _too_late(request, ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name or None, sentence)
        else:
            messages.success(request, _("The hand-over is closed.") if closing else _("The actor has been asked."))
            return redirect("identification_list") if closing else redirect("hand_over", ref=ref)
    return _route(request, ref, form, status=422 if posted is not None else 200, route=route, close=close)


def _route(request: Asked, ref: str, form: Any = None, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"page": hand_over_page(request.viewer, ref, texts=request.texts), "form": form}
    return render(request, "cases/handover/route.html", context, status=status)


def _take_back(request: Asked, ref: str) -> HttpResponse:
    try:
        handover.take_back(ref, by=request.viewer, at=clock.now())
    except WrongState:
        return _too_late(request, ref)
    messages.success(request, _("The actor is not asked any longer. Choose another."))
    return redirect("hand_over", ref=ref)


def _too_late(request: Asked, ref: str) -> HttpResponse:
    """Somebody was first: the page as it is now, which says what happened, and what was typed."""
    return _route(request, ref, status=409, late=True, kept=request.POST.get("note", ""))


def _move(ref: str, request: Asked, form: RouteForm | CloseForm) -> None:
    said, by = form.cleaned_data, request.viewer
    given: dict[str, Any] = {"note": said["note"], "by": by, "at": clock.now(), "answered": form.not_so}
    if isinstance(form, CloseForm):
        handover.close(ref, said["outcome"], **given)
    else:
        handover.offer(ref, said["actor"], **given)


@asks(Act.ANSWER_HAND_OVER, of=HandOver, texts=True)
def hand_over_answer(request: Asked, ref: str) -> HttpResponse:
    """The offer, for the staff of the actor that is asked."""
    return _offer(request, ref, SendBackForm())


@asks(Act.ANSWER_HAND_OVER, of=HandOver)
def hand_over_accept(request: Asked, ref: str) -> HttpResponse:
    """Take the person on."""
    if request.method != "POST":
        return redirect("hand_over_answer", ref=ref)
    person = handover.accept(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("You are responsible for the person now."))
    return redirect("person", code=person.code)


@asks(Act.ANSWER_HAND_OVER, of=HandOver, texts=True, keeps=True)
def hand_over_send_back(request: Asked, ref: str) -> HttpResponse:
    """Say no, with a reason."""
    if request.method != "POST":
        return redirect("hand_over_answer", ref=ref)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _offer(request, ref, form, status=422)
    given: dict[str, Any] = {"by": request.viewer, "at": clock.now(), "answered": form.not_so}
    handover.send_back(ref, reason=form.cleaned_data["reason"], **given)
    messages.success(request, _("Sent back to the coordinators. You do not see the person any longer."))
    return redirect("todo")


def _offer(request: Asked, ref: str, form: SendBackForm, *, status: int = 200) -> HttpResponse:
    context = {"page": hand_over_page(request.viewer, ref, texts=request.texts), "form": form}
    return render(request, "cases/handover/answer.html", context, status=status)
