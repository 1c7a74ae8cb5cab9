"""Deadlines of a person: the safe way to reach them, a child's concern report, a right that nobody meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, keeps
from accounts.deadlines import Wording
from cases.contact import CONTACT_DAYS, OLD_DAYS
from cases.models import AdmissionRequest, Case, ConcernReport, Identification, Person, RightEntry
from cases.models.child import ConcernMade
from cases.models.choices import Age
from cases.models.rights import RightState
from cases.selectors.rights import unmet_days
from cases.states import ON_ITS_WAY, IdentificationState
from cases.unmet import needed_since, worrying_from


def of_person(person: Person, ref: str, on: date, **more: Any) -> Clock | None:
    """The clock of something about a person: their caseworker's, or their actor's where there is none; no clock where
    no actor is responsible."""
    actor = person.responsible_actor_id
    if actor is None:
        return None
    workers = (person.caseworker_id,) if person.caseworker_id else ()
    return Clock(ref, on, actor, workers, person.pk, **more)


def _contacts() -> Any:
    open_case = Exists(Case.objects.filter(person_id=OuterRef("pk"), closed_on=None))
    return Person.objects.filter(open_case, safe_contact_checked_on__isnull=False)


@keeps(
    "SAFE_CONTACT",
    _("The safe way to reach somebody is checked"),
    source="domain §4; every 14 days is a habit of good casework",
    rows=_contacts,
    column="safe_contact_checked_on",
    plus=lambda on: (CONTACT_DAYS,),
    before=(0,),
    after=(OLD_DAYS - CONTACT_DAYS,),
    ref="code",
    person="pk",
    before_words=Wording(
        _("%(who)s: check the safe way to reach the person"), _("Check"), "person", "person", "soon", office=_("See")
    ),
    late_words=Wording(
        _("%(who)s: the safe way to reach the person was last checked on %(checked)s"),
        _("Check"),
        "person",
        "person",
        "late",
        office=_("See"),
    ),
    ahead_words=Wording(
        _("%(who)s: check the safe way to reach the person by %(last)s"),
        _("Check"),
        "person",
        "person",
        "soon",
        office=_("See"),
    ),
)
def _contact(row: Person, on: date) -> Clock | None:
    assert row.safe_contact_checked_on
    last = row.safe_contact_checked_on + timedelta(days=CONTACT_DAYS)
    return of_person(row, row.code, last, facts={"checked": row.safe_contact_checked_on.isoformat()})


def _children() -> Any:
    noted = ConcernReport.objects.filter(person_id=OuterRef("pk"), dependant=None).exclude(made=ConcernMade.NOT_YET)
    return Person.objects.filter(~Exists(noted)).exclude(age=Age.ADULT).exclude(responsible_actor=None)


@keeps(
    "CONCERN_REPORT",
    _("A child's concern report is made and noted"),
    source="Social Services Act (the duty to report); domain §2.1",
    rows=_children,
    column="made_at",
    moment=True,
    before=(),
    after=(1, 7),
    managers=(2,),
    office=(3,),
    ref="code",
    person="pk",
    before_words=Wording(
        _("%(who)s: report the concern to social services, and note it"), _("Note it"), "person", "person"
    ),
    late_words=Wording(
        _("%(who)s is a child, or may be, and no concern report is noted"),
        _("Note it"),
        "person",
        "person",
        "late",
        office=_("See"),
    ),
)
def _child(row: Person, on: date) -> Clock | None:
    return of_person(row, row.code, day(row.made_at))


def _needs() -> Any:
    """Of those with whom something still goes on: a need of somebody whose case is closed, or who has gone elsewhere,
    is not in the list of what to do either."""
    of_them = {"person_id": OuterRef("person_id")}
    goes_on = (
        Q(Exists(Case.objects.filter(**of_them, closed_on=None)))
        | Q(Exists(AdmissionRequest.objects.filter(**of_them, state__in=ON_ITS_WAY)))
        | Q(Exists(Identification.objects.filter(**of_them, state=IdentificationState.OPEN)))
    )
    rows = RightEntry.objects.filter(goes_on, state=RightState.NEEDED)
    return rows.select_related("person", "right").defer("note")


def _which(row: RightEntry) -> tuple[Any, ...]:
    return row.person_id, row.right_id, row.dependant_id


def _unmet_one(row: RightEntry, last: date | None, newest_first: Sequence[RightEntry]) -> Clock | None:
    if last is None or needed_since(newest_first) != row.on:
        return None
    of = f":{row.right.code}" + (f":{row.dependant_id.hex[:8]}" if row.dependant_id else "")
    facts = {"right": {"sv": row.right.name_sv, "en": row.right.name_en}}
    return of_person(row.person, row.person.code, last, of=of, begun=day(row.stated_at), facts=facts)


def _unmet_plus(on: date) -> tuple[int, ...]:
    return tuple(sorted({n + 1 for n in unmet_days(on).values()})) or (1,)


@keeps(
    "RIGHT_UNMET",
    _("A right that is needed is met"),
    source="the programme's days for each right; domain §4",
    rows=_needs,
    together=True,
    column="on",
    plus=_unmet_plus,
    begun="stated_at",
    before=(0,),
    after=(30,),
    managers=(14,),
    ref="person__code",
    before_words=Wording(
        _("%(who)s: nobody has met a need for a worryingly long time: %(right)s"),
        _("See the rights"),
        "person_rights",
        "person",
        "late",
    ),
    ahead_words=Wording(
        _("%(who)s: from %(last)s a need has gone unmet for a worryingly long time: %(right)s"),
        _("See the rights"),
        "person_rights",
        "person",
        "soon",
    ),
)
def _unmet(rows: Sequence[RightEntry], on: date) -> list[Clock | None]:
    """Counted from the entry with which each need began: to state it anew begins nothing (``cases/unmet.py``)."""
    limits, said = unmet_days(on) if rows else {}, defaultdict[Any, list[RightEntry]](list)
    of_them = RightEntry.objects.filter(person_id__in={row.person_id for row in rows}).defer("note")
    for entry in of_them.order_by("-stated_at", "-id") if rows else ():
        said[_which(entry)].append(entry)
    return [_unmet_one(row, worrying_from(row.on, limits, row.right.code), said[_which(row)]) for row in rows]
