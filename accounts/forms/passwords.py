"""Choosing a password, with a new account or instead of an old one."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def _password(label: Any, help_text: Any = "") -> forms.CharField:
    # What was typed stays on the page that says what is wrong with it.
    widget = forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=help_text, max_length=200, strip=False, widget=widget)


_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Characters that break a line, turn its direction or are not seen."""


class NewPasswordForm(forms.Form):
    """A password, twice. ``user``: whose, so that it is not their name or address."""

    password = _password(
        _("Password"),
        _("At least 15 characters. Four or five words that have nothing to do with one another are good."),
    )
    again = _password(_("The password once more"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Long enough, not a common one, and the same twice."""
        said = super().clean() or {}
        password, again = said.get("password"), said.get("again")
        if password:
            try:
                validate_password(password, User(email=self.user.email, name=said.get("name", self.user.name)))
            except forms.ValidationError as error:
                self.add_error("password", error.error_list[0])  # one thing to do at a time
        if password and again and password != again:
            self.add_error("again", _("It is not the same as above."))
        return said


class JoinForm(NewPasswordForm):
    """What a new account needs: a name and a password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "password", "again"]

    def clean_name(self) -> str:
        """One line of text that reads as it is written: the log and others' pages show it."""
        name: str = self.cleaned_data["name"]
        if any(unicodedata.category(one) in _UNSEEN for one in name):
            raise forms.ValidationError(_("Write the name on one line, as one reads it."))
        return name


class ChangePasswordForm(NewPasswordForm):
    """Another password, by whoever knows the one that holds."""

    old = forms.CharField(
        label=_("The password that you have now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["password"].label = _("The new password")
        self.fields["again"].label = _("The new password once more")

    def clean_old(self) -> str:
        """The right one."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("That is not the password that you have now."))
        return old
