"""The lines of a caseworker's Att göra: steps, tasks, offers, news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import clock_words, lower_first, near_words, short_day_words
from cases.answering import asker_words
from cases.models import AdmissionDecision, HandOver, Person
from cases.models.admission import DecisionKind
from cases.selectors.admission import decision_words
from cases.selectors.put_off import Later, can_wait, key_of
from cases.selectors.standing import asked_for
from cases.selectors.step import Step
from cases.selectors.task import TaskRow
from cases.selectors.transfer import asked_offers, extracts
from cases.states import HandOverState
from nsp.desk.links import address
from nsp.desk.rows import Aside, Press, Row
from nsp.desk.selectors.task_todo import task_row
from nsp.desk.steps import URGENT_DAYS, drawn, later_words, presses

NEWS_DAYS = 7


@dataclass(frozen=True)
class Dated:
    """A line with the day by which it sorts. ``answers``: somebody else waits for it; ``presses``: to be done first."""

    row: Row
    due: date | None
    presses: bool = False
    answers: bool = False
    duty: bool = False


def lines(steps: Iterable[tuple[Person, Step]], tasks: Iterable[TaskRow], on: date) -> Iterator[Dated]:
    """Steps and tasks that are the viewer's to do."""
    for person, step in steps:
        if not step.waits:
            answers = step.code == "answer"
            yield Dated(_row(person, step, on), step.due, presses(step, on=on), answers, step.first)
    for task in tasks:
        if task.came_back:
            yield Dated(task_row(task, on), task.due, answers=True)
        elif task.is_to_do:
            near = task.due is not None and (task.due - on).days <= URGENT_DAYS
            yield Dated(task_row(task, on), task.due, near)


def in_order(rows: Iterable[Dated]) -> tuple[Row, ...]:
    """Duties first, then by day; what has none last."""
    return tuple(one.row for one in sorted(rows, key=lambda one: (not one.duty, one.due or date.max)))


def _row(person: Person, step: Step, on: date) -> Row:
    row = drawn(step, on=on)
    later = f"{address(('person_put_off', person.code))}?{urlencode({'what': key_of(step)})}" if can_wait(step) else ""
    who = (person.code_name, person.code, row.note)
    found = Row(row.when, row.what, who, row.act, row.url, row.kind, later_url=later)
    if step.press is None:
        return found
    fields = (*step.press.fields, ("then", "todo"))
    return replace(found, press=Press(step.press.label, address(step.press.link), fields))


def put_off_step(person: Person, step: Step, later: Later, on: date) -> Aside:
    """A step that is put off: until when, by whom and why."""
    who = (person.code_name, person.code, later_words(later, on))
    return Aside(step.what, who, address(("person_put_off", person.code)))


def waiting_step(person: Person, step: Step, now: datetime) -> Aside:
    """A step that somebody else has to take: since when, and by when a coordinator answers."""
    since, on = step.since, day(now)
    sent = (
        _("sent %(day)s at %(time)s") % {"day": near_day(day(since), on), "time": clock_words(since)} if since else ""
    )
    due = lower_first(asker_words(step.answer_due, now)) if step.answer_due else ""
    return Aside(step.what, (person.code_name, person.code, sent, due), address(step.link))


def near_day(when: date, on: date) -> str:
    """``i går``, ``24 november``: a day that is past."""
    return near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)


def offered(viewer: Viewer, on: date) -> list[Row]:
    """Hand-overs that a coordinator has offered to the viewer's actor."""
    rows = HandOver.objects.filter(state=HandOverState.OFFERED, to_actor_id__in=viewer.actors)
    return [
        Row(
            when=_("Since %(day)s") % {"day": near_day(day(row.moved_at), on)},
            what=_("Take on %(name)s, or send back") % {"name": row.person.code_name},
            who=(row.person.code, _("from %(actor)s") % {"actor": row.from_actor.name}),
            act=_("Read and answer"),
            url=address(("hand_over_answer", row.ref)),
            kind="soon",
        )
        for row in rows.select_related("person", "from_actor").order_by("moved_at", "id")
    ]


def moving_over(viewer: Viewer, on: date) -> list[Row]:
    """What other actors ask the viewer's to take over: who asks and for what, nothing of the person."""
    return [
        Row(
            when=_("Since %(day)s") % {"day": near_day(day(row.made_at), on)},
            what=_("%(actor)s asks you to take over %(errand)s") % {"actor": row.sender, "errand": row.errand},
            who=(_("answer by %(day)s") % {"day": short_day_words(row.until, on)},),
            act=_("Read and answer"),
            url=address(("transfer", row.ref)),
            kind="soon",
        )
        for row in asked_offers(viewer, on=on)
    ]


def extracts_to_take(viewer: Viewer, on: date) -> list[Row]:
    """Files of those who have moved over that a manager can still take out."""
    return [
        Row(
            when=_("Until %(day)s") % {"day": short_day_words(row.until, on)},
            what=_("Take out the extract of somebody who has moved to %(actor)s") % {"actor": row.to},
            who=(_("moved %(day)s") % {"day": near_day(day(row.moved_at), on)},),
            act=_("See"),
            url=address(("extract_list",)),
        )
        for row in extracts(viewer, on=on)
        if row.waits and row.until
    ]


def news(viewer: Viewer, now: datetime) -> list[Aside]:
    """What coordinators have decided lately on requests that the viewer sent."""
    told = (DecisionKind.CONFIRM, DecisionKind.DECLINE, DecisionKind.WAIT)
    rows = AdmissionDecision.objects.filter(
        at__gte=now - timedelta(days=NEWS_DAYS), kind__in=told, request__sent_by_id=viewer.id
    )
    return [
        Aside(
            _decided(row),
            (row.request.person.code_name, row.request.person.code, near_day(day(row.at), day(now))),
            address(("request", row.request.ref)),
        )
        for row in rows.select_related("request__person").order_by("-at")[:5]
    ]


def _decided(row: AdmissionDecision) -> str:
    is_further = row.request.case_id is not None
    words = decision_words(row.kind, is_further=is_further)
    return f"{words}: {asked_for(row.request.kind, is_further=True)}" if is_further else words
