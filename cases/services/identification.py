"""Identifying somebody: the first record of a person, under a code (domain §2.1)."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act, Role
from accounts.clock import day
from accounts.counties import County
from accounts.errors import Conflict, Invalid, Refused
from accounts.models import Actor
from accounts.sealing import keyed_hash, new_wrapped_key
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard, languages
from cases.keys import make_person_key
from cases.models import (
    ExploitationForm,
    GroupEvent,
    HandOver,
    Identification,
    Indicator,
    IndicatorSeen,
    Person,
    Receipt,
)
from cases.models.choices import Age, Answer, Certainty, Consent, Form, Gender, Protection, Route, Seen
from cases.services.drafts import drop_draft
from cases.services.own import own_actor
from cases.states import IDENTIFICATION_MOVES, HandOverState, IdentificationState, ReceiptState, after
from cases.tokens import identification_id, one_form_at_a_time, receipt_id

_random = random.SystemRandom()
CODE_DRAWS = 20


@dataclass(frozen=True)
class Identified:
    """What the one-page form says. Nearly everything may stay unknown; no name is asked for."""

    on: date
    county: str = ""
    route: str = Route.UNKNOWN
    forms: tuple[str, ...] = ()
    main_form: str = ""
    indicators: Mapping[str, str] = field(default_factory=dict)
    certainty: str = Certainty.CONCEIVABLE
    wants_identified: str = Answer.UNKNOWN
    immediate_risk: str = Answer.UNKNOWN
    consent: str = Consent.NOT_ASKED
    consent_language: str = ""
    age: str = Age.UNCLEAR
    birth_year: int | None = None
    gender: str = Gender.UNKNOWN
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: bool | None = None
    protection: str = Protection.UNKNOWN
    story: str = ""
    safe_contact: str = ""
    file_number: str = ""
    code_name: str = ""


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
    _check(what, on=day(at), answered=answered)
    person = _new_person(what, by=by, at=at, responsible=actor, group_id=actor.group_id)
    identification = _new_identification(person, what, token=token, actor_id=actor.pk, by=by, at=at, event=event)
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
    _check(what, on=day(at), answered=answered)
    receipt = _new_receipt(what, token=token, actor_id=actor_id, by=by, at=at)
    person = _new_person(what, by=by, at=at, responsible=None, group_id=None)
    _new_identification(person, what, token=token, actor_id=actor_id, by=by, at=at)
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


def problems(
    *,
    on: date | None,
    birth_year: int | None,
    forms: Collection[str],
    main_form: str,
    code_name: str,
    today: date,
) -> dict[str, str]:
    """What cannot be right, by the field's name, each with its sentence. ``today``: when it is written down."""
    wrong: dict[str, str] = {}
    if on and on > today:
        wrong["on"] = _("The date is in the future. Write the day when you met the person.")
    elif on and on.year < today.year - 5:
        wrong["on"] = _("The date is more than five years ago. Check the year.")
    if birth_year is not None and birth_year > today.year:
        wrong["birth_year"] = _("The birth year is in the future. Check the year.")
    elif birth_year is not None and birth_year < today.year - 110:
        wrong["birth_year"] = _("The birth year is more than 110 years ago. Check the year.")
    if main_form and main_form not in forms:
        wrong["main_form"] = _("Choose the main form among those that you have ticked.")
    if code_name and not codes.is_code_name(code_name):
        wrong["code_name"] = _("Take one of the code names that are proposed.")
    return wrong


def unknown_answers(what: Identified) -> dict[str, str]:
    """Answers that are none of those that can be chosen, or that stand there twice."""
    one_of: dict[str, Collection[str]] = {
        "county": {"", *County.values},
        "route": Route.values,
        "certainty": Certainty.values,
        "wants_identified": Answer.values,
        "immediate_risk": Answer.values,
        "consent": Consent.values,
        "consent_language": {"", *languages.LANGUAGES},
        "age": Age.values,
        "gender": Gender.values,
        "protection": Protection.values,
    }
    some_of: dict[str, Collection[str]] = {
        "forms": Form.values,
        "citizenships": languages.COUNTRIES,
        "languages": languages.LANGUAGES,
    }
    wrong = [name for name, known in one_of.items() if getattr(what, name) not in known]
    for name, known in some_of.items():
        said = getattr(what, name)
        if len(set(said)) < len(said) or not set(said) <= set(known):
            wrong.append(name)
    if what.indicators:
        known = set(Indicator.objects.values_list("code", flat=True))
        if not (set(what.indicators) <= known and set(what.indicators.values()) <= set(Seen.values)):
            wrong.append("indicators")
    return dict.fromkeys(wrong, _("Take an answer that can be chosen, and each of them once."))


def _check(what: Identified, *, on: date, answered: Collection[str]) -> None:
    wrong = problems(
        on=what.on,
        birth_year=what.birth_year,
        forms=what.forms,
        main_form=what.main_form,
        code_name=what.code_name,
        today=on,
    )
    wrong |= unknown_answers(what)
    if wrong:
        raise Invalid(wrong)
    texts = {name: getattr(what, name) for name in ("story", "safe_contact", "file_number")}
    guard.refuse_unanswered(texts, answered)


def _new_person(
    what: Identified, *, by: Viewer, at: datetime, responsible: Actor | None, group_id: int | None
) -> Person:
    person_id = uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nsp_open(%s, %s)", [person_id, group_id])
    person = Person(
        pk=person_id,
        code_name=what.code_name or codes.propose_code_name(_random),
        responsible_actor=responsible,
        caseworker_id=by.id if responsible else None,
        identified_on=what.on,
        made_at=at,
        age=_age(what, on=what.on),
        birth_year=what.birth_year,
        gender=what.gender,
        citizenships=list(what.citizenships),
        languages=list(what.languages),
        interpreter=what.interpreter,
        protection=what.protection,
        threatened=what.immediate_risk == Answer.YES,
        safe_contact_checked_on=what.on if what.safe_contact else None,
    )
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


def _age(what: Identified, *, on: date) -> str:
    """A birth year decides where it can; in the year of turning 18 doubt counts as a child."""
    if what.birth_year is None:
        return what.age
    years = on.year - what.birth_year
    if years == 18:
        return Age.UNCLEAR if what.age != Age.ADULT else Age.ADULT
    return Age.CHILD if years < 18 else Age.ADULT


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


def _new_identification(
    person: Person,
    what: Identified,
    *,
    token: UUID,
    actor_id: UUID,
    by: Viewer,
    at: datetime,
    event: GroupEvent | None = None,
) -> Identification:
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
        state=IdentificationState.OPEN,
        group_event=event,
    )
    row.story = what.story
    row.save(force_insert=True)
    IndicatorSeen.objects.bulk_create(
        IndicatorSeen(person=person, identification=row, indicator_id=code, how=how)
        for code, how in what.indicators.items()
    )
    main = what.main_form or (what.forms[0] if len(what.forms) == 1 else "")
    ExploitationForm.objects.bulk_create(
        ExploitationForm(person=person, form=form, is_main=form == main) for form in what.forms
    )
    return row


_ON_IDENTIFICATION = (
    *("on", "county", "route", "certainty", "wants_identified", "immediate_risk", "consent", "consent_language"),
)
_ON_PERSON = ("birth_year", "gender", "interpreter", "protection")


def _record_says(row: Identification, what: Identified) -> bool:
    """Whether the record holds everything that the form says."""
    person = row.person
    kept = [getattr(row, name) for name in _ON_IDENTIFICATION] + [getattr(person, name) for name in _ON_PERSON]
    kept += [row.story.open(), person.safe_contact.open(), person.file_number.open(), person.age, person.code_name]
    kept += [tuple(person.citizenships), tuple(person.languages), set(person.forms.values_list("form", flat=True))]
    kept += [dict(row.indicators.values_list("indicator_id", "how"))]
    says = [getattr(what, name) for name in (*_ON_IDENTIFICATION, *_ON_PERSON)]
    says += [what.story, what.safe_contact, what.file_number, _age(what, on=what.on)]
    says += [what.code_name or person.code_name, what.citizenships, what.languages, set(what.forms)]
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
