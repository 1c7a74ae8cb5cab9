"""Free text of a form looked through by the guard: what it found stands beside the field, quoted, until it is answered.

``<field>_guard`` holds the answers "that is not so", as the tokens of what was found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from cases import guard
from cases.strange import said_right

SUFFIX = "_guard"


@dataclass(frozen=True)
class Found:
    """Something that must not be written: the sentence that says why, the words, and whether it was answered.

    ``weak``: a question that is answered by going on.
    """

    sentence: str
    quote: str
    token: str
    answered: bool
    weak: bool = False


def found_in(text: str, answered: Collection[str]) -> list[Found]:
    """What stands in a text that points somebody out."""
    return [Found(f.sentence, f.quote, f.token, f.token in answered, f.weak) for f in guard.find(text)]


def answers_to(name: str, given: Mapping[str, str]) -> frozenset[str]:
    """The tokens that were answered for a field; several stand in one value with spaces between."""
    return frozenset(given.get(f"{name}{SUFFIX}", "").split())


def every_answer(given: Mapping[str, str]) -> frozenset[str]:
    """The tokens that were answered for any field: what a service is told."""
    return frozenset(token for name, said in given.items() if name.endswith(SUFFIX) for token in str(said).split())


def look_through(form: forms.Form, given: Mapping[str, str]) -> dict[str, list[Found]]:
    """What was found in each free text of the form, by the field's name. ``given``: everything that was typed. What the
    page itself sends along, hidden, is nobody's text: a random key can look like a profile's name."""
    found = {
        name: found_in(given.get(name, ""), answers_to(name, given))
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
    }
    return {name: findings for name, findings in found.items() if findings}


def still_to_answer(findings: Collection[Found]) -> str:
    """The sentence beside a field in which something is unanswered; empty where nothing is."""
    left = [one for one in findings if not one.answered]
    if not left:
        return ""
    return str(guard.ASKED if all(one.weak for one in left) else guard.TAKE_AWAY)


class GuardedForm(forms.Form):
    """A form whose free text is looked through when it is sent; what was found is quoted beside its field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard_found: dict[str, list[Found]] = {}

    def clean(self) -> dict[str, Any]:
        """What points somebody out is asked about, and stops the form until it is answered."""
        data = super().clean() or {}
        self.guard_found = look_through(self, {name: " ".join(self._posted(name)) for name in self._names()})
        for name, findings in self.guard_found.items():
            if sentence := still_to_answer(findings):
                self.add_error(name, sentence)
        return data

    @property
    def not_so(self) -> frozenset[str]:
        """Everything that was answered, for the service: "that is not so" of the texts, "that is right" of the rest."""
        return every_answer({name: " ".join(self._posted(name)) for name in self._names()}) | said_right(self.data)

    def _names(self) -> list[str]:
        return [*self.fields, *(f"{name}{SUFFIX}" for name in self.fields)]

    def _posted(self, name: str) -> list[str]:
        data: Any = self.data
        if hasattr(data, "getlist"):
            return [str(value) for value in data.getlist(self.add_prefix(name))]
        return [str(data[name])] if name in data else []
