"""What the pages of identification show: one's own persons first, indicators, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.counties import County
from accounts.queries import queries
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.access import OPEN_HAND_OVERS
from cases.models import ExploitationForm, HandOver, Identification, Indicator, IndicatorSeen, Person
from cases.models.choices import Answer, Form, Seen
from cases.models.person import AgeBasis
from cases.selectors.identification_words import Facts, outcome_words, what_was_said
from cases.selectors.person_list import PersonRow, person_rows
from cases.selectors.sealed import SealedText
from cases.states import HandOverState

PAGE = 25
FOUND = 10
ESTIMATED_YEARS = 3
"""So far from an estimated birth year a search still finds the person."""


@dataclass(frozen=True)
class Sign:
    """An indicator in the language of the page, and in the other of the two beside it."""

    code: str
    text: str
    beside: str


@dataclass(frozen=True)
class IndicatorGroup:
    """Indicators that belong together. ``beside``: the name in the other language."""

    letter: str
    name: str
    beside: str
    rows: tuple[Sign, ...]


@queries(1)
def indicator_groups() -> tuple[IndicatorGroup, ...]:
    """All indicators in their groups, in the language of the page with the other one beside."""
    here, there = ("en", "sv") if get_language() == "en" else ("sv", "en")
    groups: dict[str, tuple[Indicator, list[Sign]]] = {}
    for row in Indicator.objects.order_by("order"):
        sign = Sign(row.code, getattr(row, f"text_{here}"), getattr(row, f"text_{there}"))
        groups.setdefault(row.group, (row, []))[1].append(sign)
    return tuple(
        IndicatorGroup(letter, getattr(row, f"group_{here}"), getattr(row, f"group_{there}"), tuple(signs))
        for letter, (row, signs) in groups.items()
    )


@dataclass(frozen=True)
class Sought:
    """What is known of somebody who may be there already. The year and the form are weak signs."""

    text: str = ""
    birth_year: int | None = None
    form: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.birth_year or self.form)


@queries(7)
def own_persons(viewer: Viewer, sought: Sought, *, on: date) -> list[PersonRow]:
    """Persons of the viewer that a search fits, the newest first, ten at most.

    ``text``: a reference code, a part of the code name, or the actor's whole file number (found by its keyed hash).
    """
    text = sought.text.strip()
    rows = Person.objects.select_related("responsible_actor", "caseworker")
    if text:
        wanted = Q(code_name__icontains=text) | Q(code=codes.parse(text) or "-")
        for actor in viewer.actors:
            wanted |= Q(file_number_hash=keyed_hash(text.lower(), purpose=f"file:{actor}"))
        rows = rows.filter(wanted)
    if sought.birth_year:
        near = (sought.birth_year - ESTIMATED_YEARS, sought.birth_year + ESTIMATED_YEARS)
        is_near = Q(age_basis=AgeBasis.ESTIMATED, birth_year__range=near)
        rows = rows.filter(is_near | Q(birth_year=sought.birth_year))
    if sought.form in Form.values:
        rows = rows.filter(forms__form=sought.form)
    return person_rows(viewer, list(rows.order_by("-made_at", "-id")[:FOUND]), on=on)


@dataclass(frozen=True)
class Identified:
    """An identification. ``story`` and ``outcome_note`` are empty until they are ``opened``."""

    ref: str
    code: str
    code_name: str
    as_child: bool
    in_danger: bool
    state: str
    state_words: str
    state_kind: str
    on: date
    actor: str
    has_story: bool
    has_note: bool
    may_read: bool
    opened: bool
    made: str
    """By whom and when it was written down."""
    may_change: bool
    story: str
    outcome_note: str
    facts: Facts
    of_group: bool
    """Met with others, and not split off."""
    from_group: bool
    """Met with others, split off or not."""
    indicators: tuple[tuple[str, str], ...] = field(default=())

    @property
    def texts(self) -> tuple[SealedText, ...]:
        """The sealed texts that there are."""
        texts = []
        if self.has_story:
            texts.append(SealedText(_("What you have seen and been told"), self.made, self.story))
        if self.has_note:
            texts.append(SealedText(_("What happened"), self.state_words, self.outcome_note))
        return tuple(texts)


@queries(9)
def identified(viewer: Viewer, ref: str, *, texts: bool = False) -> Identified:
    """One identification that the viewer may see (the door has said so); ``texts`` opens what they may read."""
    row = Identification.objects.select_related("person", "actor", "made_by").get(ref=ref)
    return identified_row(viewer, row, texts=texts)


@queries(9)
def identified_codes(viewer: Viewer, ref: str, *, texts: bool = False) -> dict[str, object]:
    """What was said at one meeting, as codes, for the API (the door has said that the viewer sees it)."""
    row = Identification.objects.select_related("person", "actor").get(ref=ref)
    opened = texts and may(viewer, Act.READ_SEALED, row.person)
    names = ("on", "county", "route", "certainty", "wants_identified", "immediate_risk", "consent", "consent_language")
    said = {name: getattr(row, name) for name in ("ref", "state", "outcome_on", "split_on", *names)}
    return said | {
        "code": row.person.code,
        "actor": row.actor.name,
        "from_group": row.group_event_id is not None,
        "indicators": dict(row.indicators.values_list("indicator_id", "how")),
        "story": row.story.open() if opened else "",
        "outcome_note": row.outcome_note.open() if opened else "",
    }


def identified_row(viewer: Viewer, row: Identification, *, texts: bool = False) -> Identified:
    """The same from a row that is read already, with its person, its actor and who made it."""
    person, english = row.person, get_language() == "en"
    may_read = may(viewer, Act.READ_SEALED, person)
    opened = texts and may_read
    seen = IndicatorSeen.objects.filter(identification=row).select_related("indicator").order_by("indicator__order")
    forms = ExploitationForm.objects.filter(person=person).order_by("-is_main", "form")
    words, kind = outcome_words(row.state)
    of_the_meeting = (
        "on",
        "county",
        "route",
        "certainty",
        "wants_identified",
        "immediate_risk",
        "consent",
        "consent_language",
    )
    of_the_person = (
        "age",
        "age_basis",
        "birth_year",
        "gender",
        "languages",
        "interpreter",
        "citizenships",
        "protection",
    )
    said = {name: getattr(row, name) for name in of_the_meeting} | {n: getattr(person, n) for n in of_the_person}
    return Identified(
        ref=row.ref,
        code=person.code,
        code_name=person.code_name,
        as_child=person.as_child,
        in_danger=row.immediate_risk == Answer.YES,
        state=row.state,
        state_words=words,
        state_kind=kind,
        on=row.on,
        actor=row.actor.name,
        has_story=bool(row.story),
        has_note=bool(row.outcome_note),
        may_read=may_read,
        opened=opened,
        made=f"{row.made_by.name}, {day_words(day(row.made_at))}",
        may_change=may(viewer, Act.STATE_OUTCOME, row),
        story=row.story.open() if opened else "",
        outcome_note=row.outcome_note.open() if opened else "",
        facts=what_was_said(said | {"forms": [f.form for f in forms]}),
        of_group=row.group_event_id is not None and row.split_on is None,
        from_group=row.group_event_id is not None,
        indicators=tuple(
            (s.indicator.text_en if english else s.indicator.text_sv, str(Seen(s.how).label)) for s in seen
        ),
    )


@dataclass(frozen=True)
class HandOverRow:
    """A hand-over on its way."""

    ref: str
    state: str
    from_actor: str
    to_actor: str
    made_at: datetime
    moved_at: datetime
    as_child: bool
    county: str


@queries(2)
def hand_overs_on_their_way(
    states: Sequence[str] = OPEN_HAND_OVERS,
) -> list[HandOverRow]:
    """Hand-overs in these states that the viewer sees, the oldest first."""
    rows = list(HandOver.objects.filter(state__in=list(states)).select_related("from_actor", "to_actor", "person"))
    met = Identification.objects.filter(person_id__in=[row.person_id for row in rows]).order_by("-made_at")
    counties = dict(met.values_list("person_id", "county"))
    return [
        HandOverRow(
            ref=row.ref,
            state=row.state,
            from_actor=row.from_actor.name,
            to_actor=row.to_actor.name if row.to_actor else "",
            made_at=row.made_at,
            moved_at=row.moved_at,
            as_child=row.person.as_child,
            county=County(counties[row.person_id]).label if counties.get(row.person_id) else "",
        )
        for row in sorted(rows, key=lambda row: (row.state == HandOverState.OFFERED, row.made_at))
    ]
