"""Deadlines of an actor's papers: its certification and the permit of its home run out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, Own, keeps
from accounts.deadlines import Wording
from certification.models import Certification, Permit

BEFORE = (90, 30, 7)


def _newest(model: Any, off: str) -> Any:
    later = model.objects.filter(actor_id=OuterRef("actor_id"), valid_from__gt=OuterRef("valid_from"))
    return model.objects.filter(~Exists(later), **{off: None}).select_related("actor")


@keeps(
    "CERTIFICATION_ENDS",
    _("An actor's certification is renewed"),
    until=_("Before an actor's certification ends (days)"),
    source="domain §3: new applications are stopped when it has run out",
    rows=lambda: _newest(Certification, "suspended_on"),
    column="valid_to",
    before=BEFORE,
    for_office=True,
    own=Own.MANAGERS,
    ref="actor__ref",
    person="",
    before_words=Wording(_("The certification of %(actor)s holds until %(last)s"), _("See"), "actor", urgency="soon"),
)
def _certification(row: Certification, on: date) -> Clock | None:
    return Clock(row.actor.ref, row.valid_to, row.actor_id, facts={"actor": str(row.actor_id)})


@keeps(
    "PERMIT_ENDS",
    _("The permit of an actor's home is renewed"),
    until=_("Before the permit of an actor's home ends (days)"),
    source="domain §3: a home gives no bed without it",
    rows=lambda: _newest(Permit, "withdrawn_on").filter(actor__is_home=True),
    column="valid_to",
    begun="noted_at",
    before=BEFORE,
    for_office=True,
    own=Own.MANAGERS,
    ref="actor__ref",
    person="",
    before_words=Wording(
        _("The permit of the home of %(actor)s holds until %(last)s"), _("See"), "actor", urgency="soon"
    ),
)
def _permit(row: Permit, on: date) -> Clock | None:
    return Clock(row.actor.ref, row.valid_to, row.actor_id, begun=day(row.noted_at), facts={"actor": str(row.actor_id)})
