"""Who takes part in the thread about a person, as whom, and what of it they read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import About, answers, locates
from accounts.acts import STAFF, Act, Role
from accounts.viewer import Viewer
from cases import codes
from cases.access import may_read_sealed, sees_as_staff
from cases.models import Mention, Message, Person, PersonGroupObjectPermission, QuestionOver, Share
from cases.models.talk import Asks


@dataclass(frozen=True)
class Thread:
    """What is said about one person: no row of its own."""

    person_id: UUID
    code: str


@dataclass(frozen=True)
class Place:
    """For whom somebody writes: an actor, or (``actor`` empty) the coordinators."""

    actor: UUID | None
    role: Role


@locates(Thread, read=codes.parse)
def locate_thread(viewer: Viewer, act: Act, ref: str) -> About | None:
    """The thread about a person whom the viewer sees."""
    person = Person.objects.filter(code=codes.parse(ref) or "").only("id", "code").first()
    if person is None or not answer_thread(viewer, act, Thread(person.pk, person.code)):
        return None
    return About("Person", person.code, person.pk, "person_talk", person.code)


@answers(Thread)
def answer_thread(viewer: Viewer, act: Act, thread: Thread) -> bool:
    """Whoever sees the person takes part. A coordinator reads the texts by the rule of all sealed text, else what is
    addressed to the coordinators alone."""
    if viewer.is_system:
        return True
    staff = viewer.is_staff_of_an_actor and sees_as_staff(viewer, thread.person_id)
    if act is Act.READ_SEALED:
        return staff or (viewer.is_(Role.COORDINATOR) and readable(viewer, thread.person_id).exists())
    return staff or viewer.is_(Role.COORDINATOR)


@locates(Message, read=codes.parse_ref)
def locate_question(viewer: Viewer, act: Act, ref: str) -> About | None:
    """A question in a thread, for the side that asks and the side that is asked."""
    rows = Message.objects.exclude(asks="").select_related("person").defer("text")
    row = rows.filter(ref=codes.parse_ref(ref) or "").first()
    if row is None or not answer_question(viewer, act, row):
        return None
    return About("Message", row.ref, row.person_id, "person_talk", row.person.code)


@answers(Message)
def answer_question(viewer: Viewer, act: Act, row: Message) -> bool:
    """Closing it is for either side. Its text is the thread's."""
    return act is Act.WRITE_MESSAGE and may_close(row, row.person, sides_of(viewer, row.person))


@locates(Mention, read=codes.parse_ref)
def locate_mention(viewer: Viewer, act: Act, ref: str) -> About | None:
    """Where the viewer is named, of persons whom they see."""
    row = Mention.objects.select_related("person").filter(ref=codes.parse_ref(ref) or "").first()
    if row is None or not answer_mention(viewer, act, row):
        return None
    place = "person_journal" if row.note_id else "person_talk"
    return About("Mention", row.ref, row.person_id, place, row.person.code)


@answers(Mention)
def answer_mention(viewer: Viewer, act: Act, row: Mention) -> bool:
    """Only the one who is named; that they see the person still is the database's answer."""
    return act is Act.SEE_MENTION and row.user_id == viewer.id


def readable(viewer: Viewer, person_id: UUID) -> QuerySet[Message]:
    """The messages whose text the viewer may open. All of them for who may read the person's sealed text. A coordinator
    else: what coordinators wrote, what answered a question of theirs, and questions to them as long as they are open.
    """
    rows = Message.objects.filter(person_id=person_id)
    if may_read_sealed(viewer, person_id):
        return rows
    if not viewer.is_(Role.COORDINATOR):
        return rows.none()
    theirs = QuestionOver.objects.filter(answer_id=OuterRef("pk"), question__actor=None)
    return rows.filter(Q(actor=None) | Exists(theirs) | Q(asks=Asks.OFFICE, over=None))


def place_in(viewer: Viewer, person: Person) -> Place:
    """As whom somebody writes: for the responsible actor before a guest's, as a coordinator where it is neither. That
    the right of a guest holds today is the database's answer."""
    if viewer.is_staff_of_an_actor and sees_as_staff(viewer, person.pk):
        own = viewer.actors_as(*STAFF)
        if person.responsible_actor_id in own:
            actor: UUID | None = person.responsible_actor_id
        else:
            held = PersonGroupObjectPermission.objects.filter(content_object=person, permission__codename="view_person")
            found = set(held.values_list("group__actor", flat=True))
            actor = next((one for one in own if one in found), None)
        if actor is not None:
            return Place(actor, Role.MANAGER if actor in viewer.actors_as(Role.MANAGER) else Role.CASEWORKER)
    return Place(None, Role.COORDINATOR)


def guests_now(person: Person, on: date) -> QuerySet[Share]:
    """The shares with other actors that hold that day, with their actors."""
    rows = Share.objects.filter(person=person, ended_at=None, until__gte=on).select_related("actor")
    rows = rows.exclude(actor_id=person.responsible_actor_id) if person.responsible_actor_id else rows
    return rows.order_by("actor__name")


def is_asked(question: Message, home: UUID | None, place: Place) -> bool:
    """Whether who writes from ``place`` is who should answer. ``home``: the responsible actor now."""
    if question.asks == Asks.OFFICE:
        return place.actor is None
    asked = home if question.asks == Asks.HOME else question.asks_actor_id
    return bool(question.asks) and place.actor is not None and place.actor == asked


def sides_of(viewer: Viewer, person: Person) -> tuple[Place, ...]:
    """Every side that somebody is of: where they write for an actor and are a coordinator besides, that one too."""
    place, office = place_in(viewer, person), Place(None, Role.COORDINATOR)
    return (place, office) if viewer.is_(Role.COORDINATOR) and place.actor else (place,)


def may_close(question: Message, person: Person, sides: Iterable[Place]) -> bool:
    """Whether one of the sides asks the question or is asked."""
    home = person.responsible_actor_id
    return any(question.actor_id == side.actor or is_asked(question, home, side) for side in sides)
