"""Asking for a passage of the journal to be struck, answering, and asking no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import WrongState
from cases.forms.journal import StrikeForm
from cases.models import JournalNote, Striking
from cases.selectors.journal import note_now, note_sealed
from cases.selectors.striking import code_of, striking_page
from cases.services import striking as services
from cases.views.journal import page_of
from cases.views.person import saved

STRIKE, REFUSE = "strike", "refuse"


@asks(Act.ASK_STRIKING, of=JournalNote, texts=True, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def note_strike(request: Asked, ref: str) -> HttpResponse:
    """Choose the passage and say why; a second person answers."""
    now = note_now(request.viewer, ref)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"by": request.viewer, "answered": form.not_so}
        if saved(form, services.ask_striking, ref, *form.asked(), **said):
            messages.success(request, _("The question is sent. Somebody else answers it; you are told."))
            return redirect("person_journal", code=now.code)
    sealed, may_read = note_sealed(request.viewer, ref, texts=request.texts)
    back = reverse("person_journal", args=[now.code])
    shown = {"sealed": sealed, "may_read": may_read, "opened": request.texts and may_read}
    context = {"note": now, "form": form, "back": back} | shown
    return page_of(request, now.code, "cases/journal/strike.html", context, status=422 if form.errors else 200)


@asks(Act.ANSWER_STRIKING, of=Striking, texts=True)
@require_http_methods(["GET", "HEAD", "POST"])
def striking(request: Asked, ref: str) -> HttpResponse:
    """The second person sees the passage in its place, and agrees or does not."""
    if request.method == "POST" and request.POST.get("answer") in (STRIKE, REFUSE):
        agree = request.POST["answer"] == STRIKE
        try:
            services.answer_striking(ref, agree=agree, by=request.viewer, at=clock.now())
        except WrongState:
            messages.warning(request, _("Somebody was first: the question has its answer."))
            return redirect("striking", ref=ref)
        done = _("The passage is struck, here and in every older version.")
        messages.success(request, done if agree else _("The note stands as it stood. Who asked is told."))
        return redirect("todo")
    page = striking_page(request.viewer, ref, texts=request.texts)
    return render(request, "cases/journal/striking.html", {"page": page})


@asks(Act.ASK_STRIKING, of=Striking)
@require_POST
def striking_withdraw(request: Asked, ref: str) -> HttpResponse:
    """Ask no longer."""
    try:
        services.withdraw_striking(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("Somebody was first: the question has its answer."))
    else:
        messages.success(request, _("The question is taken back. The note stands as it stood."))
    return redirect("person_journal", code=code_of(ref))
