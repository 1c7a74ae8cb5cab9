"""Identifying somebody: search one's own first, then one page, then what happens now."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock, words
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases.forms.identification import IdentificationFilter, IdentificationForm, OutcomeForm, what_was_typed
from cases.models import Identification
from cases.selectors import identification as read
from cases.services import drafts, identification
from cases.services.identification import propose_name


@asks(Act.IDENTIFY)
def identification_new(request: Asked) -> HttpResponse:
    """Search one's own persons first; a cooperating actor has none and goes straight to the form."""
    token = uuid4()
    if request.viewer.is_(Role.COOPERATING):
        return redirect("identification_form", token=token)
    text = request.POST.get("q", "")[:80]
    found = read.own_persons(request.viewer, text, on=clock.today()) if text.strip() else None
    context = {"text": text, "found": found, "token": token, "drafts": read.drafts(request.viewer)}
    return render(request, "cases/identification/new.html", context)


@asks(Act.IDENTIFY)
def identification_form(request: Asked, token: UUID) -> HttpResponse:
    """The page of nine questions. A post keeps what is typed first, whatever its button says."""
    groups = read.indicator_groups()
    if request.method == "POST":
        return _keep(request, token, groups)
    before = read.typed_before(drafts.draft_id(token, by=request.viewer), request.viewer)
    typed = before[0] if before else {"on": clock.today().isoformat(), "code_name": propose_name()}
    form = IdentificationForm(initial=typed, groups=groups)
    return _page(request, form, token, saved_at=before[1] if before else None)


def _keep(request: Asked, token: UUID, groups: Any) -> HttpResponse:
    typed, go = what_was_typed(request.POST), request.POST.get("go", "")
    if go == "name":
        typed["code_name"] = propose_name()
    if go == "send":
        return _send(request, token, IdentificationForm(typed, groups=groups))
    row = drafts.save_draft(token, typed, kind=read.DRAFT, by=request.viewer, at=clock.now())
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": words.clock_words(row.saved_at)})
    return redirect("todo") if go == "later" else redirect("identification_form", token=token)


def _send(request: Asked, token: UUID, form: IdentificationForm) -> HttpResponse:
    given: dict[str, Any] = {"token": token, "by": request.viewer, "at": clock.now()}
    if form.all_right():
        try:
            if request.viewer.is_(Role.COOPERATING):
                receipt = identification.hand_over(form.identified(), **given)
                return redirect("receipt", ref=receipt.number)
            person = identification.identify(form.identified(), **given)
            ref = person.identifications.earliest("made_at").ref
            return redirect("identification", ref=ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name or None, sentence)
    return _page(request, form, token, status=422)


def _page(
    request: Asked, form: IdentificationForm, token: UUID, *, saved_at: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "token": token,
        "saved_at": saved_at,
        "cooperating": request.viewer.is_(Role.COOPERATING),
        "how": [("TOLD", _("told by the person")), ("SEEN", _("seen")), ("TOLD_BY_OTHER", _("told by another"))],
    }
    return render(request, "cases/identification/form.html", context, status=status)


@asks(Act.IDENTIFY)
@require_POST
def draft_drop(request: Asked, token: UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.drop_draft(token, by=request.viewer)
    messages.success(request, _("The draft is thrown away."))
    return redirect("identification_new")


@asks(Act.SEE_PERSON, of=Identification)
def identification_page(request: Asked, ref: str) -> HttpResponse:
    """What was said, and what happens now."""
    return _identified(request, ref, OutcomeForm())


@asks(Act.STATE_OUTCOME, of=Identification)
@require_POST
def identification_outcome(request: Asked, ref: str) -> HttpResponse:
    """Say what became of it."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _identified(request, ref, form, status=422)
    identification.state_outcome(ref, **form.cleaned_data, by=request.viewer, at=clock.now())
    messages.success(request, _("It is written down."))
    return redirect("identification", ref=ref)


def _identified(request: Asked, ref: str, form: OutcomeForm, *, status: int = 200) -> HttpResponse:
    page = read.identified(ref)
    own = request.viewer.is_staff_of_an_actor
    context = {"page": page, "form": form, "own": own, "open": page.state == "OPEN"}
    return render(request, "cases/identification/detail.html", context, status=status)


@asks(Act.LIST_IDENTIFICATIONS)
def identification_list(request: Asked) -> HttpResponse:
    """All identifications that the viewer sees; for the office the hand-overs to route stand on top."""
    form = IdentificationFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    rows, older = read.identification_list(read.Wanted(**chosen, older=request.GET.get("older", "")))
    labels = {name: dict(form.fields[name].choices) for name in chosen}  # type: ignore[attr-defined]
    office = not request.viewer.is_staff_of_an_actor
    context = {
        "rows": rows,
        "filter": form,
        "office": office,
        "hand_overs": read.hand_overs_on_their_way() if office else [],
        "chips": [
            (labels[name][value], "?" + urlencode({k: v for k, v in chosen.items() if k != name}))
            for name, value in chosen.items()
        ],
        "older_url": "?" + urlencode(chosen | {"older": older}) if older else "",
    }
    return render(request, "cases/identification/list.html", context)
