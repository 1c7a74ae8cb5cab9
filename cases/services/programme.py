"""Programmes: rules as data, copied from year to year, changed as a draft, put in force from a day (domain §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import STOCKHOLM, day
from accounts.errors import Conflict, Invalid, NotFound, WrongState
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from accounts.words import span_words
from audit.record import Event, record
from cases.models import InterventionRule, Programme, Right
from cases.models.choices import Kind
from cases.remind_days import settable
from cases.services.catalogue import KINDS_WITH_A_LIST, copy_items

FIELDS = tuple(f.name for f in InterventionRule._meta.fields if f.name not in ("id", "programme", "kind"))
"""What a programme says about a kind, and a coordinator can set."""


@dataclass(frozen=True)
class Named:
    """What a programme is called, which days it holds (both inclusive), and who pays."""

    name_sv: str
    name_en: str
    valid_from: date
    valid_to: date
    funder: str = ""


def copy_programme(code: str, *, year: int, using: str = "default") -> Programme:
    """A copy of a programme for one calendar year, in force from its first day and marked as an example. For set-up.

    Raises NotFound where there is no programme ``code``, Conflict where the year has one already.
    """
    source = Programme.objects.using(using).filter(code=code).first()
    if source is None:
        raise NotFound
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_force = Programme.objects.using(using).exclude(in_force_at=None)
    if in_force.filter(valid_from__lte=last, valid_to__gte=first).exists():
        raise Conflict("programme_exists", year=year)
    copy = Programme(
        code=f"NSP-{year}",
        name_sv=f"Nationella stödprogrammet {year}",
        name_en=f"National Support Programme {year}",
        valid_from=first,
        valid_to=last,
        funder=source.funder,
        is_example=True,
        unmet_days=source.unmet_days,
        remind_days=source.remind_days,
        copied_from=source,
    )
    copy.save(using=using, force_insert=True)
    _copy_rules(source, copy, using=using)
    copy_items(source, copy, using=using)
    copy.in_force_at = datetime.combine(first, time(), tzinfo=STOCKHOLM)
    copy.save(using=using, update_fields=["in_force_at"])
    return copy


def begin_programme(source_code: str, what: Named) -> Programme:
    """A draft with the rules and the list of another programme. Raises NotFound, Invalid (names, also another
    programme's; dates)."""
    source = Programme.objects.filter(code=source_code).first()
    if source is None:
        raise NotFound
    one_at_a_time("programme", "name")
    _refuse_wrong(what)
    draft = Programme(code=_free_code(what.valid_from.year), copied_from=source)
    draft.unmet_days, draft.remind_days = source.unmet_days, source.remind_days
    _describe(draft, what)
    draft.save(force_insert=True)
    _copy_rules(source, draft)
    copy_items(source, draft)
    return draft


def describe_programme(code: str, what: Named) -> Programme:
    """Change a draft's names, days and funder. Raises NotFound, WrongState (it is in force), Invalid."""
    one_at_a_time("programme", "name")
    draft = _draft(code, "describe_programme")
    _refuse_wrong(what, draft)
    _describe(draft, what)
    draft.save()
    return draft


def set_rule(code: str, kind: str, values: Mapping[str, Any]) -> InterventionRule:
    """Say what a draft says about a kind, all of it; a kind that it lacked is given from now on.

    ``values`` holds every name of ``FIELDS``: days as whole numbers, SEK with two places, None for no limit of its own.
    Raises NotFound, WrongState, Invalid (what contradicts itself).
    """
    draft = _draft(code, "set_rule")
    if kind not in Kind.values:
        raise NotFound
    _refuse_contradiction(kind, values)
    rule = draft.rules.filter(kind=kind).first() or InterventionRule(programme=draft, kind=kind)
    for name in FIELDS:
        setattr(rule, name, values[name])
    rule.save()
    return rule


MOST_UNMET_DAYS = 366


def set_unmet_days(code: str, days: Mapping[str, int]) -> Programme:
    """Say how many days a need of each right may go unmet in a draft, before it is worrying.

    ``days`` holds every right. Raises NotFound, WrongState, Invalid (by the right's code).
    """
    draft = _draft(code, "set_unmet_days")
    rights = list(Right.objects.values_list("code", flat=True))
    wrong = {right: _("Write a number of days, 0 to 366.") for right in rights if not _is_days(days.get(right))}
    if wrong:
        raise Invalid(wrong)
    draft.unmet_days = {right: days[right] for right in rights}
    draft.save(update_fields=["unmet_days"])
    return draft


MOST_REMIND_DAYS = 365
MOST_REMINDERS = 20


def set_remind_days(code: str, days: Mapping[str, Sequence[int]]) -> Programme:
    """Say in a draft on which days before a deadline people are told (0: on the day itself).

    ``days`` holds every settable kind by its key. Raises NotFound, WrongState, Invalid (by the kind's key).
    """
    draft = _draft(code, "set_remind_days")
    keys = [kind.key for kind in settable()]
    words = _("Write at least one number of days before, 0 to 365, like 7, 1, 0.")
    wrong = {key: words for key in keys if not _are_days_before(days.get(key, ()))}
    if wrong:
        raise Invalid(wrong)
    draft.remind_days = {key: sorted(set(days[key]), reverse=True) for key in keys}
    draft.save(update_fields=["remind_days"])
    return draft


def _are_days_before(days: Sequence[int]) -> bool:
    return 0 < len(days) <= MOST_REMINDERS and all(0 <= n <= MOST_REMIND_DAYS for n in days)


def _is_days(days: int | None) -> bool:
    return days is not None and 0 <= days <= MOST_UNMET_DAYS


def leave_out(code: str, kind: str) -> None:
    """A draft gives a kind no longer. Raises NotFound, WrongState."""
    draft = _draft(code, "leave_out")
    if not draft.rules.filter(kind=kind).delete()[0]:
        raise NotFound


def throw_away(code: str) -> None:
    """A draft that nobody wants; drafts that were copied from it are from now on copies of what it was copied from.

    Raises NotFound, WrongState, Conflict("copied") where a copy of it is in force, and stays as it is.
    """
    draft = _draft(code, "throw_away")
    copies = Programme.objects.filter(copied_from=draft)
    if copies.filter(in_force_at__isnull=False).exists():
        raise Conflict("copied")
    copies.update(copied_from=draft.copied_from)
    draft.items.all().delete()
    draft.rules.all().delete()
    draft.delete()


def put_in_force(code: str, *, by: Viewer, at: datetime) -> Programme:
    """From its first day the draft's rules hold; a programme that runs then ends the day before.

    The rules of the first day hold for the whole of an intervention, so nothing that is granted changes. A first day
    in the past is possible only where no programme was in force. Raises NotFound, WrongState, Invalid (a day on which
    another programme begins; today or earlier where one runs; no kind).
    """
    one_at_a_time("programme", "in force")
    draft = _draft(code, "put_in_force")
    if not draft.rules.exists():
        raise Invalid({"": _("The programme gives no kind of intervention. Give at least one.")})
    in_force = Programme.objects.select_for_update().exclude(in_force_at=None)
    others = list(in_force.filter(valid_from__lte=draft.valid_to, valid_to__gte=draft.valid_from))
    if wrong := in_the_way(draft, others, on=day(at)):
        raise Invalid({"": wrong})
    for other in others:
        other.valid_to = draft.valid_from - timedelta(days=1)
        other.save(update_fields=["valid_to"])
    draft.items.exclude(kind__in=[rule.kind for rule in draft.rules.all() if rule.catalogue_item]).delete()
    draft.in_force_at, draft.in_force_by_id = at, by.id
    draft.save(update_fields=["in_force_at", "in_force_by"])
    record(Event.PROGRAMME_IN_FORCE, at=at, by=by.id, ref=draft.code, facts={"on": draft.valid_from.isoformat()})
    return draft


def in_the_way(draft: Programme, others: Iterable[Programme], *, on: date) -> str:
    """Why a draft cannot be put in force on ``on``, in a sentence; nothing where it can. ``others``: the programmes in
    force on some of its days."""
    found = sorted(others, key=lambda other: other.valid_from, reverse=True)
    if not found:
        return ""
    which = {"name": found[0].name, "days": span_words(found[0].valid_from, found[0].valid_to)}
    if found[0].valid_from >= draft.valid_from:
        return _("%(name)s, %(days)s, begins within these days. Change the days first.") % which
    if draft.valid_from <= on:
        return _("%(name)s, %(days)s, is in force on the first day. Choose tomorrow or a later day.") % which
    return ""


def _draft(code: str, act: str) -> Programme:
    found = Programme.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise NotFound
    if found.in_force_at is not None:
        raise WrongState("IN_FORCE", act)
    return found


def _free_code(year: int) -> str:
    taken = set(Programme.objects.filter(code__startswith=f"NSP-{year}").values_list("code", flat=True))
    names = (f"NSP-{year}" if number == 1 else f"NSP-{year}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _describe(draft: Programme, what: Named) -> None:
    draft.name_sv, draft.name_en, draft.funder = what.name_sv.strip(), what.name_en.strip(), what.funder.strip()
    draft.valid_from, draft.valid_to = what.valid_from, what.valid_to


def _refuse_wrong(what: Named, draft: Programme | None = None) -> None:
    wrong = {name: _("Write a name.") for name in ("name_sv", "name_en") if not getattr(what, name).strip()}
    others = Programme.objects.exclude(pk=draft.pk) if draft else Programme.objects.all()
    for name in ("name_sv", "name_en"):
        if name not in wrong and others.filter(**{f"{name}__iexact": getattr(what, name).strip()}).exists():
            wrong[name] = _("Another programme has this name. Choose one by which people tell them apart.")
    if what.valid_to < what.valid_from:
        wrong["valid_to"] = _("The last day lies before the first.")
    if wrong:
        raise Invalid(wrong)


def _refuse_contradiction(kind: str, values: Mapping[str, Any]) -> None:
    per_period, total, periods = (values[n] for n in ("max_days_per_period", "max_days_total", "max_periods"))
    wrong = {name: _("Write a name.") for name in ("name_sv", "name_en") if not values[name].strip()}
    if per_period and total and per_period > total:
        wrong["max_days_total"] = _("A case cannot hold fewer days than one period.")
    if periods and per_period and total and periods == 1 and total > per_period:
        wrong["max_days_total"] = _("With one period a case has no more days than the period.")
    if values["child_supplement_abroad"] and not values["child_supplement"]:
        wrong["child_supplement_abroad"] = _("There is no child supplement, so none abroad either.")
    if values["child_day_rate"] and not values["child_supplement"]:
        wrong["child_day_rate"] = _("There is no child supplement, so it has no amount.")
    if values["catalogue_item"] and kind not in KINDS_WITH_A_LIST:
        wrong["catalogue_item"] = _("This kind is paid by the day. It has no list.")
    elif values["catalogue_item"] and values["day_rate"]:
        wrong["day_rate"] = _("What stands on the list costs its own sum. Leave the amount per day empty.")
    if not values["catalogue_item"] and values["day_rate"] is None:
        wrong["day_rate"] = _("What is not on the list is paid by the day. Write the amount per day.")
    if wrong:
        raise Invalid(wrong)


def _copy_rules(source: Programme, copy: Programme, *, using: str = "default") -> None:
    for rule in source.rules.using(using).all():
        fields = {name: getattr(rule, name) for name in ("kind", *FIELDS)}
        InterventionRule(programme=copy, **fields).save(using=using, force_insert=True)
