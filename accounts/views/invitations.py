"""Inviting people, and what one does about an invitation that nobody has used."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.acts import Act, Role
from accounts.asks import Asked, asks
from accounts.errors import Invalid
from accounts.forms.users import InviteForm
from accounts.models import Invitation
from accounts.selectors.users import places_to_invite_to
from accounts.services import invitations


@asks(Act.INVITE)
def user_invite(request: Asked) -> HttpResponse:
    """Whom, and to what."""
    form = InviteForm(places_to_invite_to(request.viewer), request.POST or None)
    if form.is_valid() and (row := _invited(request, form)):
        sent = _("The invitation is sent. The link holds for 48 hours.")
        waits = _("The invitation is sent when another coordinator has confirmed it.")
        messages.success(request, sent if row.until else waits)
        return redirect("user_list")
    return TemplateResponse(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


def _invited(request: Asked, form: InviteForm) -> Invitation | None:
    role, _colon, actor = form.cleaned_data["place"].partition(":")
    try:
        return invitations.invite(form.cleaned_data["email"], Role(role), actor, by=request.viewer, at=clock.now())
    except Invalid as error:
        for field, sentence in error.fields.items():
            form.add_error(field, str(sentence))
        return None


@asks(Act.CONFIRM_INVITATION, of=Invitation)
@require_POST
def invitation_confirm(request: Asked, ref: str) -> HttpResponse:
    """Agree, as the second coordinator."""
    invitations.confirm(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("Confirmed. The invitation is sent."))
    return redirect("user_list")


@asks(Act.INVITE, of=Invitation)
@require_POST
def invitation_resend(request: Asked, ref: str) -> HttpResponse:
    """A new link; the old one opens nothing."""
    invitations.resend(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("A new link is sent. The old one no longer works."))
    return redirect("user_list")


@asks(Act.INVITE, of=Invitation)
@require_POST
def invitation_withdraw(request: Asked, ref: str) -> HttpResponse:
    """Take an invitation back."""
    invitations.withdraw(ref, by=request.viewer, at=clock.now())
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("user_list")
