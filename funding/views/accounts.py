"""An actor's account: seen, changed, confirmed by somebody else, taken back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from accounts.models import Actor
from funding.forms import AccountForm
from funding.models import BankAccount
from funding.selectors.accounts import account_to_confirm, accounts_of
from funding.services import accounts


@asks(Act.SEE_BANK_ACCOUNT, of=Actor)
@require_safe
def bank_account(request: Asked, ref: str) -> HttpResponse:
    """Where an actor is paid, and what is about to change."""
    page = accounts_of(request.viewer, ref, at=clock.now())
    return render(request, "funding/account.html", {"page": page, "days": settings.NSP_ACCOUNT_DAYS})


@asks(Act.WRITE_BANK_ACCOUNT, of=Actor)
def bank_account_new(request: Asked, ref: str) -> HttpResponse:
    """Write another account."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.ask_account(ref, **form.cleaned_data, by=request.viewer, at=clock.now())
            messages.success(request, _("The account is written. Somebody else has to confirm it."))
            return redirect("bank_account", ref=ref)
        except Invalid as error:
            for name, sentence in error.fields.items():
                form.add_error(name or None, sentence)
    page = accounts_of(request.viewer, ref, at=clock.now())
    context = {"page": page, "form": form, "days": settings.NSP_ACCOUNT_DAYS}
    return render(request, "funding/account_new.html", context, status=422 if form.errors else 200)


@asks(Act.CONFIRM_BANK_ACCOUNT, of=BankAccount)
def bank_account_confirm(request: Asked, ref: str) -> HttpResponse:
    """Confirm an account that somebody else has written."""
    actor_ref, actor, row = account_to_confirm(request.viewer, ref, at=clock.now())
    if request.method == "POST":
        accounts.confirm_account(ref, by=request.viewer, at=clock.now())
        messages.success(request, _("The account is confirmed."))
        return redirect("bank_account", ref=actor_ref)
    context = {"row": row, "actor": actor, "actor_ref": actor_ref, "days": settings.NSP_ACCOUNT_DAYS}
    return render(request, "funding/account_confirm.html", context)


@asks(Act.CONFIRM_BANK_ACCOUNT, of=BankAccount)
@require_POST
def bank_account_end(request: Asked, ref: str) -> HttpResponse:
    """Take an account back."""
    actor_ref = account_to_confirm(request.viewer, ref, at=clock.now())[0]
    accounts.end_account(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("The account is taken back."))
    return redirect("bank_account", ref=actor_ref)
