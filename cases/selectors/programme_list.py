"""Programmes as the coordinator keeps them: the list, one of them, and what a draft would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.queries import queries
from cases import rule_texts, rules
from cases.models import AdmissionRequest, Intervention, InterventionRule, Programme, Right
from cases.models.choices import Kind
from cases.remind_days import settable
from cases.selectors.catalogue import ItemRow, as_words, by_kind, programme_with_list
from cases.selectors.programme import facts_of_kind, in_order, reminders_in_words, unmet_in_words
from cases.selectors.verdicts import READ_WITH, as_known_now, facts_of, programme_on
from cases.services.programme import FIELDS, in_the_way
from cases.states import AdmissionState

SHOWN = 25
"""So many requests are compared; the rest are counted."""


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in the list. ``kind``: how its standing is drawn."""

    code: str
    name: str
    valid_from: date
    valid_to: date
    standing: str
    kind: str
    is_draft: bool
    is_example: bool


@dataclass(frozen=True)
class KindRow:
    """One of the four kinds in a programme; without facts where the programme does not give it. ``items``: its list."""

    kind: str
    name: str
    facts: tuple[tuple[str, str], ...]
    has_list: bool = False
    items: tuple[ItemRow, ...] = ()


@dataclass(frozen=True)
class ProgrammePage:
    """One programme. ``lacks``: the kinds that it does not give. ``list_open``: its list can be added to."""

    row: ProgrammeRow
    funder: str
    kinds: tuple[KindRow, ...]
    lacks: tuple[KindRow, ...]
    list_open: bool
    unmet: tuple[tuple[str, str], ...]
    """For each right, after how many days without it a need is worrying, in words."""
    reminders: tuple[tuple[str, str], ...]
    """For each kind of deadline, how many days before it people are told."""


@dataclass(frozen=True)
class RuleChange:
    """What is another: of which kind, what, and in words before and after."""

    kind: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class RequestChange:
    """A request on its way that would be judged otherwise: what the rules would say."""

    ref: str
    code_name: str
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changes:
    """What putting a draft in force would do. ``against``: the programme it is compared with.

    ``ends``: the programme that would end the day before, and that day; ``open_days``: days without a programme on
    either side (first, last; inclusive). ``running``: granted periods that reach into its days and keep their rules.
    ``wrong``: why it cannot be put in force with the days that it has, or nothing.
    """

    against: str
    ends: tuple[str, date] | None
    open_days: tuple[tuple[date, date], ...]
    rules: tuple[RuleChange, ...]
    requests: tuple[RequestChange, ...]
    not_compared: int
    running: int
    wrong: str


@queries(1)
def programme_list(*, on: date) -> list[ProgrammeRow]:
    """Drafts first, then the newest."""
    rows = [_row(programme, on) for programme in Programme.objects.order_by("-valid_from", "code")]
    return sorted(rows, key=lambda row: not row.is_draft)


@queries(5)
def programme_page(code: str, *, on: date) -> ProgrammePage:
    """One of them. Raises NotFound."""
    programme = programme_with_list(code)
    items = by_kind(programme.items.all(), on=on)
    given = in_order(programme.rules.all())
    lacks = [kind for kind in Kind if kind not in {rule.kind for rule in given}]
    return ProgrammePage(
        row=_row(programme, on),
        funder=programme.funder,
        kinds=tuple(
            KindRow(rule.kind, rule.name, tuple(facts_of_kind(rule)), rule.catalogue_item, items[rule.kind])
            for rule in given
        ),
        lacks=tuple(KindRow(kind, str(kind.label), ()) for kind in lacks),
        list_open=programme.in_force_at is None or programme.valid_to >= on,
        unmet=unmet_in_words(programme.unmet_days),
        reminders=reminders_in_words(programme.remind_days),
    )


@queries(2)
def named_now(code: str) -> dict[str, Any]:
    """What the form about a programme's name and days starts from. Raises NotFound."""
    found = Programme.objects.filter(code=code).values("name_sv", "name_en", "valid_from", "valid_to", "funder").first()
    if found is None:
        raise NotFound
    return dict(found)


@queries(2)
def next_year(code: str) -> dict[str, Any]:
    """What the form for a copy starts from: the calendar year after the source's, and a name that none has yet. Raises
    NotFound."""
    now = named_now(code)
    year = now["valid_to"].year + 1
    taken = {name for names in Programme.objects.values_list("name_sv", "name_en") for name in names}
    proposed = (_names(year, number) for number in range(1, len(taken) + 2))
    names = next(pair for pair in proposed if taken.isdisjoint(pair.values()))
    return now | names | {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)}


def _names(year: int, number: int) -> dict[str, str]:
    which = f"{year} ({number})" if number > 1 else f"{year}"
    return {"name_sv": f"Nationella stödprogrammet {which}", "name_en": f"National Support Programme {which}"}


@dataclass(frozen=True)
class UnmetNow:
    """What the form about unmet needs starts from: each right as (code, name), and the days that are said."""

    rights: tuple[tuple[str, str], ...]
    days: dict[str, int]


@queries(2)
def unmet_now(code: str) -> UnmetNow:
    """Raises NotFound."""
    found = Programme.objects.filter(code=code).only("unmet_days").first()
    if found is None:
        raise NotFound
    return UnmetNow(tuple((right.code, right.name) for right in Right.objects.all()), found.unmet_days)


@dataclass(frozen=True)
class RemindersNow:
    """What the form about reminders starts from: each kind of deadline as (key, name), and the days that are said."""

    kinds: tuple[tuple[str, str], ...]
    days: dict[str, list[int]]


@queries(1)
def reminders_now(code: str) -> RemindersNow:
    """Raises NotFound."""
    found = Programme.objects.filter(code=code).only("remind_days").first()
    if found is None:
        raise NotFound
    kinds = settable()
    days = {kind.key: list(found.remind_days.get(kind.key, kind.before)) for kind in kinds}
    return RemindersNow(tuple((kind.key, kind.days_name) for kind in kinds), days)


@queries(2)
def rule_now(code: str, kind: str) -> dict[str, Any]:
    """What the form about a kind starts from: what the programme says, or nothing. Raises NotFound."""
    if kind not in Kind.values or not Programme.objects.filter(code=code).exists():
        raise NotFound
    return InterventionRule.objects.filter(programme__code=code, kind=kind).values(*FIELDS).first() or {}


def changes(code: str, *, on: date) -> Changes:
    """What a draft would change. Raises NotFound."""
    draft = programme_with_list(code)
    runs = programme_on(draft.valid_from)
    before = runs or draft.copied_from
    waiting = AdmissionRequest.objects.filter(
        state__in=(AdmissionState.SENT, AdmissionState.RETURNED, AdmissionState.WAITING)
    )
    concerned = waiting.filter(start__gte=draft.valid_from, start__lte=draft.valid_to).order_by("start", "ref")
    compared = list(concerned.select_related(*READ_WITH)[: SHOWN + 1])
    changed = (_request(row, draft, on) for row in compared[:SHOWN])
    reaching = Intervention.objects.filter(start__lt=draft.valid_from, last__gte=draft.valid_from)
    in_force = Programme.objects.exclude(in_force_at=None)
    wrong = in_the_way(draft, in_force.filter(valid_from__lte=draft.valid_to, valid_to__gte=draft.valid_from), on=on)
    return Changes(
        against=before.name if before else "",
        ends=(runs.name, draft.valid_from - timedelta(days=1)) if runs and not wrong else None,
        open_days=tuple(_open_days(draft, runs)),
        rules=(*_rules(before, draft), *_items(before, draft), *_unmet(before, draft), *_reminders(before, draft)),
        requests=tuple(row for row in changed if row is not None),
        not_compared=max(0, concerned.count() - SHOWN) if len(compared) > SHOWN else 0,
        running=reaching.count(),
        wrong=wrong,
    )


def _row(programme: Programme, on: date) -> ProgrammeRow:
    if programme.in_force_at is None:
        standing, kind = _("Draft"), "soon"
    elif on < programme.valid_from:
        standing, kind = _("In force from its first day"), "info"
    elif on <= programme.valid_to:
        standing, kind = _("In force"), "done"
    else:
        standing, kind = _("Has ended"), "idle"
    return ProgrammeRow(
        code=programme.code,
        name=programme.name,
        valid_from=programme.valid_from,
        valid_to=programme.valid_to,
        standing=standing,
        kind=kind,
        is_draft=programme.in_force_at is None,
        is_example=programme.is_example,
    )


def _rules(before: Programme | None, draft: Programme) -> Iterator[RuleChange]:
    old = {rule.kind: rule for rule in before.rules.all()} if before else {}
    new = {rule.kind: rule for rule in draft.rules.all()}
    for kind in Kind:
        if kind not in old and kind not in new:
            continue
        name = (new.get(kind) or old[kind]).name
        if (kind in old) != (kind in new):
            words = (_("given"), _("not given"))
            yield RuleChange(name, _("The kind"), *(words if kind in old else words[::-1]))
            continue
        was, now = dict(facts_of_kind(old[kind])), dict(facts_of_kind(new[kind]))
        if old[kind].name != new[kind].name:
            yield RuleChange(name, _("Name"), old[kind].name, new[kind].name)
        for what in dict.fromkeys([*was, *now]):
            if was.get(what) != now.get(what):
                yield RuleChange(name, what, was.get(what, "–"), now.get(what, "–"))


def _items(before: Programme | None, draft: Programme) -> Iterator[RuleChange]:
    """What stands on the list and did not, or no more, or otherwise: told apart by its name."""
    names = {rule.kind: rule.name for rule in in_order(draft.rules.all()) if rule.catalogue_item}
    old = {(i.kind, i.name): as_words(i) for i in before.items.select_related("right")} if before else {}
    new = {(i.kind, i.name): as_words(i) for i in draft.items.all()}
    nothing = _("not on the list")
    for kind, name in dict.fromkeys([*old, *new]):
        was, now = old.get((kind, name), nothing), new.get((kind, name), nothing)
        if kind in names and was != now:
            yield RuleChange(names[kind], name, was, now)


def _unmet(before: Programme | None, draft: Programme) -> Iterator[RuleChange]:
    """Where a need of a right becomes worrying sooner or later than before."""
    if before is None or before.unmet_days == draft.unmet_days:
        return
    for (name, was), (_name, now) in zip(
        unmet_in_words(before.unmet_days), unmet_in_words(draft.unmet_days), strict=True
    ):
        if was != now:
            yield RuleChange(_("Unmet needs"), name, was, now)


def _reminders(before: Programme | None, draft: Programme) -> Iterator[RuleChange]:
    """Where people are told on other days before a deadline."""
    was = reminders_in_words(before.remind_days) if before else ()
    for (name, old), (_name, new) in zip(was, reminders_in_words(draft.remind_days), strict=bool(was)):
        if old != new:
            yield RuleChange(_("Reminders before a deadline"), name, old, new)


def _request(row: AdmissionRequest, draft: Programme, on: date) -> RequestChange | None:
    asked = as_known_now(row)
    was = {v.key: v.level for v in rules.on_send(facts_of(row, asked, on=on))}
    now = rules.on_send(facts_of(row, asked, on=on, under=draft))
    other = [v for v in now if was.get(v.key) != v.level and (v.level != rules.Level.OK or v.key in was)]
    if not other:
        return None
    says = tuple((str(v.level), str(rule_texts.sentence(v))) for v in other)
    return RequestChange(row.ref, row.person.code_name, says)


def _open_days(draft: Programme, runs: Programme | None) -> Iterator[tuple[date, date]]:
    in_force = Programme.objects.exclude(in_force_at=None)
    earlier = in_force.filter(valid_to__lt=draft.valid_from).order_by("-valid_to").first()
    one = timedelta(days=1)
    if runs is None and earlier and earlier.valid_to + one < draft.valid_from:
        yield earlier.valid_to + one, draft.valid_from - one
    later = in_force.filter(valid_from__gt=draft.valid_to).order_by("valid_from").first()
    if later and later.valid_from > draft.valid_to + one:
        yield draft.valid_to + one, later.valid_from - one
    elif later is None and runs is not None and runs.valid_to > draft.valid_to:
        yield draft.valid_to + one, runs.valid_to
