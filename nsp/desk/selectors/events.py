"""The access log, page by page: newest first, by key, so that the thousandth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from audit.models import AccessEvent


@dataclass(frozen=True)
class Cut:
    """One page of events, and the keys of what lies on either side of it (empty: nothing)."""

    events: tuple[AccessEvent, ...]
    older: str
    newer: str


def cut(events: QuerySet[AccessEvent], *, older: str, newer: str, size: int) -> Cut:
    """The page that is older (newer) than the event of that id; the first one where there is no such event. At most
    two queries."""
    edge = _edge(events, older or newer)
    if edge is None:
        found = list(events.order_by("-at", "-id")[: size + 1])
        return _page(found[:size], more_older=len(found) > size, more_newer=False)
    if older:
        past = Q(at__lt=edge.at) | Q(at=edge.at, id__lt=edge.pk)
        found = list(events.filter(at__lte=edge.at).filter(past).order_by("-at", "-id")[: size + 1])
        return _page(found[:size], more_older=len(found) > size, more_newer=True)
    past = Q(at__gt=edge.at) | Q(at=edge.at, id__gt=edge.pk)
    found = list(events.filter(at__gte=edge.at).filter(past).order_by("at", "id")[: size + 1])
    return _page(found[:size][::-1], more_older=True, more_newer=len(found) > size)


def _edge(events: QuerySet[AccessEvent], key: str) -> AccessEvent | None:
    wanted = id_of(key)
    return events.filter(pk=wanted).only("id", "at").first() if wanted else None


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
