"""The ledger of rights, one entry at a time. Each is stated anew, never edited: the newest holds (domain §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid, NotFound
from accounts.viewer import Viewer
from cases import guard, strange
from cases.models import Dependant, Intervention, Person, Right, RightEntry, ServiceGiven
from cases.models.rights import Gap, Payer, RightState
from cases.rule_children import may_be_child
from cases.services.facts import LONG_BEFORE_DAYS, changeable
from cases.strange import Question


@dataclass(frozen=True)
class StatedRight:
    """Where a right stands from the day ``on``.

    ``payer`` and ``met_by`` (the reference of an intervention or of a line of the service log, both of this person; or
    empty) count where it is met; ``gap`` where it is needed (empty: not known why nobody meets it); ``refused_on``, the
    day on which society said no, in both. What does not belong to the state is not kept.
    """

    state: str
    on: date
    payer: str = ""
    met_by: str = ""
    refused_on: date | None = None
    gap: str = ""
    note: str = ""


def state_right(
    code: str,
    right: str,
    said: StatedRight,
    *,
    by: Viewer,
    at: datetime,
    of: str = "",
    answered: Collection[str] = (),
) -> RightEntry:
    """State anew where a right of the person stands, or of their child ``of`` (a dependant's reference).

    Raises NotFound (also a right that is none, and a dependant who is no child: grown-ups have no ledger here),
    Invalid, Strange (long before the identification, before birth, met before it was refused), PointsOut (what
    ``answered`` does not say is not so).
    """
    person = changeable(code, by=by, after_closing=True)
    if not Right.objects.filter(code=right).exists():
        raise NotFound
    child = _child(person, of, day(at)) if of else None
    _check(said, day(at))
    strange.refuse_unasked(_strange(said, person, child), answered)
    guard.refuse_unanswered({"note": said.note}, answered)
    is_met, is_needed = said.state == RightState.MET, said.state == RightState.NEEDED
    row = RightEntry(person=person, dependant=child, right_id=right, state=said.state, on=said.on)
    row.payer = said.payer if is_met else ""
    row.gap = said.gap if is_needed else ""
    row.refused_on = said.refused_on if is_met or is_needed else None
    if is_met and said.met_by:
        _tie(row, person, said.met_by)
    row.stated_at, row.stated_by_id = at, by.id
    row.note = said.note.strip()
    row.save(force_insert=True)
    return row


def _child(person: Person, ref: str, on: date) -> Dependant:
    row = Dependant.objects.filter(person=person, ref=ref).first()
    if row is None or not may_be_child(row.relation, row.birth_year, on):
        raise NotFound
    return row


def _check(said: StatedRight, today: date) -> None:
    wrong: dict[str, str] = {}
    if said.state not in RightState.values:
        wrong["state"] = _("Choose an answer.")
    if said.state == RightState.MET and said.payer not in Payer.values:
        wrong["payer"] = _("Say who pays.")
    if said.gap and said.gap not in Gap.values:
        wrong["gap"] = _("Choose among the reasons.")
    for name, on in (("on", said.on), ("refused_on", said.refused_on)):
        if on is not None and on > today:
            wrong[name] = _("The date is in the future. Write the day from which this is so.")
    if wrong:
        raise Invalid(wrong)


def _strange(said: StatedRight, person: Person, child: Dependant | None) -> Iterator[Question]:
    """What can hardly be, of any of the two days."""
    met = said.state == RightState.MET
    yield from strange.before_birth(said.on, child.birth_year if child else person.birth_year)
    for name, on in (("on", said.on), ("refused_on", said.refused_on)):
        yield from strange.long_before(on, person.identified_on, days=LONG_BEFORE_DAYS, field=name)
    sentence = _("The day is before society refused it (%(earlier)s). Was it met already then?")
    yield from strange.out_of_order("met_before_refused", said.on if met else None, said.refused_on, sentence)


def _tie(row: RightEntry, person: Person, ref: str) -> None:
    """Tie the entry to what meets the right. An intervention is paid by NSP, and nothing else is."""
    row.intervention = Intervention.objects.filter(person=person, ref=ref).first()
    row.service = ServiceGiven.objects.filter(person=person, ref=ref).first()
    if row.intervention is None and row.service is None:
        raise Invalid({"met_by": _("Choose among what the person is given.")})
    if row.intervention is not None and row.payer != Payer.NSP:
        raise Invalid({"payer": _("An intervention is paid by NSP.")})
    if row.service is not None and row.payer == Payer.NSP:
        raise Invalid({"payer": _("What stands in the service log is not paid by NSP.")})
