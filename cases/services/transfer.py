"""A person moves over to another certified actor: offered without their name or code, accepted by somebody there.

What moves is who is responsible and who sees. Money that was granted stays with the actor that it was granted to; so
what is not reported back, and applications on their way, stand in the way of a move.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound, WrongState
from accounts.functions import call
from accounts.locks import one_at_a_time
from accounts.models import Actor
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from cases.keys import give_own_key
from cases.models import ConsentGiven, Intervention, Person, Share, TransferOffer
from cases.models.consent import Consented
from cases.models.transfer import Errand, WhyNot, WithoutConsent
from cases.selectors.consent import holds
from cases.selectors.transfer import in_the_way
from cases.services.consent import ConsentSaid, locked, note_on, who_sees_in_turn
from cases.states import TRANSFER_MOVES, TransferState, after
from certification.selectors import is_certified

OFFER_DAYS = 7
"""So many days after today an offer can be accepted (inclusive), as a hand-over's."""
EXTRACT_DAYS = 14
"""So many days after the move the sender's managers can take out the extract (inclusive)."""


@dataclass(frozen=True)
class Offered:
    """What is offered, and on what it rests: a ``consent`` that stands there or is said now, or why there is none."""

    actor: str
    errand: str
    consent: str | ConsentSaid | None = None
    without_consent: str = ""
    words: str = ""


def offer(code: str, said: Offered, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> TransferOffer:
    """Offer the person to another certified actor, which sees neither name nor code. For the responsible one's staff.

    Raises NotFound, Invalid (no such actor, no kind of errand, no consent that holds nor a reason, something in the
    way), WrongState (it is offered already), PointsOut.
    """
    person = locked(code, by=by, act=Act.OFFER_TRANSFER)
    assert person.responsible_actor_id  # the answer to the act says so
    _refuse_asked(person, at)
    actor = Actor.objects.filter(ref=said.actor).first()
    if actor is None or actor.pk == person.responsible_actor_id or not is_certified(actor.pk, on=day(at)):
        raise Invalid({"actor": _("Choose an actor that is certified today.")})
    if said.errand not in Errand.values:
        raise Invalid({"errand": _("Choose what the actor is asked for.")})
    _refuse_in_the_way(person)
    guard.refuse_unanswered({"words": said.words}, answered)
    row = TransferOffer(pk=uuid4(), ref=codes.new_ref("X"), person=person, to_actor=actor, errand=said.errand)
    row.from_actor_id, row.state = person.responsible_actor_id, TransferState.OPEN
    row.consent = _consent(person, actor, said, by=by, at=at)
    row.without_consent = "" if row.consent else said.without_consent
    row.made_at, row.made_by_id, row.moved_at, row.until = at, by.id, at, day(at) + timedelta(days=OFFER_DAYS)
    give_own_key(row)
    row.words = said.words.strip()
    row.save(force_insert=True)
    _tell(Event.TRANSFER_OFFERED, row, by=by, at=at)
    return row


def take_back(code: str, ref: str, *, by: Viewer, at: datetime) -> None:
    """The sender wants it no more; what was said is destroyed. Raises NotFound, WrongState (answered meanwhile)."""
    person = locked(code, by=by, act=Act.TAKE_BACK_TRANSFER)
    row = TransferOffer.objects.filter(person=person, ref=ref).first()
    if row is None:
        raise NotFound
    after(TRANSFER_MOVES, row.state, "take_back")
    call("nsp_end_offer", row.pk, TransferState.TAKEN_BACK, "", at)
    _tell(Event.TRANSFER_TAKEN_BACK, row, by=by, at=at)


def refuse(ref: str, why: str, *, by: Viewer, at: datetime) -> None:
    """The asked actor says no, with a code; what was said is destroyed. Raises NotFound, Invalid (no reason)."""
    row = _asked(ref, by=by)
    after(TRANSFER_MOVES, row.state, "refuse")
    if why not in WhyNot.values:
        raise Invalid({"why": _("Choose a reason. The other actor reads it.")})
    call("nsp_end_offer", row.pk, TransferState.REFUSED, why, at)
    _tell(Event.TRANSFER_ANSWERED, row, by=by, at=at)


def accept(ref: str, extract: Callable[[Viewer, TransferOffer], bytes], *, by: Viewer, at: datetime) -> Person:
    """Take the person over, in one transaction: the viewer's actor alone sees and is responsible from now on, and the
    viewer is the caseworker. ``extract`` makes the file that the sender's managers may take out once.

    Raises NotFound (also where it ran out, was taken back, or the yes was), Invalid (the viewer's actor is not
    certified today, or something has come in the way).
    """
    row = _asked(ref, by=by)
    after(TRANSFER_MOVES, row.state, "accept")
    if not is_certified(row.to_actor_id, on=day(at)):
        raise Invalid({"": _("Your actor is not certified today, so it can take nobody over.")})
    if not _stands(row):
        raise NotFound
    with transaction.atomic():  # all of it or nothing, also for whoever catches what is raised
        return _move(row, extract, by=by, at=at)


def _move(row: TransferOffer, extract: Callable[[Viewer, TransferOffer], bytes], *, by: Viewer, at: datetime) -> Person:
    call("nsp_take_over", row.pk, at)
    person = Person.objects.select_for_update(of=("self",)).get(pk=row.person_id)
    if in_the_way(person) or _money_waits(person):
        raise Invalid({"": _("Something has come in the way at the other actor. Ask them, and try again later.")})
    file = base64.b64encode(extract(by, row)).decode()
    person.responsible_actor_id, person.caseworker_id = row.to_actor_id, by.id
    person.placement, person.file_number, person.file_number_hash = "", "", None
    person.changed_at, person.changed_by_id = at, by.id
    own = ["placement", "file_number", "file_number_hash"]
    person.save(update_fields=["responsible_actor", "caseworker", "changed_at", "changed_by", *own])
    row.extract = file
    last = day(at) + timedelta(days=EXTRACT_DAYS)
    call("nsp_leave_extract", row.pk, row.extract.for_database, last, at)
    _tell(Event.TRANSFER_ANSWERED, row, by=by, at=at)
    _tell_guests(person, row, by=by, at=at)
    return person


def _tell_guests(person: Person, row: TransferOffer, *, by: Viewer, at: datetime) -> None:
    """Whose share has ended with the move, but for who has the person now."""
    for share in Share.objects.filter(person=person, ended_at=at).exclude(actor_id=row.to_actor_id):
        facts = {"from_actor": str(row.from_actor_id), "to_actor": str(share.actor_id)}
        record(Event.SHARE_ENDED, at=at, by=by.id, ref=share.ref, person_id=person.pk, facts=facts)


def take_extract(ref: str, *, by: Viewer, at: datetime) -> bytes:
    """The extract of somebody who has moved over: once, by a manager of the sender, and destroyed with that.

    Raises NotFound (also where it is taken out already, or its days have passed).
    """
    one_at_a_time("transfer", ref)
    row = allowed(by, Act.TAKE_EXTRACT, TransferOffer.objects.filter(ref=ref).first())
    if not row.extract or row.extract_until is None or row.extract_until < day(at):
        raise NotFound
    file = base64.b64decode(row.extract.open())
    call("nsp_take_extract", row.pk, at)
    return file


def _asked(ref: str, *, by: Viewer) -> TransferOffer:
    rows = TransferOffer.objects.filter(ref=ref)
    who_sees_in_turn(rows.values_list("person", flat=True).first())
    return allowed(by, Act.ANSWER_TRANSFER, rows.first())


def _stands(row: TransferOffer) -> bool:
    return _answer("nsp_offer_is_mine_to_accept", row.pk)


def _money_waits(person: Person) -> bool:
    """Whether the sender has something to settle, which whoever takes over does not see."""
    granted = Intervention.objects.filter(person=person).values_list("pk", flat=True)
    return _answer("nsp_waits_for_money", list(granted))


def _answer(function: str, argument: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [argument])
        found = cursor.fetchone()
    return bool(found and found[0])


def _consent(person: Person, actor: Actor, said: Offered, *, by: Viewer, at: datetime) -> ConsentGiven | None:
    if isinstance(said.consent, ConsentSaid):
        return note_on(person, replace(said.consent, what=Consented.TRANSFER, actor=actor.ref), by=by, at=at)
    if not said.consent:
        if said.without_consent not in WithoutConsent.values:
            raise Invalid({"consent": _("Choose a consent, or say why there is none.")})
        return None
    rows = ConsentGiven.objects.filter(person=person, what=Consented.TRANSFER, to_actor=actor, ref=said.consent)
    row = rows.first()
    if row is None or not holds(row, day(at)):
        raise Invalid({"consent": _("Choose a consent to this actor that holds, or note a new one.")})
    return row


def _refuse_asked(person: Person, at: datetime) -> None:
    """One offer at a time; one that ran out ends here, where no sweep has been by."""
    before = TransferOffer.objects.filter(person=person, state=TransferState.OPEN).first()
    if before is not None and before.until >= day(at):
        raise WrongState(TransferState.OPEN, "offer", is_done=True)
    if before is not None:
        call("nsp_end_offer", before.pk, TransferState.EXPIRED, "", at)


def _refuse_in_the_way(person: Person) -> None:
    if in_the_way(person):
        raise Invalid({"": _("Something is in the way. It stands on the page with links.")})


def _tell(event: Event, row: TransferOffer, *, by: Viewer, at: datetime) -> None:
    # Without the person: what is told of it reaches people who may not know of them.
    facts = {"from_actor": str(row.from_actor_id), "to_actor": str(row.to_actor_id), "made_by": str(row.made_by_id)}
    record(event, at=at, by=by.id, ref=row.ref, person_id=None, facts=facts)
