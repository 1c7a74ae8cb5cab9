"""Writing in a person's journal: a note, a change, an addition; taking away, bringing back. The tab is the desk's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock, words
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, NotFound, NSPError, WrongState
from accounts.services.saving import NOTHING_YET, Page
from cases.forms.journal import NoteForm, what_was_typed
from cases.models import JournalNote, Person
from cases.selectors.journal import NoteNow, draft_of, locks_words, note_now, note_sealed
from cases.selectors.mention import colleagues
from cases.selectors.person import banner
from cases.services import journal
from cases.services.journal_drafts import Form, save_note_draft
from cases.views.stale import in_words, stale_page, which_page

Writes = Callable[..., JournalNote]
Given = dict[str, Any]


@asks(Act.WRITE_NOTE, of=Person, ref="code")
@require_http_methods(["GET", "HEAD", "POST"])
def person_note_new(request: Asked, code: str) -> HttpResponse:
    """Write a note. The form stands on the tab; here it is alone, with what is wrong."""
    assert request.about
    about = Form(token=uuid4(), code=request.about.ref)
    if request.method != "POST":
        return _show(request, fresh(request, about), about.code)
    return _posted(request, about, lambda said, **how: journal.write_note(about.code, said, **how))


@asks(Act.WRITE_NOTE, of=JournalNote, texts=True)
@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: Asked, ref: str) -> HttpResponse:
    """Add to a note."""
    now = note_now(request.viewer, ref)
    if now.is_taken:
        raise NotFound
    about = Form(token=uuid4(), ref=now.ref)
    if request.method != "POST":
        return _show(request, fresh(request, about, now), now.code, now)
    return _posted(request, about, lambda said, **how: journal.add_to_note(now.ref, said, **how), now)


@asks(Act.WRITE_NOTE, of=JournalNote)
@require_http_methods(["GET", "HEAD", "POST"])
def note_change(request: Asked, ref: str) -> HttpResponse:
    """Change a note of one's own before it is locked; afterwards, and for others, an addition."""
    now = note_now(request.viewer, ref)
    about = Form(token=uuid4(), ref=now.ref, version=now.version)
    if not now.is_own or now.is_taken or clock.now() >= now.locks_at:
        return _locked(request, now)
    if request.method != "POST":
        return _show(request, fresh(request, about, now), now.code, now)
    about = replace(about, version=_version(request) or now.version)

    def write(said: journal.Said, *, token: object, **how: Any) -> JournalNote:
        return journal.change_note(now.ref, said, version=about.version, **how)

    return _posted(request, about, write, now)


@asks(Act.WRITE_NOTE, of=JournalNote)
@require_POST
def note_take(request: Asked, ref: str) -> HttpResponse:
    """Take a note of one's own away; the journal offers to undo it for a minute."""
    code = note_now(request.viewer, ref).code
    here = reverse("person_journal", args=[code])
    try:
        note = journal.take_note(ref, by=request.viewer, at=clock.now())
    except Invalid as error:
        messages.warning(request, str(error.fields[""]))
        return redirect(here)
    except WrongState:
        messages.warning(
            request, _("The note is locked. Correct it by an addition, or ask for a passage to be struck.")
        )
        return redirect(here)
    return redirect(f"{here}?{urlencode({'taken': note.ref})}")


@asks(Act.WRITE_NOTE, of=JournalNote)
@require_POST
def note_bring_back(request: Asked, ref: str) -> HttpResponse:
    """Undo that; after the minute the page says that it is gone."""
    code = note_now(request.viewer, ref).code
    try:
        journal.bring_note_back(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("The minute is over. The note is gone."))
    else:
        messages.success(request, _("The note is there again."))
    return redirect("person_journal", code=code)


def fresh(request: Asked, about: Form, now: NoteNow | None = None) -> Given:
    """What a page needs to show the form as it was left: the draft, else the note itself, else today's date."""
    adds = bool(about.ref) and not about.version
    before = draft_of(request.viewer, code=about.code, ref=about.ref, adds=adds)
    start: Given = {"on": clock.today().isoformat(), "token": str(uuid4()), "version": about.version}
    if now is not None and now.said is not None and about.version:
        start |= {"text": now.said.text, "words": now.said.words, "on": now.said.on, "contact": now.said.contact}
    form = NoteForm(initial=start | (before[0] if before else {}), colleagues=_colleagues(request, about, now))
    saved_at = before[1] if before else None
    page = Page(saved_at.isoformat() if saved_at else NOTHING_YET, token_hex(4))
    return {"form": form, "url": _url(about), "page": page, "saved_at": saved_at}


def _colleagues(request: Asked, about: Form, now: NoteNow | None) -> tuple[tuple[str, str], ...]:
    """Whom one can name: in what is written or added, not in what is changed."""
    code = "" if about.version else about.code or (now.code if now else "")
    return colleagues(request.viewer, code, on=clock.today()) if code else ()


def _url(about: Form) -> str:
    if not about.ref:
        return reverse("person_note_new", args=[about.code])
    return reverse("note_change" if about.version else "note_add", args=[about.ref])


def _version(request: Asked) -> int:
    form = NoteForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("version") or 0


def _posted(request: Asked, about: Form, write: Writes, now: NoteNow | None = None) -> HttpResponse:
    form = NoteForm(request.POST, colleagues=_colleagues(request, about, now))
    about = replace(about, token=form.its_token())
    if request.headers.get("X-Autosave"):
        return _kept(request, about, form, now)
    if form.is_valid():
        how: Given = {"token": about.token, "by": request.viewer, "at": clock.now(), "answered": form.not_so}
        try:
            note = write(form.said(), **how)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        except (Conflict, WrongState) as error:
            return _too_late(request, error, form, about, now)
        else:
            until = locks_words(journal.locks_at(note))
            messages.success(request, _("The note is saved. It is locked %(when)s.") % {"when": until})
            return redirect(f"{reverse('person_journal', args=[note.person.code])}#{note.ref}")
    page = which_page(request)
    context = {"form": form, "url": _url(about), "page": page, "saved_at": None}
    return _show(request, context, about.code or (now.code if now else ""), now)


def _kept(request: Asked, about: Form, form: NoteForm, now: NoteNow | None) -> HttpResponse:
    typed, page = what_was_typed(request.POST), which_page(request)
    try:
        draft = save_note_draft(about, typed, by=request.viewer, at=clock.now(), page=page)
    except (Conflict, WrongState) as error:
        return _too_late(request, error, form, about, now)
    request.quiet = True
    return JsonResponse({"saved": words.clock_words(draft.saved_at)} if draft else {})


def _too_late(request: Asked, error: NSPError, form: NoteForm, about: Form, now: NoteNow | None) -> HttpResponse:
    """The note is another since, or locked: what was typed stands beside what is there, to copy."""
    assert isinstance(error, Conflict | WrongState)
    there: Given = {}
    if now is not None and now.said is not None:
        there = {"text": now.said.text, "words": now.said.words}
    code = about.code or (now.code if now else "")
    kept = in_words(form, what_was_typed(request.POST), there)
    return stale_page(request, error, kept=kept, url=reverse("person_journal", args=[code]))


def _locked(request: Asked, now: NoteNow) -> HttpResponse:
    """The form for an addition instead, with what was typed."""
    if request.headers.get("X-Autosave"):
        return JsonResponse({"code": "wrong_state"}, status=409)
    if now.is_taken:
        raise NotFound
    about = Form(token=uuid4(), ref=now.ref)
    context = fresh(request, about, now)
    if request.method == "POST":
        typed = what_was_typed(request.POST)
        context["form"] = NoteForm(initial=typed | {"token": str(uuid4())}, colleagues=_colleagues(request, about, now))
    context["was_locked"] = True
    return _show(request, context, now.code, now, status=409 if request.method == "POST" else 200)


def _show(
    request: Asked, context: Given, code: str, now: NoteNow | None = None, *, status: int | None = None
) -> HttpResponse:
    back = reverse("person_journal", args=[code])
    more: Given = {"note": now, "changes": context["url"].endswith("/change/"), "back": back}
    if now is not None and not more["changes"]:
        sealed, may_read = note_sealed(request.viewer, now.ref, texts=request.texts)
        more |= {"sealed": sealed, "may_read": may_read, "opened": request.texts and may_read}
    wrong = 422 if context["form"].errors else 200
    return page_of(request, code, "cases/journal/note.html", context | more, status=status or wrong)


def page_of(request: Asked, code: str, template: str, context: Given, *, status: int = 200) -> HttpResponse:
    """A page of a form about a note, below the banner of the person."""
    top = banner(request.viewer, code, on=clock.today())
    return render(request, template, {"banner": top} | context, status=status)
