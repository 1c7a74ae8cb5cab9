"""On which days a child has a supplement, or was paid for, also where it is written down with another person."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q

from cases.costs import NOT_PAID
from cases.models import ChildSupplement, Dependant, RequestedChild
from cases.models.admission import AdmissionRequest
from cases.periods import Period

Days = list[tuple[Dependant, Period]]


def days_of(rows: Collection[Dependant]) -> Days:
    """The days of supplements that were granted, and of nights that were paid after a refusal, for these and for
    whoever is marked as the same child, as far as the viewer sees them. Two queries, none for nobody."""
    if not rows:
        return []
    theirs = Q(dependant__in=rows) | Q(dependant__same_as__in={row.same_as for row in rows if row.same_as})
    granted = ChildSupplement.objects.filter(theirs, last__gte=F("start")).select_related("dependant")
    found = [(one.dependant, Period.until(one.start, one.last)) for one in granted]
    asked = RequestedChild.objects.filter(theirs, request__decisions__paid_until__isnull=False)
    paid = asked.annotate(until=F("request__decisions__paid_until"), cost=F("request__decisions__cost"))
    for one in paid.select_related("dependant", "request"):
        assert one.request.start  # no night is paid of a request without a first day
        if str(one.dependant_id) not in (one.cost or {}).get(NOT_PAID, ()):
            found.append((one.dependant, nights_of(one, Period.until(one.request.start, one.until))))
    return found


def nights_of(child: RequestedChild, nights: Period) -> Period:
    """Of the nights of a bed, those that are paid for a child: at most as many days as were asked for it."""
    return Period(nights.start, min(child.days, nights.days))


def children_paid(request: AdmissionRequest, nights: Period) -> frozenset[UUID]:
    """The children of the request (dependants' keys) who have one of these nights already, whomever they are written
    down with."""
    children = list(request.children.select_related("dependant"))
    given = days_of([child.dependant for child in children])
    return frozenset(child.dependant_id for child in children if _has(child, nights, given))


def _has(child: RequestedChild, nights: Period, given: Days) -> bool:
    row, theirs = child.dependant, nights_of(child, nights)
    same = [period for one, period in given if one.pk == row.pk or (row.same_as and one.same_as == row.same_as)]
    return any(theirs.overlaps(period) for period in same)
