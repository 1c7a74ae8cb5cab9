"""The notice board: reading it, saying that one has read, and for coordinators writing on it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.access import may
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, WrongState
from accounts.words import moment_words
from reminders.board import board as board_of
from reminders.board import posting_now, posting_page
from reminders.forms import PostingForm
from reminders.models import Posting
from reminders.services import board as service


@asks(Act.READ_BOARD)
@require_safe
def board(request: Asked) -> HttpResponse:
    """What stands on the board, the newest first."""
    found = board_of(request.viewer, on=clock.today())
    return render(request, "reminders/board.html", {"board": found, "may_write": may(request.viewer, Act.WRITE_BOARD)})


@asks(Act.READ_BOARD, of=Posting)
@require_safe
def posting(request: Asked, ref: str) -> HttpResponse:
    """One posting; for coordinators with who has left a receipt. Looking leaves none."""
    page = posting_page(request.viewer, ref, on=clock.today())
    may_write = may(request.viewer, Act.WRITE_BOARD)
    return render(request, "reminders/posting.html", {"page": page, "row": page.row, "may_write": may_write})


@asks(Act.READ_BOARD, of=Posting)
@require_POST
def posting_read(request: Asked, ref: str) -> HttpResponse:
    """A receipt. From the list of what to do one comes back there."""
    try:
        row = service.say_read(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("There is a newer version. Read that one."))
        return redirect("board")
    messages.success(request, _("It is noted that you have read “%(title)s”.") % {"title": row.title})
    return redirect("todo" if request.POST.get("then") == "todo" else "board")


@asks(Act.WRITE_BOARD, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def posting_new(request: Asked) -> HttpResponse:
    """Write something on the board."""
    form = PostingForm(request.POST or None, initial={"token": str(uuid4())})
    return _written(request, form) or _form(request, form, reverse("board"))


@asks(Act.WRITE_BOARD, of=Posting, keeps=True)
@require_http_methods(["GET", "HEAD", "POST"])
def posting_change(request: Asked, ref: str) -> HttpResponse:
    """Write the next version; receipts are asked for anew."""
    form = PostingForm(request.POST or None, initial=posting_now(ref) | {"seen": ref})
    return _written(request, form, ref) or _form(request, form, reverse("posting", args=[ref]), changes=True)


@asks(Act.WRITE_BOARD, of=Posting)
@require_POST
def posting_take_down(request: Asked, ref: str) -> HttpResponse:
    """It stands no longer. It can be put up again, as the next version."""
    try:
        service.take_down(ref, by=request.viewer, at=clock.now())
    except (Conflict, WrongState):
        messages.warning(request, _("Somebody has changed it or taken it down since. This is how it stands now."))
    else:
        messages.success(request, _("It is taken down. Nobody is asked to read it any longer."))
    return redirect("board")


@asks(Act.WRITE_BOARD, of=Posting)
@require_POST
def posting_remind(request: Asked, ref: str) -> HttpResponse:
    """Remind those who have left no receipt."""
    try:
        service.remind(ref, by=request.viewer, at=clock.now())
    except Conflict:
        messages.warning(request, _("Somebody has changed it or taken it down since. This is how it stands now."))
    except WrongState as error:
        words = {"ALL_READ": _("Everybody has read it."), "REMINDED": _("They have been reminded today.")}
        messages.warning(request, words.get(error.state, _("It asks for no receipt now.")))
    else:
        messages.success(request, _("Those who have not read it get a notice, which says nothing of what it is about."))
    return redirect("posting", ref=ref)


def _written(request: Asked, form: PostingForm, ref: str = "") -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    how: dict[str, Any] = {"by": request.viewer, "at": clock.now(), "answered": form.not_so}
    try:
        if ref:
            row = service.change_posting(form.cleaned_data["seen"] or ref, form.told(), **how)
        else:
            row = service.post(form.told(), token=form.its_token(), **how)
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return None
    except Conflict as error:
        said = {"who": error.params["who"], "at": moment_words(error.params["at"])}
        form.add_error(
            None,
            _("%(who)s has written another version %(at)s. Read it, and save again if yours should replace it.") % said,
        )
        form.now_seen(error.params["ref"])
        return None
    messages.success(request, _("It stands on the notice board, and those whom it is for get a notice."))
    return redirect("posting", ref=row.ref)


def _form(request: Asked, form: PostingForm, back: str, *, changes: bool = False) -> HttpResponse:
    context = {"form": form, "back": back, "changes": changes}
    return render(request, "reminders/write.html", context, status=422 if form.errors else 200)
