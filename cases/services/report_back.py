"""Reporting an intervention back after its last day (domain §3, ``report back within``)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Invalid
from accounts.viewer import Viewer
from audit.record import Event, record
from cases.models import Intervention
from cases.states import INTERVENTION_MOVES, after


def report_back(ref: str, *, by: Viewer, at: datetime) -> Intervention:
    """Say that the period was given as granted. Sums and vouchers come with payments.

    Raises NotFound, WrongState (reported already), Invalid (its last day has not passed).
    """
    row = Intervention.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    row = allowed(by, Act.END_INTERVENTION, row)
    row.state = after(INTERVENTION_MOVES, row.state, "report")
    if row.last >= day(at):
        raise Invalid({"": _("The period has not ended yet. Report it back after its last day.")})
    row.save(update_fields=["state"])
    record(Event.INTERVENTION_REPORTED, at=at, by=by.id, ref=row.ref, person_id=row.person_id)
    return row
