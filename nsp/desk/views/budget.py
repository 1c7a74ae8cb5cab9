"""Budgets, their lines and amendments: a coordinator keeps them, with a fresh second factor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid, NotFound
from funding.models import Budget
from funding.selectors.budgets import budget_row, budget_rows, given_bookings
from funding.services import budgets
from nsp.desk.budget_forms import AmendForm, BudgetForm, LineForm


@asks(Act.SEE_BUDGETS)
@require_safe
def budget_list(request: Asked) -> HttpResponse:
    """Every budget, year by year."""
    return render(request, "funding/budget/list.html", {"rows": budget_rows()})


@asks(Act.SEE_BUDGETS, of=Budget)
@require_safe
def budget(request: Asked, ref: str) -> HttpResponse:
    """One budget: its lines, and what was booked between it and the funder."""
    page = {"row": budget_row(UUID(ref)), "booked": given_bookings(UUID(ref))}
    return render(request, "funding/budget/detail.html", page)


@asks(Act.WRITE_BUDGET, keeps=True)
def budget_new(request: Asked) -> HttpResponse:
    """A budget with its first line."""
    form = BudgetForm(request.POST or None, initial={"year": clock.today().year, "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = budgets.open_budget(
                data["year"], data["funder"], data["programme"], form.given(), by=request.viewer, at=clock.now()
            )
        except Invalid as error:
            _add(form, error)
        else:
            messages.success(request, _("The budget is there."))
            return redirect("budget", ref=str(made.pk))
    return _form(request, form, _("New budget"), reverse("budget_list"))


@asks(Act.WRITE_BUDGET, of=Budget, keeps=True)
def budget_line(request: Asked, ref: str) -> HttpResponse:
    """A line for a kind."""
    form = LineForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            budgets.open_line(UUID(ref), form.given(), by=request.viewer, at=clock.now())
        except Invalid as error:
            _add(form, error)
        else:
            return _booked(request, ref)
    return _form(request, form, _("New line"), reverse("budget", args=[ref]))


@asks(Act.WRITE_BUDGET, of=Budget, keeps=True)
def budget_amend(request: Asked, ref: str, line: UUID) -> HttpResponse:
    """More or less on a line."""
    row = next((one for one in budget_row(UUID(ref)).lines if one.id == line), None)
    if row is None:
        raise NotFound
    form = AmendForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            budgets.amend(line, **form.said(), by=request.viewer, at=clock.now(), of=UUID(ref))
        except Invalid as error:
            _add(form, error)
        else:
            return _booked(request, ref)
    return _form(request, form, _("Change %(line)s") % {"line": row.words}, reverse("budget", args=[ref]), line=row)


@asks(Act.WRITE_BUDGET, of=Budget, keeps=True)
def budget_reverse(request: Asked, ref: str, booking: UUID) -> HttpResponse:
    """Ask once, then meet a wrong booking with its counter-entry."""
    row = next((one for one in given_bookings(UUID(ref)) if one.id == booking), None)
    if row is None:
        raise NotFound
    context: dict[str, Any] = {"booked": row, "row": budget_row(UUID(ref))}
    if request.method == "POST":
        try:
            budgets.reverse_amendment(booking, by=request.viewer, at=clock.now(), of=UUID(ref))
        except Invalid as error:
            return render(request, "funding/budget/reverse.html", context | {"wrong": error.fields}, status=422)
        return _booked(request, ref)
    return render(request, "funding/budget/reverse.html", context)


def _add(form: Any, error: Invalid) -> None:
    for name, sentence in error.fields.items():
        form.add_error(name or None, sentence)


def _booked(request: Asked, ref: str) -> HttpResponse:
    messages.success(request, _("It is booked."))
    return redirect("budget", ref=ref)


def _form(request: Asked, form: Any, title: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "back": back} | more
    return render(request, "funding/budget/form.html", context, status=422 if form.errors else 200)
