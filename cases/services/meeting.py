"""Meeting somebody again who is on record: another identification of the same person (domain §2.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Conflict, Refused
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import strange
from cases.models import AdmissionRequest, Identification
from cases.models.choices import Answer
from cases.models.person import Threat
from cases.services.facts import changeable
from cases.services.identification import date_first_meeting, meeting_says, write_down
from cases.services.identified import Identified, check_said
from cases.services.own import own_actor
from cases.states import ON_ITS_WAY, AdmissionState, IdentificationState
from cases.tokens import identification_id, one_form_at_a_time


def meet_again(
    code: str, what: Identified, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()
) -> Identification:
    """Add an identification to a person whom the viewer may change. Of ``what`` only the meeting is read: the person's
    own facts stand on their page, but for a danger that is told now, and forms of exploitation that are new.

    ``token`` comes with the form: the same form sent twice makes one. Where admission is asked for or given already,
    nothing is left to say of what became of it. Raises NotFound, Refused for somebody without an actor, Invalid,
    Strange (a day before the first meeting), PointsOut, Conflict where it has been sent and said something else.
    """
    person = changeable(code, by=by, after_closing=True)
    actor = own_actor(by=by, on=day(at))
    if actor is None:
        raise Refused("no_actor")
    one_form_at_a_time(token, by=by)
    before = Identification.objects.filter(pk=identification_id(token, by=by)).first()
    if before is not None:
        if before.person_id != person.pk or not meeting_says(before, what):
            raise Conflict("sent")
        return before
    check_said(what, on=day(at), answered=answered)
    sentence = _("The day is before the person was met for the first time (%(earlier)s). Is it right?")
    strange.refuse_unasked(strange.out_of_order("before_met", what.on, person.identified_on, sentence), answered)
    stands = (*ON_ITS_WAY, AdmissionState.CONFIRMED)
    asked = AdmissionRequest.objects.filter(person=person, case=None, state__in=stands).exists()
    state = IdentificationState.ADMISSION_ASKED if asked else IdentificationState.OPEN
    row = write_down(person, what, token=token, actor_id=actor.pk, by=by, at=at, state=state)
    date_first_meeting(person.pk)
    if what.immediate_risk == Answer.YES and person.threat != Threat.ACUTE:
        person.threat, person.changed_at, person.changed_by_id = Threat.ACUTE, at, by.id
        person.save(update_fields=["threat", "changed_at", "changed_by"])
    record(Event.PERSON_IDENTIFIED, at=at, by=by.id, ref=row.ref, person_id=person.pk)
    return row
