"""What people are told about reports, run by the outbox (at least once: twice is once)."""

from __future__ import annotations

from uuid import UUID

from accounts.acts import Role
from accounts.deadlines import To
from audit.models import Outbox
from audit.record import Event, on
from cases.states import ReportState
from funding.selectors.year_end import ended
from reminders.services.events import stands, tell_of
from reminders.services.telling import settle
from reports.models import FunderReport


@on(Event.REPORT_MADE)
def ask_for_a_second_reader(event: Outbox) -> None:
    """The other coordinators: one makes a report, another publishes it. The maker waits on the page."""
    if stands(FunderReport, event, ReportState.DRAFT):
        tell_of(event, To(roles=(Role.COORDINATOR,)), but=UUID(event.facts["made_by"]))


@on(Event.REPORT_PUBLISHED)
def tell_the_funder(event: Outbox) -> None:
    """The funders can read it; nobody has to publish it."""
    settle(event.ref, [Event.REPORT_MADE], at=event.at)
    tell_of(event, To(roles=(Role.FUNDER,)))


@on(Event.YEAR_TO_SIGN)
def ask_for_a_second_signature(event: Outbox) -> None:
    """The other coordinators, while it waits for the second of two."""
    begun = ended(event.facts["year"])
    if begun and not begun.signed and begun.first_id == event.by_user:
        tell_of(event, To(roles=(Role.COORDINATOR,)))


@on(Event.YEAR_SIGNED)
def tell_that_a_year_is_closed(event: Outbox) -> None:
    """Nobody has to sign any longer; the other coordinators hear of it."""
    settle(event.ref, [Event.YEAR_TO_SIGN], at=event.at)
    tell_of(event, To(roles=(Role.COORDINATOR,)))
