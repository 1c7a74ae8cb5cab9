"""How many persons somebody may open in an hour (access.md, Web): past the first number each new one asks for a fresh
second factor, past the second none is opened and the coordinators are told. Counted from the access events themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest

from accounts import proof
from accounts.errors import ProveAgain, Quota
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from audit.models import AccessEvent, Outcome
from audit.record import Event, record

WINDOW = timedelta(hours=1)
SEEN = (Outcome.LOOKED, Outcome.DONE)
LATE = ("403", "409")
"""Refused with a page about the person: somebody was first, or it is not the viewer's to decide."""


def check(request: HttpRequest, viewer: Viewer, person_id: UUID, *, at: datetime) -> None:
    """Let the viewer open one person more, or not. Inside the open door, before the view.

    Whom they opened within the hour already is free. Raises ProveAgain, Quota.
    """
    if settings.NSP_READING_QUOTA is None:
        return
    asks, stops = settings.NSP_READING_QUOTA
    one_at_a_time("reading", viewer.id)  # many requests at once count one another
    seen = Q(outcome__in=SEEN) | Q(outcome=Outcome.REFUSED, why__in=LATE)
    rows = AccessEvent.objects.filter(seen, user_id=viewer.id, at__gt=at - WINDOW, person_id__isnull=False)
    opened = set(rows.order_by().values_list("person_id", flat=True).distinct()[: stops + 1])
    if person_id in opened or len(opened) < asks:
        return
    if len(opened) >= stops:
        raise Quota
    if not proof.is_fresh(request):
        raise ProveAgain


def tell_once(viewer: Viewer, *, at: datetime) -> None:
    """Tell the coordinators that somebody was stopped: once in an hour. Before the refusal itself is logged."""
    told = AccessEvent.objects.filter(user_id=viewer.id, at__gt=at - WINDOW, why=Quota.code)
    if not told.exists():
        record(Event.READING_STOPPED, at=at, by=viewer.id, facts={"user": str(viewer.id)})
