"""Asking for admission or a further intervention: begin, write, check, send, read, take back."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock, words
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid, Stopped, WrongState
from accounts.inputs import too_long, whole_number
from accounts.services.saving import Page
from cases import codes
from cases.forms.admission import (
    MOTIVATION,
    PANEL,
    Around,
    AskForm,
    KnownChild,
    Typed,
    what_was_typed,
    with_another_child,
    without_child,
)
from cases.forms.guarded import Found, answers_to, every_answer, found_in, look_through, still_to_answer
from cases.models import AdmissionRequest, Person
from cases.rule_texts import sentence
from cases.selectors.admission import sent
from cases.selectors.asking import AskPage, ask_page
from cases.selectors.rule_lines import RulesPanel, rules_panel
from cases.services import admission
from cases.states import AdmissionState
from cases.views.admission_words import (
    FIELD_OF_CHILD_RULE,
    FIELD_OF_RULE,
    answers,
    facts,
    first_line,
    kept_texts,
)
from cases.views.stale import stale_page, which_page

EDITABLE = (AdmissionState.DRAFT, AdmissionState.RETURNED)


@asks(Act.ASK_ADMISSION, of=Person, ref="code")
def request_begin(request: Asked, code: str) -> HttpResponse:
    """Open a draft for the person, or go to the request that is on its way."""
    if request.method != "POST":
        return redirect("person", code=code)
    try:
        row = admission.begin(code, by=request.viewer, at=clock.now())
    except Stopped as error:
        for verdict in error.verdicts:
            messages.warning(request, sentence(verdict))
        return redirect("person", code=codes.parse(code))
    return redirect("request_edit" if row.state in EDITABLE else "request", ref=row.ref)


@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
def request_edit(request: Asked, ref: str) -> HttpResponse:
    """The form. A post keeps what is typed first, whatever else its button says."""
    if request.method == "POST":
        return _keep(request, ref)
    page = ask_page(ref, on=clock.today())
    if page.about.state not in EDITABLE:
        return redirect("request", ref=ref)
    if request.headers.get("HX-Target") == PANEL:
        context = _around_form(page, page.typed, checked=False)
        return render(request, "cases/admission/_rules.html", context)
    return render(request, "cases/admission/edit.html", _around_form(page, page.typed, checked="check" in request.GET))


def _keep(request: Asked, ref: str) -> HttpResponse:
    typed, go = what_was_typed(request.POST), request.POST.get("go", "")
    if go == "add_child":
        typed = with_another_child(typed)
    removed = whole_number(request.POST.get("remove_child", ""), most=99)
    if removed is not None:
        typed = without_child(typed, removed)
    try:
        row = admission.save_draft(
            ref,
            typed,
            version=_version(request),
            by=request.viewer,
            at=clock.now(),
            page=which_page(request),
        )
    except (Conflict, WrongState) as error:
        return _stale(request, ref, typed, error)
    if request.headers.get("X-Autosave"):
        request.quiet = True
        return JsonResponse({"saved": words.clock_words(row.saved_at), "version": row.version})
    return _onward(ref, go, typed, removed=removed is not None)


def _onward(ref: str, go: str, typed: Typed, *, removed: bool) -> HttpResponse:
    """Where the button leads, now that everything is kept."""
    here = reverse("request_edit", args=[ref])
    if go == "check":
        page = ask_page(ref, on=clock.today())
        ready = not _around_form(page, typed, checked=True)["errors"]
        return redirect(reverse("request_check", args=[ref]) if ready else f"{here}?{urlencode({'check': 1})}")
    if go == "add_child" or removed:
        return redirect(f"{here}#children")
    if go == "later":
        return redirect("request", ref=ref)
    return redirect(f"{here}#{PANEL}")


@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
def request_check(request: Asked, ref: str) -> HttpResponse:
    """The summary to check, and the button that sends."""
    page = ask_page(ref, on=clock.today())
    if page.about.state not in EDITABLE and request.method != "POST":
        return redirect("request", ref=ref)
    context = _around_form(page, page.typed, checked=True)
    if request.method == "POST":
        return _send(request, page, context)
    if context["errors"]:
        return redirect(f"{reverse('request_edit', args=[ref])}?check=1")
    return render(request, "cases/admission/check.html", context | {"rows": answers(page, context["form"])})


def _send(request: Asked, page: AskPage, context: dict[str, Any]) -> HttpResponse:
    ref, form = page.about.ref, context["form"]
    try:
        is_current = page.about.state in EDITABLE and page.about.version == _version(request)
        if is_current and context["errors"]:
            return redirect(f"{reverse('request_edit', args=[ref])}?check=1")
        given: dict[str, Any] = {"version": _version(request), "seen": request.POST.get("seen", "")}
        given["answered"] = every_answer(page.typed)
        admission.send(ref, form.asked(), by=request.viewer, at=clock.now(), **given)
    except (Stopped, Invalid):
        return redirect(f"{reverse('request_edit', args=[ref])}?check=1")
    except (Conflict, WrongState) as error:
        return _stale(request, ref, page.typed, error)
    return redirect(f"{reverse('request', args=[ref])}?sent=1")


@asks(Act.SEE_REQUEST, of=AdmissionRequest, texts=True)
def request_page(request: Asked, ref: str) -> HttpResponse:
    """The request as it was sent, what was decided, and what can be done now."""
    page, viewer = sent(request.viewer, ref, texts=request.texts), request.viewer
    just_sent = "sent" in request.GET and page.about.state == AdmissionState.SENT
    context = {
        "page": page,
        "about": page.about,
        "own": page.about.actor_id in viewer.actors,
        "decides": viewer.is_(Role.COORDINATOR),
        "just_sent": just_sent,
        "facts": facts(page),
        "first_line": first_line(page),
    }
    return render(request, "cases/admission/detail.html", context)


@asks(Act.ASK_ADMISSION, of=AdmissionRequest, keeps=True)
def request_withdraw(request: Asked, ref: str) -> HttpResponse:
    """Ask once, then take the request back; a draft is taken away, and the next page offers to undo it."""
    if request.method == "POST":
        try:
            row = admission.withdraw(ref, by=request.viewer, at=clock.now())
        except WrongState as error:
            return _stale(request, ref, {}, error)
        if row.sent_at is None:
            return redirect(f"{reverse('person', args=[row.person.code])}?{urlencode({'removed': row.ref})}")
        return redirect("request", ref=ref)
    return render(request, "cases/admission/withdraw.html", {"page": sent(request.viewer, ref)})


@asks(Act.ASK_ADMISSION, of=AdmissionRequest)
@require_POST
def request_bring_back(request: Asked, ref: str) -> HttpResponse:
    """Undo that; after the minute the page says that it is gone."""
    try:
        admission.bring_back(ref, by=request.viewer, at=clock.now())
    except WrongState:
        messages.warning(request, _("The minute is over. The draft is gone."))
        return redirect("request", ref=ref)
    return redirect("request_edit", ref=ref)


def _around_form(page: AskPage, typed: Typed, *, checked: bool) -> dict[str, Any]:
    """The form, what the rules say of it and, where it has been ``checked``, what has to be put right."""
    today = clock.today()
    around = _around(page)
    read = AskForm(typed, around=around)
    panel = rules_panel(page.about.ref, read.asked(), on=today)
    form = read if checked else AskForm.filled(typed, around=around)
    form.guard_found = dict(look_through(read, typed))
    guarded = {line.key: found_in(line.motivation, answers_to(MOTIVATION + line.key, typed)) for line in panel.lines}
    if checked:
        _complain(form, panel)
    return {
        "page": page,
        "form": form,
        "which": Page(page.seen, token_hex(4)),
        "panel": panel,
        "guarded": guarded,
        "too_long": _too_long(panel),
        "errors": form.all_errors() + _about_motivations(panel, guarded) if checked else [],
        "checked": checked,
    }


def _around(page: AskPage) -> Around:
    return Around(
        rights=page.rights,
        is_asked=page.question is not None,
        max_days=page.max_days,
        is_further=page.about.is_further,
        from_list=page.has_list,
        items=tuple((item.ref, item.words) for item in page.items),
        close=page.close,
        known_children=tuple(
            KnownChild(child.ref, child.words, child.birth_year, child.in_sweden) for child in page.children
        ),
    )


def _complain(form: AskForm, panel: RulesPanel) -> None:
    """Each stop beside the field that it is about; one that is about none stands in the summary and in the panel."""
    children = {child.key or str(n): row for n, (row, child) in enumerate(form.children_in_order(), 1)}
    for line in panel.stops:
        part: Form = form
        name = FIELD_OF_RULE.get(line.key) or FIELD_OF_RULE.get(line.code)
        if line.code in FIELD_OF_CHILD_RULE and line.of in children:
            part, name = children[line.of], FIELD_OF_CHILD_RULE[line.code]
            name = name if name in part.fields else "days"
        name = name if name in part.fields else None
        if name is None or name not in part.errors:
            part.add_error(name, line.sentence)
    for name, findings in form.guard_found.items():
        if sentence := still_to_answer(findings):
            form.add_error(name, sentence)


def _about_motivations(panel: RulesPanel, guarded: dict[str, list[Found]]) -> list[tuple[str, str]]:
    """What is to be put right in what was explained: (id of the field, sentence) for the summary."""
    found = [(line.key, f"{_('To explain')} – {line.sentence}") for line in panel.unmotivated]
    found += _too_long(panel).items()
    found += [(key, sentence) for key, findings in guarded.items() if (sentence := still_to_answer(findings))]
    return [(f"{MOTIVATION}{key}", sentence) for key, sentence in found]


def _too_long(panel: RulesPanel) -> dict[str, str]:
    """How much too long an explanation is, by the key of its rule."""
    return {line.key: sentence for line in panel.lines if (sentence := too_long(line.motivation))}


def _stale(request: Asked, ref: str, typed: Typed, error: Conflict | WrongState) -> HttpResponse:
    """Somebody was first: who and when, and everything typed, to be copied."""
    page = ask_page(ref, on=clock.today())
    kept = kept_texts(AskForm(typed, around=_around(page)), typed, page.typed)
    return stale_page(request, error, kept=kept, url=reverse("request", args=[ref]), about=page.about)


def _version(request: Asked) -> int:
    return _number(request, "version")


def _number(request: Asked, name: str) -> int:
    return whole_number(request.POST.get(name, ""), most=999_999_999) or 0
