"""The risk and the safety plan: a card, lines, things to do, sealed words, what the form starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.models import Person, SafetyReview
from cases.models.person import Threat
from cases.selectors.entry import Entry, Subject
from cases.selectors.sealed import SealedText
from cases.selectors.step import OnePress, Step

AHEAD_DAYS = 7
PRESSING = (Threat.HIGH, Threat.ACUTE)
"""At these levels the plan cannot wait."""


@dataclass(frozen=True)
class SafetyCard:
    """The card of the overview. ``level`` empty: nobody has reviewed the risk yet."""

    level: str
    is_pressing: bool
    on: date | None
    by: str
    has_plan: bool
    next_on: date | None
    is_late: bool
    may_change: bool


def safety_panel(viewer: Viewer, person: Person, on: date) -> SafetyCard:
    """How great the risk is, whether there is a plan, and when the next contact is. One query."""
    rows = _rows(person.pk)
    newest = rows[0] if rows else None
    return SafetyCard(
        level=newest.get_level_display() if newest else "",
        is_pressing=newest is not None and newest.level in PRESSING,
        on=newest.on if newest else None,
        by=newest.stated_by.name if newest else "",
        has_plan=any(row.plan for row in rows),
        next_on=newest.next_on if newest else None,
        is_late=newest is not None and newest.next_on is not None and newest.next_on < on,
        may_change=may(viewer, Act.CHANGE_PERSON, person),
    )


def _rows(person_id: UUID) -> list[SafetyReview]:
    return list(SafetyReview.objects.filter(person_id=person_id).select_related("stated_by"))


def safety_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: each review. One query."""
    link = ("person_safety", person.code)
    for row in _rows(person.pk):
        what = _("Risk reviewed: %(level)s") % {"level": row.get_level_display()}
        yield Entry(row.on, row.stated_at, what, row.stated_by.name, link=link, subject=Subject.SAFETY)


def safety_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """The next safe contact, and a first review where the threat is high and nobody has made one. One query for all."""
    newest: dict[UUID, SafetyReview] = {}
    ids = [person.pk for person in persons]
    for row in SafetyReview.objects.filter(person_id__in=ids).defer("reasons", "plan"):
        newest.setdefault(row.person_id, row)
    found = {}
    for person in persons:
        if step := _step(person, newest.get(person.pk), on):
            found[person.pk] = [step]
    return found


def _step(person: Person, newest: SafetyReview | None, on: date) -> Step | None:
    link = ("person_safety", person.code)
    if newest is None:
        if person.threat not in PRESSING:
            return None
        what = _("Review the risk, and write a safety plan")
        return Step("safety", what, _("Review"), link, due=on)
    if newest.next_on is None or newest.next_on > on + timedelta(days=AHEAD_DAYS):
        return None
    note = _("last reviewed %(day)s") % {"day": day_words(newest.on, year=False)}
    same = OnePress(_("Unchanged today"), link, (("same", "1"), ("seen", str(newest.pk)), ("draft_stays", "1")))
    press = same if newest.level == person.threat else None
    return Step("safety", _("Safe contact, and review the risk"), _("Review"), link, newest.next_on, note, press=press)


def safety_sealed(person_id: UUID, *, opened: bool) -> Iterator[SealedText]:
    """The plan that holds first, then why each review said what it did, and older plans."""
    rows = _rows(person_id)
    current = next((row for row in rows if row.plan), None)
    if current:
        yield SealedText(_("Safety plan"), _meta(current), current.plan.open() if opened else "")
    for row in rows:
        if row.reasons:
            yield SealedText(_("Why the risk is as it is"), _meta(row), row.reasons.open() if opened else "")
        if row.plan and row is not current:
            yield SealedText(_("Earlier safety plan"), _meta(row), row.plan.open() if opened else "")


def _meta(row: SafetyReview) -> str:
    return f"{row.stated_by.name}, {day_words(day(row.stated_at))}"


@dataclass(frozen=True)
class SafetyNow:
    """What the form starts from. ``level``: as the banner says it; ``level_words``: as the newest review said it, and
    ``is_current`` while nobody has said another level since. ``next_on``: the agreed contact that has not come yet.
    ``seen``: the mark of the newest review; ``plan`` only when ``opened``."""

    level: str
    level_words: str
    is_current: bool
    on: date | None
    by: str
    next_on: date | None
    seen: str
    has_plan: bool
    plan: str
    may_read: bool
    opened: bool


@queries(10)
def safety_now(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> SafetyNow:
    """The risk as it stands; with ``texts`` the plan opened, if the viewer may read it. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    rows = _rows(person.pk)
    newest = rows[0] if rows else None
    current = next((row for row in rows if row.plan), None)
    may_read = may(viewer, Act.READ_SEALED, person)
    opened = texts and may_read
    return SafetyNow(
        level=person.threat,
        level_words=newest.get_level_display() if newest else "",
        is_current=newest is not None and newest.level == person.threat,
        on=newest.on if newest else None,
        by=newest.stated_by.name if newest else "",
        next_on=newest.next_on if newest and newest.next_on and newest.next_on > on else None,
        seen=str(newest.pk) if newest else "-",
        has_plan=current is not None,
        plan=current.plan.open() if current and opened else "",
        may_read=may_read,
        opened=opened,
    )
