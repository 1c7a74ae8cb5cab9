"""The same human twice: errands for coordinators, two persons side by side, and who counts as whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case as Case_
from django.db.models import Q, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import may
from accounts.acts import Act, Role
from accounts.counties import County
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.access import has_part_in
from cases.languages import COUNTRIES, LANGUAGES, named
from cases.models import Case, Dependant, ExploitationForm, Identification, Intervention, Person, SamePersonLink
from cases.models.choices import Age, Form, Gender, Kind, Protection
from cases.models.person import AgeBasis
from cases.models.same_person import MAY_FOLLOW, SameState, SameWhy, Sign
from cases.selectors.kinds import relative_words
from cases.selectors.standing import PERIOD_NAMES

SHOWN = 200


@dataclass(frozen=True)
class Errand:
    """One pair. ``sign``, ``state`` and ``why`` in words; ``is_open``: somebody has to look at it."""

    ref: str
    codes: tuple[str, str]
    names: tuple[str, str]
    actors: tuple[str, str]
    sign: str
    is_strong: bool
    state: str
    state_words: str
    why: str
    made_at: datetime
    decided_at: datetime | None
    decided_by: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state == SameState.OPEN


@dataclass(frozen=True)
class Compared:
    """One line of the comparison. ``agrees``: True, False, or None where either is not known, or it may well differ."""

    label: str
    first: str
    second: str
    agrees: bool | None


@dataclass(frozen=True)
class SamePage:
    """An errand with all that is known of both, without their sealed text. ``both_open``: each has an open case;
    ``answers``: what can be decided now."""

    errand: Errand
    lines: tuple[Compared, ...]
    answers: tuple[str, ...]
    both_open: bool


@dataclass(frozen=True)
class Same:
    """What stands beside a person for coordinators: another code of the same human, or one that may be."""

    ref: str
    code: str
    code_name: str
    actor: str
    is_linked: bool
    has_open_case: bool


def visible_errands(viewer: Viewer) -> list[SamePersonLink]:
    """The pairs that a coordinator may look at: those of no actor that they have a part in. Open ones first."""
    urgency = Case_(When(state=SameState.OPEN, sign=Sign.NUMBER, then=0), When(state=SameState.OPEN, then=1), default=2)
    rows = SamePersonLink.objects.select_related("person__responsible_actor", "other__responsible_actor", "decided_by")
    return _without_part(viewer, rows.order_by(urgency, "-made_at", "id")[: 2 * SHOWN])[:SHOWN]


def _without_part(viewer: Viewer, rows: Iterable[SamePersonLink]) -> list[SamePersonLink]:
    """The pairs in neither of which the viewer has a part. One query for whoever works for an actor besides."""
    pairs = list(rows)
    own = has_part_in(viewer, [one for row in pairs for one in (row.person, row.other)])
    return [row for row in pairs if viewer.may_ask(Act.LINK_SAME_PERSON) and not {row.person_id, row.other_id} & own]


@queries(2)
def errands(viewer: Viewer) -> tuple[Errand, ...]:
    """Every pair that was asked about, open ones first, those of one number before the others."""
    return tuple(_errand(row) for row in visible_errands(viewer))


@queries(2)
def open_errands(viewer: Viewer) -> tuple[Errand, ...]:
    """Those that somebody has to look at, the oldest first."""
    rows = SamePersonLink.objects.filter(state=SameState.OPEN).select_related(
        "person__responsible_actor", "other__responsible_actor", "decided_by"
    )
    return tuple(_errand(row) for row in _without_part(viewer, rows[: 2 * SHOWN])[:SHOWN])


@queries(8)
def same_page(viewer: Viewer, ref: str) -> SamePage:
    """Two persons side by side. Raises NotFound."""
    rows = SamePersonLink.objects.select_related("person__responsible_actor", "other__responsible_actor", "decided_by")
    row = rows.filter(ref=codes.parse_ref(ref) or "").first()
    if row is None or not may(viewer, Act.LINK_SAME_PERSON, row):
        raise NotFound
    facts = _facts([row.person, row.other])
    first, second = facts[row.person_id], facts[row.other_id]
    traits = {_("Age"), _("Birth year"), _("Gender"), _("Citizenship"), _("Language"), _("Exploitation")}
    lines = tuple(
        Compared(label, ", ".join(said), ", ".join(others), _agree(said, others) if label in traits else None)
        for (label, said), (_label, others) in zip(first.lines, second.lines, strict=True)
    )
    return SamePage(_errand(row), lines, MAY_FOLLOW[SameState(row.state)], first.is_open and second.is_open)


def same_panel(viewer: Viewer, person: Person, on: date) -> tuple[Same, ...] | None:
    """Other codes of the same human, and those that may be, for a coordinator who may look; None where there are none.
    Three queries for coordinators at most, none for others."""
    if not viewer.is_(Role.COORDINATOR):
        return None
    wanted = Q(person_id=person.pk) | Q(other_id=person.pk)
    rows = SamePersonLink.objects.filter(wanted, state__in=(SameState.OPEN, SameState.LINKED)).select_related(
        "person__responsible_actor", "other__responsible_actor"
    )
    seen = _without_part(viewer, rows)
    if not seen:
        return None
    pairs = [(row, row.other if row.person_id == person.pk else row.person) for row in seen]
    ids = [other.pk for _row, other in pairs]
    cases = set(Case.objects.filter(person_id__in=ids, closed_on=None).values_list("person_id", flat=True))
    return tuple(
        Same(row.ref, other.code, other.code_name, _actor(other), row.state == SameState.LINKED, other.pk in cases)
        for row, other in pairs
    )


@dataclass(frozen=True)
class IdentityNow:
    """``on``: when a number was noted; ``is_closed``: none is taken, since the person has a new identity."""

    on: date | None
    is_closed: bool


def identity_now(code: str) -> IdentityNow:
    """What the form for an identity number says first. For those who may change the person. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    return IdentityNow(person.identity_noted_on, person.protection == Protection.NEW_IDENTITY)


def _errand(row: SamePersonLink) -> Errand:
    return Errand(
        ref=row.ref,
        codes=(row.person.code, row.other.code),
        names=(row.person.code_name, row.other.code_name),
        actors=(_actor(row.person), _actor(row.other)),
        sign=str(Sign(row.sign).label),
        is_strong=row.sign == Sign.NUMBER,
        state=row.state,
        state_words=str(SameState(row.state).label),
        why=str(SameWhy(row.why).label) if row.why else "",
        made_at=row.made_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
    )


def _actor(person: Person) -> str:
    return person.responsible_actor.name if person.responsible_actor else _("no actor yet")


@dataclass(frozen=True)
class _Known:
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    is_open: bool


def _facts(persons: Sequence[Person]) -> Mapping[UUID, _Known]:
    """What coded columns say of each. Five queries."""
    ids = [person.pk for person in persons]
    met: dict[UUID, Identification] = {}
    for seen in Identification.objects.filter(person_id__in=ids).order_by("-on", "-made_at"):
        met[seen.person_id] = seen  # the first one stays
    forms = _listed(
        (row.person_id, str(Form(row.form).label))
        for row in ExploitationForm.objects.filter(person_id__in=ids).order_by("-is_main", "form")
    )
    close = _listed((row.person_id, relative_words(row)) for row in Dependant.objects.filter(person_id__in=ids))
    granted = _listed(
        (row.person_id, f"{PERIOD_NAMES[Kind(row.kind)][0]} {day_words(row.start, weekday=False)}")
        for row in Intervention.objects.filter(person_id__in=ids).order_by("start")
    )
    cases = set(Case.objects.filter(person_id__in=ids, closed_on=None).values_list("person_id", flat=True))
    found = {}
    for one in persons:
        first = met.get(one.pk)
        said = (
            (_("Actor"), (_actor(one),)),
            (pgettext("one person", "Identified"), (day_words(one.identified_on, weekday=False),)),
            (_("County"), (str(County(first.county).label),) if first and first.county else ()),
            (_("Age"), (str(Age(one.age).label),)),
            (_("Birth year"), _born(one)),
            (_("Gender"), () if one.gender == Gender.UNKNOWN else (str(Gender(one.gender).label),)),
            (_("Citizenship"), tuple(named(code, COUNTRIES) for code in one.citizenships)),
            (_("Language"), tuple(named(code, LANGUAGES) for code in one.languages)),
            (_("Exploitation"), forms.get(one.pk, ())),
            (_("Children and others close"), close.get(one.pk, (_("nobody written down"),))),
            (_("Protected personal data"), (str(Protection(one.protection).label),)),
            (_("Interventions"), granted.get(one.pk, (_("none granted"),))),
            (_("Case"), (_("open"),) if one.pk in cases else (_("none open"),)),
        )
        found[one.pk] = _Known(said, one.pk in cases)
    return found


def _born(one: Person) -> tuple[str, ...]:
    if not one.birth_year:
        return ()
    return (f"{one.birth_year}" if one.age_basis == AgeBasis.KNOWN else f"{one.birth_year} ({_('estimated')})",)


def _listed(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for person, words in pairs:
        found[person] = (*found.get(person, ()), words)
    return found


def _agree(first: Sequence[str], second: Sequence[str]) -> bool | None:
    """Whether two answers have something in common; None where either says nothing."""
    one, other = ({text.partition(" (")[0] for text in said} for said in (first, second))  # what it rests on apart
    return bool(one & other) if first and second else None
