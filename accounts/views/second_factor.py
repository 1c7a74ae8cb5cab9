"""What of signing in django-allauth does not do as we need it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.http import HttpResponse

from accounts.acts import Act
from accounts.asks import asks


class _RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks ``can_delete_authenticator`` for codes only; a last passkey stays too."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        response: HttpResponse = super().form_valid(form)
        return response


remove_passkey = asks(Act.SECOND_FACTOR)(_RemovePasskey.as_view())
"""Take away one's passkey; the last second factor stays."""
