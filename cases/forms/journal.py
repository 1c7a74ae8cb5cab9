"""The form of a note, what the journal is cut by, and the form for striking a passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms as f
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.inputs import DayField, TextField, inline_choice, long_text
from accounts.words import day_words
from cases.forms.guarded import SUFFIX, GuardedForm
from cases.forms.mention import mentions_field, named_in_form, offer_colleagues
from cases.models.journal import Contact, StrikeReason
from cases.selectors.journal import Wanted
from cases.services.journal import LONGEST, Said
from cases.services.striking import LONGEST_WHY

_KEPT = ("text", "words", "on", "contact", "mentions")


class NoteForm(GuardedForm):
    """What happened, first and largest; the person's own words apart; the day and the kind of contact."""

    text = TextField(
        label=_("What has happened"),
        help_text=_("And what you make of it. No names, addresses or phone numbers."),
        required=False,
        longest=LONGEST,
        widget=long_text(6),
    )
    words = TextField(
        label=_("What the person said, word for word"),
        help_text=_("Only the person's own words, in the language that you can. They are shown apart from yours."),
        required=False,
        longest=LONGEST,
        widget=long_text(4),
    )
    contact = f.ChoiceField(
        label=_("Contact"),
        choices=Contact.choices,
        widget=inline_choice(),
        error_messages={"required": _("Choose an answer.")},
    )
    on = DayField(label=_("Day"))
    token = f.UUIDField(widget=f.HiddenInput, required=False)
    mentions = mentions_field()
    version = f.IntegerField(widget=f.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _capital(self.fields["contact"])
        offer_colleagues(self, colleagues)
        for name in ("text", "words"):  # one of the two, and the page says so
            self.fields[name].unmarked = True  # type: ignore[attr-defined]

    @property
    def shows_words(self) -> bool:
        """Whether the field for the person's own words is open from the start."""
        return bool(self["words"].value() or self["words"].errors)

    def said(self) -> Said:
        """What is said, for the service."""
        given = self.cleaned_data
        return Said(given["on"], given["contact"], given["text"], given["words"], named_in_form(self))

    def its_token(self) -> UUID:
        """The form's own id; a page without one is a form of its own."""
        token: UUID | None = self.fields["token"].clean(self["token"].value()) if self._token_fits() else None
        return token or uuid4()

    def _token_fits(self) -> bool:
        try:
            self.fields["token"].clean(self["token"].value())
        except f.ValidationError:
            return False
        return True


def _capital(field: f.Field) -> None:
    """Choices that stand alone begin with a capital letter."""
    assert isinstance(field, f.ChoiceField)
    field.choices = [(value, capfirst(str(label))) for value, label in field.choices]  # type: ignore[misc, union-attr]


def what_was_typed(posted: Mapping[str, Any]) -> dict[str, str]:
    """What a draft keeps of the posted form."""
    names = [*_KEPT, *(f"{name}{SUFFIX}" for name in ("text", "words"))]
    getlist = getattr(posted, "getlist", lambda name: [posted[name]])
    return {name: " ".join(map(str, getlist(name))) for name in names if name in posted}


class JournalFilter(f.Form):
    """Filters of the journal: coded facts only, since they stand in the address."""

    use_required_attribute = False
    contact = f.ChoiceField(label=_("Contact"), required=False)
    writer = f.ChoiceField(label=_("Written by"), required=False)
    since = DayField(label=_("From"), required=False, years_back=30)
    until = DayField(label=_("To"), required=False, years_back=30)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._choose("contact", [(value, capfirst(str(label))) for value, label in Contact.choices])
        for field in self.fields.values():
            field.unmarked = True  # type: ignore[attr-defined]

    def offer(self, writers: Any) -> None:
        """Whom one can choose among; known once the page is read."""
        self._choose("writer", list(writers))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        places = {name: self.data.get(name, "")[:16] for name in ("older", "newer")}
        since, until, writer = given.get("since"), given.get("until"), self.data.get("writer", "")[:36]
        return Wanted(contact=given.get("contact", ""), writer=writer, since=since, until=until, **places)

    def chosen(self) -> dict[str, tuple[str, str]]:
        """Of every filter that is on: what stands in the address, and its value in words."""
        wanted = self.wanted()
        writers = dict(self.fields["writer"].choices)  # type: ignore[attr-defined]
        found: dict[str, tuple[str, str]] = {}
        if wanted.contact:
            found["contact"] = (wanted.contact, str(Contact(wanted.contact).label).capitalize())
        if wanted.writer:
            found["writer"] = (wanted.writer, str(writers.get(wanted.writer, _("nobody"))))
        if wanted.since:
            found["since"] = (wanted.since.isoformat(), _("from %(day)s") % {"day": day_words(wanted.since)})
        if wanted.until:
            found["until"] = (wanted.until.isoformat(), _("to %(day)s") % {"day": day_words(wanted.until)})
        return found


class PassageInput(f.Textarea):
    """A text area that the guard does not look through: what is struck is what must not stand there."""


class StrikeForm(GuardedForm):
    """Which passage, and why. The passage is what it is: the guard asks about the words about it alone."""

    passage = f.CharField(
        label=_("The passage"),
        help_text=_("Copy it from the note, exactly and no more than has to go."),
        widget=PassageInput(attrs={"rows": 3}),
        error_messages={"required": _("Copy the passage here.")},
    )
    reason = f.ChoiceField(
        label=_("Why should it never have been written?"),
        choices=StrikeReason.choices,
        widget=f.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    why = TextField(
        label=_("In words"),
        help_text=_("For whoever answers. Do not repeat the passage. The words are gone when it is answered."),
        required=False,
        longest=LONGEST_WHY,
        widget=long_text(3),
    )

    def _names(self) -> list[str]:
        return [name for name in super()._names() if not name.startswith("passage")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _capital(self.fields["reason"])

    def asked(self) -> tuple[str, str, str]:
        """Passage, reason, words: for the service."""
        return self.cleaned_data["passage"], self.cleaned_data["reason"], self.cleaned_data["why"]
