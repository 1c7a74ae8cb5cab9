"""The form that asks for admission or for a further intervention, and what it keeps while it is half typed.

A draft holds what stands in the fields as it was typed (*typed*: field name to text), whether it can be used or not.
``AskForm.filled`` shows it without complaints; ``AskForm(typed, …)`` reads it and says what has to be put right.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.inputs import (
    BirthYearField,
    DayField,
    DaysField,
    MoneyField,
    TextField,
    explained,
    inline_choice,
    long_text,
    whole_number,
)
from cases.forms.guarded import SUFFIX
from cases.languages import languages
from cases.models.choices import Consent, ReportMade, SocietyProtects
from cases.services.admission import AskedAdmission, AskedChild
from cases.services.facts import FACT_YEARS

MOTIVATION = "motivation-"
PANEL = "rules-panel"
NEW_CHILDREN = "new_children"
MOST_NEW_CHILDREN = 12
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "version", "go", "remove_child"})

Typed = dict[str, str]

_PROTECTS_HELP = {
    SocietyProtects.UNKNOWN: _("Ask social services, and state it anew when you know."),
    SocietyProtects.APPLIED: _("Applied for at social services, and they have not answered yet."),
    SocietyProtects.PARTLY: _("Society pays for some of it. The programme only complements."),
}


@dataclass(frozen=True)
class KnownChild:
    """A dependant who is on the person's record already. ``words`` say who it is without a name."""

    ref: str
    words: str
    birth_year: int | None = None
    in_sweden: bool = True


@dataclass(frozen=True)
class Around:
    """What the form has to know besides what is typed."""

    rights: tuple[tuple[str, str], ...] = ()
    known_children: tuple[KnownChild, ...] = ()
    is_asked: bool = False
    """Whether the coordinator waits for an answer."""
    max_days: int | None = None
    is_further: bool = False
    """Whether an intervention is asked for in an open case: then admission's own questions have been answered."""
    from_list: bool = False
    """Whether the kind is given from the programme's list."""
    items: tuple[tuple[str, str], ...] = ()
    close: tuple[tuple[str, str], ...] = ()


OF_ADMISSION = ("why", "wants", "consent", "consent_language")
OF_A_LIST = ("item", "for_dependant", "amount")


def what_was_typed(posted: QueryDict) -> Typed:
    """What a draft keeps of a posted form: every field of ours as it stands, nothing else."""
    fields = AskForm.base_fields.keys() | {NEW_CHILDREN}
    kept = (name for name in posted if name not in _NOT_KEPT)
    return {
        name: " ".join(posted.getlist(name))
        for name in kept
        if name in fields or name.startswith((MOTIVATION, "child-", "new-")) or name.endswith(SUFFIX)
    }


def with_another_child(typed: Typed) -> Typed:
    """The same, with one more empty row for a child. Its mark keeps explanations with it when rows move."""
    count = new_children(typed)
    if count == MOST_NEW_CHILDREN:
        return typed
    return typed | {NEW_CHILDREN: str(count + 1), f"new-{count}-mark": f"m{secrets.token_hex(3)}"}


def without_child(typed: Typed, place: int) -> Typed:
    """The same without the row at ``place`` (from 0); the rows after it move up."""
    count = new_children(typed)
    if not 0 <= place < count:
        return typed
    kept = {name: value for name, value in typed.items() if not name.startswith("new-")}
    for row in range(count):
        if row != place:
            to = row if row < place else row - 1
            for name in NewChildForm.base_fields:
                if f"new-{row}-{name}" in typed:
                    kept[f"new-{to}-{name}"] = typed[f"new-{row}-{name}"]
    return kept | {NEW_CHILDREN: str(count - 1)}


def new_children(typed: Mapping[str, str]) -> int:
    """How many rows for new children there are."""
    return min(whole_number(typed.get(NEW_CHILDREN, ""), most=99) or 0, MOST_NEW_CHILDREN)


def motivations(typed: Mapping[str, str]) -> dict[str, str]:
    """The caseworker's own words to each warning, by the code of its rule."""
    return {
        name.removeprefix(MOTIVATION): text.strip()
        for name, text in typed.items()
        if name.startswith(MOTIVATION) and not name.endswith(SUFFIX) and text.strip()
    }


class _Part(forms.Form):
    """A form whose browser never stops it: a draft may be half done."""

    use_required_attribute = False


class KnownChildForm(_Part):
    """A check box for a child that the record knows, with so many days of supplement."""

    wanted = forms.BooleanField(required=False)
    days = DaysField(label=_("Days with supplement"), required=False)
    child: KnownChild


class NewChildForm(_Part):
    """A row for a child that nobody has written down yet."""

    mark = forms.RegexField(r"^m[0-9a-f]{6}$", required=False, widget=forms.HiddenInput)
    birth_year = BirthYearField(
        label=_("Birth year"), help_text=_("Leave it empty if you do not know."), required=False
    )
    in_sweden = forms.ChoiceField(
        label=_("Where is the child?"),
        choices=[("yes", _("in Sweden")), ("no", _("abroad"))],
        initial="yes",
        widget=inline_choice(),
    )
    days = DaysField(label=_("Days with supplement"), help_text=_("Empty means all days."), required=False)


class AskForm(_Part):
    """Everything that is asked for, in the order of the page."""

    answer = TextField(
        label=_("Your answer"),
        error_messages={"required": _("Answer the coordinator's question.")},
        widget=long_text(4),
    )
    urgent = forms.BooleanField(
        label=_("The place is needed tonight, or is in use already"),
        help_text=_(
            "Every coordinator is told at once. If the first day is today or earlier, the person has the place "
            "already: should the answer be no, those days are paid only where the coordinator says so."
        ),
        required=False,
    )
    item = forms.ChoiceField(
        label=_("What you apply for, from the programme's list"),
        error_messages={"required": _("Choose from the list.")},
    )
    for_dependant = forms.ChoiceField(
        label=_("Whom it concerns"),
        help_text=_("Somebody close to the person has to stand on the person's page first."),
        required=False,
    )
    amount = MoneyField(
        label=_("What it costs, SEK"),
        help_text=_("The whole cost, VAT included. Keep the papers: you report back what it came to."),
        min_value=Decimal("0.01"),
        max_digits=9,
        error_messages={
            "required": _("Write what it costs."),
            "min_value": _("Write a sum that is more than nothing."),
        },
    )
    start = DayField(label=_("First day"), help_text=_("The day when the person came, or is to come."))
    days = DaysField(label=_("Number of days"), error_messages={"required": _("Write how many days you ask for.")})
    why = TextField(
        label=_("Why you presume that the person is exposed"),
        help_text=_(
            "What you have seen and been told. No names, addresses, phone numbers, and nothing about a suspect."
        ),
        error_messages={"required": _("Write why you presume that the person is exposed.")},
        widget=long_text(6),
    )
    wants = TextField(
        label=_("What the person wants"),
        help_text=_("In the person's own words, as far as you can."),
        error_messages={"required": _("Write what the person wants.")},
        widget=long_text(3),
    )
    consent = forms.ChoiceField(
        label=_("Does the person consent to you sharing this with the programme?"),
        choices=Consent.choices,
        initial=Consent.NOT_ASKED,
        widget=inline_choice(),
    )
    consent_language = forms.ChoiceField(
        label=_("In which language was the person informed?"),
        help_text=_("Before the answer, about what is shared and with whom."),
        required=False,
    )
    need = TextField(
        label=_("What the person needs, and why now"),
        help_text=_("The first test: the person needs it."),
        error_messages={"required": _("Write what the person needs.")},
        widget=long_text(4),
    )
    right = forms.ChoiceField(
        label=_("Which right it meets"),
        help_text=_(
            "The second test: it is one of the rights of every presumed victim. Choose the most important one."
        ),
        error_messages={"required": _("Choose which right it meets.")},
    )
    society_asked = TextField(
        label=_("Whom you have asked"),
        required=False,
        longest=300,
    )
    society_asked_on = DayField(label=_("When you asked"), required=False)
    society_answer = TextField(
        label=_("What they answered"),
        help_text=_("That nobody answered is also an answer."),
        required=False,
        widget=long_text(3),
    )
    society_protects = forms.ChoiceField(
        label=_("Does society provide the person's protection today?"),
        choices=explained(list(SocietyProtects.choices), _PROTECTS_HELP),
        initial=SocietyProtects.UNKNOWN,
        widget=forms.RadioSelect,
    )
    police_report = forms.ChoiceField(
        label=_("Is a police report made?"),
        help_text=_("The person need not report anything to be admitted."),
        choices=ReportMade.choices,
        initial=ReportMade.UNKNOWN,
        widget=inline_choice(),
    )
    police_report_on = DayField(
        label=_("Day of the report"), help_text=_("Only if it is made."), years_back=FACT_YEARS, required=False
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, around: Around, initial: Any = None) -> None:
        super().__init__(cast(Any, data), initial=initial)
        self.around = around
        typed = data if data is not None else initial or {}
        self.typed: Mapping[str, str] = typed
        for name in ("society_asked", "society_asked_on", "society_answer", "police_report_on"):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]
        left_out = [] if around.is_asked else ["answer"]
        left_out += OF_ADMISSION if around.is_further else ()
        left_out += [] if around.from_list else OF_A_LIST
        for name in left_out:
            del self.fields[name]
        if around.from_list:
            self._of_a_list(around)
        if around.is_further:
            self.fields["police_report"].help_text = _("The person need not report anything to get help.")
        right = cast(forms.ChoiceField, self.fields["right"])
        if "consent_language" in self.fields:
            told = cast(forms.ChoiceField, self.fields["consent_language"])
            told.choices = [("", _("do not know")), *languages()]
        right.choices = [("", _("Choose a right")), *around.rights]
        self.known = [self._known(child, data, initial) for child in around.known_children]
        self.new = [
            NewChildForm(cast(Any, data), initial=_part(initial, f"new-{row}-"), prefix=f"new-{row}")
            for row in range(new_children(typed))
        ]
        if around.max_days:
            self.fields["days"].help_text = _("At most %(days)s days.") % {"days": around.max_days}
        self.guard_found: dict[str, Sequence[Any]] = {}

    def _of_a_list(self, around: Around) -> None:
        """An item is a thing or a course, not a bed: it is not needed tonight, and its days are when it happens."""
        del self.fields["urgent"]
        cast(forms.ChoiceField, self.fields["item"]).choices = [("", _("Choose from the list")), *around.items]
        people = [("", _("the person")), *around.close]
        cast(forms.ChoiceField, self.fields["for_dependant"]).choices = people
        self.fields["for_dependant"].unmarked = True  # type: ignore[attr-defined]
        self.fields["start"].help_text = _("The day when it begins.")
        self.fields["days"].help_text = _("One day for something that is bought once.")

    @classmethod
    def filled(cls, typed: Typed, *, around: Around) -> AskForm:
        """The form with what was typed in it, before anybody has asked whether it can be used."""
        return cls(None, around=around, initial=typed)

    def _known(self, child: KnownChild, data: Mapping[str, str] | None, initial: Any) -> KnownChildForm:
        prefix = f"child-{child.ref}"
        form = KnownChildForm(cast(Any, data), initial=_part(initial, f"{prefix}-"), prefix=prefix)
        form.fields["wanted"].label = _("Child, %(who)s") % {"who": child.words}
        form.fields["days"].help_text = _("Empty means all days.")
        form.child = child
        return form

    @property
    def parts(self) -> tuple[_Part, ...]:
        """The form and the rows for children, in the order of the page."""
        return (self, *self.known, *self.new)

    def all_right(self) -> bool:
        """Whether everything can be used as it stands (what the rules say of it is another matter)."""
        return all(part.is_valid() for part in self.parts)

    def all_errors(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) for the summary on top of the page."""
        found: list[tuple[str, str]] = []
        for part in self.parts:
            for bound in part:
                target = bound.id_for_label or str(bound.auto_id)
                found += [(target, f"{bound.label} – {error}") for error in bound.errors]
        return found + [(PANEL, str(error)) for part in self.parts for error in part.non_field_errors()]

    def asked(self) -> AskedAdmission:
        """What is asked for, as far as it can be read: what cannot is left out, and the rules say that it lacks."""
        for part in self.parts:
            part.is_valid()
        data = self.cleaned_data
        made = data.get("police_report", ReportMade.UNKNOWN)
        return AskedAdmission(
            urgent=bool(data.get("urgent")),
            start=data.get("start"),
            days=data.get("days"),
            why=data.get("why", ""),
            wants=data.get("wants", ""),
            consent=data.get("consent", Consent.NOT_ASKED),
            consent_language=data.get("consent_language", ""),
            police_report=made,
            police_report_on=data.get("police_report_on") if made == ReportMade.YES else None,
            society_protects=data.get("society_protects", SocietyProtects.UNKNOWN),
            right=data.get("right", ""),
            need=data.get("need", ""),
            society_asked=data.get("society_asked", ""),
            society_asked_on=data.get("society_asked_on"),
            society_answer=data.get("society_answer", ""),
            answer=data.get("answer", ""),
            item=data.get("item", ""),
            for_dependant=data.get("for_dependant", ""),
            amount=data.get("amount"),
            children=self._children(),
            motivations=motivations(self.typed),
        )

    def _children(self) -> tuple[AskedChild, ...]:
        return tuple(asked for _row, asked in self.children_in_order())

    def children_in_order(self) -> list[tuple[_Part, AskedChild]]:
        """The rows that ask for a supplement, in the order in which the rules number the children: the oldest first."""
        rows: list[tuple[_Part, AskedChild]] = []
        for known in self.known:
            if known.cleaned_data.get("wanted"):
                child, days = known.child, known.cleaned_data.get("days")
                rows.append((known, AskedChild(child.ref, child.birth_year, child.in_sweden, days)))
        for new in self.new:
            said = new.cleaned_data
            in_sweden = said.get("in_sweden") != "no"
            mark = said.get("mark", "")
            rows.append((new, AskedChild("", said.get("birth_year"), in_sweden, said.get("days"), mark)))
        return sorted(rows, key=lambda row: (row[1].birth_year or 9999, row[1].ref))


def _part(initial: Mapping[str, str] | None, prefix: str) -> dict[str, str]:
    """What a row for a child starts from: the fields under its prefix, which it knows without it."""
    given = initial or {}
    return {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
