"""The coordinators' year of money: its file, and its end."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Conflict, Invalid
from accounts.inputs import DayField, whole_number
from accounts.spreadsheet import csv_file
from accounts.words import moment_words
from funding.selectors.ledger import ONLY
from funding.services.year_end import return_unspent
from nsp.desk.selectors.money import money_page
from nsp.desk.selectors.year import year_page
from nsp.desk.selectors.year_end import year_end_page
from nsp.desk.selectors.year_file import heads, rows_of
from reports.year_end import sign_year

YEARS = (2000, 2199)


class ReturnForm(forms.Form):
    """The day on which the money went back, and the sum that was on the page."""

    on = DayField(label=gettext_lazy("Which day did it go back?"))
    amount = forms.DecimalField(widget=forms.HiddenInput, max_digits=12, decimal_places=2)


def asked_year(request: Asked, otherwise: int) -> int:
    """The year of the address."""
    year = whole_number(request.GET.get("year", ""), most=YEARS[1])
    return year if year and year >= YEARS[0] else otherwise


def _last_year() -> int:
    return clock.today().year - 1


def _end(year: int) -> str:
    return f"{reverse('year_end')}?year={year}"


def year_of_money(request: Asked) -> HttpResponse:
    """What a coordinator sees under Money: the year, its curves, lines and cuts, and its bookings."""
    year = asked_year(request, clock.today().year)
    said = {name: request.GET.get(name, "")[:24] for name in ONLY}
    sides = {side: request.GET.get(side, "") for side in ("older", "newer")}
    bookings = money_page(request.viewer, year=year, only=said, **sides)
    page = year_page(year=year, on=clock.today())
    chosen = {"year": str(year), **{name: value for name, value in said.items() if value}}
    to = {
        f"{side}_url": f"?{urlencode({**chosen, side: key})}#bookings" if key else ""
        for side, key in (("older", bookings.older), ("newer", bookings.newer))
    }
    only = [(words, f"?{urlencode({**chosen, name: ''})}#bookings") for name, words in page.chosen(said)]
    context = {"year": page, "page": bookings, "only": only, "looks": bool(only or any(sides.values())), **to}
    return render(request, "funding/year/year.html", context)


@asks(Act.SEE_YEAR)
@require_safe
def year_file(request: Asked) -> HttpResponse:
    """The year's figures for a spreadsheet."""
    year = asked_year(request, clock.today().year)
    said = {"year": year, "name": request.viewer.name, "at": moment_words(clock.now())}
    mark = [_("Money %(year)s. Internal: exact figures. Taken out by %(name)s %(at)s.") % said]
    content = csv_file(mark, heads(), rows_of(year_page(year=year, on=clock.today())))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="medel-{year}.csv"'
    request.done = True
    return response


@asks(Act.SEE_YEAR)
@require_safe
def year_end(request: Asked) -> HttpResponse:
    """What must be done before the year is signed, or what was signed."""
    page = year_end_page(request.viewer, year=asked_year(request, _last_year()), on=clock.today())
    return render(request, "funding/year/end.html", {"page": page})


@asks(Act.CLOSE_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def year_return(request: Asked) -> HttpResponse:
    """Book what goes back to the funder, after a look at the lines."""
    year = asked_year(request, _last_year())
    form = ReturnForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid() and _returned(form, year, request):
        return redirect(_end(year))
    page = year_end_page(request.viewer, year=year, on=clock.today())
    return render(request, "funding/year/return.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _returned(form: ReturnForm, year: int, request: Asked) -> bool:
    said = form.cleaned_data
    try:
        return_unspent(year, said["amount"], on=said["on"], by=request.viewer, at=clock.now())
    except Invalid as error:
        for field, sentence in error.fields.items():
            form.add_error(field or None, sentence)
        return False
    return True


@asks(Act.CLOSE_YEAR)
@require_http_methods(["GET", "HEAD", "POST"])
def year_sign(request: Asked) -> HttpResponse:
    """The figures to check, then signed: by two coordinators, one after the other."""
    year = asked_year(request, _last_year())
    status = 200
    if request.method == "POST":
        try:
            sign_year(year, digest=request.POST.get("digest", ""), by=request.viewer, at=clock.now())
            return redirect(_end(year))
        except Conflict as error:
            if error.why != "year_not_done":
                raise
            status = error.status
    page = year_end_page(request.viewer, year=year, on=clock.today())
    return render(request, "funding/year/sign.html", {"page": page}, status=status)
