"""Tasks: the page of one, one's own, a person's, who can do one, lines of the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import STAFF, Act, Role
from accounts.clock import day
from accounts.errors import NotFound
from accounts.models import Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.staff import works_there
from accounts.viewer import Viewer
from accounts.words import day_words, moment_words
from cases import codes
from cases.access_talk import sides_of
from cases.access_task import TasksAbout, answer_task, does_it_instead, own_tasks, visible_tasks
from cases.models import Person, Restriction, Task
from cases.models.task import TaskKind
from cases.selectors.entry import Entry, Subject
from cases.selectors.sharing import staff_to_name
from cases.states import TaskState

LATELY_DAYS = 14
"""So long what is done stands in the list of one's tasks."""
MOST = 300
"""So many of one's tasks are shown; more are nobody's list."""


@dataclass(frozen=True)
class Doer:
    """Somebody who can do a task, and within which actor it is given to them (None: among the coordinators). ``key``:
    what a page or a program names them by, for this viewer alone: no reference of theirs leaves the program."""

    key: UUID
    id: UUID
    name: str
    actor: UUID | None


@dataclass(frozen=True)
class TaskRow:
    """A task in a list. ``what``: its kind in words, and where it is about nobody what it says; ``mine``: the viewer
    has it; ``given``: the viewer gave it to somebody else; ``instead``: the viewer stands in for whoever has it."""

    ref: str
    state: str
    kind: str
    what: str
    code: str
    code_name: str
    due: date | None
    by: str
    doer: str
    made_at: datetime
    moved_at: datetime
    mine: bool
    given: bool
    instead: bool = False

    @property
    def is_to_do(self) -> bool:
        """Whether it is open, and the viewer's to do: their own, or in the place of whoever is away."""
        return self.state == TaskState.OPEN and (self.mine or self.instead)

    @property
    def came_back(self) -> bool:
        """Whether the viewer gave it, and it was declined: they decide what becomes of it."""
        return self.state == TaskState.DECLINED and self.given

    @property
    def is_with_others(self) -> bool:
        """Whether it is open, the viewer gave it, and waits for somebody else."""
        return self.state == TaskState.OPEN and self.given and not self.instead


@dataclass(frozen=True)
class TaskPage:
    """One task. ``text``, ``word``, ``why``: empty until they are opened; ``has_text``: whether there is any."""

    row: TaskRow
    text: str
    word: str
    why: str
    has_text: bool
    opened: bool
    seen: str
    moved: str
    is_open: bool
    is_late: bool
    may_do: bool
    may_move: bool
    may_give: bool
    may_decline: bool
    may_take_back: bool
    doer_key: UUID


@dataclass(frozen=True)
class OwnTasks:
    """The list of one's tasks. ``lately``: what is done, declined or taken back of the last two weeks."""

    mine: tuple[TaskRow, ...]
    given: tuple[TaskRow, ...]
    lately: tuple[TaskRow, ...]


@dataclass(frozen=True)
class TaskCard:
    """The overview's piece: what is open about a person on the viewer's side. No words."""

    rows: tuple[TaskRow, ...]
    may_write: bool
    today: date


@queries(12)
def task_page(viewer: Viewer, ref: str, *, on: date, texts: bool = False) -> TaskPage:
    """One task; its words with ``texts``, and always where it is about nobody. Raises NotFound."""
    rows = Task.objects.select_related("person", "by", "doer", "moved_by").filter(ref=codes.parse_ref(ref) or "")
    task = rows.first()
    if task is None or not answer_task(viewer, Act.SEE_TASKS, task):
        raise NotFound
    opened = texts or task.person_id is None
    is_open = task.state == TaskState.OPEN
    has_it = viewer.id in (task.doer_id, task.by_id) or does_it_instead(viewer, task)
    is_there = task.by_id == viewer.id or works_there(task.by_id, task.actor_id)
    return TaskPage(
        row=_row(viewer, task),
        text=task.text.open() if opened else "",
        word=task.word.open() if opened else "",
        why=task.why.open() if opened else "",
        has_text=bool(task.text or task.word or task.why),
        opened=opened,
        seen=mark_of(task),
        moved=_moved(task),
        is_open=is_open,
        is_late=is_open and task.due is not None and task.due < on,
        may_do=is_open and has_it,
        may_move=is_open and (has_it or may_give_on(viewer, task)),
        may_give=task.state in (TaskState.OPEN, TaskState.DECLINED) and may_give_on(viewer, task),
        may_decline=is_open and task.doer_id == viewer.id != task.by_id and is_there,
        may_take_back=task.state in (TaskState.OPEN, TaskState.DECLINED) and may_take_back(viewer, task),
        doer_key=doer_key(viewer, task.doer_id),
    )


@queries(4)
def tasks_of(viewer: Viewer, *, on: date) -> OwnTasks:
    """What the viewer has to do, what they gave to others, and what was done lately."""
    since = on - timedelta(days=LATELY_DAYS)
    rows = own_tasks(viewer).filter(Q(state__in=[TaskState.OPEN, TaskState.DECLINED]) | Q(moved_at__date__gte=since))
    found = _rows(viewer, rows[:MOST])
    waits = [row for row in found if row.is_to_do or row.came_back or row.is_with_others]
    over = sorted((row for row in found if row not in waits), key=lambda row: row.moved_at, reverse=True)
    return OwnTasks(
        mine=tuple(row for row in waits if not row.is_with_others),
        given=tuple(row for row in waits if row.is_with_others),
        lately=tuple(over),
    )


@queries(3)
def open_tasks(viewer: Viewer) -> tuple[TaskRow, ...]:
    """What the viewer has to do, also in somebody's place, and what waits for others, the earliest day first."""
    rows = own_tasks(viewer).filter(state__in=[TaskState.OPEN, TaskState.DECLINED])
    return tuple(_rows(viewer, rows[:MOST]))


def tasks_nobody_has(viewer: Viewer) -> tuple[TaskRow, ...]:
    """For a manager: open tasks about persons whose doer does not work at the actor any longer. One query."""
    managed = viewer.actors_as(Role.MANAGER)
    here = Appointment.objects.filter(actor_id__in=managed, role__in=STAFF, user__is_active=True).values("user_id")
    rows = visible_tasks(viewer).filter(actor_id__in=managed, state=TaskState.OPEN, person__isnull=False)
    return tuple(_rows(viewer, rows.exclude(doer_id__in=here).exclude(by_id=viewer.id)[:MOST]))


def task_panel(viewer: Viewer, person: Person, on: date) -> TaskCard | None:
    """What is open about the person on the viewer's side. One query, and who may write."""
    rows = visible_tasks(viewer).filter(person=person, state__in=[TaskState.OPEN, TaskState.DECLINED])
    may_write = may(viewer, Act.WRITE_TASK, TasksAbout(person.pk, person.code))
    found = tuple(_rows(viewer, rows))
    return TaskCard(found, may_write, on) if found or may_write else None


def open_about(viewer: Viewer, person: Person) -> int:
    """How many tasks about the person are open on the viewer's side. One query."""
    rows = visible_tasks(viewer).filter(person=person, state__in=[TaskState.OPEN, TaskState.DECLINED])
    return rows.count()


def task_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: tasks done and still to do, for the side where they were given. One query."""
    rows = visible_tasks(viewer).filter(person=person, state__in=[TaskState.OPEN, TaskState.DONE])
    for row in rows.select_related("doer", "moved_by"):
        link, words = ("task", row.ref), {"what": TaskKind(row.kind).label}
        if row.state == TaskState.DONE:
            who = row.moved_by.name if row.moved_by else ""
            what = _("Task done: %(what)s") % words
            yield Entry(day(row.moved_at), row.moved_at, what, who, link=link, subject=Subject.TASKS)
        elif row.due and row.due >= on:  # one that is late has not happened, and is not to come: it is in the list
            what = _("Task: %(what)s") % words
            yield Entry(row.due, None, what, row.doer.name, link=link, ahead=True, subject=Subject.TASKS)


def doers(viewer: Viewer, person: Person | None) -> tuple[Doer, ...]:
    """Who can be given a task: the viewer first, then colleagues on each of their sides who see the person."""
    if person is None:
        places = [*viewer.actors_as(*STAFF), *([None] if viewer.is_(Role.COORDINATOR) else [])]
    else:
        places = [side.actor for side in sides_of(viewer, person)]
    found: dict[UUID, Doer] = {}
    for actor in places:
        found.setdefault(viewer.id, Doer(doer_key(viewer, viewer.id), viewer.id, _("I do it"), actor))
        for one, name in _colleagues(actor, person):
            found.setdefault(one, Doer(doer_key(viewer, one), one, name, actor))
    return tuple(found.values())


def doer_key(viewer: Viewer, user_id: UUID) -> UUID:
    """By what this viewer's pages name somebody."""
    return uuid5(viewer.id, f"doer:{user_id}")


def _colleagues(actor: UUID | None, person: Person | None) -> Sequence[tuple[UUID, str]]:
    if actor is None:
        rows = Appointment.objects.filter(role=Role.COORDINATOR, user__is_active=True)
        return sorted(set(rows.values_list("user_id", "user__name")), key=lambda one: swedish_key(one[1]))
    staff = [(one.id, one.name) for one in staff_to_name(actor)]
    kept = Restriction.objects.filter(person=person, actor_id=actor, ended_at=None) if person else None
    named = kept.values_list("named", flat=True).first() if kept is not None else None
    return staff if named is None else [one for one in staff if one[0] in named]


@queries(8)
def doers_about(viewer: Viewer, code: str) -> tuple[Doer, ...]:
    """The same by a person's code; about nobody where it is empty. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first() if code else None
    if code and person is None:
        raise NotFound
    return doers(viewer, person)


def may_give_on(viewer: Viewer, row: Task) -> bool:
    """Whether somebody may say who does it: who gave it, and for what is about a person the actor's managers."""
    manages = row.person_id is not None and row.actor_id in viewer.actors_as(Role.MANAGER)
    return viewer.is_system or viewer.id == row.by_id or manages


def may_take_back(viewer: Viewer, row: Task) -> bool:
    """Whether somebody may say that it has not to be done: the same, and whoever has it where who gave it is gone."""
    if may_give_on(viewer, row):
        return True
    return viewer.id == row.doer_id and not works_there(row.by_id, row.actor_id)


def mark_of(row: Task) -> str:
    """What a page has seen of the task, for ``seen``."""
    return row.moved_at.isoformat()


def _rows(viewer: Viewer, rows: QuerySet[Task]) -> list[TaskRow]:
    return [_row(viewer, row) for row in rows]


def _row(viewer: Viewer, row: Task) -> TaskRow:
    what = capfirst(str(TaskKind(row.kind).label))
    if row.person_id is None and row.text:
        words = " ".join(row.text.open().split())
        words = words if len(words) <= 120 else f"{words[:117].rsplit(' ', 1)[0]} …"
        what = words if row.kind == TaskKind.OTHER else f"{what}: {words}"
    person = row.person
    return TaskRow(
        ref=row.ref,
        state=row.state,
        kind=row.kind,
        what=what,
        code=person.code if person else "",
        code_name=person.code_name if person else "",
        due=row.due,
        by="" if row.by_id == viewer.id else row.by.name,
        doer="" if row.doer_id == viewer.id else row.doer.name,
        made_at=row.made_at,
        moved_at=row.moved_at,
        mine=row.doer_id == viewer.id,
        given=row.by_id == viewer.id != row.doer_id,
        instead=getattr(row, "instead", False),
    )


def _moved(row: Task) -> str:
    words = {
        TaskState.DONE: _("Done by %(who)s %(at)s"),
        TaskState.DECLINED: _("Not taken on by %(who)s %(at)s"),
        TaskState.TAKEN_BACK: _("Taken away by %(who)s %(at)s"),
    }
    if row.state == TaskState.ENDED:
        return _("Ended %(day)s: the person is not with you any longer") % {"day": day_words(day(row.moved_at))}
    said = {"who": row.moved_by.name if row.moved_by else "", "at": moment_words(row.moved_at)}
    return words[TaskState(row.state)] % said if row.state in words else ""
