"""Identifying somebody: search one's own first, then one page, then what happens now."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import clock, words
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.services.saving import NOTHING_YET, Page
from cases.forms.guarded import every_answer
from cases.forms.identification import (
    IdentificationForm,
    OutcomeForm,
    SearchForm,
    what_was_typed,
)
from cases.models import Identification
from cases.models.choices import Seen
from cases.selectors import identification as read
from cases.selectors.drafts import DRAFT, led_to, typed_before
from cases.selectors.drafts import drafts as drafts_of
from cases.selectors.identification_list import IDENTIFICATIONS
from cases.selectors.identification_list import identification_list as rows_of
from cases.services import drafts, identification
from cases.services.identification import propose_name
from cases.states import IdentificationState
from cases.tokens import draft_id, identification_id, receipt_id
from cases.views.listed import listed
from cases.views.stale import in_words, stale_page, which_page


@asks(Act.IDENTIFY)
def identification_new(request: Asked) -> HttpResponse:
    """Search one's own persons first. A cooperating actor has none: without drafts it goes straight to the form."""
    token, cooperating = uuid4(), request.viewer.hands_over
    drafts.empty_bin(by=request.viewer, at=clock.now())
    own, thrown = drafts_of(request.viewer), request.GET.get("thrown", "")
    if cooperating and not own and not thrown:
        return redirect("identification_form", token=token)
    form = SearchForm(request.POST if request.method == "POST" else None)
    sought = form.sought() if form.is_bound and not cooperating else None
    context = {
        "form": form,
        "sought": sought,
        "found": read.own_persons(request.viewer, sought, on=clock.today()) if sought else [],
        "token": token,
        "drafts": own,
        "cooperating": cooperating,
        "undo_url": _undo_url(thrown),
    }
    return render(request, "cases/identification/new.html", context)


def _undo_url(thrown: str) -> str:
    try:
        return reverse("draft_fetch_back", args=[UUID(thrown)])
    except ValueError:
        return ""


@asks(Act.IDENTIFY)
def identification_form(request: Asked, token: UUID) -> HttpResponse:
    """The page of nine questions. A post keeps what is typed first, whatever its button says.

    A form that has been sent leads to what it made: it is neither saved nor sent again, and who has typed something
    else in another window is told so.
    """
    viewer = request.viewer
    groups = read.indicator_groups()
    if request.method == "POST":
        return _keep(request, token, groups)
    if made := _led_to(request, token):
        return _made(*made)
    before = typed_before(draft_id(token, by=viewer), viewer)
    typed = before[0] if before else {"on": clock.today().isoformat(), "code_name": propose_name()}
    form = IdentificationForm(initial=typed, groups=groups)
    saved_at = before[1] if before else None
    seen = saved_at.isoformat() if saved_at else NOTHING_YET
    return _page(request, form, token, Page(seen, token_hex(4)), saved_at=saved_at)


def _led_to(request: Asked, token: UUID) -> tuple[str, str] | None:
    return led_to(identification_id(token, by=request.viewer), receipt_id(token, by=request.viewer))


def _keep(request: Asked, token: UUID, groups: Any) -> HttpResponse:
    typed, go = what_was_typed(request.POST), request.POST.get("go", "")
    form = IdentificationForm(typed, groups=groups)
    part = request.headers.get("X-Fragment", "")
    if part:
        return _fragment(request, token, form, part)
    if go == "name":
        typed["code_name"] = propose_name()
    page, now = which_page(request), clock.now()
    try:
        row = drafts.save_draft(token, typed, kind=DRAFT, by=request.viewer, at=now, page=page)
    except WrongState:
        return _sent_before(request, token, form)
    except Conflict as error:
        before = typed_before(draft_id(token, by=request.viewer), request.viewer)
        return _stale(request, form, error, before[0] if before else {}, reverse("identification_form", args=[token]))
    if request.headers.get("X-Autosave"):
        request.quiet = True
        return JsonResponse({"saved": words.clock_words(row.saved_at)})
    if go == "send":
        return _send(request, token, form)
    here = reverse("identification_form", args=[token])
    return redirect("todo") if go == "later" else redirect(f"{here}#id_code_name" if go == "name" else here)


def _sent_before(request: Asked, token: UUID, form: IdentificationForm) -> HttpResponse:
    """A page whose form has been sent: the way to what it made, if that says the same; else what is not saved."""
    made = _led_to(request, token)
    if made is None:
        raise NotFound
    same = form.all_right(today=clock.today())
    if not (same and identification.is_what_was_sent(form.identified(), token=token, by=request.viewer)):
        return _stale(request, form, Conflict("sent", who_id=request.viewer.id), {}, reverse(made[0], args=[made[1]]))
    return JsonResponse({}) if "X-Autosave" in request.headers else _made(*made)


def _stale(
    request: Asked, form: IdentificationForm, error: Conflict, other: Mapping[str, Any], url: str
) -> HttpResponse:
    return stale_page(request, error, kept=in_words(form, form.typed, other), url=url)


def _fragment(request: Asked, token: UUID, form: IdentificationForm, part: str) -> HttpResponse:
    """What the page shows while somebody types: the duty to report."""
    return render(request, "cases/identification/_child_if.html", {"form": form}) if part == "child" else HttpResponse()


def _send(request: Asked, token: UUID, form: IdentificationForm) -> HttpResponse:
    given: dict[str, Any] = {"token": token, "by": request.viewer, "at": clock.now()}
    if form.all_right(today=clock.today()):
        given["answered"] = every_answer(form.typed)
        try:
            if request.viewer.hands_over:
                receipt = identification.hand_over(form.identified(), **given)
                return _made("receipt", receipt.number)
            person = identification.identify(form.identified(), **given)
            return _made("identification", person.identifications.earliest("made_at").ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
    return _page(request, form, token, which_page(request), status=422)


def _made(name: str, ref: str) -> HttpResponse:
    """To what the form has made, which says so."""
    return redirect(f"{reverse(name, args=[ref])}?new=1")


def _page(
    request: Asked, form: IdentificationForm, token: UUID, page: Page, *, saved_at: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "token": token,
        "page": page,
        "saved_at": saved_at,
        "cooperating": request.viewer.hands_over,
        "how": [("", _("not asked")), *Seen.choices],
        "beside": "sv" if get_language() == "en" else "en",
    }
    return render(request, "cases/identification/form.html", context, status=status)


@asks(Act.SEE_PERSON, of=Identification, texts=True)
def identification_page(request: Asked, ref: str) -> HttpResponse:
    """What was said, and what happens now."""
    return _identified(request, ref, OutcomeForm())


@asks(Act.STATE_OUTCOME, of=Identification, texts=True, keeps=True)
def identification_outcome(request: Asked, ref: str) -> HttpResponse:
    """Say what became of it."""
    if request.method != "POST":
        return redirect("identification", ref=ref)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _identified(request, ref, form, status=422)
    identification.state_outcome(ref, **form.cleaned_data, by=request.viewer, at=clock.now(), answered=form.not_so)
    messages.success(request, _("It is written down."))
    return redirect("identification", ref=ref)


def _identified(request: Asked, ref: str, form: OutcomeForm, *, status: int = 200) -> HttpResponse:
    page = read.identified(request.viewer, ref, texts=request.texts)
    context = {
        "page": page,
        "form": form,
        "own": page.may_change,
        "open": page.state == IdentificationState.OPEN,
        "asked": page.state == IdentificationState.ADMISSION_ASKED,
        "just_made": "new" in request.GET,
    }
    return render(request, "cases/identification/detail.html", context, status=status)


@asks(Act.LIST_IDENTIFICATIONS)
def identification_list(request: Asked) -> HttpResponse:
    """All identifications that the viewer sees; for the office the hand-overs on their way stand on top."""
    office = request.viewer.is_(Role.COORDINATOR)
    more = {"office": office, "hand_overs": read.hand_overs_on_their_way() if office else []}
    return listed(request, IDENTIFICATIONS, rows_of, "cases/identification/list.html", **more)
