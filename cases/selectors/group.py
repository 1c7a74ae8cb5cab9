"""A group event with its lines, and the actor's newest ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import get_language

from accounts.acts import STAFF
from accounts.counties import County
from accounts.errors import NotFound, WrongState
from accounts.queries import queries
from accounts.viewer import Viewer
from cases import languages
from cases.models import GroupEvent, Identification, Indicator
from cases.models.choices import Form
from cases.states import IdentificationState

NEWEST = 10


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
    rows = GroupEvent.objects.filter(actor_id__in=viewer.actors_as(*STAFF))[:NEWEST]
    return tuple(GroupRow(row.ref, row.on, _county(row.county), row.met) for row in rows)


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
        route=str(row.get_route_display()),
        forms=tuple(str(Form(form).label) for form in row.forms),
        branch=str(row.get_branch_display()) if row.branch else "",
        signs=tuple(getattr(sign, text) for sign in signs),
        met=row.met,
        lines=_lines(met),
        begins_with=_begins_with(met[-1]) if met else {},
    )


def own_facts(ref: str) -> dict[str, object]:
    """The form of an identification that belongs to an event, as it is now. Raises NotFound, WrongState."""
    row = Identification.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound
    if row.group_event_id is None:
        raise WrongState(row.state, "split")
    return {"on": row.on, "county": row.county, "route": row.route}


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
