"""The ledger of rights as pages show it: of the person, and of each child of theirs. Unmet first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.law_codes import Happening, LawSubject
from cases.models import (
    Dependant,
    Intervention,
    LegalStep,
    Person,
    PoliceReport,
    Programme,
    ProtectionStatement,
    Right,
    RightEntry,
    ServiceGiven,
)
from cases.models.choices import ReportMade, SocietyFact
from cases.models.rights import RightState
from cases.rule_children import may_be_child
from cases.selectors.entry import Entry, Subject
from cases.selectors.right_words import entry_words, granted_words, more_of, tile_words, who_is
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step
from cases.unmet import needed_since, worrying_from

PROCEEDINGS, EDUCATION = "PROCEEDINGS", "EDUCATION"
"""The two rights that show where they apply (domain §1)."""
_IN_COURT = (LawSubject.INVESTIGATION, LawSubject.CHARGE, LawSubject.JUDGMENT)
_ORDER = ("unmet", "unknown", "met", "unwanted")


@dataclass(frozen=True)
class EntryLine:
    """One entry of the ledger, in words."""

    on: date
    words: str
    more: tuple[str, ...]
    by: str
    at: datetime
    has_note: bool


@dataclass(frozen=True)
class Proposed:
    """Something that NSP grants for a right and that no entry says: proposed, never written by itself."""

    ref: str
    words: str
    start: date


@dataclass(frozen=True)
class RightNow:
    """One right as it stands. ``state``: how its tile is drawn; ``worries``: unmet for longer than the programme's
    days; ``lines``: its entries, newest first."""

    code: str
    name: str
    where: str
    state: str
    words: str
    since: date | None
    worries: bool
    proposed: Proposed | None
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class Ledger:
    """The rights of one human. ``of``: the reference of a child; empty for the person."""

    of: str
    who: str
    rights: tuple[RightNow, ...]

    @property
    def unmet(self) -> tuple[RightNow, ...]:
        """What is needed and nobody meets."""
        return tuple(right for right in self.rights if right.state == "unmet")

    @property
    def in_short(self) -> str:
        """A row's worth of words: what is not met by name, else how many are."""
        if self.unmet:
            names = ", ".join(right.name[:1].lower() + right.name[1:] for right in self.unmet)
            return _("Not met: %(rights)s") % {"rights": names}
        met = sum(right.state == "met" for right in self.rights)
        said = [ngettext("%(n)s right met", "%(n)s rights met", met) % {"n": met}] if met else []
        left = sum(right.state == "unknown" for right in self.rights)
        if left:
            said.append(ngettext("%(n)s right not assessed", "%(n)s rights not assessed", left) % {"n": left})
        return ", ".join(said) or _("Nothing is needed")

    @property
    def worries(self) -> bool:
        """Whether something has gone unmet for too long."""
        return any(right.worries for right in self.rights)


@dataclass(frozen=True)
class RightsPage:
    """The page of the ledger."""

    ledgers: tuple[Ledger, ...]
    sealed: tuple[SealedText, ...]
    may_change: bool
    may_read_sealed: bool
    opened: bool


@dataclass(frozen=True)
class RightsPanel:
    """What the overview shows of it."""

    own: Ledger
    children: tuple[Ledger, ...]
    may_change: bool


@queries(17)
def rights_page(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> RightsPage:
    """Every ledger of the person's, with their history; with ``texts`` the sealed words opened, if the viewer may read
    them. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    entries = _entries([person.pk])
    may_read = may(viewer, Act.READ_SEALED, person)
    return RightsPage(
        ledgers=_ledgers(person, entries, on),
        sealed=_sealed(entries, opened=texts and may_read),
        may_change=may(viewer, Act.CHANGE_PERSON, person),
        may_read_sealed=may_read,
        opened=texts and may_read,
    )


@queries(13)
def rights_panel(viewer: Viewer, person: Person, on: date) -> RightsPanel:
    """The tiles of the overview: the person's, and a row for each child."""
    own, *children = _ledgers(person, _entries([person.pk]), on)
    return RightsPanel(own, tuple(children), may(viewer, Act.CHANGE_PERSON, person))


@dataclass(frozen=True)
class RightForm:
    """What the form about one right starts from."""

    right: RightNow
    of: str
    who: str
    meets: tuple[tuple[str, str], ...]
    """What can meet it: (reference, words), of this person."""


@queries(14)
def right_form(code: str, right: str, *, on: date, of: str = "") -> RightForm:
    """One right of a person's, or of their child ``of``, with what may meet it. For those who may change the person.

    Raises NotFound, also for a right that does not apply unless it has an entry.
    """
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    ledger = next((one for one in _ledgers(person, _entries([person.pk]), on) if one.of == of), None)
    found = next((one for one in ledger.rights if one.code == right), None) if ledger else None
    if ledger is None or found is None:
        raise NotFound
    given = Intervention.objects.filter(person=person).select_related("item").defer("end_note").order_by("-start")
    done = ServiceGiven.objects.filter(person=person).select_related("category").defer("note")[:20]
    meets = [(row.ref, granted_words(row)) for row in given]
    meets += [(row.ref, f"{row.category.name}, {day_words(row.on)}") for row in done]
    return RightForm(found, of, ledger.who, tuple(meets))


def right_entries(viewer: Viewer, person: Person, on: date) -> Iterable[Entry]:
    """The lines of the timeline."""
    for row in _entries([person.pk])[person.pk]:
        name = row.right.name if row.dependant is None else f"{row.right.name} ({who_is(row.dependant)})"
        what = f"{name}: {entry_words(row)}"
        yield Entry(
            row.on,
            row.stated_at,
            what,
            row.stated_by.name,
            " ".join(f"{text}." for text in more_of(row)),
            link=("person_rights", person.code),
            subject=Subject.RIGHTS,
        )


def right_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """A need that nobody has met for longer than the programme says is worrying: due on the first such day."""
    entries = _entries([person.pk for person in persons])
    days = unmet_days(on) if any(entries.values()) else {}
    found: dict[UUID, list[Step]] = defaultdict(list)
    for person in persons:
        for key, rows in _by_right(entries[person.pk]).items():
            since = needed_since(rows)
            due = worrying_from(since, days, key[1]) if since else None
            if since is None or due is None or due > on:
                continue
            link = ("person_right", person.code, key[1])
            dependant = rows[0].dependant
            if dependant is not None:
                link = ("dependant_right", person.code, dependant.ref, key[1])  # type: ignore[assignment]
            what = _("%(right)s is still not met") % {"right": rows[0].right.name}
            note = _("needed since %(day)s") % {"day": day_words(since, year=False)}
            note = f"{who_is(dependant)}, {note}" if dependant is not None else note
            found[person.pk].append(Step("right_unmet", what, _("State it"), link, max(due, on), note))
    return found


def unmet_days(on: date) -> Mapping[str, int]:
    """How many days each right may go unmet, by the programme in force; where none is, by the last that was."""
    rows = Programme.objects.exclude(in_force_at=None).filter(valid_from__lte=on).order_by("-valid_from")
    return rows.values_list("unmet_days", flat=True).first() or {}


def _entries(persons: Sequence[UUID]) -> dict[UUID, list[RightEntry]]:
    """The entries of many persons, newest first, with what they name. One query."""
    with_them = ("right", "stated_by", "dependant", "intervention", "service__category", "intervention__item")
    rows = RightEntry.objects.filter(person_id__in=persons).select_related(*with_them)
    found: dict[UUID, list[RightEntry]] = defaultdict(list)
    for row in rows.order_by("-stated_at", "-id"):
        found[row.person_id].append(row)
    return found


def _by_right(rows: Iterable[RightEntry]) -> dict[tuple[UUID | None, str], list[RightEntry]]:
    found: dict[tuple[UUID | None, str], list[RightEntry]] = defaultdict(list)
    for row in rows:
        found[row.dependant_id, row.right_id].append(row)
    return found


def _ledgers(person: Person, entries: Mapping[UUID, list[RightEntry]], on: date) -> tuple[Ledger, ...]:
    """The person's own, then each child's."""
    rights = list(Right.objects.all())
    by_right = _by_right(entries.get(person.pk, ()))
    days = unmet_days(on)
    proposed = _proposals(person)
    children = [
        row for row in Dependant.objects.filter(person=person) if may_be_child(row.relation, row.birth_year, on)
    ]
    shown = {PROCEEDINGS: _is_investigated(person), EDUCATION: person.as_child}
    found = [_ledger("", _("The person"), None, rights, shown, by_right, days, proposed, on)]
    for child in children:
        shown = {PROCEEDINGS: False, EDUCATION: True}
        found.append(_ledger(child.ref, who_is(child), child.pk, rights, shown, by_right, days, proposed, on))
    return tuple(found)


def _ledger(
    of: str,
    who: str,
    key: UUID | None,
    rights: Sequence[Right],
    shown: Mapping[str, bool],
    by_right: Mapping[tuple[UUID | None, str], list[RightEntry]],
    days: Mapping[str, int],
    proposed: Sequence[Intervention],
    on: date,
) -> Ledger:
    """One ledger; a right that applies only sometimes is there where it does, and wherever something is said of it."""
    now = []
    for right in rights:
        rows = by_right.get((key, right.code), [])
        if rows or shown.get(right.code, True):
            now.append(_right(right, rows, days, _proposal(right, rows, key, proposed), on))
    now.sort(key=lambda one: (_ORDER.index(one.state), not one.worries))
    return Ledger(of, who, tuple(now))


def _right(
    right: Right, rows: Sequence[RightEntry], days: Mapping[str, int], proposed: Proposed | None, on: date
) -> RightNow:
    newest = rows[0] if rows else None
    since = needed_since(rows)
    due = worrying_from(since, days, right.code) if since else None
    worries = due is not None and due <= on
    state = {RightState.NEEDED: "unmet", RightState.MET: "met", RightState.NOT_WANTED: "unwanted"}
    return RightNow(
        code=right.code,
        name=right.name,
        where=right.where,
        state=state.get(RightState(newest.state), "unknown") if newest else "unknown",
        words=tile_words(newest, since, proposed.words if proposed else "", on, worries=worries),
        since=since,
        worries=worries,
        proposed=proposed,
        lines=tuple(
            EntryLine(row.on, entry_words(row), tuple(more_of(row)), row.stated_by.name, row.stated_at, bool(row.note))
            for row in rows
        ),
    )


def _proposals(person: Person) -> list[Intervention]:
    """What NSP has granted with the name of a right, newest first; what ended before its first day met nothing."""
    rows = Intervention.objects.filter(person=person, request__right__isnull=False)
    rows = rows.select_related("request", "item").defer("end_note")
    return [row for row in rows.order_by("-granted_at") if row.period is not None]


def _proposal(
    right: Right, rows: Sequence[RightEntry], key: UUID | None, granted: Sequence[Intervention]
) -> Proposed | None:
    """The newest thing granted for the right that no entry has answered since."""
    for row in granted:
        if row.request.right_id != right.code or row.for_dependant_id != key:
            continue
        if any(entry.intervention_id == row.pk or entry.stated_at >= row.granted_at for entry in rows):
            return None
        return Proposed(row.ref, granted_words(row), row.start)
    return None


def _is_investigated(person: Person) -> bool:
    """Whether there is a report to the police, an investigation or a trial, or a statement rests on one."""
    begun = LegalStep.objects.filter(person=person, subject__in=_IN_COURT, replaced_by=None)
    if begun.exclude(step=Happening.STRUCK).exists():
        return True
    report = PoliceReport.objects.filter(person=person).only("made").first()
    if report is not None and report.made == ReportMade.YES:
        return True
    rests_on = ProtectionStatement.objects.filter(person=person).values_list("rests_on", flat=True).first()
    return SocietyFact.INVESTIGATION in (rests_on or [])


def _sealed(entries: Mapping[UUID, list[RightEntry]], *, opened: bool) -> tuple[SealedText, ...]:
    """The words of the entries, folded or opened."""
    found = []
    for row in (row for rows in entries.values() for row in rows if row.note):
        name = row.right.name if row.dependant is None else f"{row.right.name} ({who_is(row.dependant)})"
        meta = f"{row.stated_by.name}, {day_words(day(row.stated_at))}"
        found.append(SealedText(name, meta, row.note.open() if opened else ""))
    return tuple(found)
