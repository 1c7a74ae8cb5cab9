"""The same human twice: an identity number typed once; the coordinators' errands, two persons side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid, NotFound
from cases.forms.same_person import AskForm, IdentityForm, SameForm
from cases.models import Person, SamePersonLink
from cases.models.same_person import SameState
from cases.selectors.same_person import errands, identity_now, same_page
from cases.services import same_person as services
from cases.views.person import back_to, page_about, saved

DONE = {
    SameState.LINKED: gettext_lazy("Linked. They count once from now on."),
    SameState.DISMISSED: gettext_lazy("Noted: they are not the same."),
    SameState.ENDED: gettext_lazy("The link is taken away."),
}


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
def person_identity(request: Asked, code: str) -> HttpResponse:
    """An identity number is typed once; what is kept is a mark that shows whether it comes again."""
    now = identity_now(code)
    form = IdentityForm(request.POST or None)
    fine = request.method == "POST" and form.is_valid()
    if fine and saved(form, services.note_identity, code, *form.cleaned_data.values(), by=request.viewer):
        return back_to(request, code, _("Noted. The number itself is not kept."))
    return page_about(request, code, form, "cases/same_person/identity.html", now=now)


@asks(Act.LINK_SAME_PERSON)
def same_person_list(request: Asked) -> HttpResponse:
    """Pairs that may be one human; two codes to look at side by side."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.ask_about(**form.cleaned_data, by=request.viewer, at=clock.now())
        except NotFound:
            form.add_error(None, _("Check the codes: one of them leads to nobody whom you can look at here."))
        except Invalid as error:
            form.add_error("other", error.fields["other"])
        else:
            return redirect("same_person", ref=row.ref)
    context = {"rows": errands(request.viewer), "form": form}
    return render(request, "cases/same_person/list.html", context, status=422 if form.errors else 200)


@asks(Act.LINK_SAME_PERSON, of=SamePersonLink, keeps=True)
def same_person(request: Asked, ref: str) -> HttpResponse:
    """Two persons side by side: link them, say that they are not the same, or take a link away."""
    page = same_page(request.viewer, ref)
    form = SameForm(request.POST or None, answers=page.answers, seen=page.errand.state)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if saved(form, services.decide_same, ref, said["state"], said["why"], seen=said["seen"], by=request.viewer):
            messages.success(request, DONE[SameState(said["state"])])
            return redirect("same_person_list")
    context = {"page": page, "form": form}
    return render(request, "cases/same_person/errand.html", context, status=422 if form.errors else 200)
