"""What is kept longer than its time (domain §2.7): told gathered, since disposal is in batches (access.md).

A notice for each person would ask every manager, many times a year, for what nobody does one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.acts import Role
from accounts.clock import dawn, day
from accounts.deadlines import Due, Page, Span, To, Wording, finds, reads
from cases.models import AdmissionRequest, Case, Closing, Identification
from cases.returning import months_after
from cases.states import AdmissionState

KEPT_TOO_LONG = "KEPT_TOO_LONG"
UNDER_WAY = (AdmissionState.SENT, AdmissionState.RETURNED, AdmissionState.WAITING)

reads(KEPT_TOO_LONG, Wording(_("Persons of whom more is kept than its time allows: %(n)s"), urgency="soon"))


@finds("retention")
def due_disposals(span: Span, after: str) -> Page:
    """How many persons there are of whom what is known is kept longer than its time (``NSP_KEEP_MONTHS``, after an
    identification that led nowhere or a closing): told on the first of each month, to each actor's managers of their
    own, and to the coordinators and the data protection officers of all."""
    first = day(span.until).replace(day=1)
    if span.person_id or dawn(first) not in span:
        return Page((), None)
    return Page(tuple(_of_month(first)), None)


def _of_month(first: date) -> Iterator[Due]:
    found = kept_too_long(first)
    for actor, n in found.items():
        if actor is not None:
            yield Due(KEPT_TOO_LONG, f"kept:{actor}", first, To(managers_of=actor), facts={"n": n})
    if found:
        roles = (Role.COORDINATOR, Role.PROTECTION_OFFICER)
        yield Due(KEPT_TOO_LONG, "kept", first, To(roles=roles), facts={"n": found.total()})


def kept_too_long(first: date) -> Counter[UUID | None]:
    """How many persons each responsible actor has whose time was out before the first of a month."""
    found: Counter[UUID | None] = Counter()
    months = settings.NSP_KEEP_MONTHS
    lately = months_after(first, -months["nowhere"])
    nowhere, closed = _nowhere(lately), _closed(months_after(first, -months["closed"]), lately)
    for rows in (nowhere, closed):
        by_actor = rows.order_by().values_list("person__responsible_actor").annotate(n=Count("person", distinct=True))
        found.update(dict(by_actor))
    return found


def _nowhere(before: date) -> Any:
    """Identifications before a day, of those who were not met again, did not apply and were never admitted."""
    of_them = {"person_id": OuterRef("person_id")}
    again = Identification.objects.filter(**of_them, on__gte=before)
    asked = AdmissionRequest.objects.filter(**of_them, state__in=UNDER_WAY)
    admitted = Case.objects.filter(**of_them)
    return Identification.objects.filter(~Exists(again), ~Exists(asked), ~Exists(admitted), on__lt=before)


def _closed(before: date, lately: date) -> Any:
    """Closings before a day that hold, of those who have not come back since, nor been met lately."""
    of_them = {"person_id": OuterRef("person_id")}
    again = Case.objects.filter(**of_them, closed_on=None)
    later = Closing.objects.filter(**of_them, reopened_at=None, on__gte=before)
    met = Identification.objects.filter(**of_them, on__gt=OuterRef("on"), on__gte=lately)
    return Closing.objects.filter(~Exists(again), ~Exists(later), ~Exists(met), reopened_at=None, on__lt=before)
