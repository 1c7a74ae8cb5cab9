"""Where the law stands: what happened is stated in rows, and put right by a row that replaces another (domain §2.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound
from accounts.services.saving import by_whom
from accounts.viewer import Viewer
from cases import codes, guard, law, strange
from cases.law_codes import Detail, Happening
from cases.law_kinds import StepKind
from cases.models import LegalStep, Person
from cases.services.facts import changeable, not_ahead


@dataclass(frozen=True)
class Stated:
    """What happened, in which subject, when (``roughly``: on a day near that one). ``since``, ``until`` (both counted):
    how long it lasts, where it does; ``details``: codes that its step has; ``amount`` in SEK; ``note`` in words,
    sealed."""

    subject: str
    step: str
    on: date
    since: date | None = None
    until: date | None = None
    details: Sequence[str] = ()
    amount: Decimal | None = None
    note: str = ""
    roughly: bool = False


def state_step(code: str, what: Stated, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> LegalStep:
    """Note that something happened.

    Raises NotFound, Invalid (no such step, a day ahead or thirty years back, an end before its beginning, a detail or
    an amount that the step does not have), Strange (a decision before its application, before birth, noted already),
    PointsOut (what ``answered`` does not say is not so).
    """
    return _write(changeable(code, by=by, after_closing=True), what, None, by=by, at=at, answered=answered)


def correct_step(
    code: str, ref: str, what: Stated, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> LegalStep:
    """Put a row right: a new one of the same step replaces it. Raises as ``state_step``, and Conflict (put right by
    somebody else already)."""
    person = changeable(code, by=by, after_closing=True)
    old = _holding(person, ref)
    if (what.subject, what.step) != (old.subject, old.step):
        raise Invalid({"": _("What was put right must be of the same kind. Say that it was a mistake instead.")})
    return _write(person, what, old, by=by, at=at, answered=answered)


def strike_step(code: str, ref: str, *, by: Viewer, at: datetime) -> LegalStep:
    """Say that a row was noted by mistake: it never happened. It stays to be read, and counts nowhere.

    Raises NotFound, Conflict (put right by somebody else already)."""
    person = changeable(code, by=by, after_closing=True)
    old = _holding(person, ref)
    row = LegalStep(person=person, ref=codes.new_ref("J"), subject=old.subject, step=Happening.STRUCK, on=day(at))
    row.replaces, row.stated_at, row.stated_by_id = old, at, by.id
    row.save(force_insert=True)
    return row


def _holding(person: Person, ref: str) -> LegalStep:
    found = LegalStep.objects.filter(person=person, ref=codes.parse_ref(ref) or "").exclude(step=Happening.STRUCK)
    old = found.select_related("replaced_by__stated_by").first()
    if old is None:
        raise NotFound
    newer = getattr(old, "replaced_by", None)
    if newer is not None:
        raise Conflict("changed", **by_whom(newer.stated_by), at=newer.stated_at, what="saved")
    return old


def _write(
    person: Person,
    what: Stated,
    old: LegalStep | None,
    *,
    by: Viewer,
    at: datetime,
    answered: Collection[str],
) -> LegalStep:
    step = law.step_of(what.subject, what.step)
    if step is None:
        raise Invalid({"": _("There is no such step.")})
    not_ahead(what.on, at, _("The date is in the future. Write the day when it happened."))
    _fits(what, step)
    row = LegalStep(person=person, ref=codes.new_ref("J"), subject=what.subject, step=what.step, on=what.on)
    row.since, row.until = what.since or (what.on if step.lasts else None), what.until
    row.roughly = what.roughly
    row.details = [code for code in Detail.values if code in what.details]
    row.amount, row.replaces, row.stated_at, row.stated_by_id = what.amount, old, at, by.id
    if row.since and row.until and row.until < row.since:
        raise Invalid({"until": _("The last day is before the first. Check the dates.")})
    held = LegalStep.objects.filter(person=person, replaced_by=None).exclude(step=Happening.STRUCK)
    others = [other for other in held if old is None or other.pk != old.pk]
    strange.refuse_unasked([*law.questions(row, others, born=person.birth_year), *_again(row, others)], answered)
    guard.refuse_unanswered({"note": what.note}, answered)
    row.note = what.note.strip()
    row.save(force_insert=True)
    return row


def _fits(what: Stated, step: StepKind) -> None:
    """Nothing is said that the step does not have."""
    if not step.lasts and (what.since or what.until):
        raise Invalid({"since": _("This does not last. Leave the days empty.")})
    if not set(what.details) <= {str(code) for code in step.details} or (len(what.details) > 1 and not step.many):
        raise Invalid({"details": _("Choose among the answers.")})
    if what.amount is not None and (not step.amount or what.amount < 0):
        raise Invalid({"amount": _("Leave the amount empty, or write it in kronor.")})


def _again(row: LegalStep, others: Sequence[LegalStep]) -> Iterator[strange.Question]:
    """The same said twice: a form that was sent two times, or two who noted the same letter."""
    names = ("subject", "step", "on", "since", "until", "details", "amount")
    is_same = any(all(getattr(other, name) == getattr(row, name) for name in names) for other in others)
    words = _("This is noted already, for the same day. Is it another one?")
    yield from strange.without("noted_already", is_same, words, about=f"{row.subject}:{row.step}:{row.on}")
