"""Deadlines of what a person has agreed to: a consent that ends, and a share that ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, keeps
from accounts.deadlines import Wording
from cases.deadlines_of_persons import of_person
from cases.models import ConsentGiven, Share


def _consents() -> Any:
    rows = ConsentGiven.objects.filter(withdrawn_at=None, until__isnull=False)
    return rows.select_related("person").defer("note")


@keeps(
    "CONSENT_ENDS",
    _("The person is asked again before a consent ends"),
    until=_("Before a consent ends (days)"),
    source="domain §4, consents; what rests on it ends with it",
    rows=_consents,
    column="until",
    before=(14, 3, 0),
    before_words=Wording(
        _("%(who)s: a consent ends on %(last)s"), _("See the consents"), "person_consents", "person", "soon"
    ),
)
def _consent(row: ConsentGiven, on: date) -> Clock | None:
    assert row.until
    return of_person(row.person, row.ref, row.until, begun=day(row.stated_at))


def _shares() -> Any:
    return Share.objects.filter(ended_at=None).select_related("person")


@keeps(
    "SHARE_ENDS",
    _("A share is renewed, or let end"),
    until=_("Before a share ends (days)"),
    source="domain §2, sharing until a day",
    rows=_shares,
    column="until",
    before=(7, 1),
    before_words=Wording(
        _("%(who)s: %(to)s sees the person until %(last)s"), _("See who sees"), "person_share", "person", "soon"
    ),
)
def _share(row: Share, on: date) -> Clock | None:
    return of_person(row.person, row.ref, row.until, begun=day(row.since), facts={"to": str(row.actor_id)})
