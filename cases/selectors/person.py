"""The page of one person: banner, periods, what to do next, the state of things, people, money, sealed text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.selectors.absences import away_now
from accounts.staff import managed_by
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.access import visible_requests
from cases.models import (
    AdmissionDecision,
    ChildSupplement,
    Closing,
    Dependant,
    ExploitationForm,
    HandOver,
    Identification,
    Intervention,
    InterventionRule,
    Person,
    PoliceReport,
    ProtectionStatement,
    ReturnStatement,
)
from cases.models.choices import Answer, Form, Kind, SocietyProtects
from cases.selectors.admission import never_sent, state_in_words
from cases.selectors.child import child_sealed
from cases.selectors.closing import closing_sealed
from cases.selectors.consent import consent_sealed
from cases.selectors.details import Contact, contact_of
from cases.selectors.entry import Entry
from cases.selectors.facts import facts_in_words
from cases.selectors.family import CloseRow, close_rows, family_sealed
from cases.selectors.flags import contact_flags, flags_of
from cases.selectors.last_day import Overtaken, holds, overtaken, proposals_of, reasons_of
from cases.selectors.left import left_sealed
from cases.selectors.money import PersonMoney, money_of
from cases.selectors.onward import Onward, onward
from cases.selectors.put_off import Later, put_off_of
from cases.selectors.safety import safety_sealed
from cases.selectors.sealed import SealedText
from cases.selectors.standing import PERIOD_NAMES, Place, Standing, asked_for, standings, without_actor
from cases.selectors.step import Step
from cases.selectors.steps import AT_HOME, errands, next_steps, step_facts
from cases.selectors.subjects import ENTRIES_ASK, STEPS_ASK, entries_of
from cases.selectors.timeline import Happened, entries, key_moments
from cases.states import INTERVENTION_MOVES, ON_ITS_WAY, acts_from


@dataclass(frozen=True)
class Banner:
    """Who a page is about, naming nobody. ``flags`` and ``line`` as components/banner.html reads them."""

    code: str
    code_name: str
    standing: Standing
    flags: tuple[tuple[str, str], ...]
    line: tuple[str, ...]

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.standing.place == Place.CLOSED


@dataclass(frozen=True)
class PeriodRow:
    """A period that was granted, as it stands."""

    ref: str
    kind: str
    name: str
    title: str
    start: date
    last: date
    days: int
    granted_days: int
    never_began: bool
    ended_early: bool
    is_past: bool
    remind_on: date | None
    can_end: bool
    is_item: bool


@dataclass(frozen=True)
class RequestLine:
    """An application, as a line that leads to it. ``what``: admission, or a kind of intervention."""

    ref: str
    what: str
    words: str
    kind: str
    on: date


@dataclass(frozen=True)
class PersonPage:
    """All of it."""

    banner: Banner
    as_child: bool
    forms: tuple[str, ...]
    county: str
    periods: tuple[PeriodRow, ...]
    marks: tuple[tuple[date, str], ...]
    steps: tuple[Step, ...]
    later: Mapping[str, Later]
    """Of these, what is put off for now, where the viewer reads why."""
    lately: tuple[Entry, ...]
    requests: tuple[RequestLine, ...]
    dependants: tuple[CloseRow, ...]
    police: PoliceReport | None
    protection: ProtectionStatement | None
    rests_on: str
    """What the statement on protection rests on, in words."""
    returning: ReturnStatement | None
    onward: Onward
    money: PersonMoney | None
    overtaken: tuple[Overtaken, ...]
    """Periods that society has begun to give protection beside. Said calmly; nothing ends by itself."""
    sealed: tuple[SealedText, ...]
    contact: Contact
    safe_contact: str
    has_file_number: bool
    file_number: str
    may_read_sealed: bool
    opened: bool
    """Whether the texts are opened. They are sealed else, and empty here."""
    may_change: bool
    may_ask: bool
    may_apply: bool
    """Whether further interventions are the viewer's to apply for."""
    follows: bool
    """Whether the viewer follows the person, as their caseworker or a manager of the actor: they have a calendar."""


LATELY = 5


@queries(7)
def banner(viewer: Viewer, code: str, *, on: date) -> Banner:
    """The top of every page about a person. Raises NotFound where the viewer may not see them."""
    person = _person(code)
    dependants = Dependant.objects.filter(person=person)
    return _banner(person, standings(viewer, [person.pk], on=on)[person.pk], list(dependants), on=on)


@queries(12 + ENTRIES_ASK)
def timeline(viewer: Viewer, code: str, *, on: date) -> list[Entry]:
    """Everything that has happened and is to come, newest first."""
    return entries(happened_of(viewer, _person(code), on=on), on=on)


@queries(47 + ENTRIES_ASK + STEPS_ASK)
def person_page(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> PersonPage:
    """What the overview shows; with ``texts`` the sealed ones opened, if the viewer may read them. Raises NotFound."""
    person = _person(code)
    happened = happened_of(viewer, person, on=on)
    reminds = _remind_days(happened)
    dependants = list(Dependant.objects.filter(person=person))
    supplements = list(ChildSupplement.objects.filter(person=person))
    may_change = may(viewer, Act.CHANGE_PERSON, person)
    may_read = may(viewer, Act.READ_SEALED, person)
    opened, own = texts and may_read, person.responsible_actor_id in viewer.actors
    newest = happened.protection[-1] if happened.protection else None
    waiting = [row for row in happened.proposals if holds(row, newest)]
    steps = [*errands(viewer, happened.hand_overs, happened.requests, waiting)]
    if may_change:
        found = next_steps(step_facts(viewer, [person], on=on)[person.pk], on=on)
        steps += [step for step in found if own or step.code not in AT_HOME]
    return PersonPage(
        banner=_banner(person, standings(viewer, [person.pk], on=on)[person.pk], dependants, on=on),
        as_child=person.as_child,
        forms=_forms(person.pk),
        county=_county(happened),
        periods=tuple(_period(viewer, row, reminds, on) for row in happened.periods),
        marks=_marks(happened),
        steps=tuple(steps),
        later=put_off_of(person, steps, on=on) if own else {},
        lately=tuple(entry for entry in entries(happened, on=on) if not entry.ahead)[:LATELY],
        requests=tuple(
            RequestLine(
                row.ref,
                asked_for(row.kind, is_further=row.case_id is not None),
                *state_in_words(row.state),
                day(row.sent_at or row.made_at),
            )
            for row in reversed(happened.requests)
            if not never_sent(row)
        ),
        dependants=close_rows(dependants, supplements),
        police=happened.police[-1] if happened.police else None,
        protection=newest,
        rests_on=facts_in_words(newest.rests_on) if newest else "",
        onward=onward(person, happened, on=on),
        returning=happened.returns[-1] if happened.returns else None,
        money=money_of(happened.periods, supplements, on=on),
        overtaken=overtaken(happened.proposals, newest, viewer, on=on),
        sealed=_texts(happened, person, dependants, opened=opened),
        contact=(way := contact_of(person, on=on, opened=opened)),
        safe_contact=way.way,
        has_file_number=own and bool(person.file_number),
        file_number=person.file_number.open() if opened and own else "",
        may_read_sealed=may_read,
        opened=opened,
        may_change=may_change,
        may_ask=may_change and own and not _asked(happened),
        may_apply=may_change and own,
        follows=person.responsible_actor_id in managed_by(viewer) or (own and person.caseworker_id == viewer.id),
    )


def _person(code: str) -> Person:
    found = Person.objects.select_related("responsible_actor", "caseworker").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def happened_of(viewer: Viewer, person: Person, *, on: date, with_subjects: bool = True) -> Happened:
    """The rows that the person's pages are made of, oldest first. ``with_subjects``: also what other subjects give the
    timeline, which a page that shows none need not read."""
    mine = {"person_id": person.pk}
    requests = visible_requests(viewer).filter(**mine).select_related("sent_by").order_by("made_at")
    met = Identification.objects.filter(**mine).select_related("actor", "made_by").order_by("made_at")
    handed = HandOver.objects.filter(**mine).select_related("from_actor", "to_actor").order_by("made_at")
    return Happened(
        identifications=tuple(met),
        hand_overs=tuple(handed),
        requests=tuple(requests),
        decisions=tuple(AdmissionDecision.objects.filter(**mine).select_related("by")),
        periods=tuple(Intervention.objects.filter(**mine).select_related("programme", "item").order_by("start")),
        police=tuple(PoliceReport.objects.filter(**mine).select_related("stated_by").order_by("stated_at")),
        protection=tuple(ProtectionStatement.objects.filter(**mine).select_related("stated_by").order_by("stated_at")),
        proposals=proposals_of(person.pk),
        closed=tuple(Closing.objects.filter(**mine).values_list("closed_at", "reopened_at")),
        returns=tuple(ReturnStatement.objects.filter(**mine).select_related("stated_by").order_by("stated_at")),
        more=entries_of(viewer, person, on=on) if with_subjects else (),
    )


def _banner(person: Person, standing: Standing, dependants: Sequence[Dependant], *, on: date) -> Banner:
    line: list[str] = []  # nobody responsible: the standing says so
    if person.responsible_actor:
        line.append(person.responsible_actor.name)
        if person.caseworker:
            line.append(_("Caseworker: %(name)s") % {"name": person.caseworker.name})
        if away := away_now(person.caseworker_id, person.responsible_actor_id, on=on):
            words = {"last": day_words(away.last), "name": away.stand_in}
            line.append(_("away until %(last)s, %(name)s stands in") % words)
    word = standing if person.responsible_actor_id else without_actor(standing)
    flags = (*flags_of(person, dependants), *contact_flags(person, standing.place, on=on))
    return Banner(person.code, person.code_name, word, flags, tuple(line))


def _remind_days(happened: Happened) -> dict[tuple[UUID, str], int]:
    """How many days before the end each programme begins to remind of each kind."""
    programmes = {row.programme_id for row in happened.periods}
    rules = InterventionRule.objects.filter(programme_id__in=programmes) if programmes else ()
    return {(rule.programme_id, rule.kind): max(rule.remind_before_end, default=0) for rule in rules}


def _period(viewer: Viewer, row: Intervention, reminds: dict[tuple[UUID, str], int], on: date) -> PeriodRow:
    name, title = PERIOD_NAMES[Kind(row.kind)]
    ends = "end_early" in acts_from(INTERVENTION_MOVES, row.state) and may(viewer, Act.END_INTERVENTION, row)
    period = row.period
    remind_days = reminds.get((row.programme_id, row.kind), 0)
    return PeriodRow(
        ref=row.ref,
        kind=row.kind,
        name=str(name),
        title=row.item.name if row.item else str(title),
        start=row.start,
        last=row.last,
        days=period.days if period else 0,
        granted_days=row.granted_days,
        never_began=period is None,
        ended_early=row.ended_at is not None,
        is_past=row.last < on,
        remind_on=row.last - timedelta(days=remind_days) if remind_days and row.ended_at is None else None,
        can_end=ends,
        is_item=row.item_id is not None,
    )


def _marks(happened: Happened) -> tuple[tuple[date, str], ...]:
    """What the period clock shows: the moments that a person's time turns on, and what was stated of society since."""
    marks = [(entry.on, entry.what) for entry in key_moments(happened)]
    marks += [(row.on, _("Police report made")) for row in happened.police if row.on]
    before = ""
    for row in happened.protection:
        said = str(SocietyProtects(row.answer).label)
        is_news = row.answer != SocietyProtects.UNKNOWN and (before or row.answer != SocietyProtects.NO)
        if is_news and row.answer != before:
            marks.append((row.on, _("Society's protection: %(answer)s") % {"answer": said}))
        before = row.answer
    if happened.returns and happened.returns[-1].answer == Answer.YES:
        marks.append((happened.returns[-1].on, _("In the return programme")))
    return tuple((on, what[:1].lower() + what[1:]) for on, what in marks)


def _forms(person_id: UUID) -> tuple[str, ...]:
    rows = ExploitationForm.objects.filter(person_id=person_id).order_by("-is_main", "form")
    return tuple(str(Form(row.form).label) for row in rows)


def _county(happened: Happened) -> str:
    return next((row.get_county_display() for row in happened.identifications[::-1] if row.county), "")


def _texts(
    happened: Happened, person: Person, dependants: Sequence[Dependant], *, opened: bool
) -> tuple[SealedText, ...]:
    """Every sealed text about the person, subject by subject."""
    return (
        *_sealed(happened, opened=opened),
        *family_sealed(dependants, opened=opened),
        *child_sealed(person.pk, opened=opened),
        *left_sealed(person.pk, opened=opened),
        *consent_sealed(person.pk, opened=opened),
        *safety_sealed(person.pk, opened=opened),
        *closing_sealed(person.pk, opened=opened),
    )


def _sealed(happened: Happened, *, opened: bool) -> tuple[SealedText, ...]:
    """The story of each identification, what a statement on society rests on, and the note of an ending."""
    found: list[SealedText] = []
    for row in happened.identifications:
        if row.story:
            meta = f"{row.made_by.name}, {day_words(day(row.made_at))}"
            found.append(SealedText(_("Told at the identification"), meta, row.story.open() if opened else ""))
    for statement in happened.protection:
        if statement.note:
            meta = f"{statement.stated_by.name}, {day_words(day(statement.stated_at))}"
            text = statement.note.open() if opened else ""
            found.append(SealedText(_("Stated about society's protection"), meta, text))
    for period in happened.periods:
        if period.end_note:
            meta = day_words(day(period.ended_at)) if period.ended_at else ""
            text = period.end_note.open() if opened else ""
            found.append(SealedText(_("Written when the period ended"), meta, text))
    return (*found, *reasons_of(happened.proposals, opened=opened))


def _asked(happened: Happened) -> bool:
    """Whether something is on its way, or a period has been granted, so that admission is not the next thing."""
    return bool(happened.periods or happened.closed) or any(row.state in ON_ITS_WAY for row in happened.requests)
