"""Forms of signing in: allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import log


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password. A forgotten password is a matter for people, so there is no link to a page for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("Have you forgotten it? Ask your manager or a coordinator.")


class SignInByPasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey as the second step. One that is refused is remembered (allauth tells of refused codes only), and
    nonsense in its place is refused like a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except forms.ValidationError:
            log.note_wrong_factor(context.request, self.user, signed_in=self.reauthenticated)
            raise
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            log.note_wrong_factor(context.request, self.user, signed_in=self.reauthenticated)
            raise get_adapter().validation_error("incorrect_code") from error


class UnlockByPasskeyForm(SignInByPasskeyForm):
    """The passkey again, by a session that must prove itself."""

    reauthenticated = True


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and what it is called."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=40)
