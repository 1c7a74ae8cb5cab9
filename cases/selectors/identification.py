"""What the pages of identification show: one's own persons first, drafts, indicators, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.counties import County
from accounts.models import Draft
from accounts.queries import queries
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.models import ExploitationForm, HandOver, Identification, Indicator, IndicatorSeen, Person
from cases.models.choices import Answer, Certainty, Consent, Form, Gender, Route, Seen
from cases.selectors.person_list import PersonRow, person_rows
from cases.states import HandOverState, IdentificationState

PAGE = 25
FOUND = 10
DRAFT = "identification"


@dataclass(frozen=True)
class IndicatorGroup:
    """Indicators that belong together: (code, sentence)."""

    letter: str
    name: str
    rows: tuple[tuple[str, str], ...]


@queries(1)
def indicator_groups() -> tuple[IndicatorGroup, ...]:
    """All indicators in their groups, in the language of the page."""
    english = get_language() == "en"
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for row in Indicator.objects.order_by("order"):
        name = row.group_en if english else row.group_sv
        groups.setdefault(row.group, (name, []))[1].append((row.code, row.text_en if english else row.text_sv))
    return tuple(IndicatorGroup(letter, name, tuple(rows)) for letter, (name, rows) in groups.items())


@queries(9)
def own_persons(viewer: Viewer, text: str, *, on: date) -> list[PersonRow]:
    """Persons of the viewer that a search fits: reference code, code name, or the actor's whole file number."""
    text = text.strip()
    if not text:
        return []
    wanted = Q(code_name__iexact=text) | Q(code=codes.parse(text) or "-")
    for actor in viewer.actors:
        wanted |= Q(file_number_hash=keyed_hash(text.lower(), purpose=f"file:{actor}"))
    persons = list(Person.objects.select_related("responsible_actor", "caseworker").filter(wanted)[:FOUND])
    return person_rows(viewer, persons, on=on)


@dataclass(frozen=True)
class DraftRow:
    """A draft that its writer can go on with."""

    ref: str
    token: str
    made_at: datetime
    saved_at: datetime


@queries(3)
def drafts(viewer: Viewer) -> list[DraftRow]:
    """The viewer's own drafts, the newest first."""
    rows = Draft.objects.filter(user_id=viewer.id, kind=DRAFT).order_by("-saved_at")
    return [DraftRow(row.ref, row.data.open().get("token", ""), row.made_at, row.saved_at) for row in rows]


@queries(3)
def typed_before(draft_id: UUID, viewer: Viewer) -> tuple[dict[str, Any], datetime] | None:
    """What a draft holds and when it was saved; None where there is none."""
    row = Draft.objects.filter(pk=draft_id, user_id=viewer.id).first()
    return (row.data.open(), row.saved_at) if row else None


def outcome_words(state: str) -> tuple[str, str]:
    """What became of an identification, and how the word is drawn."""
    return {
        IdentificationState.OPEN: (_("Not decided yet"), "soon"),
        IdentificationState.ADMISSION_ASKED: (_("Admission asked for"), "info"),
        IdentificationState.REFERRED: (_("Referred"), "idle"),
        IdentificationState.DECLINED: (_("Declined help"), "idle"),
        IdentificationState.LEFT: (pgettext("outcome", "Left"), "idle"),
        IdentificationState.NO_GROUND: (_("No ground"), "idle"),
    }[IdentificationState(state)]


@dataclass(frozen=True)
class Identified:
    """An identification with its texts opened. ``facts``: (name, words)."""

    ref: str
    code: str
    code_name: str
    as_child: bool
    state: str
    state_words: str
    state_kind: str
    on: date
    story: str
    outcome_note: str
    facts: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str], ...] = field(default=())


@queries(6)
def identified(ref: str) -> Identified:
    """One identification that the viewer may see (the door has said so)."""
    return identified_row(Identification.objects.select_related("person").get(ref=ref))


def identified_row(row: Identification) -> Identified:
    """The same from a row that is read already, with its person."""
    person, english = row.person, get_language() == "en"
    seen = IndicatorSeen.objects.filter(identification=row).select_related("indicator").order_by("indicator__order")
    forms = ExploitationForm.objects.filter(person=person).order_by("-is_main", "form")
    words, kind = outcome_words(row.state)
    facts = (
        (_("Day of the meeting"), day_words(row.on)),
        (_("County"), County(row.county).label if row.county else ""),
        (_("How contact came about"), str(Route(row.route).label)),
        (_("Form of exploitation"), ", ".join(str(Form(f.form).label) for f in forms)),
        (_("How sure"), str(Certainty(row.certainty).label)),
        (_("Gender"), str(Gender(person.gender).label)),
        (_("Birth year"), str(person.birth_year or "")),
        (_("In danger now"), str(Answer(row.immediate_risk).label)),
        (_("Consent to share with the programme"), str(Consent(row.consent).label)),
    )
    return Identified(
        ref=row.ref,
        code=person.code,
        code_name=person.code_name,
        as_child=person.as_child,
        state=row.state,
        state_words=words,
        state_kind=kind,
        on=row.on,
        story=row.story.open(),
        outcome_note=row.outcome_note.open(),
        facts=tuple((name, value) for name, value in facts if value),
        indicators=tuple(
            (s.indicator.text_en if english else s.indicator.text_sv, str(Seen(s.how).label)) for s in seen
        ),
    )


@dataclass(frozen=True)
class Wanted:
    """Filters of the list: codes only. ``older``: the reference to page from."""

    state: str = ""
    county: str = ""
    form: str = ""
    older: str = ""


@dataclass(frozen=True)
class IdentificationRow:
    """A line of the list."""

    ref: str
    code: str
    code_name: str
    as_child: bool
    on: date
    county: str
    state_words: str
    state_kind: str


@queries(3)
def identification_list(wanted: Wanted) -> tuple[list[IdentificationRow], str]:
    """A page of identifications, newest first, and the reference to page on from (empty at the end)."""
    rows: QuerySet[Identification] = Identification.objects.select_related("person").order_by("-made_at", "-ref")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.county:
        rows = rows.filter(county=wanted.county)
    if wanted.form:
        rows = rows.filter(person__forms__form=wanted.form)
    if wanted.older:
        mark = Identification.objects.filter(ref=wanted.older).first()
        if mark is not None:
            rows = rows.filter(Q(made_at__lt=mark.made_at) | Q(made_at=mark.made_at, ref__lt=mark.ref))
    found = list(rows[: PAGE + 1])
    return [_line(row) for row in found[:PAGE]], found[PAGE - 1].ref if len(found) > PAGE else ""


def _line(row: Identification) -> IdentificationRow:
    words, kind = outcome_words(row.state)
    return IdentificationRow(
        ref=row.ref,
        code=row.person.code,
        code_name=row.person.code_name,
        as_child=row.person.as_child,
        on=row.on,
        county=County(row.county).label if row.county else "",
        state_words=words,
        state_kind=kind,
    )


@dataclass(frozen=True)
class HandOverRow:
    """A hand-over on its way."""

    ref: str
    state: str
    from_actor: str
    to_actor: str
    made_at: datetime
    as_child: bool


@queries(1)
def hand_overs_on_their_way(
    states: Sequence[str] = (HandOverState.RECEIVED, HandOverState.SENT_BACK),
) -> list[HandOverRow]:
    """Hand-overs in these states that the viewer sees, the oldest first."""
    rows = HandOver.objects.filter(state__in=list(states)).select_related("from_actor", "to_actor", "person")
    return [
        HandOverRow(
            ref=row.ref,
            state=row.state,
            from_actor=row.from_actor.name,
            to_actor=row.to_actor.name if row.to_actor else "",
            made_at=row.made_at,
            as_child=row.person.as_child,
        )
        for row in rows.order_by("made_at")
    ]
