"""Many at once: giving persons to a colleague, reminding actors, one note for all who were met together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import About
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases import codes
from cases.forms.bulk import GiveForm, NoteEachForm, RemindForm
from cases.models import GroupEvent
from cases.selectors.bulk import Chosen, chosen_persons, how_it_went, managed_staff, persons_behind
from cases.selectors.group import group_page
from cases.selectors.reminding import to_remind
from cases.services import bulk
from cases.services.bulk import Went
from cases.views.person import placed


@asks(Act.ASSIGN)
@require_POST
def persons_give(request: Asked) -> HttpResponse:
    """Those who were ticked in the list; to whom; then how it went for each."""
    refs = request.POST.getlist("code")
    seen = {one.code: one for one in chosen_persons(refs)}
    form = GiveForm(request.POST if "to" in request.POST else None, staff=managed_staff(request.viewer))
    if form.is_valid():
        try:
            done = bulk.give_persons(refs, form.cleaned_data["to"], by=request.viewer, at=clock.now())
        except Invalid as error:
            _beside(form, error)
        else:
            return _result(request, done, seen, _("is given"), _("Given"), reverse("person_list"))
    context = {"form": form, "chosen": seen.values(), "refs": refs, "back": reverse("person_list")}
    return render(request, "cases/bulk/give.html", context, status=422 if form.errors else 200)


@asks(Act.REMIND)
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: Asked) -> HttpResponse:
    """What waits for actors; those that are ticked are reminded of, without a word about anybody."""
    refs = request.POST.getlist("ref")
    form = RemindForm(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            done = bulk.remind(refs, token=form.cleaned_data["token"], by=request.viewer, at=clock.now())
        except Invalid as error:
            _beside(form, error)
        else:
            return _result(
                request,
                done,
                persons_behind(request.viewer, refs),
                _("is reminded of"),
                _("Reminded"),
                reverse("remind"),
            )
    context = {"form": form, "page": to_remind(request.viewer, now=clock.now()), "ticked": refs}
    return render(request, "cases/bulk/remind.html", context, status=422 if form.errors else 200)


@asks(Act.WRITE_NOTE, of=GroupEvent, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def group_event_note(request: Asked, ref: str) -> HttpResponse:
    """One note in the journal of each of those who are ticked."""
    page = group_page(request.viewer, ref)
    lines = [line for line in page.lines if not line.mistaken]
    start = {"on": clock.today().isoformat(), "token": uuid4()}
    form = NoteEachForm(request.POST or None, initial=start)
    refs = request.POST.getlist("code") if request.method == "POST" else [line.code for line in lines]
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"token": form.its_token(), "by": request.viewer, "at": clock.now()}
        try:
            done = bulk.note_each(ref, refs, form.said(), **given, answered=form.not_so)
        except Invalid as error:
            _beside(form, error)
        else:
            seen = {one.code: one for one in chosen_persons(refs)}
            request.sent = True
            return _result(request, done, seen, _("is noted"), _("Noted"), reverse("group_event", args=[ref]))
    context = {"form": form, "page": page, "lines": lines, "ticked": refs}
    return render(request, "cases/bulk/note.html", context, status=422 if form.errors else 200)


def _beside(form: Any, error: Invalid) -> None:
    form.strange = placed(form, getattr(error, "questions", ()))
    for name, sentence in error.fields.items():
        form.add_error(name if name in form.fields else None, sentence)


def _result(
    request: Asked, done: Collection[Went], seen: Mapping[str, Chosen], said: str, heading: str, back: str
) -> HttpResponse:
    """How it went for each; whoever something was done to finds it among the looks at them."""
    found = (seen.get(one.ref) or seen.get(codes.parse(one.ref) or "") for one in done if one.ok)
    about = request.about or About("Person", "")
    request.about = replace(about, others=tuple(one.person_id for one in found if one))
    lines, hidden = how_it_went([(one.ref, one.why) for one in done], seen, said)
    went = sum(line.ok for line in lines)
    context = {"lines": lines, "hidden": hidden, "went": went, "heading": heading, "back": back}
    return render(request, "cases/bulk/result.html", context | {"not_went": len(lines) - went + hidden})
