"""Identifying somebody: the first record of a person, under a code (domain §2.1)."""

from __future__ import annotations

import json
import random
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Min

from accounts.access import allowed
from accounts.acts import Act, Role
from accounts.clock import day
from accounts.errors import Conflict, Refused
from accounts.models import Actor
from accounts.sealing import keyed_hash, new_wrapped_key
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.ages import age_of, basis_of
from cases.keys import make_person_key
from cases.models import (
    ExploitationForm,
    GroupEvent,
    HandOver,
    Identification,
    IndicatorSeen,
    Person,
    Receipt,
)
from cases.models.choices import Answer, Form
from cases.models.person import AgeBasis, EstimatedHow, Threat
from cases.services.drafts import drop_draft
from cases.services.identified import Identified as Identified
from cases.services.identified import check_said
from cases.services.identified import problems as problems
from cases.services.own import own_actor
from cases.states import IDENTIFICATION_MOVES, HandOverState, IdentificationState, ReceiptState, after
from cases.tokens import identification_id, one_form_at_a_time, receipt_id

_random = random.SystemRandom()
CODE_DRAWS = 20


def identify(
    what: Identified,
    *,
    token: UUID,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
    event: GroupEvent | None = None,
) -> Person:
    """Make the record of a person whom the viewer's own (certified) actor has met, and be responsible for it.

    ``event``: the group event that the person was met at, one of the viewer's actor.
    ``token`` comes with the form: the same form sent twice makes one person. Order of writes: permission row,
    person, key, the rest (foreign keys are deferred). Raises Invalid, PointsOut (``answered``: what is not so), Refused
    for somebody without an actor, Conflict where the form has been sent and said something else.
    """
    actor = event.actor if event else own_actor(by=by, on=day(at))
    if actor is None:
        raise Refused("no_actor")
    one_form_at_a_time(token, by=by)
    before = Identification.objects.filter(pk=identification_id(token, by=by)).select_related("person").first()
    if before is not None:
        if not _record_says(before, what):
            raise Conflict("sent")
        return before.person
    check_said(what, on=day(at), answered=answered)
    person = _new_person(what, by=by, at=at, responsible=actor, group_id=actor.group_id)
    identification = write_down(person, what, token=token, actor_id=actor.pk, by=by, at=at, event=event)
    drop_draft(token, by=by)
    record(Event.PERSON_IDENTIFIED, at=at, by=by.id, ref=identification.ref, person_id=person.pk)
    return person


def hand_over(what: Identified, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Receipt:
    """Identify somebody for a cooperating actor, which keeps a receipt and loses the way to the person.

    The record has no responsible actor until a certified one accepts; until then it is the coordinators' errand.
    The same form sent twice makes one hand-over. Raises Invalid, PointsOut; Refused for others than cooperating
    staff; Conflict where it has been sent and said something else.
    """
    actor_id = next(iter(by.actors_as(Role.COOPERATING)), None)
    if not by.hands_over or actor_id is None:
        raise Refused("not_cooperating")
    one_form_at_a_time(token, by=by)
    before = Receipt.objects.filter(pk=receipt_id(token, by=by)).first()
    if before is not None:
        if not _receipt_says(before, what):
            raise Conflict("sent")
        return before
    check_said(what, on=day(at), answered=answered)
    receipt = _new_receipt(what, token=token, actor_id=actor_id, by=by, at=at)
    person = _new_person(what, by=by, at=at, responsible=None, group_id=None)
    write_down(person, what, token=token, actor_id=actor_id, by=by, at=at)
    errand = HandOver(
        person=person,
        ref=codes.new_ref("H"),
        from_actor_id=actor_id,
        receipt_id=receipt.pk,
        state=HandOverState.RECEIVED,
        made_at=at,
        moved_at=at,
    )
    errand.save(force_insert=True)
    drop_draft(token, by=by)
    record(Event.HANDED_OVER, at=at, by=by.id, ref=errand.ref, person_id=person.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_let_go(%s)", [person.pk])
    return receipt


def is_what_was_sent(what: Identified, *, token: UUID, by: Viewer) -> bool:
    """Whether the form that was opened with ``token`` has been sent and said the same: then nothing is lost."""
    row = Identification.objects.filter(pk=identification_id(token, by=by)).select_related("person").first()
    if row is not None:
        return _record_says(row, what)
    receipt = Receipt.objects.filter(pk=receipt_id(token, by=by)).first()
    return receipt is not None and _receipt_says(receipt, what)


def propose_name() -> str:
    """A code name that nobody has chosen: the form shows it, and another on demand."""
    return codes.propose_code_name(_random)


def state_outcome(
    ref: str, act: str, *, note: str, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Identification:
    """Say what became of an identification: ``leave``, ``decline``, ``refer`` or ``no_ground`` (states.py).

    Raises NotFound, WrongState, PointsOut.
    """
    row = Identification.objects.select_for_update().filter(ref=ref).first()
    row = allowed(by, Act.STATE_OUTCOME, row)
    row.state = after(IDENTIFICATION_MOVES, row.state, act)
    guard.refuse_unanswered({"note": note}, answered)
    row.outcome_on = day(at)
    row.outcome_note = note
    row.save(update_fields=["state", "outcome_on", "outcome_note"])
    return row


def _new_person(
    what: Identified, *, by: Viewer, at: datetime, responsible: Actor | None, group_id: int | None
) -> Person:
    person_id, (age, basis) = uuid4(), _age(what)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_open(%s, %s)", [person_id, group_id])
    person = Person(
        pk=person_id,
        code_name=what.code_name or codes.propose_code_name(_random),
        responsible_actor=responsible,
        caseworker_id=by.id if responsible else None,
        identified_on=what.on,
        made_at=at,
        age=age,
        birth_year=what.birth_year,
        age_basis=basis,
        gender=what.gender,
        citizenships=list(what.citizenships),
        languages=list(what.languages),
        interpreter=what.interpreter,
        protection=what.protection,
        threat=Threat.ACUTE if what.immediate_risk == Answer.YES else Threat.UNKNOWN,
        safe_contact_checked_on=what.on if what.safe_contact else None,
        changed_at=at,
        changed_by_id=by.id,
    )
    if basis == AgeBasis.ESTIMATED:  # how is asked for later, not at the first meeting
        person.estimated_on, person.estimated_how = what.on, EstimatedHow.UNKNOWN
    # A number in a file is its actor's own: what a cooperating actor writes stays on its receipt.
    file_number = what.file_number if responsible else ""
    if file_number and responsible:
        person.file_number_hash = keyed_hash(file_number.strip().lower(), purpose=f"file:{responsible.pk}")
    _save_under_a_free_code(person)
    make_person_key(person_id)
    if what.safe_contact or file_number:
        person.safe_contact, person.file_number = what.safe_contact, file_number
        person.save(update_fields=["safe_contact", "file_number"])
    return person


def _age(what: Identified) -> tuple[str, str]:
    """Whether the person counts as a child, and what the birth year rests on."""
    basis = basis_of(what.birth_year, estimated=what.year_estimated)
    return age_of(what.age, basis=basis, birth_year=what.birth_year, year=what.on.year), basis


def _save_under_a_free_code(person: Person) -> None:
    """Insert the person; where the code is somebody's whom this viewer cannot see, with another code."""
    for _attempt in range(CODE_DRAWS):
        person.code = codes.new_reference_code(_random)
        try:
            with transaction.atomic():
                return person.save(force_insert=True)
        except IntegrityError as error:
            if "cases_person_code" not in str(error):
                raise
    raise RuntimeError(f"no free reference code in {CODE_DRAWS} draws")


def write_down(
    person: Person,
    what: Identified,
    *,
    token: UUID,
    actor_id: UUID,
    by: Viewer,
    at: datetime,
    event: GroupEvent | None = None,
    state: str = IdentificationState.OPEN,
) -> Identification:
    """The identification with its signs, and the forms of exploitation that the person has not yet."""
    row = Identification(
        pk=identification_id(token, by=by),
        person=person,
        ref=codes.new_ref("I"),
        actor_id=actor_id,
        made_by_id=by.id,
        made_at=at,
        on=what.on,
        county=what.county,
        route=what.route,
        certainty=what.certainty,
        wants_identified=what.wants_identified,
        immediate_risk=what.immediate_risk,
        consent=what.consent,
        consent_language=what.consent_language,
        state=state,
        group_event=event,
    )
    row.story = what.story
    row.save(force_insert=True)
    IndicatorSeen.objects.bulk_create(
        IndicatorSeen(person=person, identification=row, indicator_id=code, how=how)
        for code, how in what.indicators.items()
    )
    known = set(person.forms.values_list("form", flat=True))
    main = "" if known else what.main_form or (what.forms[0] if len(what.forms) == 1 else "")
    news = [form for form in what.forms if form not in known]
    forms = [ExploitationForm(person=person, form=form, is_main=form == main) for form in news]
    for one in forms:
        one.branch = event.branch if event and one.form == Form.LABOUR else ""
    ExploitationForm.objects.bulk_create(forms)
    return row


def date_first_meeting(person_id: UUID) -> None:
    """Make the day of the first identification the earliest that is told, where a meeting has got another day: by it
    statistics say in which year, and how old, somebody was met first."""
    first = Identification.objects.filter(person_id=person_id).aggregate(on=Min("on"))["on"]
    Person.objects.filter(pk=person_id).exclude(identified_on=first).update(identified_on=first)


def meeting_says(row: Identification, what: Identified) -> bool:
    """Whether an identification holds what the form says of the meeting."""
    same = all(getattr(row, name) == getattr(what, name) for name in _ON_IDENTIFICATION)
    signs = dict(row.indicators.values_list("indicator_id", "how"))
    return same and bool(row.story.open() == what.story) and signs == dict(what.indicators)


_ON_IDENTIFICATION = (
    *("on", "county", "route", "certainty", "wants_identified", "immediate_risk", "consent", "consent_language"),
)
_ON_PERSON = ("birth_year", "gender", "interpreter", "protection")


def _record_says(row: Identification, what: Identified) -> bool:
    """Whether the record holds everything that the form says."""
    person = row.person
    kept = [getattr(row, name) for name in _ON_IDENTIFICATION] + [getattr(person, name) for name in _ON_PERSON]
    kept += [row.story.open(), person.safe_contact.open(), person.file_number.open(), person.code_name]
    kept += [(person.age, person.age_basis)]
    kept += [tuple(person.citizenships), tuple(person.languages), set(person.forms.values_list("form", flat=True))]
    kept += [dict(row.indicators.values_list("indicator_id", "how"))]
    says = [getattr(what, name) for name in (*_ON_IDENTIFICATION, *_ON_PERSON)]
    says += [what.story, what.safe_contact, what.file_number, what.code_name or person.code_name]
    says += [_age(what), what.citizenships, what.languages, set(what.forms)]
    return kept == [*says, dict(what.indicators)]


def _receipt_says(row: Receipt, what: Identified) -> bool:
    # As JSON keeps it: a list where the form has a tuple.
    return bool(row.text.open() == json.loads(json.dumps(_own_text(what))))


def _new_receipt(what: Identified, *, token: UUID, actor_id: UUID, by: Viewer, at: datetime) -> Receipt:
    own = receipt_id(token, by=by)
    ring, wrapped = new_wrapped_key(own)
    receipt = Receipt(
        pk=own,
        number=codes.new_ref("K"),
        actor_id=actor_id,
        made_by_id=by.id,
        made_at=at,
        state=ReceiptState.RECEIVED,
        ring=ring,
        wrapped=wrapped,
    )
    receipt.text = _own_text(what)
    receipt.save(force_insert=True)
    return receipt


def _own_text(what: Identified) -> dict[str, Any]:
    """The cooperating actor's own words and answers; the code name is not among them, since it follows the person."""
    kept = asdict(what) | {"on": what.on.isoformat()}
    kept.pop("code_name")
    return {name: value for name, value in kept.items() if value not in ("", None, (), {}, [])}
