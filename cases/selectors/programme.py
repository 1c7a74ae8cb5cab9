"""The programme in force, as the page of the rules shows it: what each kind allows, and every rule that is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import queries
from accounts.words import money_words
from cases.models import InterventionRule, Right
from cases.models.choices import Kind, Level
from cases.remind_days import settable
from cases.rule_says import SAYS
from cases.rule_texts import CATALOGUE
from cases.selectors.catalogue import ItemRow, by_kind
from cases.selectors.verdicts import programme_on

LEVELS = ("stop", "warning")


@dataclass(frozen=True)
class KindRules:
    """One kind of intervention: what this year calls it, what holds for it, as (what, words), and what stands on its
    list."""

    name: str
    facts: tuple[tuple[str, str], ...]
    has_list: bool
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class RuleLine:
    """A rule that is checked: what it demands, with the programme's figures as (kind, words); the answers other than
    yes that it can give; where it comes from."""

    code: str
    title: str
    says: str
    figures: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class RulesPage:
    """``name`` is empty where no programme is in force: then only granting stops."""

    name: str
    valid_from: date | None
    valid_to: date | None
    is_example: bool
    kinds: tuple[KindRules, ...]
    lines: tuple[RuleLine, ...]
    unmet: tuple[tuple[str, str], ...]
    """For each right, after how many days without it a need is worrying, in words."""
    reminders: tuple[tuple[str, str], ...]
    """For each kind of deadline, how many days before it people are told."""


@queries(4)
def rules_page(*, on: date) -> RulesPage:
    """The rules that hold for an intervention that begins on the day ``on``."""
    programme = programme_on(on)
    kinds = in_order(programme.rules.all()) if programme else []
    items = by_kind(programme.items.select_related("right"), on=on) if programme else {}
    return RulesPage(
        name=programme.name if programme else "",
        valid_from=programme.valid_from if programme else None,
        valid_to=programme.valid_to if programme else None,
        is_example=programme.is_example if programme else False,
        kinds=tuple(
            KindRules(
                rule.name,
                tuple(facts_of_kind(rule)),
                rule.catalogue_item,
                tuple(row for row in items[rule.kind] if not row.is_closed),
            )
            for rule in kinds
        ),
        lines=tuple(_lines(kinds)),
        unmet=unmet_in_words(programme.unmet_days) if programme else (),
        reminders=reminders_in_words(programme.remind_days) if programme else (),
    )


def in_order(rules: Iterable[InterventionRule]) -> list[InterventionRule]:
    """What a programme says of each kind, in the order in which one usually comes to them."""
    return sorted(rules, key=lambda rule: Kind.values.index(rule.kind))


def _lines(kinds: Sequence[InterventionRule]) -> Iterator[RuleLine]:
    for code, text in CATALOGUE.items():
        said = {key.split()[0] for key in text.sentences}
        figure = _FIGURES.get(code)
        yield RuleLine(
            code=code,
            title=str(text.title),
            says=str(SAYS[code]),
            figures=tuple((rule.name, figure(rule)) for rule in kinds) if figure else (),
            levels=tuple(level for level in LEVELS if level in said),
            source=str(text.source),
        )


def facts_of_kind(rule: InterventionRule) -> Iterator[tuple[str, str]]:
    """What is set for the kind, in words. A limit that is not set is said to be none."""
    yield _("Days in a period"), _limit(rule.max_days_per_period)
    yield _("Periods in a case"), _periods(rule)
    yield _("Days in a case"), _limit(rule.max_days_total)
    yield _("Amount per day"), _amount(rule.day_rate)
    yield _("Child supplement"), _child(rule)
    yield _("First day before the request"), _back(rule)
    yield _("From the programme's list"), _yes(rule.catalogue_item)
    yield _("The three tests"), _yes(rule.three_tests)
    if rule.outside_mmm != Level.NO:
        yield _("Where society protects"), str(Level(rule.outside_mmm).label)
    if rule.outside_return_programme != Level.NO:
        yield _("In the return programme"), str(Level(rule.outside_return_programme).label)
    if rule.before_police_report != Level.NO:
        yield _("After a police report"), str(Level(rule.before_police_report).label)
    if rule.report_back_days:
        yield _("Reported back within"), _days(rule.report_back_days)
    if rule.remind_before_end:
        yield _("Reminders before the end"), ", ".join(map(str, sorted(rule.remind_before_end, reverse=True)))


def unmet_in_words(days: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """For each right, after how many days without it a need is worrying: (name, words)."""
    said = ((right.name, days.get(right.code)) for right in Right.objects.all())
    return tuple((name, _days(limit) if limit is not None else _("never")) for name, limit in said)


def reminders_in_words(days: Mapping[str, Sequence[int]]) -> tuple[tuple[str, str], ...]:
    """For each kind of deadline on which days before people are told, where a programme says it: (name, words)."""
    said = ((kind.days_name, days.get(kind.key, kind.before)) for kind in settable())
    return tuple((name, ", ".join(map(str, sorted(before, reverse=True)))) for name, before in said)


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def _at_most(days: int | None) -> str:
    return _("at most %(days)s") % {"days": _days(days)} if days else ""


def _amount(amount: Decimal | None) -> str:
    return money_words(amount) if amount else _("as the cost is")


def _child(rule: InterventionRule) -> str:
    if not rule.child_supplement:
        return _("no")
    said = _("yes, also for a child abroad") if rule.child_supplement_abroad else _("yes, for a child in Sweden")
    return f"{said} · {_amount(rule.child_day_rate)}" if rule.child_day_rate else said


def _limit(days: int | None) -> str:
    return _at_most(days) or _("no limit of its own")


def _periods(rule: InterventionRule) -> str:
    return str(rule.max_periods) if rule.max_periods else _("no limit of its own")


def _back(rule: InterventionRule) -> str:
    return _at_most(rule.start_before_request_days) or _("not allowed")


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


_FIGURES: Mapping[str, Callable[[InterventionRule], str]] = {
    "start_before_request": _back,
    "days_within_period": lambda rule: _limit(rule.max_days_per_period),
    "days_within_total": lambda rule: _limit(rule.max_days_total),
    "periods_within_limit": _periods,
    "outside_mmm": lambda rule: str(Level(rule.outside_mmm).label),
    "outside_return_programme": lambda rule: str(Level(rule.outside_return_programme).label),
    "before_police_report": lambda rule: str(Level(rule.before_police_report).label),
    "three_tests": lambda rule: _yes(rule.three_tests),
    "catalogue_item": lambda rule: _yes(rule.catalogue_item),
    "child_supplement": lambda rule: _yes(rule.child_supplement),
    "child_abroad": lambda rule: _yes(rule.child_supplement and rule.child_supplement_abroad),
}
"""What a programme sets of a rule for one kind, in words."""
