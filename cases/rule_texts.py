"""For every rule's code: a title, a sentence for each way it can answer, and where the rule comes from.

The only module of the rules that knows words. Sentences are for the caseworker: what holds, and what to do where it
does not. Placeholders are a verdict's params in words: days as "30 days", dates with weekday and year, SEK as money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import words
from cases.rules import Verdict

_PRESENTED = _("The programme as presented in March 2017")
_DATA = _("The programme's rules, set by the coordinators")
_DECIDED = _("Decided when this system was designed")
_SLIPS = _("A check against slips of the pen")
_CONVENTION = _("Council of Europe convention on trafficking, article 10: in doubt, a child. The programme's rules")

_WHY = _("Explain why.")
_WHY_TOO = _("Explain why this is needed too.")
_WHY_SENT = _("Explain why you send it all the same.")
_WHAT_YOU_KNOW = _("Explain what you know.")


@dataclass(frozen=True)
class RuleText:
    """The words of one rule. ``sentences``: level, or level and case ("stop kind"), to what holds.

    A warning is a pair: what holds, and what whoever applies has to write of it.
    """

    code: str
    title: str | Promise
    source: str | Promise
    sentences: Mapping[str, str | Promise | tuple[str | Promise, str | Promise]]


_TEXTS = (
    RuleText(
        "period_given",
        _("First day and number of days"),
        _DATA,
        {"stop": _("Write the first day and the number of days, at least one. The last day is worked out for you.")},
    ),
    RuleText(
        "programme_in_force",
        _("Programme in force"),
        _PRESENTED,
        {
            "ok": _("%(programme)s is in force on the first day, and its rules hold for the whole period."),
            "stop": _(
                "No programme is in force on %(start)s, so nothing can be granted then. Choose another first day, or "
                "ask the coordinator."
            ),
            "stop kind": _("%(programme)s does not have this kind of intervention. Ask the coordinator."),
        },
    ),
    RuleText(
        "certified_on_day_sent",
        _("Certified on the day of sending"),
        _PRESENTED,
        {
            "ok": _("The actor is certified until %(last)s."),
            "stop": _(
                "The actor has no certification that is valid on %(sent_on)s. Only a certified actor can apply. "
                "What is running already goes on."
            ),
        },
    ),
    RuleText(
        "before_certification",
        _("No day before the certification"),
        _DATA,
        {
            "stop": _(
                "The first day is %(start)s, and the actor is certified from %(first)s. Days before that cannot be "
                "paid. Choose a later first day."
            )
        },
    ),
    RuleText(
        "start_before_request",
        _("How far back the first day may lie"),
        _DATA,
        {
            "ok": _("The first day lies %(back_days)s back. Up to %(allowed_days)s is allowed, and the days count."),
            "warning": (_("The first day lies %(back_days)s back, and %(allowed_days)s is allowed."), _WHY),
        },
    ),
    RuleText(
        "start_before_met",
        _("Not before the first contact"),
        _SLIPS,
        {
            "warning": (
                _("The first day, %(start)s, lies before the day when the person was first met, %(met)s."),
                _("Check the day, or explain it."),
            )
        },
    ),
    RuleText(
        "start_far_ahead",
        _("A first day far ahead"),
        _SLIPS,
        {
            "warning": (
                _("The first day, %(start)s, lies more than a month ahead."),
                _("Check the year, or explain why."),
            )
        },
    ),
    RuleText(
        "days_within_period",
        _("Days in one period"),
        _PRESENTED,
        {
            "ok": _("%(asked_days)s of at most %(max_days)s."),
            "stop": _("You ask for %(asked_days)s. A period is at most %(max_days)s. Ask for fewer days."),
        },
    ),
    RuleText(
        "days_within_total",
        _("Days of the kind in the case"),
        _PRESENTED,
        {
            "ok": _("%(used_days)s granted before. With %(asked_days)s more that is at most %(max_days)s in all."),
            "stop": _(
                "%(used_days)s of %(max_days)s are granted in this case already. At most %(left_days)s can be asked "
                "for, and this asks for %(asked_days)s."
            ),
        },
    ),
    RuleText(
        "periods_within_limit",
        _("Number of periods"),
        _PRESENTED,
        {
            "ok": _("Periods of this kind before: %(used)s. At most %(max)s in a case."),
            "stop": _("Periods of this kind in the case already: %(used)s. At most %(max)s is allowed."),
        },
    ),
    RuleText(
        "no_overlap",
        _("Rest and support never overlap"),
        _DECIDED,
        {
            "stop": _(
                "The days meet a period that is granted already, %(first)s to %(last)s. Choose a first day after it."
            )
        },
    ),
    RuleText(
        "outside_mmm",
        _("Society's protection"),
        _PRESENTED,
        {
            "ok": _("Society does not provide the protection, so the programme can."),
            "warning unknown": (_("It is not clear whether society provides the protection."), _WHAT_YOU_KNOW),
            "warning inside": (_("Society provides at least part of the protection."), _WHY_TOO),
            "stop inside": _(
                "Society provides at least part of the protection. Then the programme only complements: apply for a "
                "specific intervention."
            ),
        },
    ),
    RuleText(
        "outside_return_programme",
        _("The return programme"),
        _PRESENTED,
        {
            "ok": _("The person is not in the state's return programme."),
            "warning unknown": (_("It is not clear whether the person is in the return programme."), _WHAT_YOU_KNOW),
            "warning inside": (_("The person is in the return programme."), _WHY_TOO),
            "stop inside": _("The person is in the return programme, which this intervention is an alternative to."),
        },
    ),
    RuleText(
        "before_police_report",
        _("Before a decision on a police report"),
        _PRESENTED,
        {
            "ok": _("No police report is made. The rest gives time to decide."),
            "ok unknown": _("It is not known whether a police report is made. That is no hindrance."),
            "ok later": _("The police report was made during the rest, on %(reported)s."),
            "warning undated": (
                _("A police report is made, without a date."),
                _("Write the date, or explain why it is missing."),
            ),
            "warning earlier": (
                _(
                    "The police report was made on %(reported)s, before the first day. The rest is meant for the time "
                    "before that decision."
                ),
                _("Explain why it is needed."),
            ),
            "stop earlier": _(
                "The police report was made on %(reported)s, before the first day. This kind is only for the time "
                "before that decision."
            ),
        },
    ),
    RuleText(
        "three_tests",
        _("The three tests"),
        _PRESENTED,
        {
            "ok": _("The need, the right and society's answer are written down."),
            "stop need": _("Write why the person needs this."),
            "stop right": _("Choose which of the rights this is about."),
            "stop society": _("Write whom you asked in society to pay, on which day, and what they answered."),
            "warning society": (
                _("Society has not answered yet. It is urgent, so the request can be sent all the same."),
                _("Explain why nobody could be asked."),
            ),
        },
    ),
    RuleText(
        "consent",
        _("The person's consent"),
        _DATA,
        {
            "ok": _("The person consents to sharing this with the programme."),
            "warning": (_("The person does not consent to sharing this with the programme."), _WHY_SENT),
            "warning not_asked": (_("The person has not been asked about sharing this with the programme."), _WHY_SENT),
        },
    ),
    RuleText(
        "catalogue_item",
        _("On the programme's list"),
        _PRESENTED,
        {
            "ok": _("It is on the programme's list."),
            "stop": _("Choose what you apply for from the programme's list."),
        },
    ),
    RuleText(
        "date_in_future",
        _("What has happened has a date"),
        _SLIPS,
        {
            "stop police_report_on": _("The police report is dated %(on)s, which is still to come. Check the date."),
            "stop society_asked_on": _("Society was asked on %(on)s, which is still to come. Check the date."),
        },
    ),
    RuleText(
        "birth_in_future",
        _("The person's birth year"),
        _SLIPS,
        {"stop": _("The birth year %(birth_year)s is still to come. Check the year.")},
    ),
    RuleText(
        "one_open_case",
        _("One open case"),
        _DECIDED,
        {"stop": _("The person is admitted already. Apply for the next intervention in that case instead.")},
    ),
    RuleText(
        "child_supplement",
        _("Child supplement"),
        _PRESENTED,
        {
            "ok": _("The programme gives child supplements."),
            "stop": _("The programme gives no child supplement for this kind. Take the children away."),
        },
    ),
    RuleText(
        "only_children",
        _("Only for children"),
        _DATA,
        {
            "stop": _("A partner or parent has no child supplement. Apply for a specific intervention for them."),
        },
    ),
    RuleText(
        "child_abroad",
        _("A child abroad"),
        _PRESENTED,
        {
            "ok": _("%(Child)s is abroad, and a supplement can be given there too."),
            "stop": _("%(Child)s is abroad. For this kind a supplement is only given in Sweden."),
        },
    ),
    RuleText(
        "under_18",
        _("The child's age on the first day"),
        _CONVENTION,
        {
            "ok": _("%(Child)s is under 18."),
            "warning": (
                _("%(Child)s turns 18 in the year of the first day."),
                _("Explain why you count it as a child."),
            ),
            "warning unclear": (_("%(Child)s counts as a child: in doubt, a child."), _WHAT_YOU_KNOW),
            "stop": _("%(Child)s is over 18 on the first day, so no supplement can be given."),
            "stop unborn": _("The birth year of %(child)s is still to come. Check the year."),
        },
    ),
    RuleText(
        "child_on_record",
        _("The same child is written down once"),
        _SLIPS,
        {
            "warning": (
                _("A child born the same year as %(child)s is on the record already."),
                _("Choose that child, or explain that this is another one."),
            )
        },
    ),
    RuleText(
        "child_days",
        _("Days of a child supplement"),
        _DATA,
        {
            "stop": _(
                "You ask for %(asked_days)s for %(child)s. A supplement is at least one day and at most the "
                "%(max_days)s of the period."
            )
        },
    ),
    RuleText(
        "child_once",
        _("One supplement per child and day"),
        _DECIDED,
        {"stop": _("%(Child)s has a supplement already for some of these days. Take it away, or change the days.")},
    ),
    RuleText(
        "money_left",
        _("Money left in the budget"),
        _DATA,
        {
            "ok": _("Year %(year)s: %(asked)s of the %(left)s that are left."),
            "stop": _("Year %(year)s: this costs %(asked)s, and %(left)s are left."),
            "stop no_budget": _("Year %(year)s has no budget yet, so %(asked)s cannot be granted."),
        },
    ),
)

CATALOGUE: Mapping[str, RuleText] = {text.code: text for text in _TEXTS}
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
