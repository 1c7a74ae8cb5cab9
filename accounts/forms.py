"""Forms of signing in: allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password. A forgotten password is a matter for people, so there is no link to a page for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("Have you forgotten it? Ask your manager or a coordinator.")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and what it is called."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=40)
