"""The list of requests: an actor's own, or for the office everything that was ever sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Case, QuerySet, SmallIntegerField, When
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act, Role
from accounts.lists import Choices, Filter, Listing, Look, Wanted, by_key, counted, equal, from_day, to_day
from accounts.models import Actor
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases.access import visible_requests
from cases.models import AdmissionRequest
from cases.models.choices import Kind
from cases.selectors.admission import heading, state_in_words
from cases.selectors.kinds import NO_NAMES, KindNames, kind_names
from cases.selectors.person_filters import capital, colleagues_to_choose, of_caseworker
from cases.states import UNDECIDED, AdmissionState

Rows = QuerySet[AdmissionRequest]
KEY = ("is_open", "made_at", "pk")
ADMISSION = "ADMISSION"


def _states(viewer: Viewer) -> Choices:
    """Those that the viewer can see any of: the office never sees a draft."""
    office = viewer.is_(Role.COORDINATOR)
    states = (state.value for state in AdmissionState if not (office and state == AdmissionState.DRAFT))
    return [(state, state_in_words(state)[0]) for state in states]


def _for_what(viewer: Viewer) -> Choices:
    return [(ADMISSION, _("Admission")), *capital(Kind.choices)]


def _of_kind(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(case=None) if value == ADMISSION else rows.filter(case__isnull=False, kind=value)


def _urgent(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(urgent=True)


@queries(1)
def every_actor(viewer: Viewer) -> Choices:
    """(reference, name) of all actors, in Swedish order: for coordinators."""
    if not viewer.is_(Role.COORDINATOR):
        return []
    return sorted(Actor.objects.values_list("ref", "name"), key=lambda pair: swedish_key(pair[1]))


REQUESTS = Listing(
    "request_list",
    Act.LIST_REQUESTS,
    (
        Filter("state", _("State"), equal("state"), _states),
        Filter("actor", _("Actor"), equal("actor__ref"), every_actor),
        Filter("kind", _("For what"), _of_kind, _for_what),
        Filter("caseworker", _("Caseworker"), of_caseworker("person__caseworker"), colleagues_to_choose),
        Filter("urgent", _("Urgent"), _urgent, lambda viewer: [("1", _("Urgent ones"))]),
        Filter("since", _("Begun from"), partial(from_day, "made_at__date"), chip=_("begun from %(day)s")),
        Filter("until", _("Begun to"), partial(to_day, "made_at__date"), chip=_("begun to %(day)s")),
    ),
)


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
    """A page of the list, what waits first and the newest of it, and what lies on either side. ``count``: how many fit
    the filters, at most one more than ``lists.MOST_COUNTED``."""

    rows: tuple[RequestRow, ...]
    count: int
    older: str
    newer: str


@queries(5)
def request_list(viewer: Viewer, wanted: Wanted, *, on: date) -> RequestList:
    """The requests that the viewer may see, save for those that were taken away before they were sent."""
    rows = visible_requests(viewer).exclude(state=AdmissionState.WITHDRAWN, sent_at=None)
    fitting = REQUESTS.narrowed(rows, wanted.chosen, Look(viewer, on))
    ready = _ranked(fitting).select_related("person", "actor", "made_by")
    # The place is looked for among what the viewer may know of: else the page would tell when a request was begun that
    # is not theirs to know.
    page = by_key(ready, wanted, key=KEY, among=_ranked(visible_requests(viewer)).only("made_at", "ref"))
    names = kind_names() if any(row.case_id for row in page.rows) else NO_NAMES
    lines = tuple(_row(row, names) for row in page.rows)
    return RequestList(lines, counted(fitting), older=page.older, newer=page.newer)


def _ranked(rows: Rows) -> Rows:
    """With ``is_open``: 1 where somebody still has something to do with it."""
    on_its_way = When(state__in=(AdmissionState.DRAFT, *UNDECIDED), then=1)
    return rows.annotate(is_open=Case(on_its_way, default=0, output_field=SmallIntegerField()))


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
