"""Looking again for somebody who left before further help (domain §2.1). Each time is a row of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.viewer import Viewer
from cases import guard, strange
from cases.models import Identification, LeftFollowUp
from cases.models.left import Found
from cases.services.facts import changeable, not_ahead
from cases.states import IdentificationState


@dataclass(frozen=True)
class Looked:
    """That somebody looked for the person on a day, and what they found."""

    on: date
    result: str
    note: str = ""


def note_follow_up(
    code: str, said: Looked, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> LeftFollowUp:
    """Note that somebody looked for the person again.

    Raises NotFound, Invalid (no answer, a day ahead, a person who has not left), Strange (before they left), PointsOut.
    """
    person = changeable(code, by=by, after_closing=True)
    newest = Identification.objects.filter(person=person).order_by("-on", "-made_at").first()
    if newest is None or newest.state != IdentificationState.LEFT:
        raise Invalid(
            {"result": _("Nothing says that the person has left. Write that down at the identification first.")}
        )
    if said.result not in Found.values:
        raise Invalid({"result": _("Choose an answer.")})
    not_ahead(said.on, at, _("The date is in the future. Write the day when you looked for the person."))
    sentence = _("The day is before the person left (%(earlier)s). Is it right?")
    strange.refuse_unasked(strange.out_of_order("before_left", said.on, newest.outcome_on, sentence), answered)
    guard.refuse_unanswered({"note": said.note}, answered)
    row = LeftFollowUp(person=person, identification=newest, on=said.on, result=said.result)
    row.stated_at, row.stated_by_id = at, by.id
    row.note = said.note.strip()
    row.save(force_insert=True)
    return row
