"""Who sees a person: sharing with another actor until a day, naming the only staff who see, and breaking the glass.

The rights themselves are written by SQL functions that test the asker again (``accounts/sql/functions.sql``): no role
of the program may write guardian's tables.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound, WrongState
from accounts.functions import call
from accounts.locks import one_at_a_time
from accounts.models import Actor
from accounts.viewer import Viewer
from accounts.words import day_words
from audit.record import Event, record
from cases import codes, guard
from cases.access import may_read_sealed
from cases.models import BrokenGlass, ConsentGiven, Person, Restriction, Share
from cases.models.consent import Consented
from cases.selectors.consent import holds
from cases.selectors.sharing import staff_to_name
from cases.services.consent import ConsentSaid, locked, note_on, who_sees_in_turn
from certification.selectors import is_certified

LONGEST_SHARE = 365
"""So many days ahead a share may last; then it is asked for anew."""
GLASS = timedelta(hours=3)
"""So long the glass stays broken (access.md, Roles)."""
SHORTEST_REASON = 15
"""Fewer characters are no reason that an actor could judge."""


def share(
    code: str,
    actor_ref: str,
    *,
    until: date,
    may_write: bool,
    consent: str | ConsentSaid,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> Share:
    """Let another actor's staff see the person, or see and write, through ``until`` (inclusive, a year at most).

    It rests on the person's ``consent`` to just that actor: one that stands there, by its reference, or one that is
    noted with it. What the actor had before is replaced. Raises NotFound, Invalid (no such actor, a day that has
    passed, lies too far ahead or after the last day of the consent, a consent that does not hold).
    """
    person = locked(code, by=by, act=Act.SHARE)
    actor = Actor.objects.filter(ref=actor_ref).first()
    if actor is None or actor.pk == person.responsible_actor_id or not is_certified(actor.pk, on=day(at)):
        raise Invalid({"actor": _("Choose the actor to share with.")})
    if until < day(at):
        raise Invalid({"until": _("The day has passed. Choose today or a later day.")})
    if until > day(at) + timedelta(days=LONGEST_SHARE):
        raise Invalid({"until": _("A share lasts a year at most. You can renew it then.")})
    if isinstance(consent, ConsentSaid):
        said = replace(consent, what=Consented.SHARE, actor=actor.ref)
        _refuse_longer(said.until, until)
        rests_on = note_on(person, said, by=by, at=at, answered=answered)
    else:
        rests_on = _consent(person, actor, consent, at)
        _refuse_longer(rests_on.until, until)
    row = Share(pk=uuid4(), ref=codes.new_ref("D"), person=person, actor=actor, may_write=may_write, until=until)
    row.consent = rests_on
    call("nsp_share", row.pk, row.ref, person.pk, actor.pk, until, may_write, rests_on.pk, at)
    facts = {"to_actor": str(actor.pk), "from_actor": str(person.responsible_actor_id), "until": until.isoformat()}
    record(Event.PERSON_SHARED, at=at, by=by.id, ref=row.ref, person_id=person.pk, facts=facts)
    return row


def _consent(person: Person, actor: Actor, ref: str, at: datetime) -> ConsentGiven:
    rows = ConsentGiven.objects.filter(person=person, what=Consented.SHARE, to_actor=actor, ref=ref)
    row = rows.first()
    if row is None or not holds(row, day(at)):
        raise Invalid({"consent": _("Choose a consent to this actor that holds, or note a new one.")})
    return row


def _refuse_longer(last: date | None, until: date) -> None:
    if last is not None and last < until:
        said = {"day": day_words(last, weekday=False)}
        raise Invalid({"until": _("The consent holds until %(day)s. The share cannot last longer.") % said})


def stop_sharing(code: str, share_ref: str, *, by: Viewer, at: datetime) -> Share:
    """End a share at once: the actor sees the person no more. Raises NotFound, WrongState (it has ended already)."""
    person = locked(code, by=by, act=Act.END_SHARE)
    row = Share.objects.select_related("actor").filter(person=person, ref=share_ref).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise WrongState("ENDED", "stop_sharing", is_done=True)
    call("nsp_unshare", person.pk, row.actor_id, at)
    facts = {"to_actor": str(row.actor_id), "from_actor": str(person.responsible_actor_id)}
    record(Event.SHARE_ENDED, at=at, by=by.id, ref=row.ref, person_id=person.pk, facts=facts)
    return row


def restrict(code: str, named: Collection[UUID], *, caseworker: UUID | None, by: Viewer, at: datetime) -> None:
    """From now on only the ``named`` of the responsible actor's staff see the person; ``caseworker`` is one of them.

    For a manager who sees the person. Raises NotFound, Invalid (nobody named, somebody who does not work there).
    """
    one_at_a_time("restriction", codes.parse(code) or "")
    person = locked(code, by=by, act=Act.RESTRICT)
    assert person.responsible_actor_id  # the answer to RESTRICT says so
    _name(person.pk, person.code, person.responsible_actor_id, named, caseworker, by=by, at=at)


def rename(ref: str, named: Collection[UUID], *, caseworker: UUID | None, by: Viewer, at: datetime) -> None:
    """Say anew who is named. For every manager of the actor, also one who does not see the person.

    Raises NotFound, Invalid.
    """
    row = _open_restriction(ref, by=by)
    _name(row.person_id, row.code, row.actor_id, named, caseworker, by=by, at=at)


def lift(ref: str, *, by: Viewer, at: datetime) -> None:
    """Open the person to all of the actor's staff again; those who were named are told. Raises NotFound."""
    row = _open_restriction(ref, by=by)
    call("nsp_lift", row.person_id, at)
    facts = {"actor": str(row.actor_id), "named": sorted(map(str, row.named))}
    record(Event.RESTRICTION_LIFTED, at=at, by=by.id, person_id=row.person_id, facts=facts)


def break_glass(code: str, reason: str, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> BrokenGlass:
    """Let a coordinator read the person's sealed text for three hours, for a reason that the actor can read.

    Raises NotFound, Invalid (no reason that says anything), WrongState (the text can be read already), PointsOut.
    """
    person = allowed(by, Act.BREAK_GLASS, Person.objects.filter(code=codes.parse(code) or "").first())
    one_at_a_time("glass", f"{person.pk}:{by.id}")
    if may_read_sealed(by, person.pk):
        raise WrongState("OPEN", "break_glass", is_done=True)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid({"reason": _("Write why you need to read. The actor will see it.")})
    guard.refuse_unanswered({"reason": reason}, answered)
    row = BrokenGlass(person=person, by_id=by.id, at=at, until=at + GLASS, reason=reason.strip())
    row.save(force_insert=True)
    facts = {"actor": str(person.responsible_actor_id or ""), "caseworker": str(person.caseworker_id or "")}
    record(Event.GLASS_BROKEN, at=at, by=by.id, ref=person.code, person_id=person.pk, facts=facts)
    return row


def tidy() -> None:
    """Take away rights whose last day has passed; they open nothing already. By the system, inside its door."""
    call("nsp_tidy")


def _open_restriction(ref: str, *, by: Viewer) -> Restriction:
    rows = Restriction.objects.filter(ref=ref, ended_at=None)
    found = rows.first()
    if found is not None:  # by the person's code, since a manager who does not see the person has no row to lock
        one_at_a_time("restriction", found.code)
        who_sees_in_turn(found.person_id)
    return allowed(by, Act.RESTRICT, rows.first())


def _name(
    person_id: UUID,
    code: str,
    actor_id: UUID,
    named: Collection[UUID],
    caseworker: UUID | None,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    if not named:
        raise Invalid({"named": _("Name at least one.")})
    if not set(named) <= {one.id for one in staff_to_name(actor_id)}:
        raise Invalid({"named": _("Choose among those who work for the actor.")})
    if caseworker not in named:
        raise Invalid({"caseworker": _("Choose the caseworker among those whom you name.")})
    # Only who sees the person can write the caseworker: a manager who is not to be named does so first.
    call("nsp_restrict", uuid4(), codes.new_ref("B"), person_id, code, list({*named, by.id}), at)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if person.caseworker_id != caseworker:
        person.caseworker_id, person.changed_at, person.changed_by_id = caseworker, at, by.id
        person.save(update_fields=["caseworker", "changed_at", "changed_by"])
    call("nsp_restrict", uuid4(), codes.new_ref("B"), person_id, code, list(named), at)
    _tell(person_id, actor_id, named, by=by, at=at)


def name_instead(row: Restriction, leaver: UUID, named: UUID, *, by: Viewer, at: datetime) -> None:
    """Name somebody instead of one who leaves, and as the caseworker where the leaver was it. For a manager, also one
    who does not see the person: by a service that has asked whether the viewer may."""
    one_at_a_time("restriction", row.code)
    who_sees_in_turn(row.person_id)
    users = list(dict.fromkeys(named if one == leaver else one for one in row.named))
    # Only who sees the person can write the caseworker: a manager who is not to be named does so first.
    call("nsp_restrict", uuid4(), codes.new_ref("B"), row.person_id, row.code, list({*users, by.id}), at)
    mine = Person.objects.filter(pk=row.person_id, caseworker_id=leaver)
    mine.update(caseworker_id=named, changed_at=at, changed_by_id=by.id)
    call("nsp_restrict", uuid4(), codes.new_ref("B"), row.person_id, row.code, users, at)
    _tell(row.person_id, row.actor_id, users, by=by, at=at)


def _tell(person_id: UUID, actor_id: UUID, named: Collection[UUID], *, by: Viewer, at: datetime) -> None:
    facts = {"actor": str(actor_id), "named": sorted(map(str, named))}
    record(Event.PERSON_RESTRICTED, at=at, by=by.id, person_id=person_id, facts=facts)
