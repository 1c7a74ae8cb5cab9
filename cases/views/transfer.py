"""Somebody moves over to another actor: offering and taking back, saying no, and the extracts of those who have moved.
Accepting is the desk's, which makes the extract."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import WrongState
from cases import codes
from cases.forms.transfer import RefuseForm, TransferForm
from cases.models import Person, TransferOffer
from cases.models.consent import Consented
from cases.selectors.consent import consents_to_rest_on
from cases.selectors.information import language_known
from cases.selectors.sharing import actors_to_share_with, person_and_home
from cases.selectors.sight import after_a_move
from cases.selectors.transfer import asked_offer, extracts, transfer_of
from cases.services import transfer
from cases.services.foreseen import tried
from cases.views.foreseen import DO, Doing, filled, moved_page
from cases.views.person import page_about, saved


@asks(Act.OFFER_TRANSFER, of=Person, ref="code", keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person_transfer(request: Asked, code: str) -> HttpResponse:
    """What is offered, what is in the way, and the form of another offer; who sees after it is shown before."""
    today = clock.today()
    actors, held = actors_to_share_with(code, on=today), consents_to_rest_on(code, Consented.TRANSFER, on=today)
    form = TransferForm(request.POST or None, actors=actors, consents=held, initial={"language": language_known(code)})
    if filled(request, form):
        do = partial(transfer.offer, code, form.offered(today), by=request.viewer, answered=form.not_so)
        page = _offer(request, code, form, do)
        if page is not None:
            return page
    rows, in_way = transfer_of(code, on=today)
    context = {"back": _access(code), "rows": rows, "in_way": in_way}
    return page_about(request, code, form, "cases/transfer/offer.html", **context)


def _offer(request: Asked, code: str, form: TransferForm, do: Callable[..., object]) -> HttpResponse | None:
    try:
        if request.POST.get("step") == DO:
            said = _("The actor is asked. You are responsible until they answer yes.")
            return _back(request, code, said) if saved(form, do) else None
        if not saved(form, lambda at: tried(partial(do, at=at))):
            return None
    except WrongState:
        return _back(request, code, _("It is offered already."))
    doing = Doing(*person_and_home(code), do, _("Ask the actor to take the person over?"), _("Ask them"), _access(code))
    seen = after_a_move(request.viewer, doing.person_id, doing.home_id, form.cleaned_data["actor"], on=clock.today())
    return moved_page(request, doing, seen)


@asks(Act.TAKE_BACK_TRANSFER, of=Person, ref="code")
@require_POST
def transfer_take_back(request: Asked, code: str, offer: str) -> HttpResponse:
    """The sender wants it no more."""
    try:
        transfer.take_back(code, offer, by=request.viewer, at=clock.now())
    except WrongState:
        return _back(request, code, _("It was answered or ended meanwhile."))
    return _back(request, code, _("Taken back. What you said to them is destroyed."))


@asks(Act.ANSWER_TRANSFER, of=TransferOffer, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_offer(request: Asked, ref: str) -> HttpResponse:
    """What another actor asks, without the person; saying no, with a reason. Yes is said at an address of its own."""
    page = asked_offer(request.viewer, ref, on=clock.today())
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        transfer.refuse(ref, form.cleaned_data["why"], by=request.viewer, at=clock.now())
        messages.success(request, _("You have said no. What they told you is destroyed."))
        return redirect("todo")
    status = 422 if form.errors else 200
    return render(request, "cases/transfer/asked.html", {"page": page, "form": form}, status=status)


@asks(Act.TAKE_EXTRACT)
@require_safe
def extract_list(request: Asked) -> HttpResponse:
    """Those who have moved over from the manager's actors, by day: what can be taken out, and what was."""
    rows = extracts(request.viewer, on=clock.today())
    return render(request, "cases/transfer/extracts.html", {"rows": rows})


@asks(Act.TAKE_EXTRACT, of=TransferOffer)
@require_POST
def extract(request: Asked, ref: str) -> HttpResponse:
    """Take an extract out: once, under a name that says nothing."""
    return as_file(request, transfer.take_extract(ref, by=request.viewer, at=clock.now()))


def as_file(request: Asked, file: bytes) -> HttpResponse:
    """The extract as an answer."""
    response = HttpResponse(file, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="underlag.pdf"'
    request.done = True
    return response


def _access(code: str) -> str:
    return reverse("person_access", args=[codes.parse(code)])


def _back(request: Asked, code: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("person_transfer", code=codes.parse(code))
