"""What is known of the person: a form for each section, and what was put right. The tab itself is the desk's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import NotFound
from cases.forms import details as forms
from cases.models import Person
from cases.selectors.details import section_now
from cases.services import details as services
from cases.views.back import to_the_list
from cases.views.person import page_about, saved


@dataclass(frozen=True)
class Section:
    """A section of the tab: its heading, its form, and the service that saves it."""

    title: str | Promise
    form: type[Any]
    service: Callable[..., Any]


SECTIONS: dict[str, Section] = {
    "age": Section(gettext_lazy("Age and gender"), forms.AgeForm, services.write_age),
    "language": Section(gettext_lazy("Language and citizenship"), forms.LanguageForm, services.write_languages),
    "protection": Section(gettext_lazy("Protection and threat"), forms.ProtectionForm, services.write_protection),
    "contact": Section(gettext_lazy("The safe way to reach"), forms.ContactForm, services.write_contact),
}
CONDITIONAL = {
    "age": ("estimated_age", "estimated_on", "estimated_how"),
    "language": ("interpreter_language", "interpreter_wish"),
}
"""Fields that are asked where another one has an answer; a browser that cannot tell shows them always."""
OWN = Section(gettext_lazy("Your own file"), forms.OwnFileForm, services.write_own)


@asks(Act.CHANGE_PERSON, of=Person, ref="code", keeps=True)
def person_describe(request: Asked, code: str, section: str) -> HttpResponse:
    """Change one section of what is known of the person."""
    if section not in SECTIONS:
        raise NotFound
    return _section(request, code, section, SECTIONS[section])


@asks(Act.CHANGE_OWN_FILE, of=Person, ref="code", keeps=True)
def person_own(request: Asked, code: str) -> HttpResponse:
    """The placement code and the number in the file: for those who work for the responsible actor."""
    return _section(request, code, "own", OWN)


@asks(Act.CHANGE_PERSON, of=Person, ref="code")
@require_POST
def person_checked(request: Asked, code: str) -> HttpResponse:
    """Say that the safe way to reach the person holds today."""
    services.check_safe_contact(code, by=request.viewer, at=clock.now())
    return _back(request, "contact", _("The safe way to reach the person is checked today."))


def _section(request: Asked, code: str, name: str, section: Section) -> HttpResponse:
    assert request.about
    now = section_now(request.viewer, code, name, on=clock.today())
    form = section.form(request.POST or None, initial=now.initial)
    fine = request.method == "POST" and form.is_valid()
    said = {"by": request.viewer, "answered": form.not_so, "seen": form.data.get("seen", "")}
    if fine and saved(form, section.service, code, form.said(), **said):
        return _back(request, name, _("Saved."))
    back = reverse("person_details", args=[request.about.ref]) + f"#{name}"
    context = {"section": section, "name": name, "now": now, "back": back, "conditional": CONDITIONAL.get(name, ())}
    return page_about(request, code, form, "cases/details/section.html", **context)


def _back(request: Asked, name: str, said: str) -> HttpResponse:
    assert request.about
    messages.success(request, said)
    return to_the_list(request) or redirect(reverse("person_details", args=[request.about.ref]) + f"#{name}")
