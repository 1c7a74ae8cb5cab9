"""What stands on a programme's list: written as a draft, added to and closed from a day once it is in force."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from cases.forms.programme import CloseForm, ItemForm
from cases.models import Programme
from cases.models.choices import ForWhom
from cases.selectors import catalogue as selected
from cases.services import catalogue
from cases.views.programme import did, form_page, saved


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def item_add(request: Asked, code: str, kind: str) -> HttpResponse:
    """Put something on the list."""
    if kind not in catalogue.KINDS_WITH_A_LIST:
        raise NotFound
    form = _item_form(request, {"for_whom": ForWhom.PERSON})
    by = {"by": request.viewer, "at": clock.now()}
    posted = request.method == "POST" and form.is_valid()
    if posted and did(form, catalogue.add_item, code, kind, form.listed(), **by):
        return saved(request, code)
    return form_page(request, code, form, _("Add to the list"), _("Add"))


@asks(Act.WRITE_PROGRAMME, of=Programme, ref="code", keeps=True)
def item(request: Asked, code: str, item: str) -> HttpResponse:
    """Change or take away an item of a draft's list; close one of a programme in force."""
    page = selected.item_page(code, item, on=clock.today())
    return _item_of_draft(request, page) if page.is_draft else _item_in_force(request, page)


def _item_of_draft(request: Asked, page: selected.ItemPage) -> HttpResponse:
    form, ref = _item_form(request, selected.item_now(page.code, page.row.ref)), page.row.ref
    if request.method == "POST" and "take" in request.POST:
        catalogue.take_item(page.code, ref)
        return saved(request, page.code)
    posted = request.method == "POST" and form.is_valid()
    if posted and did(form, catalogue.change_item, page.code, ref, form.listed()):
        return saved(request, page.code)
    return form_page(request, page.code, form, page.row.name, _("Save"), may_take=True)


def _item_in_force(request: Asked, page: selected.ItemPage) -> HttpResponse:
    keep = request.method == "POST" and "keep" in request.POST
    form = CloseForm(None if keep else request.POST or None, initial={"on": page.row.closed_on})
    if keep or (request.method == "POST" and form.is_valid()):
        on = None if keep else form.cleaned_data["on"]
        if did(form, catalogue.close_item, page.code, page.row.ref, on, by=request.viewer, at=clock.now()):
            return saved(request, page.code)
    context = {"page": page, "form": form}
    return render(request, "cases/programme/item.html", context, status=422 if form.errors else 200)


def _item_form(request: Asked, initial: dict[str, object]) -> ItemForm:
    return ItemForm(request.POST or None, initial=initial, rights=selected.rights_to_choose())
