"""Writing in the thread about a person, and closing a question in it. The tab is the desk's."""

from __future__ import annotations

from secrets import token_hex
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock, words
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, WrongState
from accounts.services.saving import NOTHING_YET, Page
from cases.access_talk import Thread
from cases.forms.talk import MessageForm, what_was_typed
from cases.models import Mention, Message
from cases.selectors.mention import colleagues
from cases.selectors.person import banner
from cases.selectors.talk import message_draft, whom_to_ask
from cases.services import mention, talk
from cases.views.stale import in_words, stale_page, which_page

Given = dict[str, Any]


@asks(Act.WRITE_MESSAGE, of=Thread, ref="code")
@require_http_methods(["GET", "HEAD", "POST"])
def person_message_new(request: Asked, code: str) -> HttpResponse:
    """Write a message. The form stands on the tab; here it is alone, with what is wrong."""
    assert request.about
    code = request.about.ref
    if request.method != "POST":
        return _show(request, code, fresh(request, code))
    form = MessageForm(request.POST, **_offered(request, code))
    if request.headers.get("X-Autosave"):
        return _kept(request, code, form)
    if form.is_valid() and (sent := _sent(request, code, form)):
        return sent
    return _show(request, code, {"form": form, "page": which_page(request), "saved_at": None})


@asks(Act.WRITE_MESSAGE, of=Message)
@require_POST
def question_close(request: Asked, code: str, ref: str) -> HttpResponse:
    """A question is none any longer."""
    try:
        talk.no_question_any_longer(code, ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("The question is answered already."))
    else:
        messages.success(request, _("Nobody has to answer the question any longer."))
    return redirect("person_talk", code=code)


@asks(Act.SEE_MENTION, of=Mention)
@require_POST
def mention_seen(request: Asked, ref: str) -> HttpResponse:
    """The viewer has seen where they are named."""
    row = mention.say_seen(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("It is noted that you have seen it."))
    if request.POST.get("then") == "todo":
        return redirect("todo")
    return redirect("person_journal" if row.note_id else "person_talk", code=row.person.code)


def fresh(request: Asked, code: str) -> Given:
    """What a page needs to show the form as it was left: the draft, else an empty one."""
    before = message_draft(request.viewer, code)
    initial: Given = {"token": str(uuid4())} | (before[0] if before else {})
    form = MessageForm(initial=initial, **_offered(request, code))
    saved_at = before[1] if before else None
    return {
        "form": form,
        "page": Page(saved_at.isoformat() if saved_at else NOTHING_YET, token_hex(4)),
        "saved_at": saved_at,
    }


def _offered(request: Asked, code: str) -> Given:
    named = colleagues(request.viewer, code, on=clock.today())
    return {"asked": whom_to_ask(request.viewer, code, at=clock.now()), "colleagues": named}


def _sent(request: Asked, code: str, form: MessageForm) -> HttpResponse | None:
    """The way back to the thread; None where something is to be put right, which the form says."""
    how: Given = {"by": request.viewer, "at": clock.now(), "answered": form.not_so}
    try:
        row = talk.send(code, form.told(), token=form.its_token(), **how)
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return None
    except Conflict as error:
        kept = in_words(form, what_was_typed(request.POST), {})
        return stale_page(request, error, kept=kept, url=reverse("person_talk", args=[code]))
    messages.success(request, _("The message stands in the thread."))
    opened = "?texts=1" if request.POST.get("texts") == "1" else ""
    return redirect(f"{reverse('person_talk', args=[code])}{opened}#{row.ref}")


def _kept(request: Asked, code: str, form: MessageForm) -> HttpResponse:
    typed, page = what_was_typed(request.POST), which_page(request)
    try:
        draft = talk.save_message_draft(code, form.its_token(), typed, by=request.viewer, at=clock.now(), page=page)
    except (Conflict, WrongState) as error:
        there = message_draft(request.viewer, code)
        kept = in_words(form, typed, there[0] if there else {})
        return stale_page(request, error, kept=kept, url=reverse("person_talk", args=[code]))
    request.quiet = True
    return JsonResponse({"saved": words.clock_words(draft.saved_at)} if draft else {})


def _show(request: Asked, code: str, context: Given) -> HttpResponse:
    top = banner(request.viewer, code, on=clock.today())
    more: Given = {"banner": top, "code": code, "back": reverse("person_talk", args=[code])}
    status = 422 if context["form"].errors else 200
    return render(request, "cases/talk/write.html", context | more, status=status)
