"""A group event with its lines, and the actor's newest ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

from accounts.acts import STAFF, Act
from accounts.counties import County
from accounts.errors import NotFound, WrongState
from accounts.lists import Filter, Listing, Look, Wanted, by_key, counted, equal, from_day, to_day
from accounts.queries import queries
from accounts.viewer import Viewer
from cases import languages
from cases.models import GroupEvent, Identification, Indicator
from cases.models.choices import Form, Route
from cases.selectors.person_filters import capital
from cases.states import IdentificationState

NEWEST = 10


def _in_form(rows: QuerySet[GroupEvent], value: str, look: Look) -> QuerySet[GroupEvent]:
    return rows.filter(forms__contains=[value])


@dataclass(frozen=True)
class GroupLine:
    """One of those who were met. ``about``: what is known, in words; ``mistaken``: noted by mistake."""

    number: int
    ref: str
    code: str
    code_name: str
    about: tuple[str, ...]
    made_at: datetime
    open: bool
    mistaken: bool


@dataclass(frozen=True)
class GroupPage:
    """A group event. ``lines``: those whom the viewer sees, in the order in which they were written."""

    ref: str
    on: date
    county: str
    route: str
    forms: tuple[str, ...]
    branch: str
    signs: tuple[str, ...]
    met: int
    lines: tuple[GroupLine, ...]
    begins_with: dict[str, str]
    """What the next line begins with: as the last one was, since it is mostly the same."""

    @property
    def written(self) -> int:
        """How many are written down, without mistakes."""
        return sum(not line.mistaken for line in self.lines)


@dataclass(frozen=True)
class GroupRow:
    """An event in a list."""

    ref: str
    on: date
    county: str
    met: int


@queries(1)
def group_events(viewer: Viewer) -> tuple[GroupRow, ...]:
    """The newest events of the viewer's actors."""
    return tuple(_row(row) for row in _own(viewer).order_by("-on", "-made_at", "-pk")[:NEWEST])


GROUP_EVENTS = Listing(
    "group_event_list",
    Act.IDENTIFY_GROUP,
    (
        Filter("county", gettext_lazy("County"), equal("county"), lambda viewer: County.choices),
        Filter("form", gettext_lazy("Form of exploitation"), _in_form, lambda viewer: capital(Form.choices)),
        Filter("since", gettext_lazy("Met from"), partial(from_day, "on"), chip=gettext_lazy("met from %(day)s")),
        Filter("until", gettext_lazy("Met to"), partial(to_day, "on"), chip=gettext_lazy("met to %(day)s")),
    ),
)


@dataclass(frozen=True)
class GroupList:
    """A page of events, the latest day first, and the references to page from. ``count``: how many fit the filters, at
    most one more than ``lists.MOST_COUNTED``."""

    rows: tuple[GroupRow, ...]
    count: int
    older: str = ""
    newer: str = ""


@queries(3)
def group_list(viewer: Viewer, wanted: Wanted, *, on: date) -> GroupList:
    """A page of the events of the viewer's actors."""
    fitting = GROUP_EVENTS.narrowed(_own(viewer), wanted.chosen, Look(viewer, on))
    page = by_key(fitting, wanted, key=("on", "made_at", "pk"), among=_own(viewer))
    return GroupList(tuple(_row(row) for row in page.rows), counted(fitting), older=page.older, newer=page.newer)


def _own(viewer: Viewer) -> QuerySet[GroupEvent]:
    return GroupEvent.objects.filter(actor_id__in=viewer.actors_as(*STAFF))


def _row(row: GroupEvent) -> GroupRow:
    return GroupRow(row.ref, row.on, _county(row.county), row.met)


@queries(3)
def group_page(viewer: Viewer, ref: str) -> GroupPage:
    """A group event of the viewer's actor, and its lines as far as they see the persons. Raises NotFound."""
    row = GroupEvent.objects.filter(ref=ref, actor_id__in=viewer.actors_as(*STAFF)).first()
    if row is None:
        raise NotFound
    met = list(Identification.objects.filter(group_event=row).select_related("person").order_by("made_at", "ref"))
    text = "text_en" if get_language() == "en" else "text_sv"
    signs = Indicator.objects.filter(code__in=row.indicators).order_by("order")
    return GroupPage(
        ref=row.ref,
        on=row.on,
        county=_county(row.county),
        route="" if row.route == Route.UNKNOWN else str(row.get_route_display()),
        forms=tuple(str(Form(form).label) for form in row.forms),
        branch=str(row.get_branch_display()) if row.branch else "",
        signs=tuple(getattr(sign, text) for sign in signs),
        met=row.met,
        lines=_lines(met),
        begins_with=_begins_with(met[-1]) if met else {},
    )


def own_facts(ref: str) -> tuple[dict[str, object], dict[str, str]]:
    """The form of an identification that belongs to an event, as it is now, and how each of its signs is known.
    Raises NotFound, WrongState."""
    row = Identification.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound
    if row.group_event_id is None:
        raise WrongState(row.state, "split")
    said: dict[str, object] = {"on": row.on, "county": row.county, "route": row.route}
    return said, dict(row.indicators.values_list("indicator_id", "how"))


def _begins_with(row: Identification) -> dict[str, str]:
    same = {"gender": row.person.gender, "certainty": row.certainty}
    return same | {"citizenship": "".join(row.person.citizenships[:1]), "language": "".join(row.person.languages[:1])}


def _lines(rows: Sequence[Identification]) -> tuple[GroupLine, ...]:
    here = 1 if get_language() == "en" else 0
    found = []
    for number, row in enumerate(rows, start=1):
        person = row.person
        about = [str(person.get_age_display()), str(person.birth_year or ""), str(person.get_gender_display())]
        about += [languages.COUNTRIES[code][here] for code in person.citizenships]
        about += [languages.LANGUAGES[code][here] for code in person.languages]
        about += [str(row.get_certainty_display())]
        mistaken = row.state == IdentificationState.NO_GROUND
        is_open = row.state == IdentificationState.OPEN
        said = tuple(capfirst(words) if not place else words for place, words in enumerate(w for w in about if w))
        found.append(GroupLine(number, row.ref, person.code, person.code_name, said, row.made_at, is_open, mistaken))
    return tuple(found)


def _county(code: str) -> str:
    return str(County(code).label) if code else ""
