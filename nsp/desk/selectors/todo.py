"""Att göra: what the viewer can do something about, in the order in which it should be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clock import day
from accounts.queries import queries
from accounts.selectors.absences import AbsenceRow, standing_in
from accounts.viewer import Viewer
from accounts.words import clock_words
from cases.access import visible_requests
from cases.models import Case, Closing, Identification, Person, ReturnPlan
from cases.selectors.drafts import drafts
from cases.selectors.put_off import key_of, put_off, waits, without
from cases.selectors.steps import AHEAD_DAYS, StepFacts, next_steps, step_facts
from cases.selectors.striking import Waiting, strikings_waiting
from cases.selectors.subjects import STEPS_ASK
from cases.selectors.task import open_tasks, tasks_nobody_has
from cases.states import ON_ITS_WAY, IdentificationState
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors import todo_rows as rows_of
from nsp.desk.selectors.journal_todo import asked, begun, to_answer
from nsp.desk.selectors.money_todo import accounts_waiting, reports_of
from nsp.desk.selectors.talk_todo import messages_begun, questions_that_wait, questions_to_answer
from nsp.desk.selectors.task_todo import given_aside, orphan_row
from nsp.desk.selectors.transfer_todo import asked_in_vain

FOLLOWED_DAYS = 60
"""So long somebody who was identified, and for whom nothing was asked, stays among what to do."""
VIEW_FROM_DAYS = 75
"""From so long after a closing on the person may have to be asked for their view."""
RETURN_DAYS = 300
"""So long a plan of a return that nobody writes in is looked at: its last follow-up is due after six months."""
DRAFTS = 5


@dataclass(frozen=True)
class CaseworkerTodo:
    """What a caseworker meets in the morning."""

    first: tuple[Row, ...]
    asked: tuple[Row, ...]
    offered: tuple[Row, ...]
    week: tuple[Row, ...]
    later: tuple[Row, ...]
    waiting: tuple[Aside, ...]
    news: tuple[Aside, ...]
    drafts: tuple[Aside, ...]
    next_date: tuple[date, str] | None
    standing_in: tuple[AbsenceRow, ...] = ()
    put_off: tuple[Aside, ...] = ()

    @property
    def count(self) -> int:
        """What the viewer can finish: the number in the menu."""
        return len(self.first) + len(self.asked) + len(self.offered) + len(self.week)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.count or self.later)


@queries(37 + STEPS_ASK)
def caseworker_todo(viewer: Viewer, *, now: datetime) -> CaseworkerTodo:
    """For staff of a certified actor: their own persons and those of whom they stand in for; for a manager, all of the
    actor's. And their own tasks."""
    on = day(now)
    strikings = tuple(strikings_waiting(viewer))
    away = standing_in(viewer, on=on)
    persons = _followed(viewer, [viewer.id, *(row.user for row in away)], on)
    facts = step_facts(viewer, persons, on=on)
    steps = [(person, step) for person in persons for step in next_steps(facts[person.pk], on=on)]
    later = put_off([person.pk for person in persons], on=on)
    tasks = open_tasks(viewer)
    lines = list(rows_of.lines(without(steps, later, on=on), tasks, on))
    calm = [one for one in lines if not (one.presses or one.answers)]
    week = [one for one in calm if one.due and one.due <= on + timedelta(days=AHEAD_DAYS)]
    answers, reports = _to_answer(viewer, strikings, now)
    others = [rows_of.waiting_step(person, step, now) for person, step in steps if step.waits]
    given = [given_aside(row, on) for row in tasks if row.is_with_others]
    return CaseworkerTodo(
        first=rows_of.in_order(one for one in lines if one.presses and not one.answers),
        asked=(*rows_of.in_order(one for one in lines if one.answers), *answers),
        offered=(*rows_of.offered(viewer, on), *rows_of.moving_over(viewer, on)),
        week=rows_of.in_order(week),
        later=rows_of.in_order(one for one in calm if one not in week),
        waiting=(*others, *given, *questions_that_wait(viewer, on), *reports, *asked(strikings, on)),
        news=(*rows_of.news(viewer, now), *asked_in_vain(viewer, on)),
        drafts=(*own_drafts(viewer, on), *begun(viewer, on), *messages_begun(viewer, on)),
        next_date=_next_date(persons, facts, on),
        standing_in=away,
        put_off=tuple(
            rows_of.put_off_step(person, step, later[person.pk, key_of(step)], on)
            for person, step in steps
            if waits(step, later.get((person.pk, key_of(step))), on=on)
        ),
    )


def _to_answer(viewer: Viewer, strikings: tuple[Waiting, ...], now: datetime) -> tuple[list[Row], list[Aside]]:
    """What others wait for from the viewer, and of the same kinds what the viewer waits for."""
    on, waits = day(now), list[Aside]()
    reports, sent = reports_of(viewer, on)
    rows = [*reports, *questions_to_answer(viewer, now), *to_answer(strikings, now)]
    if viewer.is_(Role.MANAGER):
        accounts, waits = accounts_waiting(viewer, now)
        orphans = [orphan_row(row, on) for row in tasks_nobody_has(viewer)]
        rows += [*orphans, *accounts, *rows_of.extracts_to_take(viewer, on)]
    return rows, [*sent, *waits]


def _followed(viewer: Viewer, workers: Sequence[UUID], on: date) -> list[Person]:
    """Persons for whom something may have to be done: an open case, a request, newly identified, a return to follow,
    or three months since a case was closed."""
    rows = Person.objects.filter(responsible_actor_id__in=viewer.actors)
    if not viewer.is_(Role.MANAGER):
        rows = rows.filter(caseworker_id__in=workers)
    mine = {"person_id": OuterRef("pk")}
    cases = Case.objects.filter(closed_on=None, **mine)
    months = on - timedelta(days=VIEW_FROM_DAYS)
    to_ask = Closing.objects.filter(reopened_at=None, follow_ups=None, on__lte=months, **mine)
    gone = ReturnPlan.objects.filter(called_off_on=None, saved_at__date__gte=on - timedelta(days=RETURN_DAYS), **mine)
    asked = visible_requests(viewer).filter(state__in=ON_ITS_WAY, **mine)
    met = Identification.objects.filter(
        state=IdentificationState.OPEN, on__gte=on - timedelta(days=FOLLOWED_DAYS), **mine
    )
    wanted = Exists(cases) | Exists(asked) | Exists(met) | Exists(to_ask) | Exists(gone)
    return list(rows.filter(wanted).order_by("made_at", "id"))


def own_drafts(viewer: Viewer, on: date) -> list[Aside]:
    """Identifications that the viewer has begun and not sent."""
    near = rows_of.near_day
    return [
        Aside(
            _("Identification, begun %(day)s") % {"day": near(day(row.made_at), on)},
            (_("saved %(day)s at %(time)s") % {"day": near(day(row.saved_at), on), "time": clock_words(row.saved_at)},),
            address(("identification_form", row.token)),
        )
        for row in drafts(viewer)[:DRAFTS]
        if row.token
    ]


def _next_date(persons: list[Person], facts: dict[UUID, StepFacts], on: date) -> tuple[date, str] | None:
    """The next last day of anybody's period, for the friendly sentence of an empty list."""
    ahead = [
        (row.last, person.code_name)
        for person in persons
        for row in facts[person.pk].periods
        if row.last >= on and row.last >= row.start
    ]
    return min(ahead, default=None)
