"""The list of requests: an actor's own, or for the office everything that was ever sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases.access import visible_requests
from cases.models import AdmissionRequest
from cases.selectors.admission import heading, state_in_words
from cases.selectors.kinds import NO_NAMES, KindNames, kind_names
from cases.states import AdmissionState

PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """Which requests: coded fields only, so that nothing that was searched for stands in an address."""

    state: str = ""
    actor: str = ""
    older_than: str = ""
    newer_than: str = ""


@dataclass(frozen=True)
class RequestRow:
    """A line of the list."""

    ref: str
    heading: str
    code: str
    code_name: str
    as_child: bool
    urgent: bool
    actor: str
    state: str
    state_words: str
    state_kind: str
    made_by: str
    moved_at: datetime
    version: int


@dataclass(frozen=True)
class RequestList:
    """A page of the list, newest first, and what lies on either side of it."""

    rows: tuple[RequestRow, ...]
    older_than: str
    newer_than: str


@queries(4)
def request_list(viewer: Viewer, wanted: Wanted) -> RequestList:
    """The requests that the viewer may see, save for those that were taken away before they were sent."""
    rows = visible_requests(viewer).select_related("person", "actor", "made_by")
    rows = rows.exclude(state=AdmissionState.WITHDRAWN, sent_at=None)
    if wanted.state in AdmissionState.__members__:
        rows = rows.filter(state=wanted.state)
    if wanted.actor:
        rows = rows.filter(actor__ref=wanted.actor)
    page, more_older, more_newer = _page(rows, wanted, among=visible_requests(viewer))
    names = kind_names() if any(row.case_id for row in page) else NO_NAMES
    return RequestList(
        rows=tuple(_row(row, names) for row in page),
        older_than=page[-1].ref if page and more_older else "",
        newer_than=page[0].ref if page and more_newer else "",
    )


@queries(1)
def actors_to_choose() -> list[tuple[str, str]]:
    """(reference, name) of all actors, in Swedish order."""
    names = [(actor.ref, actor.name) for actor in Actor.objects.all()]
    return sorted(names, key=lambda pair: swedish_key(pair[1]))


def _page(
    rows: QuerySet[AdmissionRequest], wanted: Wanted, *, among: QuerySet[AdmissionRequest]
) -> tuple[Sequence[AdmissionRequest], bool, bool]:
    """One page by key: no offset, so that the hundredth page costs what the first does. The key is looked for ``among``
    what the viewer may know of: else the page would tell when a request was begun that is not theirs to know."""
    key = wanted.older_than or wanted.newer_than
    edge = among.only("made_at", "id").filter(ref=key).first() if key else None
    if edge is None:
        found = list(rows.order_by("-made_at", "-id")[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE, False
    if wanted.older_than:
        past = Q(made_at__lt=edge.made_at) | Q(made_at=edge.made_at, id__lt=edge.pk)
        found = list(rows.filter(past).order_by("-made_at", "-id")[: PAGE + 1])
        return found[:PAGE], len(found) > PAGE, True
    past = Q(made_at__gt=edge.made_at) | Q(made_at=edge.made_at, id__gt=edge.pk)
    found = list(rows.filter(past).order_by("made_at", "id")[: PAGE + 1])
    return found[:PAGE][::-1], True, len(found) > PAGE


def _row(row: AdmissionRequest, names: KindNames) -> RequestRow:
    words, kind = state_in_words(row.state)
    return RequestRow(
        ref=row.ref,
        heading=heading(row, row.person.code_name, names.of(row.kind, row.start)),
        code=row.person.code,
        code_name=row.person.code_name,
        as_child=row.person.as_child,
        urgent=row.urgent,
        actor=row.actor.name,
        state=row.state,
        state_words=words,
        state_kind=kind,
        made_by=row.made_by.name,
        moved_at=row.sent_at or row.made_at,
        version=row.version,
    )
