"""Att göra for coordinators, the funder and cooperating actors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, listed_day_words, near_words, short_day_words, urgency, waited_words
from cases.models import AdmissionRequest, HandOver, Intervention, Receipt
from cases.models.choices import Kind
from cases.selectors.decision import Waiting, queue
from cases.selectors.last_day import waiting_last_days
from cases.selectors.standing import PERIOD_NAMES
from cases.states import AdmissionState, HandOverState, InterventionState, ReceiptState, ReportState
from funding.selectors.budgets import YearBudget, budget_of
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors.money_todo import accounts_waiting, claims_waiting
from nsp.desk.selectors.papers import capital, papers
from reports.models import FunderReport

ENDING_DAYS = 7
LONG_WAIT_DAYS = 2


@dataclass(frozen=True)
class OfficeTodo:
    """What a coordinator meets in the morning. Everything that waits is here; the page folds what is more than some."""

    queue: tuple[Waiting, ...]
    waiting: int
    on_list: int
    """How many applications wait for a place in the budget."""
    hand_overs: tuple[Row, ...]
    last_days: tuple[Row, ...]
    claims: tuple[Row, ...]
    accounts: tuple[Row, ...]
    ending: tuple[Row, ...]
    certifications: tuple[Row, ...]
    reports: tuple[Aside, ...]
    budget: YearBudget | None

    @property
    def count(self) -> int:
        """The number in the menu."""
        errands = (self.hand_overs, self.last_days, self.claims, self.accounts, self.ending)
        return self.waiting + sum(len(rows) for rows in errands)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.count or self.certifications)


@queries(21)
def office_todo(viewer: Viewer, *, now: datetime) -> OfficeTodo:
    """For coordinators: the queue first, then persons without an actor, periods that end, certifications, permits."""
    on = day(now)
    waiting = queue(viewer)
    return OfficeTodo(
        queue=waiting,
        waiting=sum(1 for row in waiting if not row.own),
        on_list=AdmissionRequest.objects.filter(state=AdmissionState.WAITING).count(),
        hand_overs=tuple(_hand_overs(now)),
        last_days=tuple(_last_days(viewer, now)),
        claims=tuple(claims_waiting(viewer, now)),
        accounts=tuple(accounts_waiting(viewer, now)),
        ending=tuple(_ending(on)),
        certifications=tuple(papers(on)),
        reports=tuple(_reports_to_publish(viewer)),
        budget=budget_of(on.year),
    )


@queries(1)
def published_reports() -> list[Aside]:
    """For the funder: what has been published, newest first."""
    rows = FunderReport.objects.filter(state=ReportState.PUBLISHED).order_by("-year", "-published_at")
    return [
        Aside(
            _("The programme %(year)s") % {"year": row.year},
            (_("published %(day)s") % {"day": day_words(day(row.published_at))} if row.published_at else "",),
            address(("report", row.ref)),
        )
        for row in rows.defer("pdf", "snapshot")
    ]


@queries(1)
def own_receipts(viewer: Viewer, *, on: date) -> list[Row]:
    """For cooperating staff: what they have handed over, newest first."""
    words = {
        ReceiptState.RECEIVED: (_("Received"), "info"),
        ReceiptState.PASSED_ON: (_("Passed on"), "info"),
        ReceiptState.CLOSED: (_("Closed"), "done"),
    }
    rows = Receipt.objects.filter(actor_id__in=viewer.actors).defer("text", "wrapped").order_by("-made_at")
    return [
        Row(
            when=words[ReceiptState(row.state)][0],
            what=_("Receipt %(number)s") % {"number": row.number},
            who=(_("handed over %(day)s") % {"day": listed_day_words(day(row.made_at), on)},),
            act=_("Open"),
            url=address(("receipt", row.number)),
        )
        for row in rows
    ]


def _hand_overs(now: datetime) -> list[Row]:
    """Persons whom no certified actor has taken on: the coordinators' errand until one has."""
    rows = HandOver.objects.filter(state__in=[HandOverState.RECEIVED, HandOverState.SENT_BACK])
    return [
        Row(
            when=_("waited %(time)s") % {"time": waited_words(row.made_at, now)},
            what=_("Find an actor for %(name)s") % {"name": row.person.code_name},
            who=(
                row.person.code,
                _("from %(actor)s") % {"actor": row.from_actor.name},
                _("sent back") if row.state == HandOverState.SENT_BACK else "",
                _("child, or age unclear") if row.person.as_child else "",
            ),
            act=_("Route"),
            url=address(("hand_over", row.ref)),
            kind="late" if now - row.made_at > timedelta(days=LONG_WAIT_DAYS) else "soon",
        )
        for row in rows.select_related("person", "from_actor").order_by("made_at")
    ]


def _last_days(viewer: Viewer, now: datetime) -> list[Row]:
    """Periods that run beside what society gives now, of actors that the viewer has no part in."""
    return [
        Row(
            when=_("waited %(time)s") % {"time": waited_words(row.made_at, now)},
            what=_("Society protects %(who)s: set the last day of %(name)s") % {"who": row.code_name, "name": row.name},
            who=(row.code, row.actor, _("proposed: %(day)s") % {"day": short_day_words(row.last, day(now))}),
            act=_("Decide"),
            url=address(("last_day", row.ref)),
            kind="late" if now - row.made_at > timedelta(days=LONG_WAIT_DAYS) else "soon",
        )
        for row in waiting_last_days(viewer)
        if not row.own
    ]


def _ending(on: date) -> list[Row]:
    """Periods whose last day is near, or has passed (early, too) without being reported back, however long ago."""
    granted, ended_early = InterventionState.GRANTED, InterventionState.ENDED_EARLY
    rows = Intervention.objects.filter(
        Q(state=granted, last__lte=on + timedelta(days=ENDING_DAYS)) | Q(state=ended_early, last__lt=on),
        last__gte=F("start"),
        start__lte=on,
    )
    found = []
    for row in rows.select_related("person", "actor").order_by("last"):
        kind = {"kind": capital(str(PERIOD_NAMES[Kind(row.kind)][0])), "name": row.person.code_name}
        ended = row.last < on
        what = _("%(kind)s of %(name)s has ended") if ended else _("%(kind)s of %(name)s ends")
        found.append(
            Row(
                when=capital(near_words(row.last, on)),
                what=what % kind,
                who=(
                    row.person.code,
                    row.actor.name,
                    _("not reported back") if ended else day_words(row.last, year=False),
                ),
                act=_("See"),
                url=address(("person", row.person.code)),
                kind=urgency(row.last, on),
            )
        )
    return found


def _reports_to_publish(viewer: Viewer) -> list[Aside]:
    """Reports that a colleague has made and somebody else has to publish."""
    rows = FunderReport.objects.filter(state=ReportState.DRAFT).exclude(made_by_id=viewer.id)
    return [
        Aside(
            _("Report for %(year)s to read and publish") % {"year": row.year},
            (_("made by %(name)s") % {"name": row.made_by.name},),
            address(("report", row.ref)),
        )
        for row in rows.select_related("made_by").defer("pdf", "snapshot")
    ]
