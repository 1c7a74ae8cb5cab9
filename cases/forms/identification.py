"""The one-page form of identification. Nearly every answer may stay unknown; no name is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms as f
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.counties import County
from accounts.inputs import (
    BirthYearField,
    DayField,
    TextField,
    checks,
    explained,
    inline_choice,
    long_text,
    whole_number,
)
from cases import languages
from cases.forms.guarded import SUFFIX, Found, GuardedForm, look_through, still_to_answer
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Protection, Route, Seen
from cases.selectors.identification import IndicatorGroup, Sign, Sought
from cases.services.identification import Identified, problems

Typed = dict[str, Any]
_MANY = ("forms",)
SIGN = "sign-"
"""Before an indicator's code: how it is known, one answer of four; none is that nobody asked."""
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "go"})
ADULT = 18

_CERTAINTY_HELP = {
    Certainty.CONCEIVABLE: _("Something points to it."),
    Certainty.LIKELY: _("Several things point to it, or the person tells it."),
    Certainty.INJURED_PARTY: _("The police or a prosecutor sees the person as exposed."),
}


def what_was_typed(posted: QueryDict) -> Typed:
    """What a draft keeps of the posted form: our own fields, as they stand."""
    fields = IdentificationForm.base_fields.keys()
    kept: Typed = {}
    for name in posted:
        if name in _NOT_KEPT or not (name in fields or name.startswith(SIGN) or name.endswith(SUFFIX)):
            continue
        kept[name] = posted.getlist(name) if name in _MANY else " ".join(posted.getlist(name))
    signs = {name: kept.pop(name) for name in list(kept) if name.startswith(SIGN)}
    known = {name: how for name, how in signs.items() if how}
    return kept | known | {"indicators": [name.removeprefix(SIGN) for name in known]}


class IdentificationForm(f.Form):
    """Nine questions on one page; ``field_order`` is the page's, so that the summary of what is wrong has it too."""

    use_required_attribute = False
    field_order = (
        *(
            "age",
            "birth_year",
            "year_estimated",
            "gender",
            "on",
            "county",
            "route",
            "language",
            "citizenship",
            "interpreter",
        ),
        *(
            "protection",
            "forms",
            "main_form",
            "indicators",
            "certainty",
            "wants_identified",
            "consent",
            "consent_language",
        ),
        *("immediate_risk", "safe_contact", "story", "file_number", "code_name"),
    )

    on = DayField(label=_("When did you meet the person?"))
    county = f.ChoiceField(label=_("County"), required=False)
    route = f.ChoiceField(
        label=_("How did contact come about?"), choices=Route.choices, initial=Route.UNKNOWN, widget=inline_choice()
    )
    age = f.ChoiceField(
        label=_("How old is the person?"),
        help_text=_("If you are not sure, say so. Then the person is treated as a child."),
        choices=Age.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose an answer. Unclear is an answer too.")},
    )
    birth_year = BirthYearField(label=_("Birth year"), help_text=_("If you know it."), required=False)
    year_estimated = f.BooleanField(label=_("The year is estimated"), required=False)
    gender = f.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN, widget=inline_choice())
    citizenship = f.ChoiceField(label=_("Citizenship"), required=False)
    language = f.ChoiceField(label=_("Language"), required=False)
    interpreter = f.ChoiceField(
        label=_("Is an interpreter needed?"), choices=Answer.choices, initial=Answer.UNKNOWN, widget=inline_choice()
    )
    protection = f.ChoiceField(
        label=_("Protected personal data"), choices=Protection.choices, initial=Protection.UNKNOWN
    )
    forms = f.MultipleChoiceField(
        label=_("What form of exploitation do you presume?"),
        help_text=_("Tick one or several. It can be changed later."),
        choices=Form.choices,
        widget=checks(columns=2),
        required=False,
    )
    main_form = f.ChoiceField(
        label=_("Which is the main form?"),
        help_text=_("Only if you have ticked several."),
        required=False,
    )
    indicators = f.MultipleChoiceField(label=_("Signs"), required=False)
    certainty = f.ChoiceField(
        label=_("How sure are you?"),
        choices=explained(Certainty.choices, _CERTAINTY_HELP),
        initial=Certainty.CONCEIVABLE,
        widget=f.RadioSelect,
    )
    wants_identified = f.ChoiceField(
        label=_("Does the person want to be identified?"),
        choices=Answer.choices,
        initial=Answer.UNKNOWN,
        widget=inline_choice(),
    )
    consent = f.ChoiceField(
        label=_("Does the person consent to sharing what is needed with the programme?"),
        choices=Consent.choices,
        initial=Consent.NOT_ASKED,
        widget=inline_choice(),
    )
    consent_language = f.ChoiceField(
        label=_("In which language was the person informed?"),
        help_text=_("Before the answer, about what is shared and with whom."),
        required=False,
    )
    immediate_risk = f.ChoiceField(
        label=_("Is the person in danger now?"),
        help_text=_("If somebody's life is in danger: call 112. A bed tonight needs no decision first."),
        choices=Answer.choices,
        initial=Answer.UNKNOWN,
        widget=inline_choice(),
    )
    story = TextField(
        label=_("What have you seen and been told?"),
        help_text=_("Short. No names, addresses or phone numbers, and nothing about a suspect. It is sealed."),
        required=False,
        widget=long_text(rows=5, limit=6000),
    )
    safe_contact = TextField(
        label=_("How can the person be reached safely?"),
        help_text=_("The way and the hours, not the number."),
        required=False,
        widget=long_text(rows=2),
    )
    file_number = TextField(
        label=_("Number in your own file"),
        help_text=_("So that you find the person again. Only you can search for it."),
        required=False,
        longest=60,
    )
    code_name = f.CharField(
        label=_("Code name"),
        help_text=_("To say aloud. It must not point anybody out."),
        max_length=40,
        widget=f.TextInput(attrs={"readonly": True}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, groups: tuple[IndicatorGroup, ...], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.groups = groups
        self.typed: Mapping[str, Any] = data if data is not None else kwargs.get("initial") or {}
        empty = [("", _("do not know"))]
        for name in self.fields:
            self.fields[name].unmarked = True  # type: ignore[attr-defined]
        self._offer("county", [*empty, *County.choices])
        self._offer("citizenship", [*empty, *languages.countries()])
        self._offer("consent_language", [*empty, *languages.languages()])
        self._offer("language", [*empty, *languages.languages()])
        self._offer("main_form", [("", _("the one that is ticked")), *Form.choices])
        self._offer("indicators", [(row.code, row.text) for group in groups for row in group.rows])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast("f.ChoiceField", self.fields[name]).choices = choices

    def indicator_rows(self) -> list[tuple[IndicatorGroup, list[tuple[Sign, str]], int]]:
        """Each group with its signs and how each is known (empty: not asked), and how many are known."""
        found = []
        for group in self.groups:
            rows = [(sign, str(self.typed.get(SIGN + sign.code, ""))) for sign in group.rows]
            found.append((group, rows, sum(bool(how) for _sign, how in rows)))
        return found

    @property
    def treated_as_child(self) -> bool:
        """Under 18, or unclear: the duty to report stands on top. A birth year that says so counts too."""
        year = whole_number(str(self.typed.get("birth_year", "")), most=9999)
        met = whole_number(str(self.typed.get("on", ""))[:4], most=9999)
        if year is not None and met is not None and 0 <= met - year < ADULT:
            return True
        return self.typed.get("age") in (Age.CHILD, Age.UNCLEAR)

    @property
    def guard_found(self) -> dict[str, list[Found]]:
        """What the guard finds in what is typed now, by the field's name."""
        typed = {name: value for name, value in self.typed.items() if isinstance(value, str)}
        return look_through(self, typed)

    def all_right(self, *, today: date) -> bool:
        """Whether the form can be sent that day: everything that is wrong stands there at once."""
        self.is_valid()
        said = self.cleaned_data
        wrong = problems(
            on=said.get("on"),
            birth_year=said.get("birth_year"),
            forms=said.get("forms", ()),
            main_form=said.get("main_form", ""),
            code_name=said.get("code_name", ""),
            today=today,
        )
        for name, sentence in wrong.items():
            self.add_error(name, sentence)
        if not {str(self.typed.get(SIGN + code)) for code in said.get("indicators", ())} <= set(Seen.values):
            self.add_error("indicators", _("Say of each sign how you know it, or that nobody asked."))
        for name, findings in self.guard_found.items():
            if sentence := still_to_answer(findings):
                self.add_error(name, sentence)
        return not self.errors

    def identified(self) -> Identified:
        """What the service takes. Only after ``all_right``."""
        said = self.cleaned_data
        known = {Answer.YES: True, Answer.NO: False}
        same = (
            "on",
            "county",
            "route",
            "age",
            "birth_year",
            "year_estimated",
            "gender",
            "protection",
            "main_form",
            "certainty",
        )
        rest = (
            "wants_identified",
            "consent",
            "consent_language",
            "immediate_risk",
            "story",
            "safe_contact",
            "file_number",
            "code_name",
        )
        return Identified(
            **{name: said[name] for name in same + rest},
            forms=tuple(said["forms"]),
            indicators={code: str(self.typed[SIGN + code]) for code in said["indicators"]},
            citizenships=(said["citizenship"],) if said["citizenship"] else (),
            languages=(said["language"],) if said["language"] else (),
            interpreter=known.get(said["interpreter"]),
        )


class SearchForm(f.Form):
    """What is known of somebody whom the actor may have met already."""

    use_required_attribute = False

    q = f.CharField(
        label=_("Code, code name or the number in your own file"),
        help_text=_("The number is sealed: it is found by the whole of it only."),
        required=False,
        max_length=80,
        strip=True,
        widget=f.TextInput(attrs={"autocomplete": "off", "type": "text"}),
    )
    birth_year = BirthYearField(label=_("Birth year"), required=False)
    form = f.ChoiceField(label=_("Form of exploitation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("f.ChoiceField", self.fields["form"]).choices = [("", _("All")), *Form.choices]
        for name in self.fields:
            self.fields[name].unmarked = True  # type: ignore[attr-defined]

    def sought(self) -> Sought:
        """What to look for; an answer that makes no sense is left out."""
        self.is_valid()
        said = self.cleaned_data
        return Sought(said.get("q") or "", said.get("birth_year"), said.get("form") or "")


class OutcomeForm(GuardedForm):
    """What became of an identification, when admission is not asked for."""

    act = f.ChoiceField(
        label=_("What happened?"),
        choices=explained(
            [
                ("leave", _("The person left before further help")),
                ("decline", _("The person does not want help")),
                ("refer", _("Referred to another actor or authority")),
                ("no_ground", _("There was no ground for the suspicion")),
            ],
            {"leave": _("It can be taken up again if the person comes back.")},
        ),
        widget=f.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = TextField(
        label=_("Note"),
        help_text=_("For those who meet the person next. It is sealed."),
        required=False,
        widget=long_text(rows=3),
    )
