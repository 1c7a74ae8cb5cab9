"""Many from one place: what they share on one page, then one line for each of them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.forms.group import GroupForm, LineForm, OwnForm
from cases.models import GroupEvent, Identification
from cases.models.choices import Seen
from cases.selectors.group import GROUP_EVENTS, group_events, group_list, group_page, own_facts
from cases.selectors.identification import indicator_groups
from cases.services import group
from cases.services.drafts import UNDO
from cases.views.listed import listed
from cases.views.person import outcome, saved


@asks(Act.IDENTIFY_GROUP)
@require_safe
def group_event_list(request: Asked) -> HttpResponse:
    """Every event of the viewer's actors, a page at a time."""
    return listed(request, GROUP_EVENTS, group_list, "cases/group/list.html")


@asks(Act.IDENTIFY_GROUP)
@require_safe
def group_begin(request: Asked) -> HttpResponse:
    """A form of its own for each event, so that it can be sent twice."""
    return redirect("group_event_new", token=uuid4())


@asks(Act.IDENTIFY_GROUP, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def group_event_new(request: Asked, token: UUID) -> HttpResponse:
    """What all of them share."""
    form = GroupForm(request.POST or None, groups=indicator_groups(), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        done, made = outcome(form, group.note_group_event, form.shared(), token=token, by=request.viewer)
        if done:
            return redirect("group_event", ref=made.ref)
    context = {
        "form": form,
        "events": group_events(request.viewer),
        **_signs(),
    }
    return render(request, "cases/group/new.html", context, status=422 if form.errors else 200)


def _signs() -> dict[str, object]:
    return {"how": [("", _("not asked")), *Seen.choices], "beside": "sv" if get_language() == "en" else "en"}


@asks(Act.IDENTIFY_GROUP, of=GroupEvent)
@require_http_methods(["GET", "HEAD", "POST"])
def group_event(request: Asked, ref: str) -> HttpResponse:
    """One line for each of them: Enter saves it and gives the next."""
    page = group_page(request.viewer, ref)
    form = LineForm(request.POST or None, initial=page.begins_with | {"token": uuid4()})
    fine = request.method == "POST" and form.is_valid()
    token = form.cleaned_data["token"] if fine else None
    if fine and saved(form, group.add_line, ref, form.line(), token=token, by=request.viewer):
        return redirect("group_event", ref=ref)
    last = page.lines[-1] if page.lines else None
    fresh = last is not None and last.open and clock.now() - last.made_at < UNDO
    context = {"form": form, "page": page, "last": last if fresh else None}
    return render(request, "cases/group/lines.html", context, status=422 if form.errors else 200)


@asks(Act.IDENTIFY_GROUP, of=GroupEvent)
@require_POST
def group_line_mistake(request: Asked, ref: str, line: str) -> HttpResponse:
    """A line that was written by mistake."""
    group.noted_by_mistake(ref, line, by=request.viewer, at=clock.now())
    messages.success(request, _("Noted by mistake. The line is counted nowhere."))
    return redirect("group_event", ref=ref)


@asks(Act.STATE_OUTCOME, of=Identification, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def identification_split(request: Asked, ref: str) -> HttpResponse:
    """Say what was so for one of them, who then stands for themselves."""
    first, known = own_facts(ref)
    form = OwnForm(request.POST or None, groups=indicator_groups(), initial=first, known_before=known)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, group.split_off, ref, form.own(), by=request.viewer):
        messages.success(request, _("The identification stands for itself now."))
        return redirect("identification", ref=ref)
    context = {"form": form, "back": reverse("identification", args=[ref]), **_signs()}
    return render(request, "cases/group/split.html", context, status=422 if form.errors else 200)
