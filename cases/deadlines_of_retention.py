"""Deadlines of what is kept: the retention time of an identification that led nowhere, and of a closed case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, Own, keeps
from accounts.deadlines import Wording
from cases.models import AdmissionRequest, Case, Closing, Identification
from cases.returning import lengths_of, months_after
from cases.states import AdmissionState

UNDER_WAY = (AdmissionState.SENT, AdmissionState.RETURNED, AdmissionState.WAITING)


def _nowhere() -> Any:
    newer = Identification.objects.filter(person_id=OuterRef("person_id"), on__gt=OuterRef("on"))
    asked = AdmissionRequest.objects.filter(person_id=OuterRef("person_id"), state__in=UNDER_WAY)
    admitted = Case.objects.filter(person_id=OuterRef("person_id"))
    rows = Identification.objects.filter(~Exists(newer), ~Exists(asked), ~Exists(admitted))
    return rows.select_related("person").defer("story", "outcome_note")


@keeps(
    "KEPT_IDENTIFICATION",
    _("An identification that led nowhere is kept no longer than its time"),
    source="domain §2.7: 12 months; `NSP_KEEP_MONTHS`",
    rows=_nowhere,
    column="on",
    plus=lambda on: lengths_of(settings.NSP_KEEP_MONTHS["nowhere"]),
    begun="made_at",
    before=(30, 0),
    office=(30,),
    own=Own.MANAGERS,
    before_words=Wording(
        _("%(who)s: what the identification says is kept until %(last)s"), _("See"), "person", "person", "soon"
    ),
    late_words=Wording(
        _("%(who)s: what the identification says should have been kept no longer than %(last)s"),
        _("See"),
        "person",
        "person",
        "late",
    ),
)
def _identified(row: Identification, on: date) -> Clock | None:
    last = months_after(row.on, settings.NSP_KEEP_MONTHS["nowhere"])
    return Clock(row.ref, last, row.person.responsible_actor_id, person_id=row.person_id, begun=day(row.made_at))


def _closed() -> Any:
    again = Case.objects.filter(person_id=OuterRef("person_id"), opened_on__gt=OuterRef("on"))
    met = Identification.objects.filter(person_id=OuterRef("person_id"), on__gt=OuterRef("on"))
    rows = Closing.objects.filter(~Exists(again), ~Exists(met), reopened_at=None)
    return rows.select_related("person").defer("note", "reopen_reason")


@keeps(
    "KEPT_CASE",
    _("A closed case is kept no longer than its time"),
    source="domain §2.7: 24 months; `NSP_KEEP_MONTHS`",
    rows=_closed,
    column="on",
    plus=lambda on: lengths_of(settings.NSP_KEEP_MONTHS["closed"]),
    begun="closed_at",
    before=(30, 0),
    office=(30,),
    own=Own.MANAGERS,
    before_words=Wording(_("%(who)s: the closed case is kept until %(last)s"), _("See"), "person", "person", "soon"),
    late_words=Wording(
        _("%(who)s: the closed case should have been kept no longer than %(last)s"),
        _("See"),
        "person",
        "person",
        "late",
    ),
)
def _case(row: Closing, on: date) -> Clock | None:
    last = months_after(row.on, settings.NSP_KEEP_MONTHS["closed"])
    return Clock(row.ref, last, row.person.responsible_actor_id, person_id=row.person_id, begun=day(row.closed_at))
