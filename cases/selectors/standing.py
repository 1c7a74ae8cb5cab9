"""Where somebody stands today, in one word: the same word in the banner, the lists, the search and Att göra."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Case as ORMCase
from django.db.models import Exists, F, OuterRef, Q, QuerySet, SmallIntegerField, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.viewer import Viewer
from accounts.words import SOON_DAYS, short_day_words
from cases.access import visible_requests
from cases.models import Case, Identification, Intervention, Person
from cases.models.choices import Kind
from cases.states import AdmissionState, IdentificationState

PERIOD_NAMES = {
    Kind.REST: (gettext_lazy("the rest period"), gettext_lazy("Rest period")),
    Kind.SUPPORT: (gettext_lazy("the support period"), gettext_lazy("Support period")),
    Kind.SPECIFIC: (gettext_lazy("the specific intervention"), gettext_lazy("Specific intervention")),
    Kind.INTEGRATION: (gettext_lazy("the integration intervention"), gettext_lazy("Integration intervention")),
}
"""A kind inside a sentence, and at the beginning of one."""


def asked_for(kind: str, *, is_further: bool) -> str:
    """What an application is for, at the beginning of a sentence: admission, or one of the four kinds."""
    return str(Kind(kind).label) if is_further else _("Admission")


class Place(StrEnum):
    """Where on the way somebody is: what lists are filtered by."""

    RUNNING = "RUNNING"
    WAITING = "WAITING"
    ASKING = "ASKING"
    OPEN = "OPEN"
    ENDED = "ENDED"
    CLOSED = "CLOSED"
    NO_FURTHER = "NO_FURTHER"


PLACE_WORDS = {
    Place.RUNNING: gettext_lazy("Period granted or running"),
    Place.WAITING: gettext_lazy("Waits for a decision"),
    Place.ASKING: gettext_lazy("Request with the actor"),
    Place.OPEN: gettext_lazy("Identified, nothing asked for"),
    Place.ENDED: gettext_lazy("Period has ended"),
    Place.CLOSED: gettext_lazy("Case closed"),
    Place.NO_FURTHER: gettext_lazy("Led no further"),
}

_OUTCOMES = {
    IdentificationState.OPEN: pgettext_lazy("one person", "Identified"),
    IdentificationState.ADMISSION_ASKED: pgettext_lazy("one person", "Identified"),
    IdentificationState.REFERRED: gettext_lazy("Referred to somebody else"),
    IdentificationState.DECLINED: gettext_lazy("Did not want help"),
    IdentificationState.LEFT: gettext_lazy("Has left"),
    IdentificationState.NO_GROUND: gettext_lazy("No ground for suspicion"),
}

_STILL_OPEN = (IdentificationState.OPEN, IdentificationState.ADMISSION_ASKED)

_OF_REQUESTS = {
    AdmissionState.RETURNED: (Place.ASKING, gettext_lazy("The coordinator has asked"), "soon"),
    AdmissionState.SENT: (Place.WAITING, gettext_lazy("Waits for a decision"), "info"),
    AdmissionState.WAITING: (Place.WAITING, gettext_lazy("Waits for a place in the budget"), "info"),
    AdmissionState.DRAFT: (Place.ASKING, gettext_lazy("Request begun"), "idle"),
}
"""Of several applications on their way the first in this order says where the person stands."""
_ORDER = [str(state) for state in _OF_REQUESTS]


@dataclass(frozen=True)
class Standing:
    """The word, how it is drawn, and the day that it is about (the last day of a running period)."""

    place: Place
    words: str
    kind: str
    last: date | None = None


def without_actor(standing: Standing) -> Standing:
    """The same for somebody whom no actor has taken on yet."""
    if standing.place != Place.OPEN:
        return standing
    return Standing(Place.OPEN, _("No actor is responsible yet"), "soon")


def standings(
    viewer: Viewer, persons: Collection[UUID], *, on: date, met: Sequence[tuple[UUID, str]] | None = None
) -> dict[UUID, Standing]:
    """Where each of these persons stands on a day. Three queries, however many they are; two for whoever has read the
    states of their identifications already (``met``, oldest first)."""
    wanted = list(persons)
    periods: dict[UUID, list[Intervention]] = defaultdict(list)
    rows = Intervention.objects.filter(person_id__in=wanted).select_related("case")
    for row in rows.only("person_id", "kind", "start", "last", "state", "case__closed_on"):
        periods[row.person_id].append(row)
    asked: dict[UUID, str] = {}
    on_its_way = visible_requests(viewer).filter(person_id__in=wanted, state__in=list(_OF_REQUESTS))
    for person_id, state in on_its_way.values_list("person_id", "state"):
        asked[person_id] = min(state, asked.get(person_id, state), key=_ORDER.index)
    outcomes: dict[UUID, str] = {}
    if met is None:
        rows_of = Identification.objects.filter(person_id__in=wanted).order_by("made_at")
        met = list(rows_of.values_list("person_id", "state"))
    for person_id, state in met:
        if outcomes.get(person_id) not in _STILL_OPEN:
            outcomes[person_id] = state
    return {
        person_id: stands(periods[person_id], asked.get(person_id, ""), outcomes.get(person_id, ""), on=on)
        for person_id in wanted
    }


def stands(periods: Sequence[Intervention], asked: str, outcome: str, *, on: date) -> Standing:
    """One person's standing: a period that runs or is to come, else a request, else that the case is closed,
    else a past period, else the outcome."""
    current = [row for row in periods if row.last >= row.start and row.last >= on]
    if current:
        return _of_period(min(current, key=lambda row: (row.start, row.last)), on)
    if asked:
        place, words, kind = _OF_REQUESTS[AdmissionState(asked)]
        return Standing(place, str(words), kind)
    if (
        periods
        and (closed := [row.case.closed_on for row in periods if row.case.closed_on])
        and len(closed) == len(periods)
    ):
        said = _("Closed %(day)s") % {"day": short_day_words(max(closed), on)}
        return Standing(Place.CLOSED, said, "idle", max(closed))
    if periods:
        return _of_past(max(periods, key=lambda row: row.last), on)
    if not outcome:
        return Standing(Place.OPEN, str(_OUTCOMES[IdentificationState.OPEN]), "idle")
    state = IdentificationState(outcome)
    return Standing(Place.OPEN if state in _STILL_OPEN else Place.NO_FURTHER, str(_OUTCOMES[state]), "idle")


def _of_period(row: Intervention, on: date) -> Standing:
    name = PERIOD_NAMES[Kind(row.kind)][1]
    period = row.period
    assert period is not None
    if on < row.start:
        words = _("%(kind)s from %(day)s") % {"kind": name, "day": short_day_words(row.start, on)}
        return Standing(Place.RUNNING, words, "info", row.last)
    counted = {"kind": name, "n": period.day_number(on), "days": period.days}
    words = _("%(kind)s day %(n)s of %(days)s") % counted
    return Standing(Place.RUNNING, words, "soon" if period.days_left(on) <= SOON_DAYS else "info", row.last)


def _of_past(row: Intervention, on: date) -> Standing:
    name = PERIOD_NAMES[Kind(row.kind)][1]
    if row.last < row.start:
        return Standing(Place.ENDED, _("%(kind)s never started") % {"kind": name}, "idle")
    words = _("%(kind)s ended %(day)s") % {"kind": name, "day": short_day_words(row.last, on)}
    return Standing(Place.ENDED, words, "idle", row.last)


def at_place(rows: QuerySet[Person], place: str, viewer: Viewer, *, on: date) -> QuerySet[Person]:
    """The persons of ``rows`` who stand at a place: the same answer as ``stands`` gives, asked of the database."""
    periods = Intervention.objects.filter(person_id=OuterRef("pk"))
    current = Exists(periods.filter(last__gte=on).filter(last__gte=F("start")))
    asked = visible_requests(viewer).filter(person_id=OuterRef("pk"))
    returned = Exists(asked.filter(state=AdmissionState.RETURNED))
    waiting = Exists(asked.filter(state__in=[AdmissionState.SENT, AdmissionState.WAITING]))
    begun = Exists(asked.filter(state=AdmissionState.DRAFT))
    met = Identification.objects.filter(person_id=OuterRef("pk"))
    is_open = Exists(met.filter(state__in=_STILL_OPEN))
    if place == Place.RUNNING:
        return rows.filter(current)
    if place == Place.WAITING:
        return rows.filter(waiting).exclude(current).exclude(returned)
    if place == Place.ASKING:
        return rows.exclude(current).filter(Q(returned) | (Q(begun) & ~Q(waiting)))
    rows = rows.exclude(current).exclude(waiting).exclude(returned).exclude(begun)
    is_open_case = Exists(Case.objects.filter(person_id=OuterRef("pk"), closed_on=None))
    if place == Place.ENDED:
        return rows.filter(Exists(periods), is_open_case)
    if place == Place.CLOSED:
        return rows.filter(Exists(periods)).exclude(is_open_case)
    rows = rows.exclude(Exists(periods))
    return rows.filter(is_open) if place == Place.OPEN else rows.exclude(is_open)


def ranked(rows: QuerySet[Person], viewer: Viewer) -> QuerySet[Person]:
    """The persons with ``is_open``: 1 where something is still on its way, 0 where the case is closed or it led no
    further. What lists put first."""
    asked = visible_requests(viewer).filter(person_id=OuterRef("pk"), state__in=list(_OF_REQUESTS))
    met = Identification.objects.filter(person_id=OuterRef("pk"), state__in=_STILL_OPEN)
    periods = Intervention.objects.filter(person_id=OuterRef("pk"))
    is_open = (
        Exists(Case.objects.filter(person_id=OuterRef("pk"), closed_on=None))
        | Exists(asked)
        | (Exists(met) & ~Exists(periods))
    )
    return rows.annotate(is_open=ORMCase(When(is_open, then=1), default=0, output_field=SmallIntegerField()))
