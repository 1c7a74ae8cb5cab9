"""The rules to read, and the programmes that a coordinator writes and puts in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from cases.forms.programme import DayOfRulesForm, NamedForm, RemindDaysForm, RuleForm, UnmetDaysForm
from cases.models import Programme
from cases.models.choices import Kind
from cases.selectors import programme_list as selected
from cases.selectors.programme import rules_page
from cases.services import programme


@asks(Act.SEE_RULES)
@require_safe
def rules(request: Asked) -> HttpResponse:
    """What the programme in force on a day allows, and every rule that a request is checked against."""
    form = DayOfRulesForm(request.GET or None)
    on = (form.is_valid() and form.cleaned_data["on"]) or clock.today()
    may_change = request.viewer.may_ask(Act.WRITE_PROGRAMME)
    context = {"page": rules_page(on=on), "day_form": form, "on": on, "today": clock.today(), "may_change": may_change}
    return render(request, "cases/programme/rules.html", context)


@asks(Act.SEE_PROGRAMMES)
@require_safe
def programmes(request: Asked) -> HttpResponse:
    """Every programme, drafts first."""
    rows = selected.programme_list(on=clock.today())
    return render(request, "cases/programme/list.html", {"rows": rows})


@asks(Act.SEE_PROGRAMMES, of=Programme, ref="code")
@require_safe
def programme_detail(request: Asked, code: str) -> HttpResponse:
    """One programme, kind by kind; of a draft what it would change."""
    page = selected.programme_page(code, on=clock.today())
    changes = selected.changes(code, on=clock.today()) if page.row.is_draft else None
    return render(request, "cases/programme/detail.html", {"page": page, "changes": changes})


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def programme_copy(request: Asked, code: str) -> HttpResponse:
    """A draft with this programme's rules."""
    form = NamedForm(request.POST or None, initial=selected.next_year(code))
    if request.method == "POST" and form.is_valid():
        try:
            draft = programme.begin_programme(code, form.named())
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The draft is made. Nothing holds until you put it in force."))
            return redirect("programme", code=draft.code)
    return form_page(request, code, form, _("Copy to a new programme"), _("Make a draft"))


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def programme_edit(request: Asked, code: str) -> HttpResponse:
    """A draft's names, days and funder."""
    form = NamedForm(request.POST or None, initial=selected.named_now(code))
    if request.method == "POST" and form.is_valid() and did(form, programme.describe_programme, code, form.named()):
        return saved(request, code)
    return form_page(request, code, form, _("Name and days"), _("Save"))


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def programme_kind(request: Asked, code: str, kind: str) -> HttpResponse:
    """What a draft says about a kind."""
    form = RuleForm(request.POST or None, initial=selected.rule_now(code, kind))
    if request.method == "POST" and "leave_out" in request.POST:
        programme.leave_out(code, kind)
        return saved(request, code)
    if request.method == "POST" and form.is_valid() and did(form, programme.set_rule, code, kind, form.cleaned_data):
        return saved(request, code)
    return form_page(request, code, form, str(Kind(kind).label), _("Save"), may_leave_out=bool(form.initial))


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def programme_unmet(request: Asked, code: str) -> HttpResponse:
    """How many days a need of each right may go unmet, in a draft."""
    known = selected.unmet_now(code)
    form = UnmetDaysForm(request.POST or None, rights=known.rights, initial=known.days)
    if request.method == "POST" and form.is_valid() and did(form, programme.set_unmet_days, code, form.cleaned_data):
        return saved(request, code)
    return form_page(request, code, form, _("Days until an unmet need is worrying"), _("Save"))


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def programme_reminders(request: Asked, code: str) -> HttpResponse:
    """On which days before each kind of deadline people are told, in a draft."""
    known = selected.reminders_now(code)
    form = RemindDaysForm(request.POST or None, kinds=known.kinds, initial=known.days)
    if request.method == "POST" and form.is_valid() and did(form, programme.set_remind_days, code, form.cleaned_data):
        return saved(request, code)
    means = _("Days before, with commas between, like 7, 1, 0. 0 is the day itself.")
    return form_page(request, code, form, _("Reminders before a deadline"), _("Save"), means=means)


@asks(Act.PUT_IN_FORCE, of=Programme, ref="code")
def programme_force(request: Asked, code: str) -> HttpResponse:
    """See what it changes, then put the draft in force."""
    page = selected.programme_page(code, on=clock.today())
    context: dict[str, Any] = {"page": page, "changes": selected.changes(code, on=clock.today())}
    if request.method == "POST":
        try:
            programme.put_in_force(code, by=request.viewer, at=clock.now())
        except Invalid as error:
            context["wrong"] = error.fields.values()
            return render(request, "cases/programme/force.html", context, status=422)
        messages.success(request, _("The programme is in force from its first day."))
        return redirect("programme", code=code)
    return render(request, "cases/programme/force.html", context)


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code")
def programme_drop(request: Asked, code: str) -> HttpResponse:
    """Ask once, then throw a draft away."""
    if request.method == "POST":
        programme.throw_away(code)
        messages.success(request, _("The draft is thrown away."))
        return redirect("programme_list")
    return render(request, "cases/programme/drop.html", {"page": selected.programme_page(code, on=clock.today())})


def did(form: Any, service: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether the service did it; what it found wrong then stands in the form."""
    try:
        service(*args, **kwargs)
    except Invalid as error:
        add_errors(form, error)
        return False
    return True


def add_errors(form: Any, error: Invalid) -> None:
    """Put what a service found wrong beside the fields."""
    for name, sentence in error.fields.items():
        form.add_error(name or None, sentence)


def saved(request: Asked, code: str) -> HttpResponse:
    """Say so, and go to the programme."""
    messages.success(request, _("Saved."))
    return redirect("programme", code=code)


def form_page(request: Asked, code: str, form: Any, title: str, label: str, **more: Any) -> HttpResponse:
    """A form of a programme; with its faults where it has some."""
    context = {"form": form, "title": title, "label": label, "back": reverse("programme", args=[code])} | more
    return render(request, "cases/programme/form.html", context, status=422 if form.errors else 200)
