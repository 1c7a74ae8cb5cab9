"""Notes of the journal, and passages of them to be struck, about persons who are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.viewer import Viewer
from cases.models import Mention, Person
from cases.selectors.mention import handle_of
from cases.services.journal import Said, write_note
from cases.services.striking import ask_striking
from cases.services.talk import Told, send
from cases.services.task import Given, give_task

if TYPE_CHECKING:
    from tests.walls.matrix.things import Thing

STORIES = ("own", "read", "write", "gone")


def journal(found: Iterable[Thing], by: Viewer) -> Iterator[Thing]:
    """A note about each person of the four plain stories, with a question whether a passage is struck. The actor has a
    manager, so no coordinator is asked. And a thread with a question, and a task of the writer's own about nobody."""
    from tests.walls.matrix.things import SEE_PERSON, Thing

    with acting_as(by):
        task = give_task(Given(text="Köp kaffe."), token=uuid4(), by=by, at=now()).ref
    yield Thing("Task", "about nobody", {"ref": task}, whose="alma")
    for person in [thing for thing in found if thing.kind == "Person" and thing.name in STORIES]:
        with acting_as(by):
            said = Said(today(), "MEETING", "Ett stycke för mycket.")
            note = write_note(person.refs["code"], said, token=uuid4(), by=by, at=now()).ref
            asked = ask_striking(note, "för mycket", "POINTS_OUT", by=by, at=now()).ref
            question = send(person.refs["code"], Told("En fråga.", "OFFICE"), token=uuid4(), by=by, at=now()).ref
        code = {"code": person.refs["code"]}
        yield Thing("Thread", person.name, code, person.at, seen_by=SEE_PERSON)
        yield Thing("TasksAbout", person.name, code, person.at, seen_by=SEE_PERSON)
        yield Thing("Message", person.name, {**code, "ref": question}, person.at, seen_by="SEE_PERSON Thread")
        yield Thing("JournalNote", person.name, {"ref": note}, person.at, seen_by=SEE_PERSON)
        yield Thing("Striking", person.name, {"ref": asked}, person.at, office="foreign")


def named(found: Iterable[Thing], by: Viewer, user: Viewer) -> Iterator[Thing]:
    """A colleague who is named in a message about somebody."""
    from tests.walls.matrix.things import Thing

    person = next(thing for thing in found if thing.kind == "Person" and thing.name == "own")
    with acting_as(by):
        handle = handle_of(Person.objects.get(code=person.refs["code"]).pk, user.id)
        send(person.refs["code"], Told("Titta.", mentions=(handle,)), token=uuid4(), by=by, at=now())
        ref = Mention.objects.get(user_id=user.id).ref
    yield Thing("Mention", "own", {"ref": ref}, whose="bo", office="foreign")
