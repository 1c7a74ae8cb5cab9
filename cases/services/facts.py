"""Dated facts about where somebody stands with society. Each is stated anew, never edited: the newest holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid
from accounts.viewer import Viewer
from cases import codes, guard, strange
from cases.law_codes import Offence, Reporter
from cases.models import Person, PoliceReport, ProtectionStatement, ReturnStatement
from cases.models.choices import Answer, ReportMade, SocietyFact, SocietyProtects
from cases.selectors.closed import closed_now
from cases.services.last_day import propose

FACT_YEARS = 30
"""A fact that lies further back than this is a slip of the pen."""
LONG_BEFORE_DAYS = 365
"""What society gives now began at most so long before the actor met the person."""


def state_police_report(
    code: str,
    made: str,
    *,
    on: date | None,
    by: Viewer,
    at: datetime,
    by_whom: str = Reporter.UNKNOWN,
    offence: str = Offence.UNKNOWN,
    answered: Collection[str] = (),
) -> PoliceReport:
    """Say whether a report to the police is made, which day, by whom (a role) and of what (a class of offence). All of
    that may stay unknown.

    Raises NotFound, Invalid (no answer, a day in the future or thirty years back), Strange (before birth).
    """
    person = changeable(code, by=by, after_closing=True)
    if made not in ReportMade.values:
        raise Invalid({"made": _("Choose an answer.")})
    if by_whom not in Reporter.values or offence not in Offence.values:
        raise Invalid({"made": _("Choose an answer.")})
    on = on if made == ReportMade.YES else None
    if on is not None:
        not_ahead(on, at, _("The date is in the future. Write the day when the report was made."))
    strange.refuse_unasked(strange.before_birth(on, person.birth_year), answered)
    row = PoliceReport(person=person, made=made, on=on, stated_at=at, stated_by_id=by.id)
    if made == ReportMade.YES:
        row.by_whom, row.offence = by_whom, offence
    row.save(force_insert=True)
    return row


def state_protection(
    code: str,
    answer: str,
    *,
    on: date,
    by: Viewer,
    at: datetime,
    rests_on: Sequence[str] = (),
    note: str = "",
    answered: Collection[str] = (),
) -> ProtectionStatement:
    """Answer "does society provide this person's protection?", as it is from the day ``on`` (domain §2.4).

    Where society protects while a period runs past that day, a last day is proposed for it (``services/last_day.py``).
    ``rests_on``: the facts behind the answer, codes of ``SocietyFact``; ``note``: in words, sealed.
    Raises NotFound, Invalid (no answer, an unknown fact, a day in the future), Strange (more than a year before the
    identification, before birth), PointsOut (what ``answered`` does not say is not so).
    """
    person = changeable(code, by=by, after_closing=True)
    if answer not in SocietyProtects.values:
        raise Invalid({"answer": _("Choose an answer.")})
    if not set(rests_on) <= set(SocietyFact.values):
        raise Invalid({"rests_on": _("Choose among the facts.")})
    not_ahead(on, at, _("The date is in the future. Write the day from which this is so."))
    _ask(on, person, answered)
    guard.refuse_unanswered({"note": note}, answered)
    facts = [fact for fact in SocietyFact.values if fact in rests_on]
    row = ProtectionStatement(person=person, answer=answer, on=on, rests_on=facts, stated_at=at, stated_by_id=by.id)
    row.note = note.strip()
    row.save(force_insert=True)
    propose(row, by=by, at=at)
    return row


def state_return_programme(
    code: str, answer: str, *, on: date, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ReturnStatement:
    """Say whether the person is in the state-funded return programme, as it is from the day ``on`` (domain §2.4).

    Raises NotFound, Invalid (no answer, a day in the future), Strange (more than a year before the identification,
    before birth).
    """
    person = changeable(code, by=by, after_closing=True)
    if answer not in Answer.values:
        raise Invalid({"answer": _("Choose an answer.")})
    not_ahead(on, at, _("The date is in the future. Write the day from which this is so."))
    _ask(on, person, answered)
    row = ReturnStatement(person=person, answer=answer, on=on, stated_at=at, stated_by_id=by.id)
    row.save(force_insert=True)
    return row


def changeable(code: str, *, by: Viewer, after_closing: bool = False) -> Person:
    """The person, locked, if the viewer may change them. ``after_closing``: what is written is something that happens,
    which is added to a closed case too; anything else needs it opened again (domain §2.7).

    Raises NotFound, Conflict (the case is closed).
    """
    found = Person.objects.select_for_update(of=("self",)).filter(code=codes.parse(code) or "").first()
    person = allowed(by, Act.CHANGE_PERSON, found)
    if not after_closing and (row := closed_now(person.pk)):
        raise Conflict("case_closed", at=row.closed_at)
    return person


def not_ahead(on: date, at: datetime, sentence: str, *, field: str = "on") -> None:
    """A fact has happened, within the last thirty years. Raises Invalid, with the sentence where it lies ahead."""
    if on > day(at):
        raise Invalid({field: sentence})
    if on.year < day(at).year - FACT_YEARS:
        raise Invalid({field: _("The date is more than thirty years ago. Check the year.")})


def _ask(on: date, person: Person, answered: Collection[str]) -> None:
    asked = [
        *strange.before_birth(on, person.birth_year),
        *strange.long_before(on, person.identified_on, days=LONG_BEFORE_DAYS),
    ]
    strange.refuse_unasked(asked, answered)
