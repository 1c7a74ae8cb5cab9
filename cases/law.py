"""Where the law stands, worked out of data: what runs, what is awaited, what should have come, what can hardly be.

For each subject ``law_society.py`` and ``law_courts.py`` say which steps exist, what normally comes before one, what
runs and what is awaited after it, after how many days an answer should have come, and which statistics read it (domain
§2.4, §5). Those days are examples, as the programme's own figures are. Pure: rows in, what holds on a day out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _

from accounts.words import day_words
from cases import law_courts, law_society
from cases.law_codes import Detail, Happening, LawSubject
from cases.law_kinds import StepKind, SubjectKind
from cases.models.choices import SocietyFact, SocietyProtects
from cases.strange import Question, before_birth, out_of_order

SUBJECTS: tuple[SubjectKind, ...] = (
    law_society.SOCIAL_BOARD,
    law_society.REFLECTION,
    law_society.POLICE,
    law_courts.INVESTIGATION,
    law_courts.COUNSEL,
    law_society.PERMIT,
    law_society.ASYLUM,
    law_courts.CHARGE,
    law_courts.JUDGMENT,
    law_courts.DAMAGES,
    law_society.REGIONAL,
)
"""In the order of the tab."""
BY_CODE = {kind.code: kind for kind in SUBJECTS}
OVER_DAYS = 60
"""So long something that ran out with nothing noted after it is asked about."""


class Row(Protocol):
    """A dated row that holds: neither replaced by another nor noted by mistake."""

    @property
    def subject(self) -> str:
        """A code of ``LawSubject``."""

    @property
    def step(self) -> str:
        """A code of ``Happening``."""

    @property
    def details(self) -> Sequence[str]:
        """Codes of ``Detail``."""

    @property
    def on(self) -> date:
        """When it happened."""

    @property
    def since(self) -> date | None:
        """From when it lasts."""

    @property
    def until(self) -> date | None:
        """Its last day."""

    @property
    def stated_at(self) -> datetime:
        """When it was said."""


@dataclass(frozen=True)
class Now:
    """How one subject stands on a day. ``rows`` oldest first; ``due``: when what is awaited should have come."""

    kind: SubjectKind
    rows: tuple[Any, ...]
    runs: tuple[Any, ...]
    ahead: tuple[Any, ...]
    """What is decided and begins later."""
    over: Any | None
    """What ran out by itself, a while ago at most, with nothing noted since."""
    awaited: Any | None
    due: date | None
    is_late: bool

    @property
    def latest(self) -> Any | None:
        """The newest row that is not said beside the rest; else the newest."""
        moving = [row for row in self.rows if not _is_neutral(row)]
        return (moving or list(self.rows) or [None])[-1]

    @property
    def offers(self) -> tuple[StepKind, ...]:
        """What normally comes next."""
        return self.kind.offers(self.latest.step if self.latest else "")


def step_of(subject: str, step: str) -> StepKind | None:
    """The step of a subject; None where there is no such thing."""
    kind = BY_CODE.get(LawSubject(subject)) if subject in LawSubject.values else None
    return kind.step(step) if kind else None


def standing(rows: Iterable[Row], *, on: date) -> dict[LawSubject, Now]:
    """How every subject stands on a day, in the order of the tab."""
    told = sorted(rows, key=in_order)
    by_subject = {code: tuple(row for row in told if row.subject == code) for code in BY_CODE}
    return {code: _now(kind, by_subject[code], told, on) for code, kind in BY_CODE.items()}


def in_order(row: Row) -> tuple[date, datetime]:
    """What the rows of a subject are sorted by: the day it happened, then when it was said."""
    return row.on, row.stated_at


def _now(kind: SubjectKind, rows: tuple[Row, ...], every: Sequence[Row], on: date) -> Now:
    live = _running(kind, rows)
    awaited = _awaited(rows, every)
    days = step.should_days if awaited and (step := kind.step(awaited.step)) else None
    due = awaited.on + timedelta(days=days) if awaited and days else None
    gone = [row for row in live if row.until and row.until < on]
    runs = tuple(row for row in live if row not in gone and _first(row) <= on)
    recent = [row for row in gone if _asks_after(row) and row.until and (on - row.until).days <= OVER_DAYS]
    return Now(
        kind=kind,
        rows=rows,
        runs=runs,
        ahead=tuple(row for row in live if row not in gone and _first(row) > on),
        over=recent[-1] if recent and not runs and not awaited else None,
        awaited=awaited,
        due=due,
        is_late=due is not None and due < on,
    )


def _asks_after(row: Row) -> bool:
    step = step_of(row.subject, row.step)
    return step is not None and step.asks_after


def _first(row: Row) -> date:
    return row.since or row.on


def _running(kind: SubjectKind, rows: Sequence[Row]) -> list[Row]:
    """What was begun and not ended, in the order of the days; it may have run out."""
    live: list[tuple[Row, frozenset[str]]] = []
    for row in rows:
        step = kind.step(row.step)
        if step is None or not (step.runs or step.ends):
            continue
        named = frozenset(row.details)
        whole = not kind.several or (step.ends and not named)
        live = [] if whole else [(old, left - named) for old, left in live if left - named]
        if step.runs:
            live.append((row, named))
    return [row for row, _left in live]


def _awaited(rows: Sequence[Row], every: Sequence[Row]) -> Row | None:
    """The row whose answer is waited for: the newest one, unless an answer came in another subject."""
    moving = [row for row in rows if not _is_neutral(row)]
    last = moving[-1] if moving else None
    step = step_of(last.subject, last.step) if last else None
    if last is None or step is None or not step.awaits:
        return None
    if step.answered_in and any(row.subject == step.answered_in and row.on >= last.on for row in every):
        return None
    return last


def _is_neutral(row: Row) -> bool:
    step = step_of(row.subject, row.step)
    return step is not None and step.neutral


def questions(new: Row, others: Sequence[Row], *, born: int | None) -> Iterator[Question]:
    """What can hardly be of a row that is about to be noted beside the ``others`` that hold."""
    yield from before_birth(new.on, born)
    befores = _befores(new, others)
    if befores and all(row.on > new.on for row in befores):
        first = min(befores, key=in_order)
        sentence = _("The day is before what it normally follows: %(what)s, %(earlier)s.")
        yield from out_of_order("before_its_cause", new.on, first.on, sentence.replace("%(what)s", _said(first)))
    for row in others:
        is_answer = (new.subject, new.step) in _after(row) and row.on < new.on
        if is_answer and not any(other.on <= row.on for other in _befores(row, others)):
            words = {"what": _said(row), "day": day_words(row.on)}
            sentence = _("The day is after what normally follows it: %(what)s, %(day)s.") % words
            yield Question("after_its_answer", "on", sentence, f"{new.on}:{row.on}")


def _after(row: Row) -> tuple[tuple[str, str], ...]:
    step = step_of(row.subject, row.step)
    return step.after if step else ()


def _befores(row: Row, others: Sequence[Row]) -> list[Row]:
    wanted = _after(row)
    return [other for other in others if (other.subject, other.step) in wanted]


def _said(row: Row) -> str:
    step = step_of(row.subject, row.step)
    said = str(step.said) if step else ""
    return said[:1].lower() + said[1:]


def protection_after(subject: str, step: str, details: Sequence[str], *, before: str = "") -> SocietyProtects | None:
    """What a step of the social board means for "does society give this person's protection?": a proposal that the
    caseworker confirms or changes. ``before``: what was said last. None where it changes nothing: an application or a
    refusal takes nothing away that is given."""
    if subject != LawSubject.SOCIAL_BOARD:
        return None
    found = {
        Happening.ASKED: SocietyProtects.APPLIED,
        Happening.GRANTED: SocietyProtects.YES if Detail.HOUSING in details else SocietyProtects.PARTLY,
        Happening.REFUSED: SocietyProtects.NO,
        Happening.ENDED: SocietyProtects.PARTLY if details else SocietyProtects.ENDED,
    }.get(Happening(step))
    gives = before in (SocietyProtects.YES, SocietyProtects.PARTLY)
    takes_nothing = step in (Happening.ASKED, Happening.REFUSED) and gives
    gives_more = step == Happening.GRANTED and before == SocietyProtects.YES
    return None if takes_nothing or gives_more or found == before else found


RESTS_ON = {
    LawSubject.SOCIAL_BOARD: SocietyFact.SOCIAL_BOARD,
    LawSubject.REFLECTION: SocietyFact.REFLECTION,
    LawSubject.INVESTIGATION: SocietyFact.INVESTIGATION,
    LawSubject.PERMIT: SocietyFact.PERMIT,
}
"""Which fact behind a statement on society's protection a subject is."""
