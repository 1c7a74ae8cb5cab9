"""What a person says yes to, and takes back: what rests on it ends in the same moment (domain §2, §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

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
from cases.languages import LANGUAGES
from cases.models import ConsentGiven, Person, Share, TransferOffer
from cases.models.consent import TO_AN_ACTOR, Consented, HowSaid, Recipient
from cases.services.facts import not_ahead
from cases.states import TransferState
from certification.selectors import is_certified

LONGEST_CONSENT = 3 * 365
"""So many days ahead a consent may hold; who means longer leaves the day out and asks again."""
_ROLES = {
    Consented.REGION: Recipient.REGIONAL_COORDINATOR,
    Consented.SOCIAL: Recipient.SOCIAL_SERVICES,
    Consented.POLICE: Recipient.POLICE,
    Consented.REFLECTION: Recipient.MIGRATION_AGENCY,
    Consented.OTHER: Recipient.OTHER,
}


@dataclass(frozen=True)
class ConsentSaid:
    """What was said yes to. ``actor``: the reference of the actor that it is about, where it is one."""

    what: str
    language: str
    how: str
    on: date
    until: date | None = None
    actor: str = ""
    note: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """A consent that was taken back, the names of the actors that see the person no more for it, and of those that are
    no longer asked to take the person over."""

    consent: ConsentGiven
    ended: tuple[str, ...]
    asked: tuple[str, ...] = ()


def give(code: str, said: ConsentSaid, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> ConsentGiven:
    """Note what the person has said yes to. For the responsible actor's staff.

    Raises NotFound, Invalid (no answer, an actor that is none or not certified, a day ahead, an end before it, words
    that are missing where it is something else), PointsOut.
    """
    person = locked(code, by=by, act=Act.WRITE_CONSENT)
    return note_on(person, said, by=by, at=at, answered=answered)


def note_on(
    person: Person, said: ConsentSaid, *, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> ConsentGiven:
    """The same of a person who is locked already, by a service that has asked whether the viewer may."""
    row = ConsentGiven(person=person, ref=codes.new_ref("Y"), what=said.what, language=said.language, how=said.how)
    _refuse_half(said)
    not_ahead(said.on, at, _("The date is in the future. Write the day when the person said yes."))
    _refuse_end(said, at)
    if said.what in TO_AN_ACTOR:
        actor = Actor.objects.filter(ref=said.actor).first()
        if actor is None or actor.pk == person.responsible_actor_id or not is_certified(actor.pk, on=day(at)):
            raise Invalid({"actor": _("Choose the actor that the person says yes to.")})
        row.to_actor = actor
    else:
        row.to_role = _ROLES[Consented(said.what)]
    guard.refuse_unanswered({"note": said.note}, answered)
    row.on, row.until, row.stated_at, row.stated_by_id = said.on, said.until, at, by.id
    row.note = said.note.strip()
    row.save(force_insert=True)
    return row


def withdraw(code: str, ref: str, *, by: Viewer, at: datetime) -> Withdrawn:
    """The person takes it back: shares that rest on it end in the same moment, in the database.

    Raises NotFound, WrongState (it was taken back already).
    """
    person = locked(code, by=by, act=Act.WRITE_CONSENT)
    row = ConsentGiven.objects.filter(person=person, ref=ref).first()
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise WrongState("WITHDRAWN", "withdraw", is_done=True)
    shares = list(Share.objects.select_related("actor").filter(consent=row, ended_at=None))
    offers = list(TransferOffer.objects.select_related("to_actor").filter(consent=row, state=TransferState.OPEN))
    call("nsp_withdraw", row.pk, at)
    running = [share for share in shares if share.until >= day(at)]
    for share in running:
        facts = {"to_actor": str(share.actor_id), "from_actor": str(person.responsible_actor_id)}
        record(Event.SHARE_ENDED, at=at, by=by.id, ref=share.ref, person_id=person.pk, facts=facts)
    _tell_the_asked(offers, by=by, at=at)
    row.refresh_from_db(fields=["withdrawn_at", "withdrawn_by"])
    asked = tuple(offer.to_actor.name for offer in offers)
    return Withdrawn(row, tuple(share.actor.name for share in running), asked)


def _tell_the_asked(offers: Collection[TransferOffer], *, by: Viewer, at: datetime) -> None:
    for offer in offers:  # without the person, as the offer was told
        record(Event.TRANSFER_TAKEN_BACK, at=at, by=by.id, ref=offer.ref)


def who_sees_in_turn(person_id: UUID | None) -> None:
    """Whoever changes who sees a person comes one after the other: taken before any row is locked, since whoever takes
    a person over, or names staff, has no row of theirs to lock yet."""
    if person_id is not None:
        one_at_a_time("who sees", person_id)


def locked(code: str, *, by: Viewer, act: Act) -> Person:
    """The person, locked, if the viewer may do the act. Raises NotFound."""
    known = Person.objects.filter(code=codes.parse(code) or "").values_list("pk", flat=True).first()
    who_sees_in_turn(known)
    found = Person.objects.select_for_update(of=("self",)).filter(code=codes.parse(code) or "").first()
    return allowed(by, act, found)


def _refuse_half(said: ConsentSaid) -> None:
    wrong = {}
    if said.what not in Consented.values:
        wrong["what"] = _("Choose what the person says yes to.")
    if said.language not in LANGUAGES:
        wrong["language"] = _("Choose the language in which the person was told.")
    if said.how not in HowSaid.values:
        wrong["how"] = _("Choose how the person said yes.")
    if said.what == Consented.OTHER and not said.note.strip():
        wrong["note"] = _("Write what the person says yes to, without names.")
    if wrong:
        raise Invalid(wrong)


def _refuse_end(said: ConsentSaid, at: datetime) -> None:
    if said.until is None:
        return
    if said.until < max(said.on, day(at)):
        raise Invalid({"until": _("The day has passed. Choose today or a later day.")})
    if said.until > day(at) + timedelta(days=LONGEST_CONSENT):
        raise Invalid({"until": _("The day is more than three years ahead. Check the year.")})
