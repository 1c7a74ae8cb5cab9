"""The access log, page by page: newest first, by key, so that the thousandth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from audit.models import AccessEvent


@dataclass(frozen=True)
class Cut:
    """One page of events, and the keys of what lies on either side of it (empty: nothing)."""

    events: tuple[AccessEvent, ...]
    older: str
    newer: str


def cut(*sources: QuerySet[AccessEvent], older: str, newer: str, size: int) -> Cut:
    """The page that is older (newer) than the event of that id; the first one where there is no such event.

    The events of all the sources together; each is asked once, so that each finds its own index, and one query more
    finds the event.
    """
    edge = _edge(older or newer)
    if edge is None:
        found = _newest(sources, Q(), size)
        return _page(found[:size], more_older=len(found) > size, more_newer=False)
    if older:
        found = _newest(sources, Q(at__lt=edge.at) | Q(at=edge.at, id__lt=edge.pk), size, at__lte=edge.at)
        return _page(found[:size], more_older=len(found) > size, more_newer=True)
    past = Q(at__gt=edge.at) | Q(at=edge.at, id__gt=edge.pk)
    events = [e for s in sources for e in s.filter(past, at__gte=edge.at).order_by("at", "id")[: size + 1]]
    found = sorted(events, key=_order)[: size + 1]
    return _page(found[:size][::-1], more_older=True, more_newer=len(found) > size)


def _newest(sources: Sequence[QuerySet[AccessEvent]], past: Q, size: int, **also: datetime) -> list[AccessEvent]:
    events = [e for s in sources for e in s.filter(past, **also).order_by("-at", "-id")[: size + 1]]
    return sorted(events, key=_order, reverse=True)[: size + 1]


def _order(event: AccessEvent) -> tuple[datetime, UUID]:
    return event.at, event.pk


def _edge(key: str) -> AccessEvent | None:
    wanted = id_of(key)
    return AccessEvent.objects.filter(pk=wanted).only("id", "at").first() if wanted else None


def _page(events: Sequence[AccessEvent], *, more_older: bool, more_newer: bool) -> Cut:
    return Cut(
        events=tuple(events),
        older=events[-1].pk.hex if events and more_older else "",
        newer=events[0].pk.hex if events and more_newer else "",
    )


def id_of(text: str) -> UUID | None:
    """The id that an address holds, or None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
