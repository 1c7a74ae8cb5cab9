"""What coordinators wait for: actors that have to answer, and what only a colleague may decide. And what a colleague
has made for somebody else to publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import short_day_words, waited_words
from cases.models import AdmissionRequest, HandOver
from cases.models.admission import WAITING_SINCE
from cases.selectors.decision import Waiting
from cases.states import AdmissionState, ReportState
from funding.models import ClaimState
from funding.selectors.claims import claims_in
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors.todo_rows import near_day
from reports.models import FunderReport

MOST = 100


def others_decide(waiting: Iterable[Waiting], now: datetime) -> Iterator[Aside]:
    """Requests of an actor that the viewer belongs to: a colleague decides."""
    for row in waiting:
        if row.own:
            since = _("waited %(time)s") % {"time": waited_words(row.waiting_since, now)}
            yield Aside(_("Another coordinator decides: %(what)s") % {"what": row.heading}, (row.actor, since))


def asked_to_take_on(row: HandOver, on: date) -> Aside:
    """An actor that is asked to take a person on."""
    actor = row.to_actor.name if row.to_actor else ""
    since = _("asked %(day)s") % {"day": near_day(day(row.moved_at), on)}
    what = _("%(actor)s has to answer about a person") % {"actor": actor}
    return Aside(what, (row.person.code_name, row.person.code, since), address(("hand_over", row.ref)))


def returned(on: date) -> Iterator[Aside]:
    """Requests that the actor has to complete. One query."""
    rows = AdmissionRequest.objects.filter(state=AdmissionState.RETURNED).annotate(since=WAITING_SINCE)
    for row in rows.select_related("person", "actor").order_by("since", "id")[:MOST]:
        what = _("%(actor)s has to complete a request") % {"actor": row.actor.name}
        since = _("sent %(day)s") % {"day": near_day(day(row.since), on)} if row.since else ""
        yield Aside(what, (row.person.code_name, row.person.code, since), address(("request", row.ref)))


def reports_asked_about(on: date) -> Iterator[Aside]:
    """Reports about which the actor has to answer. One query."""
    for row in claims_in(ClaimState.ASKED, limit=MOST):
        what = _("%(actor)s has to answer about a report") % {"actor": row.actor}
        since = _("asked %(day)s") % {"day": short_day_words(day(row.decided_at), on)} if row.decided_at else ""
        yield Aside(what, (since,), address(("claim", row.ref)))


def reports_to_publish(viewer: Viewer) -> Iterator[Row]:
    """Reports that a colleague has made and somebody else has to publish. One query."""
    rows = FunderReport.objects.filter(state=ReportState.DRAFT).exclude(made_by_id=viewer.id)
    for row in rows.select_related("made_by").defer("pdf", "snapshot"):
        yield Row(
            when=_("When you can"),
            what=_("Report for %(year)s to read and publish") % {"year": row.year},
            who=(_("made by %(name)s") % {"name": row.made_by.name},),
            act=_("Read and publish"),
            url=address(("report", row.ref)),
        )
