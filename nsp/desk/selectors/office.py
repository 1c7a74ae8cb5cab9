"""Att göra for coordinators, the funder and cooperating actors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clock import day
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, listed_day_words, near_words, short_day_words, urgency, waited_words
from cases.access import OPEN_HAND_OVERS
from cases.models import AdmissionRequest, HandOver, Intervention, Receipt
from cases.models.choices import Kind
from cases.selectors.decision import Waiting, queue
from cases.selectors.last_day import waiting_last_days
from cases.selectors.same_person import open_errands
from cases.selectors.standing import PERIOD_NAMES
from cases.selectors.striking import Waiting as Waiting_
from cases.selectors.striking import strikings_waiting
from cases.selectors.task import open_tasks
from cases.states import AdmissionState, HandOverState, InterventionState, ReceiptState, ReportState
from funding.selectors.budgets import YearBudget, budget_of
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors.journal_todo import to_answer
from nsp.desk.selectors.money_todo import accounts_waiting, claims_waiting
from nsp.desk.selectors.office_waits import (
    asked_to_take_on,
    others_decide,
    reports_asked_about,
    reports_to_publish,
    returned,
)
from nsp.desk.selectors.papers import capital, papers
from nsp.desk.selectors.talk_todo import questions_that_wait, questions_to_answer
from nsp.desk.selectors.task_todo import given_aside
from nsp.desk.selectors.todo_rows import in_order, lines
from reports.models import FunderReport

ENDING_DAYS = 7
LONG_WAIT_DAYS = 2


@dataclass(frozen=True)
class OfficeTodo:
    """What a coordinator meets in the morning. Everything that waits is here; the page folds what is more than some.

    ``queue`` without what somebody else has to decide, since the viewer belongs to the actor; that and what actors have
    to answer stands in ``waiting_for``. ``ending``: to keep an eye on, since the actor does what is to be done.
    """

    queue: tuple[Waiting, ...]
    on_list: int
    """How many applications wait for a place in the budget."""
    tasks: tuple[Row, ...]
    hand_overs: tuple[Row, ...]
    last_days: tuple[Row, ...]
    same: tuple[Row, ...]
    questions: tuple[Row, ...]
    strikings: tuple[Row, ...]
    claims: tuple[Row, ...]
    accounts: tuple[Row, ...]
    certifications: tuple[Row, ...]
    reports: tuple[Row, ...]
    ending: tuple[Row, ...]
    waiting_for: tuple[Aside, ...]
    budget: YearBudget | None

    @property
    def waiting(self) -> int:
        """How many requests the viewer can decide."""
        return len(self.queue)

    @property
    def count(self) -> int:
        """The number in the menu: every line that can be acted on."""
        errands = (self.tasks, self.hand_overs, self.last_days, self.same, self.questions, self.strikings)
        money = (self.claims, self.accounts, self.certifications, self.reports)
        return self.waiting + sum(len(rows) for rows in (*errands, *money))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self.count


@queries(31)
def office_todo(viewer: Viewer, *, now: datetime) -> OfficeTodo:
    """For coordinators: the queue first, then persons without an actor, questions, money, certifications. What is the
    viewer's as an actor's staff, too, stands in that list alone."""
    on, waiting = day(now), queue(viewer)
    hand_overs = list(_hand_overs())
    alone, is_manager = not viewer.is_staff_of_an_actor, viewer.is_(Role.MANAGER)
    tasks = open_tasks(viewer) if alone else ()
    strikings = _to_strike(viewer)
    accounts, asked_accounts = ([], []) if is_manager else accounts_waiting(viewer, now)
    return OfficeTodo(
        queue=tuple(row for row in waiting if not row.own),
        on_list=AdmissionRequest.objects.filter(state=AdmissionState.WAITING).count(),
        tasks=in_order(lines((), tasks, on)),
        hand_overs=tuple(_to_route(row, now) for row in hand_overs if row.state != HandOverState.OFFERED),
        last_days=tuple(_last_days(viewer, now)),
        same=tuple(_same(viewer, now)),
        questions=tuple(questions_to_answer(viewer, now)) if alone else (),
        strikings=tuple(to_answer(strikings, now)),
        claims=tuple(claims_waiting(viewer, now)),
        accounts=tuple(accounts),
        certifications=tuple(papers(on)),
        reports=tuple(reports_to_publish(viewer)),
        ending=tuple(_ending(on)),
        waiting_for=(
            *others_decide(waiting, now),
            *(asked_to_take_on(row, on) for row in hand_overs if row.state == HandOverState.OFFERED),
            *returned(on),
            *reports_asked_about(on),
            *(given_aside(row, on) for row in tasks if row.is_with_others),
            *(questions_that_wait(viewer, on) if alone else ()),
            *asked_accounts,
        ),
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


def _hand_overs() -> QuerySet[HandOver]:
    """Persons whom no certified actor has taken on: the coordinators' errand until one has."""
    return (
        HandOver.objects.filter(state__in=OPEN_HAND_OVERS)
        .select_related("person", "from_actor", "to_actor")
        .order_by("made_at", "id")
    )


def _to_route(row: HandOver, now: datetime) -> Row:
    return Row(
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


def _same(viewer: Viewer, now: datetime) -> list[Row]:
    """Two persons who may be one human: those with one number first."""
    return [
        Row(
            when=_("waited %(time)s") % {"time": waited_words(row.made_at, now)},
            what=_("Are %(one)s and %(other)s the same human?") % {"one": row.names[0], "other": row.names[1]},
            who=(*row.codes, row.sign),
            act=_("Compare"),
            url=address(("same_person", row.ref)),
            kind="late" if row.is_strong and now - row.made_at > timedelta(days=LONG_WAIT_DAYS) else "soon",
        )
        for row in sorted(open_errands(viewer), key=lambda row: not row.is_strong)
    ]


def _to_strike(viewer: Viewer) -> tuple[Waiting_, ...]:
    """Passages whose actor has nobody else to answer; what staff of an actor answer stands among their own errands."""
    return () if viewer.is_staff_of_an_actor else tuple(strikings_waiting(viewer))


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
