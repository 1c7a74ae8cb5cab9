"""Who sees a task and who may do what with it.

A task belongs to the side on which it was given: an actor's staff who see the person, or the coordinators. Others who
see the person learn nothing of it. One that is about nobody is between who gave it and who has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Func, Q, QuerySet

from accounts.access import About, answers, locates
from accounts.acts import STAFF, Act, Role
from accounts.selectors.absences import stood_in_by
from accounts.viewer import Viewer
from cases import codes
from cases.access import sees_as_staff
from cases.models import Person, Task
from cases.states import TaskState


@dataclass(frozen=True)
class TasksAbout:
    """The tasks about one person: no row of its own."""

    person_id: UUID
    code: str


@locates(TasksAbout, read=codes.parse)
def locate_tasks(viewer: Viewer, act: Act, ref: str) -> About | None:
    """The tasks about a person whom the viewer sees."""
    person = Person.objects.filter(code=codes.parse(ref) or "").only("id", "code").first()
    if person is None or not answer_tasks(viewer, act, TasksAbout(person.pk, person.code)):
        return None
    return About("Person", person.code, person.pk, "person", person.code)


@answers(TasksAbout)
def answer_tasks(viewer: Viewer, act: Act, about: TasksAbout) -> bool:
    """Whoever sees the person gives tasks on their own side."""
    if viewer.is_system or viewer.is_(Role.COORDINATOR):
        return True
    return viewer.is_staff_of_an_actor and sees_as_staff(viewer, about.person_id)


@locates(Task, read=codes.parse_ref)
def locate_task(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A task by its reference, for its own side."""
    row = Task.objects.filter(ref=codes.parse_ref(ref) or "").defer("text", "word", "why").first()
    if row is None or not answer_task(viewer, act, row):
        return None
    return About("Task", row.ref, row.person_id, "task", row.ref)


@answers(Task)
def answer_task(viewer: Viewer, act: Act, row: Task) -> bool:
    """Seeing it is its side's, its words with it. Changing it is for who gave it, who has it or stands in for them
    today, and the actor's managers, who give what somebody has no longer to somebody else."""
    if viewer.is_system:
        return True
    if not _on_its_side(viewer, row):
        return False
    own = viewer.id in (row.by_id, row.doer_id)
    manages = row.person_id is not None and row.actor_id in viewer.actors_as(Role.MANAGER)
    if own or not act.writes:
        return own or row.person_id is not None
    return manages or does_it_instead(viewer, row)


def _on_its_side(viewer: Viewer, row: Task) -> bool:
    if row.actor_id is None:
        return viewer.is_(Role.COORDINATOR)
    at_home = row.actor_id in viewer.actors_as(*STAFF)
    return at_home and (row.person_id is None or sees_as_staff(viewer, row.person_id))


class _SeenAsStaff(Func):
    """Whether an actor of the viewer's sees the person of a row (``sees_as_staff``)."""

    template, output_field = "(%(expressions)s = ANY ((SELECT nsp_mine())::uuid[]))", BooleanField()  # once, not by row


def does_it_instead(viewer: Viewer, row: Task) -> bool:
    """Whether the viewer stands in today for whoever has a task about a person. One query at most."""
    if row.person_id is None or row.actor_id is None or row.doer_id == viewer.id:
        return False
    return stood_in_by(viewer).filter(user_id=row.doer_id, actor_id=row.actor_id).exists()


def visible_tasks(viewer: Viewer) -> QuerySet[Task]:
    """The tasks of the viewer's sides. Whether the person is seen is the database's answer for an actor's staff; where
    a coordinator works for an actor besides, ``answer_task`` is asked for each that is opened."""
    rows = Task.objects.select_related("person", "by", "doer").defer("word", "why")
    if viewer.is_system:
        return rows
    sides = Q(actor_id__in=viewer.actors_as(*STAFF))
    if viewer.is_(Role.COORDINATOR):
        sides |= Q(actor=None)
    return rows.filter(sides)


def own_tasks(viewer: Viewer) -> QuerySet[Task]:
    """What the viewer has taken on, was given, and has given to others; and what is open about a person, of those for
    whom the viewer stands in today (``instead``)."""
    rows, own = visible_tasks(viewer), Q(doer_id=viewer.id) | Q(by_id=viewer.id)
    instead = Q(pk=None)
    for user, actor in stood_in_by(viewer).values_list("user_id", "actor_id"):  # nearly always none; each by its index
        instead |= Q(doer_id=user, actor_id=actor, state=TaskState.OPEN) & Q(_SeenAsStaff("person_id"))
    return rows.annotate(instead=instead).filter(own | instead)
