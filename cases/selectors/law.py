"""Where the law stands: what runs, what is awaited, what should have come; and the rows behind it. Sentences first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, money_words, short_day_words, span_words
from cases import codes, law
from cases.law import Now
from cases.law_codes import Detail, Happening, LawSubject
from cases.models import LegalStep, Person
from cases.selectors.entry import Entry, Subject
from cases.selectors.returning import Line, returning_lines
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step

AHEAD_DAYS = 7
"""What ends later than this is nothing to do yet."""
LATE_FOR_DAYS = 180
"""So long an answer that should have come stands among what is to be done; then it only stands where the law stands."""


@dataclass(frozen=True)
class Glance:
    """What one sees first. ``is_noted``: anything at all is."""

    late: tuple[Line, ...]
    awaited: tuple[Line, ...]
    runs: tuple[Line, ...]
    is_noted: bool
    may_change: bool


@dataclass(frozen=True)
class StepRow:
    """A row that holds, or (``replaced``) held until it was put right. ``more``: details, days and sum in words."""

    ref: str
    said: str
    on: date
    more: str
    who: str
    at: datetime
    has_note: bool
    replaced: bool = False
    struck: bool = False
    subject: str = ""
    step: str = ""
    details: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    amount: Decimal | None = None
    roughly: bool = False


@dataclass(frozen=True)
class SubjectCard:
    """One subject of the tab. ``sentences``: how it stands; ``rows`` newest first; ``offers``: (step, label) that
    normally come next."""

    code: str
    title: str
    help: str
    sentences: tuple[Line, ...]
    rows: tuple[StepRow, ...]
    offers: tuple[tuple[str, str], ...]
    is_awaited: bool


@dataclass(frozen=True)
class LawPage:
    """The whole tab. ``unused``: subjects of which nothing is noted."""

    glance: Glance
    cards: tuple[SubjectCard, ...]
    unused: tuple[SubjectCard, ...]
    corrected: tuple[StepRow, ...]
    sealed: tuple[SealedText, ...]
    may_change: bool
    may_read_sealed: bool
    opened: bool
    person_id: UUID


def glance(viewer: Viewer, person: Person, on: date) -> Glance | None:
    """The panel of the overview; None where nothing is noted and the viewer may note nothing. Three queries, and what
    ``may`` asks."""
    now = law.standing(_held([person.pk])[person.pk], on=on)
    found = _glance(now, person, on, _may_change(viewer, person))
    return found if found.is_noted or found.may_change else None


@queries(12)
def law_page(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> LawPage:
    """The tab; with ``texts`` the sealed words opened, if the viewer may read them. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    every = list(LegalStep.objects.filter(person=person).select_related("stated_by", "replaced_by"))
    held = [row for row in every if _holds(row)]
    may_change, may_read = _may_change(viewer, person), may(viewer, Act.READ_SEALED, person)
    now, opened = law.standing(held, on=on), texts and may_read
    cards = [_card(one, on, person.code) for code, one in now.items() if code != LawSubject.POLICE]
    return LawPage(
        glance=_glance(now, person, on, may_change),
        cards=tuple(card for card in cards if card.rows),
        unused=tuple(card for card in cards if not card.rows),
        corrected=tuple(_row(row) for row in reversed(every) if not _holds(row)),
        sealed=tuple(_sealed(row, opened=opened) for row in reversed(held) if row.note),
        may_change=may_change,
        may_read_sealed=may_read,
        opened=opened,
        person_id=person.pk,
    )


@dataclass(frozen=True)
class StepNow:
    """What the form that puts a row right starts from."""

    row: StepRow
    note: str


@queries(2)
def step_now(code: str, ref: str) -> StepNow:
    """A row that holds. For those who may change the person. Raises NotFound."""
    rows = LegalStep.objects.filter(person__code=codes.parse(code) or "", ref=codes.parse_ref(ref) or "")
    row = rows.select_related("stated_by", "replaced_by").first()
    if row is None or row.step == Happening.STRUCK:
        raise NotFound
    return StepNow(_row(row), row.note.open())


def entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: what happened, and the days on which what lasts begins and ends. One query."""
    for row in LegalStep.objects.filter(person=person, replaced_by=None).select_related("stated_by"):
        if row.step == Happening.STRUCK:
            continue
        is_period = row.subject == LawSubject.REFLECTION and row.since is not None
        link = ("person_law", person.code)
        yield Entry(row.on, row.stated_at, _said(row), row.stated_by.name, _more(row), link, subject=Subject.LAW)
        if is_period and row.since:
            begun = _("Reflection period began") if row.since <= on else _("Reflection period begins")
            yield Entry(row.since, None, begun, link=link, key=True, ahead=row.since > on, subject=Subject.LAW)
        if is_period and row.until:
            gone = _("Reflection period ended, last day") if row.until < on else _("Reflection period ends, last day")
            yield Entry(row.until, None, gone, link=link, key=True, ahead=row.until >= on, subject=Subject.LAW)


def steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """What is to be done about many persons: answers that should have come, and what ends. One query."""
    held = _held([person.pk for person in persons])
    return {person.pk: list(_steps(person.code, held[person.pk], on)) for person in persons if person.pk in held}


def _steps(code: str, rows: Sequence[LegalStep], on: date) -> Iterator[Step]:
    for now in law.standing(rows, on=on).values():
        if now.awaited and now.due and now.is_late and (on - now.due).days <= LATE_FOR_DAYS:
            what = _("%(what)s should have come. Ask for it, or note it") % {"what": _awaits(now)}
            note = f"{_said(now.awaited)} {day_words(now.awaited.on, year=False)}"
            yield Step("law_late", what, _("Note the answer"), ("law_step", code, answer_to(now)), due=on, note=note)
        for row in now.runs:
            if row.until and row.until <= on + timedelta(days=AHEAD_DAYS):
                words = {"what": _runs(row), "day": day_words(row.until, year=False)}
                what = _("%(what)s ends %(day)s. Plan what comes next") % words
                yield Step("law_ends", what, _("Note it"), ("law_step", code, answer_to(now)), due=row.until)
        if now.over:
            words = {"what": _runs(now.over), "day": day_words(now.over.until, year=False)}
            what = _("%(what)s ended %(day)s. Say what holds now") % words
            yield Step("law_over", what, _("Note it"), ("law_step", code, answer_to(now)), due=on)


def answer_to(now: Now) -> str:
    """The step that usually follows, as an address names it; another can be chosen there."""
    step = law.step_of(now.awaited.subject, now.awaited.step) if now.awaited else None
    kind = law.BY_CODE[step.answered_in] if step and step.answered_in else now.kind
    offers = kind.offers("") if kind is not now.kind else now.offers
    return f"{kind.code}-{offers[0].code}" if offers else ""


def _form(now: Now, code: str) -> tuple[str, str, str]:
    return "law_step", code, answer_to(now)


def _held(ids: Sequence[UUID]) -> dict[UUID, list[LegalStep]]:
    found: dict[UUID, list[LegalStep]] = defaultdict(list)
    rows = LegalStep.objects.filter(person_id__in=ids, replaced_by=None).exclude(step=Happening.STRUCK).defer("note")
    for row in rows:
        found[row.person_id].append(row)
    return found


def _holds(row: LegalStep) -> bool:
    return row.step != Happening.STRUCK and getattr(row, "replaced_by", None) is None


def _may_change(viewer: Viewer, person: Person) -> bool:
    return may(viewer, Act.CHANGE_PERSON, person)


def _glance(standing: Mapping[LawSubject, Now], person: Person, on: date, may_change: bool) -> Glance:
    more = returning_lines(person, on)
    lines = [*(line for now in standing.values() for line in _lines(now, on, person.code)), *more]
    late = tuple(line for line in lines if line.kind in ("late", "soon"))
    awaited = tuple(line for line in lines if line.kind == "info" and line.link)
    runs = tuple(line for line in lines if line.kind == "info" and not line.link)
    is_noted = bool(more) or any(now.rows for now in standing.values())
    return Glance(late, awaited, runs, is_noted, may_change)


def _lines(now: Now, on: date, code: str) -> Iterator[Line]:
    """How a subject stands, in sentences: what should have come, what is awaited, what runs."""
    if now.awaited:
        since = short_day_words(now.awaited.on, on)
        due = short_day_words(now.due, on) if now.due else ""
        act = _("The answer has come")
        if now.is_late:
            sentence = _("%(what)s should have come %(due)s.") % {"what": _awaits(now), "due": due}
            yield Line(sentence, _("Awaited since %(since)s.") % {"since": since}, "late", _form(now, code), act)
        else:
            sentence = _("%(what)s is awaited.") % {"what": _awaits(now)}
            note = _("Since %(since)s. Should come by %(due)s.") if due else _("Since %(since)s.")
            yield Line(sentence, note % {"since": since, "due": due}, "info", _form(now, code), act)
    if now.over:
        words = {"what": _runs(now.over), "day": short_day_words(now.over.until, on)}
        sentence = _("%(what)s ended %(day)s, and nothing is noted since.") % words
        yield Line(sentence, "", "soon", _form(now, code), _("Say what holds"))
    for row in (*now.runs, *now.ahead):
        first = row.since or row.on
        words = {"what": _runs(row), "first": short_day_words(first, on)}
        if row.until:
            words["until"] = short_day_words(row.until, on)
            sentence = _("%(what)s from %(first)s until %(until)s.") if first > on else _("%(what)s until %(until)s.")
        else:
            sentence = _("%(what)s from %(first)s.") if first > on else _("%(what)s since %(first)s.")
        yield Line(sentence % words, _details(row), "info")


def _card(now: Now, on: date, code: str) -> SubjectCard:
    kind = now.kind
    answer, steps = answer_to(now), now.offers
    if answer and not answer.startswith(f"{kind.code}-"):  # the answer comes in another subject
        other = law.BY_CODE[LawSubject(answer.partition("-")[0])]
        offers = tuple((f"{other.code}-{step.code}", str(step.label)) for step in other.offers(""))
    else:
        offers = tuple((f"{kind.code}-{step.code}", str(step.label)) for step in steps)
    rows = tuple(_row(row) for row in reversed(now.rows))
    return SubjectCard(
        kind.code, str(kind.title), str(kind.help), tuple(_lines(now, on, code)), rows, offers, now.awaited is not None
    )


def _row(row: LegalStep) -> StepRow:
    newer = getattr(row, "replaced_by", None)
    return StepRow(
        ref=row.ref,
        said=_said(row),
        on=row.on,
        more=_more(row),
        who=row.stated_by.name,
        at=row.stated_at,
        has_note=bool(row.note),
        replaced=newer is not None,
        struck=row.step == Happening.STRUCK or (newer is not None and newer.step == Happening.STRUCK),
        subject=row.subject,
        step=row.step,
        details=tuple(row.details),
        since=row.since,
        until=row.until,
        amount=row.amount,
        roughly=row.roughly,
    )


def _sealed(row: LegalStep, *, opened: bool) -> SealedText:
    meta = f"{row.stated_by.name}, {day_words(day(row.stated_at))}"
    return SealedText(_said(row), meta, row.note.open() if opened else "")


def _said(row: LegalStep) -> str:
    step = law.step_of(row.subject, row.step)
    return str(step.said) if step else _("Noted by mistake")


def _awaits(now: Now) -> str:
    step = law.step_of(now.awaited.subject, now.awaited.step) if now.awaited else None
    return _capital(str(step.awaits)) if step else ""


def _runs(row: LegalStep) -> str:
    step = law.step_of(row.subject, row.step)
    return _capital(str(step.runs)) if step else ""


def _details(row: LegalStep) -> str:
    return _capital(", ".join(str(Detail(code).label) for code in row.details))


def _more(row: LegalStep) -> str:
    """``Boende, försörjning. 1 mars–30 april 2026 (61 dagar). 12 500 kr.``"""
    parts: list[str] = [_("The day is not exact") if row.roughly else "", _details(row)]
    if row.since and row.until:
        parts.append(span_words(row.since, row.until))
    elif row.since:
        parts.append(_("From %(day)s, until further notice") % {"day": day_words(row.since)})
    if row.amount is not None:
        parts.append(money_words(row.amount))
    return " ".join(f"{_capital(part)}." for part in parts if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
