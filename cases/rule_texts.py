"""For every rule's code: a title, a sentence for each way it can answer, and where the rule comes from.

With ``rule_words``, where they stand by subject, the only modules of the rules that know words. Sentences are for the
caseworker: what holds, and what to do where it does not. Placeholders are a verdict's params in words: days as
"30 days", dates with weekday and year, SEK as money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from accounts import words
from cases.rule_words import children, days, items, money, person, slips
from cases.rule_words.base import RuleText
from cases.rules import Verdict

CATALOGUE: Mapping[str, RuleText] = {
    text.code: text for subject in (days, person, items, slips, children, money) for text in subject.TEXTS
}
"""Every rule's words by its code, in the order of the rules."""


def sentence(verdict: Verdict) -> str:
    """The verdict in words for whoever applies, in the active language: what holds, and what to write of it.

    Raises KeyError for a code that the catalogue lacks.
    """
    return " ".join(_parts(verdict))


def finding(verdict: Verdict) -> str:
    """What holds, for whoever decides: the explanation is written by then. Raises KeyError as ``sentence``."""
    return _parts(verdict)[0]


def _parts(verdict: Verdict) -> tuple[str, ...]:
    sentences = CATALOGUE[verdict.code].sentences
    key = f"{verdict.level.value} {verdict.case}".strip()
    template = sentences[key] if key in sentences else sentences[verdict.level.value]
    params = {name: _in_words(name, value) for name, value in verdict.params.items()}
    if "child_born" in verdict.params:
        params |= {"child": _the_child(verdict.params["child_born"])}
        params |= {"Child": capfirst(params["child"])}
    return tuple(str(part) % params for part in (template if isinstance(template, tuple) else (template,)))


def title(code: str) -> str:
    """What the rule is called on the page that lists all rules."""
    return str(CATALOGUE[code].title)


def source(code: str) -> str:
    """Where the rule comes from."""
    return str(CATALOGUE[code].source)


def _the_child(born: int | None) -> str:
    return gettext("the child born %(year)s") % {"year": born} if born else gettext("the child whose age is not known")


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, date):
        return words.day_words(value).replace(" ", words.NBSP)
    if isinstance(value, Decimal):
        return words.money_words(value)
    if isinstance(value, int) and name.endswith("_days"):
        return (ngettext("%(days)s day", "%(days)s days", value) % {"days": value}).replace(" ", words.NBSP)
    return str(value)
