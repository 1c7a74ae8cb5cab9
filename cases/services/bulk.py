"""Many at once: each thing is fetched, checked and done on its own, and what did not go undoes nothing else.

What is missing and what the viewer may not know of did not go for the same reason. Things are taken in one order
whoever asks, so that two who do many at once wait for each other instead of stopping each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import STAFF, Act
from accounts.clock import day
from accounts.errors import Invalid, NotFound, NSPError
from accounts.lists import MOST_AT_ONCE
from accounts.locks import one_at_a_time
from accounts.models import Appointment
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes
from cases.access import visible_requests
from cases.models import (
    AdmissionRequest,
    GroupEvent,
    Identification,
    Intervention,
    JournalNote,
    Reminding,
    Restriction,
)
from cases.models.reminding import Waits
from cases.services import journal
from cases.services.consent import locked
from cases.states import AdmissionState, InterventionState

NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Went:
    """One of those that were chosen, as it was written by whoever chose. ``why``: a stable code where it did not go."""

    ref: str
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is done, now or before."""
        return not self.why


class _DidNotGo(NSPError):
    """Why one of many did not go, as a stable code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def each(refs: Collection[str], do: Callable[[str], object]) -> tuple[Went, ...]:
    """Do it to each, in a savepoint of its own. Raises Invalid where none is chosen, or too many are."""
    chosen = sorted({ref.strip()[:16] for ref in refs if ref.strip()}, key=str.upper)
    if not chosen:
        raise Invalid({"": _("Choose at least one.")})
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid({"": _("Choose at most %(n)s at a time.") % {"n": MOST_AT_ONCE}})
    return tuple(Went(ref, _why_not(ref, do)) for ref in chosen)


def _why_not(ref: str, do: Callable[[str], object]) -> str:
    try:
        with transaction.atomic():
            do(ref)
    except NSPError as error:
        return str(getattr(error, "why", "") or error.code)
    return ""


def give_persons(refs: Collection[str], to: UUID, *, by: Viewer, at: datetime) -> tuple[Went, ...]:
    """Make ``to`` the caseworker of each person. For a manager of the responsible actor who sees the person.

    Why one did not go: ``not_found``; ``not_staff`` (``to`` does not work there); ``not_named`` (the person is
    restricted, and not to them). Raises Invalid.
    """
    given = 0

    def give(ref: str) -> None:
        nonlocal given
        one_at_a_time("restriction", codes.parse(ref) or "")
        person = locked(ref, by=by, act=Act.ASSIGN)
        if not Appointment.objects.filter(
            user=to, user__is_active=True, actor=person.responsible_actor_id, role__in=STAFF
        ).exists():
            raise _DidNotGo("not_staff")
        restricted = Restriction.objects.filter(person=person, ended_at=None).first()
        if restricted is not None and to not in restricted.named:
            raise _DidNotGo("not_named")
        if person.caseworker_id != to:
            person.caseworker_id, person.changed_at, person.changed_by_id = to, at, by.id
            person.save(update_fields=["caseworker", "changed_at", "changed_by"])
            given += 1

    done = each(refs, give)
    if given:
        record(Event.PERSONS_GIVEN, at=at, by=by.id, facts={"to": str(to), "n": given})
    return done


def remind(refs: Collection[str], *, token: UUID, by: Viewer, at: datetime) -> tuple[Went, ...]:
    """Remind the actor of each thing that waits for it: a question to answer, an intervention to report back. Once a
    day and thing; the same ``token`` twice is once.

    Why one did not go: ``not_found``; ``today`` (it has been reminded of today); ``done`` (it waits no longer). Raises
    Invalid.
    """
    return each(refs, lambda ref: _remind(ref, token=token, by=by, at=at))


def _remind(ref: str, *, token: UUID, by: Viewer, at: datetime) -> None:
    one_at_a_time("reminding", ref)
    own = uuid5(by.id, f"remind:{token}:{ref}")
    if Reminding.objects.filter(pk=own).exists():
        return
    thing = _waiting(ref, by=by, at=at)
    if Reminding.objects.filter(ref=ref, on=day(at)).exists():
        raise _DidNotGo("today")
    waits = Waits.ANSWER if isinstance(thing, AdmissionRequest) else Waits.REPORT
    row = Reminding(pk=own, person_id=thing.person_id, ref=ref, waits=waits, on=day(at), at=at, by_id=by.id)
    row.save(force_insert=True)
    facts = {"actor": str(thing.actor_id), "waits": waits.value}
    record(Event.REMINDED, at=at, by=by.id, ref=ref, person_id=thing.person_id, facts=facts)


def _waiting(ref: str, *, by: Viewer, at: datetime) -> AdmissionRequest | Intervention:
    """The request or the intervention, locked, that waits for its actor."""
    if not by.may_ask(Act.REMIND):
        raise NotFound
    request = visible_requests(by).select_for_update(of=("self",)).filter(ref=ref).first()
    if request is not None:
        if request.sent_at is None:
            raise NotFound
        if request.state != AdmissionState.RETURNED:
            raise _DidNotGo("done")
        return request
    row = Intervention.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise NotFound
    if row.state == InterventionState.REPORTED or row.last >= day(at) or row.last < row.start:
        raise _DidNotGo("done")
    return row


def note_each(
    event: str,
    refs: Collection[str],
    said: journal.Said,
    *,
    token: UUID,
    by: Viewer,
    at: datetime,
    answered: Collection[str] = (),
) -> tuple[Went, ...]:
    """Write the same note in the journal of each of those persons of a group event, sealed under each one's own key.
    The same ``token`` twice writes none twice.

    Why one did not go: ``not_found`` (not of the event, moved away, no right to write). Raises NotFound, Invalid,
    PointsOut: what is wrong with the words is wrong with all of them.
    """
    row = allowed(by, Act.WRITE_NOTE, GroupEvent.objects.filter(ref=event).first())
    journal.check_said(said, at=at, answered=answered)
    met = Identification.objects.filter(group_event=row)

    def note(ref: str) -> JournalNote:
        code = codes.parse(ref) or ""
        if not met.filter(person__code=code).exists():
            raise NotFound
        return journal.write_note(code, said, token=uuid5(token, code), by=by, at=at, answered=answered)

    return each(refs, note)
