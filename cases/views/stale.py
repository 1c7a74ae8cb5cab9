"""A page that came too late: who was first, and what was typed in it beside what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import BoundField, CheckboxInput, Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.asks import Asked
from accounts.errors import Conflict, WrongState
from accounts.inputs import DayField, whole_number
from accounts.services.saving import Page
from accounts.words import day_words

Kept = list[tuple[str, str, str]]
"""(name of the field, what was typed in the late page, what stands there now where that differs)."""


def which_page(request: Asked) -> Page:
    """Which page of a browser has posted a form that saves itself."""
    posted = request.POST
    turn = whole_number(posted.get("turn", ""), most=999_999_999) or 0
    return Page(posted.get("seen", "")[:40], posted.get("tab", "")[:16], turn)


def in_words(form: Form, typed: Mapping[str, Any], other: Mapping[str, Any]) -> Kept:
    """Each field in which something was typed: the words of choices and days, never their codes."""
    fields = [(field, field.html_name) for field in form.visible_fields()]
    kept = [(str(f.label), words_of(f, typed.get(name)), words_of(f, other.get(name))) for f, name in fields]
    return [(label, mine, now if now != mine else "") for label, mine, now in kept if mine]


def words_of(field: BoundField, value: Any) -> str:
    """What was typed in one field, as a person says it."""
    if not value:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (words_of(field, one) for one in value)))
    if isinstance(field.field, DayField):
        try:
            return day_words(date.fromisoformat(value))
        except ValueError:
            return str(value)
    if isinstance(field.field.widget, CheckboxInput):
        return _("yes")
    choices = getattr(field.field, "choices", None)
    return str(value) if choices is None else capfirst(str(dict(choices).get(value, value)))


def stale_page(
    request: Asked, error: Conflict | WrongState, *, kept: Kept, url: str, about: Any = None
) -> HttpResponse:
    """Say who was first, and show everything that was typed, to be copied. ``url``: what stands there now."""
    if request.headers.get("X-Autosave"):
        return JsonResponse({"code": error.code}, status=409)
    own = error.params.get("who_id") == request.viewer.id
    context = {"error": error, "own": own, "kept": kept, "url": url, "about": about}
    return render(request, "cases/stale.html", context, status=409)
