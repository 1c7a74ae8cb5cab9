"""Histories that cannot be, or hardly can: asked about, not forbidden, where life is stranger than forms.

A function here looks at days and years and answers with questions; a service gathers them and calls
``refuse_unasked``. The form comes back with each question beside its field and a tick, "That is right": its token is
posted as ``strange`` (through the API: among ``answered``). Another day makes another token, so that a new slip of the
pen is asked about anew. What is plainly impossible (a date in the future where only the past makes sense, an end before
its beginning) is no question but ``Invalid``. Pure but for the words.

In a view: ``saved(form, service, …, answered=form.not_so)`` for a ``GuardedForm``; ``said_right(request.POST)`` else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Strange
from accounts.words import day_words

NAME = "strange"
"""What the tick posts its token as."""
MOST = 20
ASKED = gettext_lazy("Is this right? Correct it, or answer the question.")


@dataclass(frozen=True)
class Question:
    """Something that can hardly be. ``code`` is stable; ``about``: the values that were typed, so that other values are
    another question."""

    code: str
    field: str
    sentence: str
    about: str = ""

    @property
    def token(self) -> str:
        """What answers it."""
        return f"{self.code}:{self.about}"[:80]


def before_birth(on: date | None, born: int | None, *, field: str = "on") -> Iterator[Question]:
    """A day before the year in which the person was born."""
    if on and born and on.year < born:
        sentence = _("The day is before the person was born (%(year)s).") % {"year": born}
        yield Question("before_birth", field, sentence, f"{on}:{born}")


def out_of_order(
    code: str, on: date | None, earlier: date | None, sentence: str, *, field: str = "on"
) -> Iterator[Question]:
    """A day before another one that normally comes first. ``sentence`` may have ``%(earlier)s``: that other day."""
    if on and earlier and on < earlier:
        yield Question(code, field, sentence % {"earlier": day_words(earlier)}, f"{on}:{earlier}")


def long_before(on: date | None, met: date, *, days: int, field: str = "on") -> Iterator[Question]:
    """A day much longer before somebody met the person than makes sense."""
    if on and on < met - timedelta(days=days):
        sentence = _("The day is long before the identification (%(met)s). Check the year.")
        yield Question("long_before", field, sentence % {"met": day_words(met)}, f"{on}:{met}")


def without(code: str, missing: bool, sentence: str, *, about: str = "", field: str = "on") -> Iterator[Question]:
    """Something that normally rests on something else, which is not noted."""
    if missing:
        yield Question(code, field, sentence, about)


def refuse_unasked(questions: Iterable[Question], answered: Collection[str]) -> None:
    """Raises Strange with every question, if some question is not among the tokens that were ``answered``."""
    found = list(questions)
    if any(one.token not in answered for one in found):
        fields = {one.field: str(ASKED) for one in found if one.token not in answered}
        raise Strange(fields, [asdict(one) | {"token": one.token, "answered": one.token in answered} for one in found])


def said_right(data: Any) -> frozenset[str]:
    """The tokens of the questions that were answered "That is right" in what a form posted."""
    said = data.getlist(NAME) if hasattr(data, "getlist") else data.get(NAME, ())
    return frozenset(str(token) for token in list(said)[:MOST] if len(str(token)) <= 80)
