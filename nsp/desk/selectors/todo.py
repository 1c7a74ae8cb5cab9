"""Att göra: what the viewer can do something about, in the order in which it should be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.clock import day
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import clock_words, near_words, short_day_words
from cases.access import visible_requests
from cases.models import AdmissionDecision, HandOver, Identification, Intervention, Person
from cases.models.admission import DecisionKind
from cases.selectors.admission import decision_words
from cases.selectors.drafts import drafts
from cases.selectors.standing import asked_for
from cases.selectors.step import Step
from cases.selectors.steps import AHEAD_DAYS, StepFacts, next_steps, step_facts
from cases.states import ON_ITS_WAY, HandOverState, IdentificationState, InterventionState
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row
from nsp.desk.selectors.money_todo import accounts_waiting, reports_asked
from nsp.desk.steps import drawn, presses

NEWS_DAYS = 7
FOLLOWED_DAYS = 60
"""So long somebody who was identified, and for whom nothing was asked, stays among what to do."""
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

    @property
    def count(self) -> int:
        """What the viewer can finish: the number in the menu."""
        return len(self.first) + len(self.asked) + len(self.offered) + len(self.week)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.count or self.later)


@queries(32)
def caseworker_todo(viewer: Viewer, *, now: datetime) -> CaseworkerTodo:
    """For staff of a certified actor: their own persons; for a manager, all of the actor's."""
    on = day(now)
    persons = _followed(viewer, on)
    facts = step_facts(viewer, persons, on=on)
    steps = [(person, step) for person in persons for step in next_steps(facts[person.pk], on=on)]
    steps.sort(key=lambda pair: pair[1].due or date.max)
    rows = [(step, _row(person, step, on)) for person, step in steps if not step.waits]
    pressing = [(step, row) for step, row in rows if presses(step, on=on)]
    calm = [(step, row) for step, row in rows if step.code != "answer" and not presses(step, on=on)]
    soon = on + timedelta(days=AHEAD_DAYS)
    return CaseworkerTodo(
        first=tuple(row for step, row in pressing if step.code != "answer"),
        asked=(
            *(row for step, row in rows if step.code == "answer"),
            *reports_asked(viewer, on),
            *(accounts_waiting(viewer, now) if viewer.is_(Role.MANAGER) else ()),
        ),
        offered=tuple(_offered(viewer, on)),
        week=tuple(row for step, row in calm if step.due and step.due <= soon),
        later=tuple(row for step, row in calm if not step.due or step.due > soon),
        waiting=tuple(_waiting(person, step, on) for person, step in steps if step.waits),
        news=tuple(_news(viewer, now)),
        drafts=tuple(own_drafts(viewer, on)),
        next_date=_next_date(persons, facts, on),
    )


def _followed(viewer: Viewer, on: date) -> list[Person]:
    """Persons for whom something may have to be done: a period, a request, or newly identified."""
    rows = Person.objects.filter(responsible_actor_id__in=viewer.actors)
    if not viewer.is_(Role.MANAGER):
        rows = rows.filter(caseworker_id=viewer.id)
    mine = {"person_id": OuterRef("pk")}
    unreported = ~Q(state=InterventionState.REPORTED) & Q(last__gte=F("start"))
    periods = Intervention.objects.filter(Q(last__gte=on) | unreported, **mine)
    asked = visible_requests(viewer).filter(state__in=ON_ITS_WAY, **mine)
    met = Identification.objects.filter(
        state=IdentificationState.OPEN, on__gte=on - timedelta(days=FOLLOWED_DAYS), **mine
    )
    return list(rows.filter(Exists(periods) | Exists(asked) | Exists(met)).order_by("made_at", "id"))


def _row(person: Person, step: Step, on: date) -> Row:
    row = drawn(step, on=on)
    return Row(row.when, row.what, (person.code_name, person.code, row.note), row.act, row.url, row.kind)


def _waiting(person: Person, step: Step, on: date) -> Aside:
    since = step.since
    sent = (
        _("sent %(day)s at %(time)s") % {"day": _near_day(day(since), on), "time": clock_words(since)} if since else ""
    )
    return Aside(step.what, (person.code_name, person.code, sent), address(step.link))


def _near_day(when: date, on: date) -> str:
    return near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)


def _offered(viewer: Viewer, on: date) -> list[Row]:
    """Hand-overs that a coordinator has offered to the viewer's actor."""
    rows = HandOver.objects.filter(state=HandOverState.OFFERED, to_actor_id__in=viewer.actors)
    return [
        Row(
            when=_("Since %(day)s") % {"day": _near_day(day(row.moved_at), on)},
            what=_("Take on %(name)s, or send back") % {"name": row.person.code_name},
            who=(row.person.code, _("from %(actor)s") % {"actor": row.from_actor.name}),
            act=_("Read and answer"),
            url=address(("hand_over_answer", row.ref)),
            kind="soon",
        )
        for row in rows.select_related("person", "from_actor").order_by("moved_at")
    ]


def _news(viewer: Viewer, now: datetime) -> list[Aside]:
    """What coordinators have decided lately on requests that the viewer sent."""
    told = (DecisionKind.CONFIRM, DecisionKind.DECLINE, DecisionKind.WAIT)
    rows = AdmissionDecision.objects.filter(
        at__gte=now - timedelta(days=NEWS_DAYS), kind__in=told, request__sent_by_id=viewer.id
    )
    return [
        Aside(
            _decided(row),
            (row.request.person.code_name, row.request.person.code, _near_day(day(row.at), day(now))),
            address(("request", row.request.ref)),
        )
        for row in rows.select_related("request__person").order_by("-at")[:5]
    ]


def _decided(row: AdmissionDecision) -> str:
    is_further = row.request.case_id is not None
    words = decision_words(row.kind, is_further=is_further)
    return f"{words}: {asked_for(row.request.kind, is_further=True)}" if is_further else words


def own_drafts(viewer: Viewer, on: date) -> list[Aside]:
    """Identifications that the viewer has begun and not sent."""
    return [
        Aside(
            _("Identification, begun %(day)s") % {"day": _near_day(day(row.made_at), on)},
            (
                _("saved %(day)s at %(time)s")
                % {"day": _near_day(day(row.saved_at), on), "time": clock_words(row.saved_at)},
            ),
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
