"""The list of identifications: its filters, declared once, and its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Case, Exists, OuterRef, QuerySet, SmallIntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from accounts.counties import County
from accounts.lists import Choices, Filter, Listing, Look, Wanted, by_key, counted, equal, from_day, to_day
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import ExploitationForm, Identification
from cases.models.choices import Form
from cases.selectors.identification_words import outcome_words
from cases.selectors.person_filters import actors_to_choose, capital
from cases.states import IdentificationState

Rows = QuerySet[Identification]
KEY = ("is_open", "made_at", "ref")
_ALONE, _TOGETHER = "ALONE", "TOGETHER"


def _states(viewer: Viewer) -> Choices:
    return [(state.value, outcome_words(state)[0]) for state in IdentificationState]


def _in_form(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(Exists(ExploitationForm.objects.filter(person_id=OuterRef("person_id"), form=value)))


def _met(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(group_event__isnull=value == _ALONE)


def _met_choices(viewer: Viewer) -> Choices:
    return [(_ALONE, _("Alone")), (_TOGETHER, _("With others, at one place"))]


IDENTIFICATIONS = Listing(
    "identification_list",
    Act.LIST_IDENTIFICATIONS,
    (
        Filter("state", _("State"), equal("state"), _states),
        Filter("actor", _("Actor"), equal("actor__ref"), actors_to_choose),
        Filter("county", _("County"), equal("county"), lambda viewer: County.choices),
        Filter("form", _("Form of exploitation"), _in_form, lambda viewer: capital(Form.choices)),
        Filter("met", _("Met"), _met, _met_choices),
        Filter("since", _("Identified from"), partial(from_day, "on"), chip=_("identified from %(day)s")),
        Filter("until", _("Identified to"), partial(to_day, "on"), chip=_("identified to %(day)s")),
    ),
)


@dataclass(frozen=True)
class IdentificationRow:
    """A line of the list."""

    ref: str
    code: str
    code_name: str
    as_child: bool
    actor: str
    on: date
    county: str
    state: str
    state_words: str
    state_kind: str


@dataclass(frozen=True)
class IdentificationList:
    """A page, the open ones first and the newest of them, and the references to page from (empty where there is nothing
    on that side). ``count``: how many fit the filters, at most one more than ``lists.MOST_COUNTED``."""

    rows: tuple[IdentificationRow, ...]
    count: int
    older: str = ""
    newer: str = ""


@queries(3)
def identification_list(viewer: Viewer, wanted: Wanted, *, on: date) -> IdentificationList:
    """A page of the identifications that the viewer sees."""
    fitting = IDENTIFICATIONS.narrowed(Identification.objects.all(), wanted.chosen, Look(viewer, on))
    ready = _ranked(fitting).select_related("person", "actor").defer("story", "outcome_note")
    page = by_key(ready, wanted, key=KEY, among=_ranked(Identification.objects.all()).only("made_at", "ref"))
    lines = tuple(_line(row) for row in page.rows)
    return IdentificationList(lines, counted(fitting), older=page.older, newer=page.newer)


def _ranked(rows: Rows) -> Rows:
    rank = Case(When(state=IdentificationState.OPEN, then=Value(1)), default=Value(0), output_field=SmallIntegerField())
    return rows.annotate(is_open=rank)


def _line(row: Identification) -> IdentificationRow:
    words, kind = outcome_words(row.state)
    return IdentificationRow(
        ref=row.ref,
        code=row.person.code,
        code_name=row.person.code_name,
        as_child=row.person.as_child,
        actor=row.actor.name,
        on=row.on,
        county=County(row.county).label if row.county else "",
        state=row.state,
        state_words=words,
        state_kind=kind,
    )
