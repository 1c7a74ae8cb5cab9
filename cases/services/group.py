"""Many met at one place: what they share is written once, and each is a person of their own (domain §2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, NotFound, Refused, WrongState
from accounts.viewer import Viewer
from cases import codes
from cases.models import GroupEvent, Identification, IndicatorSeen, Person
from cases.models.branch import Branch
from cases.models.choices import Age, Certainty, Gender, Route
from cases.services.identification import date_first_meeting, identify, state_outcome
from cases.services.identified import Identified, unknown_answers
from cases.services.identified import problems as problems_of_one
from cases.services.own import own_actor
from cases.tokens import group_event_id, one_form_at_a_time

MOST_MET = 500
"""More at one place in one day is a slip of the pen."""


@dataclass(frozen=True)
class Shared:
    """What all of them share. It has no words: it belongs to nobody's key."""

    on: date
    met: int
    county: str = ""
    route: str = Route.UNKNOWN
    forms: tuple[str, ...] = ()
    branch: str = ""
    indicators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One of them. Everything may stay unknown; an unclear age is a child's."""

    age: str = Age.UNCLEAR
    birth_year: int | None = None
    gender: str = Gender.UNKNOWN
    citizenship: str = ""
    language: str = ""
    certainty: str = Certainty.CONCEIVABLE


@dataclass(frozen=True)
class Own:
    """What was so for one of them, where it differs from what the others share."""

    on: date
    county: str = ""
    route: str = Route.UNKNOWN
    indicators: Mapping[str, str] | None = None
    """None: the signs stay as they are."""


def note_group_event(said: Shared, *, token: UUID, by: Viewer, at: datetime) -> GroupEvent:
    """Write down what they share. The same form sent twice makes one event.

    Raises Invalid; Refused for somebody without an actor (a cooperating actor hands over one person at a time);
    Conflict where the form has been sent and said something else.
    """
    actor = own_actor(by=by, on=day(at))
    if actor is None:
        raise Refused("no_actor")
    one_form_at_a_time(token, by=by)
    before = GroupEvent.objects.filter(pk=group_event_id(token, by=by)).first()
    if before is not None:
        if shared_of(before) != said:
            raise Conflict("sent")
        return before
    _check(said, day(at))
    event = GroupEvent(
        pk=group_event_id(token, by=by),
        ref=codes.new_ref("O"),
        actor=actor,
        on=said.on,
        county=said.county,
        route=said.route,
        forms=list(said.forms),
        branch=said.branch,
        indicators=dict(said.indicators),
        met=said.met,
        made_at=at,
        made_by_id=by.id,
    )
    event.save(force_insert=True)
    return event


def shared_of(event: GroupEvent) -> Shared:
    """What an event's persons share."""
    same = {name: getattr(event, name) for name in ("on", "met", "county", "route", "branch", "indicators")}
    return Shared(**same, forms=tuple(event.forms))


def add_line(ref: str, line: Line, *, token: UUID, by: Viewer, at: datetime) -> Person:
    """Make one of them a person with an identification of their own, which has the shared facts too.

    ``token`` comes with the line: the same one sent twice makes one person. Raises NotFound, Invalid (no other line is
    touched), Conflict where the line has been sent and said something else.
    """
    event = allowed(by, Act.IDENTIFY_GROUP, GroupEvent.objects.select_related("actor").filter(ref=ref).first())
    what = Identified(
        on=event.on,
        county=event.county,
        route=event.route,
        forms=tuple(event.forms),
        indicators=event.indicators,
        certainty=line.certainty,
        age=line.age,
        birth_year=line.birth_year,
        gender=line.gender,
        citizenships=(line.citizenship,) if line.citizenship else (),
        languages=(line.language,) if line.language else (),
    )
    try:
        return identify(what, token=token, by=by, at=at, event=event)
    except Invalid as error:
        one = {"citizenships": "citizenship", "languages": "language"}
        raise Invalid({one.get(name, name): sentence for name, sentence in error.fields.items()}) from error


def noted_by_mistake(ref: str, line: str, *, by: Viewer, at: datetime) -> None:
    """Say that a line should not have been written: the identification has no ground, so it is counted nowhere.

    Nothing about a person is wiped away. Raises NotFound, WrongState where its outcome is stated already.
    """
    event = allowed(by, Act.IDENTIFY_GROUP, GroupEvent.objects.filter(ref=ref).first())
    if not Identification.objects.filter(group_event=event, ref=line).exists():
        raise NotFound
    state_outcome(line, "no_ground", note="", by=by, at=at)


def _check(said: Shared, today: date) -> None:
    wrong = problems_of_one(
        on=said.on, birth_year=None, forms=said.forms, main_form="", code_name="", today=today
    ) | unknown_answers(Identified(said.on, said.county, said.route, forms=said.forms, indicators=said.indicators))
    if said.branch not in {"", *Branch.values}:
        wrong["branch"] = _("Take an answer that can be chosen, and each of them once.")
    if not 1 <= said.met <= MOST_MET:
        wrong["met"] = _("Write how many you met there, at most 500.")
    if wrong:
        raise Invalid(wrong)


def split_off(ref: str, own: Own, *, by: Viewer, at: datetime) -> Identification:
    """Make a person's identification stand for itself: from now on it says what was so for this person alone. Said
    again, it is changed; the day of the first time stays.

    The shared facts stand there already; ``own`` may differ from them. The other persons and the event keep theirs.
    Raises NotFound, Invalid, WrongState where it belongs to no event.
    """
    row = Identification.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    row = allowed(by, Act.STATE_OUTCOME, row)
    if row.group_event_id is None:
        raise WrongState(row.state, "split")
    said = Shared(own.on, met=1, county=own.county, route=own.route, indicators=own.indicators or {})
    _check(said, day(at))
    row.on, row.county, row.route, row.split_on = own.on, own.county, own.route, row.split_on or day(at)
    row.save(update_fields=["on", "county", "route", "split_on"])
    date_first_meeting(row.person_id)
    if own.indicators is not None:
        _state_signs(row, own.indicators)
    return row


def _state_signs(row: Identification, known: Mapping[str, str]) -> None:
    """Make the signs of an identification what is said now; what was said before stays in its history."""
    before = {seen.indicator_id: seen for seen in row.indicators.all()}
    for code, seen in before.items():
        if code not in known:
            seen.delete()
    for code, how in known.items():
        if code not in before:
            IndicatorSeen(person_id=row.person_id, identification=row, indicator_id=code, how=how).save()
        elif before[code].how != how:
            before[code].how = how
            before[code].save(update_fields=["how"])
