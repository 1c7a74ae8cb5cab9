"""The duty to report a concern, and who looks after a child (domain §2.1, §4). Needs nobody's consent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases import guard, strange
from cases.models import ChildStanding, ConcernReport, Dependant
from cases.models.child import ConcernBy, ConcernMade, Guardian, School, WhyNot
from cases.models.family import Custody
from cases.services.facts import changeable, not_ahead


@dataclass(frozen=True)
class Concern:
    """What is said of a report. ``of``: the reference of somebody close; empty: the person."""

    made: str
    on: date | None = None
    reported_by: str = ""
    why_not: str = ""
    note: str = ""
    of: str = ""


def note_concern(
    code: str, what: Concern, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ConcernReport:
    """State whether a concern is reported to social services, when and by whom, or why not.

    Raises NotFound (somebody close who is not on the record, too), Invalid (no answer; no day, or a day ahead, of a
    report that is made; no reason where none is, or no words for another reason), Strange (before birth), PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    dependant = Dependant.objects.filter(person=person, ref=what.of).first() if what.of else None
    if what.of and dependant is None:
        raise NotFound
    _refuse_unsaid(what)
    row = ConcernReport(person=person, dependant=dependant, made=what.made, stated_at=at, stated_by_id=by.id)
    if what.made == ConcernMade.MADE and what.on:
        not_ahead(what.on, at, _("The date is in the future. Write the day when the concern was reported."))
        born = dependant.birth_year if dependant else person.birth_year
        strange.refuse_unasked(strange.before_birth(what.on, born), answered)
        row.on, row.reported_by = what.on, what.reported_by or ConcernBy.UNKNOWN
    elif what.made == ConcernMade.NOT_MADE:
        row.why_not = what.why_not
    guard.refuse_unanswered({"note": what.note}, answered)
    row.note = what.note.strip()
    row.save(force_insert=True)
    return row


def _refuse_unsaid(what: Concern) -> None:
    wrong = {}
    if what.made not in ConcernMade.values:
        wrong["made"] = _("Choose an answer.")
    if what.made == ConcernMade.MADE and what.on is None:
        wrong["on"] = _("Write the day when the concern was reported.")
    if what.made == ConcernMade.MADE and what.reported_by not in ("", *ConcernBy.values):
        wrong["reported_by"] = _("Choose an answer.")
    if what.made == ConcernMade.NOT_MADE and what.why_not not in WhyNot.values:
        wrong["why_not"] = _("Choose why no concern is reported.")
    if what.made == ConcernMade.NOT_MADE and what.why_not == WhyNot.OTHER and not what.note.strip():
        wrong["note"] = _("Write why. The coordinator reads it.")
    if wrong:
        raise Invalid(wrong)


@dataclass(frozen=True)
class Standing:
    """Who looks after a child, as it is from the day ``on``."""

    on: date
    custody: str = Custody.UNKNOWN
    guardian: str = Guardian.UNKNOWN
    guardian_on: date | None = None
    school: str = School.UNKNOWN
    note: str = ""


def state_child(
    code: str, what: Standing, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ChildStanding:
    """State who looks after a child who is the exposed person. Each statement stays; the newest holds.

    Raises NotFound, Invalid (an unknown answer, a day ahead, a day of a guardian who is not appointed), Strange,
    PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    known = {"custody": Custody.values, "guardian": Guardian.values, "school": School.values}
    wrong = {name: _("Choose an answer.") for name, values in known.items() if getattr(what, name) not in values}
    if what.guardian_on and what.guardian != Guardian.APPOINTED:
        wrong["guardian_on"] = _("Leave the day empty until a guardian is appointed.")
    if wrong:
        raise Invalid(wrong)
    ahead = _("The date is in the future. Write the day from which this is so.")
    not_ahead(what.on, at, ahead)
    if what.guardian_on and what.guardian_on > what.on:
        raise Invalid({"guardian_on": ahead})
    alone = what.custody == Custody.NOBODY and what.guardian == Guardian.NOT_NEEDED
    sentence = _("A child who is alone in Sweden normally needs a guardian. Is none needed?")
    asked = [
        *strange.before_birth(what.on, person.birth_year),
        *strange.without("no_guardian", alone, sentence, field="guardian"),
    ]
    strange.refuse_unasked(asked, answered)
    guard.refuse_unanswered({"note": what.note}, answered)
    row = ChildStanding(person=person, on=what.on, custody=what.custody, guardian=what.guardian, school=what.school)
    row.guardian_on, row.stated_at, row.stated_by_id = what.guardian_on, at, by.id
    row.note = what.note.strip()
    row.save(force_insert=True)
    return row
