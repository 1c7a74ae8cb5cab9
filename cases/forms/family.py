"""Forms about whoever is close to a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as f
from django.utils.translation import gettext_lazy as _

from accounts.inputs import BirthYearField, DayField, TextField, checks, inline_choice, long_text
from cases.forms.guarded import GuardedForm
from cases.languages import STATELESS, countries
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Relation
from cases.models.family import Custody, Need
from cases.services.dependant import Close
from cases.services.details import OLDEST
from cases.services.family import Becomes


class DependantForm(GuardedForm):
    """Somebody indirectly exposed. No name is asked for."""

    relation = f.ChoiceField(
        label=_("What are they to the person?"),
        choices=Relation.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose what they are to the person.")},
    )
    birth_year = BirthYearField(
        label=_("Birth year"), help_text=_("Leave it empty if you do not know."), required=False
    )
    estimated_age = f.IntegerField(
        label=_("Or about how old?"),
        help_text=_("Whole years. Also what the person tells is enough."),
        min_value=0,
        max_value=OLDEST,
        required=False,
        widget=f.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write whole years, between 0 and 110.")),
    )
    in_sweden = f.ChoiceField(
        label=_("Where are they?"),
        choices=[("yes", _("in Sweden")), ("no", _("abroad"))],
        initial="yes",
        widget=inline_choice(),
    )
    country = f.ChoiceField(
        label=_("In which country, if abroad?"), help_text=_("Never more exactly than that."), required=False
    )
    directly_exposed = f.BooleanField(
        label=_("They may be exposed to trafficking themselves"),
        help_text=_("Then they should have a page of their own: you make it in one step, once this is saved."),
        required=False,
    )
    threatened = f.ChoiceField(
        label=_("Does anybody threaten them?"),
        choices=Answer.choices,
        initial=Answer.UNKNOWN,
        help_text=_("Write nothing about who threatens."),
        required=False,
        widget=inline_choice(),
    )
    custody = f.ChoiceField(
        label=_("Who has custody, if it is a child?"), choices=Custody.choices, initial=Custody.UNKNOWN, required=False
    )
    needs = f.MultipleChoiceField(label=_("What do they need?"), choices=Need.choices, required=False, widget=checks(2))
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=16)
    token = f.UUIDField(widget=f.HiddenInput, required=False)
    note = TextField(
        label=_("In words"),
        help_text=_("Short. No names, addresses or schools. Sealed under the person's own key."),
        required=False,
        longest=4000,
        widget=long_text(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (group, [(code, name) for code, name in names if code not in ("SE", STATELESS)])
            for group, names in countries()
        ]
        field = self.fields["country"]
        assert isinstance(field, f.ChoiceField)
        field.choices = [("", _("do not know")), *known]

    def close(self) -> Close:
        """What is said, for the service."""
        given = self.cleaned_data
        said: dict[str, Any] = {name: given[name] for name in ("relation", "birth_year", "estimated_age")}
        said |= {name: given[name] for name in ("country", "note")}
        said |= {"threatened": given["threatened"] or Answer.UNKNOWN, "custody": given["custody"] or Custody.UNKNOWN}
        said |= {"in_sweden": given["in_sweden"] == "yes", "directly_exposed": bool(given["directly_exposed"])}
        return Close(**said, needs=tuple(given["needs"]))


class LinkForm(GuardedForm):
    """Another person of the programme who is close to this one."""

    other = f.CharField(
        label=_("The other person's code"),
        help_text=_("For example K7QF-2M. Only persons whose page you may change."),
        max_length=16,
        widget=f.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    relation = f.ChoiceField(
        label=_("What is the other person to this one?"),
        choices=Relation.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose what they are to the person.")},
    )


class SameForm(f.Form):
    """Which of those written down at linked persons is the same child."""

    use_required_attribute = False
    other = f.ChoiceField(label=_("The same child as"), required=False, widget=f.RadioSelect)
    seen = f.CharField(widget=f.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, f.ChoiceField)
        field.choices = [*choices, ("", _("none of these: another child"))]


class BecomesForm(GuardedForm):
    """The little that is asked of somebody close who turns out to be exposed."""

    on = DayField(label=_("Since which day do you know?"))
    forms = f.MultipleChoiceField(
        label=_("What form of exploitation do you presume?"), choices=Form.choices, required=False, widget=checks(2)
    )
    certainty = f.ChoiceField(
        label=_("How sure are you?"),
        choices=Certainty.choices,
        initial=Certainty.CONCEIVABLE,
        widget=inline_choice(),
    )
    age = f.ChoiceField(label=_("How old is the person?"), choices=Age.choices, widget=inline_choice())
    gender = f.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN, widget=inline_choice())
    immediate_risk = f.ChoiceField(
        label=_("Is the person in danger now?"), choices=Answer.choices, initial=Answer.UNKNOWN, widget=inline_choice()
    )
    consent = f.ChoiceField(
        label=_("Does the person consent to sharing what is needed with the programme?"),
        choices=Consent.choices,
        initial=Consent.NOT_ASKED,
        widget=inline_choice(),
    )

    def becomes(self) -> Becomes:
        """What is said, for the service."""
        said: dict[str, Any] = dict(self.cleaned_data)
        return Becomes(**said | {"forms": tuple(said["forms"])})
