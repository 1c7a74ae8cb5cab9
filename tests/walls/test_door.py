"""The third wall: what the database itself shows, whoever forgot a filter."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction

from accounts.clock import today
from accounts.door import AnotherViewerInside, acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent, Outcome
from audit.record import access
from cases.models import Identification, Person, PersonGroupObjectPermission, PersonKey
from tests.factories import identified


def test_outside_the_door_a_query_about_persons_is_denied(alma: Viewer, march: datetime) -> None:
    identified(alma, at=march)
    for model in (Person, PersonKey, Identification, PersonGroupObjectPermission):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model._default_manager.count()


def test_an_actor_sees_its_own_persons_and_another_actor_none(
    alma: Viewer, bo: Viewer, cia: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    for viewer, seen in ((alma, 1), (bo, 1), (cia, 0)):
        with acting_as(viewer):
            assert Person.objects.filter(pk=person.pk).count() == seen
            assert Identification.objects.filter(person_id=person.pk).count() == seen


def test_the_next_viewer_on_the_same_connection_inherits_nothing(
    alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    for viewer, seen in [(alma, 1), (cia, 0), (dag, 1), (cia, 0)] * 5:
        with acting_as(viewer):
            assert Person.objects.filter(pk=person.pk).count() == seen
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('nsp.user', true)")
            assert cursor.fetchone() == ("nsp_app", "")


def test_a_door_that_ends_in_an_error_leaves_no_role_behind(alma: Viewer, march: datetime) -> None:
    with pytest.raises(DatabaseError), acting_as(alma), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("nsp_app",)


def test_a_door_inside_another_viewers_is_refused(alma: Viewer, cia: Viewer) -> None:
    with acting_as(alma), pytest.raises(AnotherViewerInside), acting_as(cia):
        pass


def test_a_right_that_ran_out_yesterday_shows_nothing_today(alma: Viewer, cia: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    group = _group_of(cia)
    for last_day, seen in ((today(), 1), (today() - timedelta(days=1), 0)):
        with acting_as(system("test")), connection.cursor() as cursor:
            cursor.execute("SELECT nsp_grant(%s, %s, %s, false)", [person.pk, group, last_day])
        with acting_as(cia):
            assert Person.objects.filter(pk=person.pk).count() == seen


def test_who_may_only_see_cannot_change(alma: Viewer, cia: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    with acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT nsp_grant(%s, %s, NULL, false)", [person.pk, _group_of(cia)])
    with acting_as(cia):
        assert Person.objects.filter(pk=person.pk).update(code_name="Tagen") == 0
    with acting_as(alma):
        assert Person.objects.filter(pk=person.pk).update(code_name="Vår") == 1


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO cases_persongroupobjectpermission (id, content_object_id, group_id, permission_id) "
        "SELECT gen_random_uuid(), %(person)s, %(group)s, nsp_permission('view_person')",
        "UPDATE cases_persongroupobjectpermission SET until = NULL",
        "DELETE FROM cases_persongroupobjectpermission",
        "SELECT nsp_put_group(%(person)s, %(group)s, NULL, true)",
        "SELECT nsp_grant(%(person)s, %(group)s, NULL, true)",
        "SELECT nsp_open(%(person)s, %(group)s)",
        "SELECT nsp_accept(%(person)s)",
        "SELECT nsp_take_on(%(person)s, %(group)s)",
        "INSERT INTO cases_personevent (pgh_created_at, pgh_label, id) VALUES (now(), 'x', %(person)s)",
        "UPDATE audit_accessevent SET why = ''",
        "DELETE FROM audit_accessevent",
        "TRUNCATE audit_accessevent",
        "SELECT * FROM cases_personkey; SET ROLE nsp_owner",
    ],
)
def test_a_scoped_viewer_opens_no_door_by_sql(sql: str, alma: Viewer, cia: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    names: dict[str, Any] = {"person": person.pk, "group": _group_of(cia)}
    with pytest.raises(DatabaseError), acting_as(cia), connection.cursor() as cursor:
        cursor.execute(sql, names)
    with acting_as(cia):
        assert not Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("last_day", ["NULL", "nsp_today() + 8"])
def test_a_coordinators_sql_lets_no_actor_look_for_longer_than_an_offer(
    last_day: str, alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    for also_change, last in (("false", last_day), ("true", "nsp_today()")):
        with pytest.raises(DatabaseError), acting_as(dag), connection.cursor() as cursor:
            cursor.execute(f"SELECT nsp_grant(%s, %s, {last}, {also_change})", [person.pk, _group_of(cia)])


def test_history_is_the_persons_too(alma: Viewer, cia: Viewer, march: datetime) -> None:
    person = identified(alma, at=march)
    for viewer, seen in ((alma, True), (cia, False)):
        with acting_as(viewer), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_personevent WHERE id = %s", [person.pk])
            row = cursor.fetchone()
            assert row is not None
            assert bool(row[0]) is seen


def test_an_access_event_is_added_by_everybody_and_changed_by_nobody(
    alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    person = identified(alma, at=march)
    with acting_as(alma):
        access(
            at=march, user_id=alma.id, act="SEE_PERSON", outcome=Outcome.LOOKED, request_id=uuid4(), person_id=person.pk
        )
        assert AccessEvent.objects.filter(person_id=person.pk).count() == 1
    with acting_as(cia):
        assert AccessEvent.objects.filter(person_id=person.pk).count() == 0
    for viewer in (alma, dag, system("test")):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(viewer):
            AccessEvent.objects.all().update(why="")


def test_the_outbox_is_read_by_the_system_alone(alma: Viewer, dag: Viewer, march: datetime) -> None:
    from audit.models import Outbox

    identified(alma, at=march)
    with acting_as(system("test")):
        assert Outbox.objects.count() == 1
    with acting_as(dag):
        assert Outbox.objects.count() == 0
    with acting_as(alma), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Outbox.objects.count()


@pytest.mark.django_db(transaction=True)
def test_alternating_viewers_in_parallel_never_see_a_foreign_row(
    alma: Viewer, cia: Viewer, dag: Viewer, march: datetime
) -> None:
    theirs = {alma.id: identified(alma, at=march).pk, cia.id: identified(cia, at=march).pk}
    wrong: list[str] = []

    def look(order: list[Viewer]) -> None:
        for viewer in order * 40:
            with acting_as(viewer):
                seen = set(Person.objects.values_list("pk", flat=True))
            expected = set(theirs.values()) if viewer.db_role == "nsp_all" else {theirs[viewer.id]}
            if seen != expected:
                wrong.append(viewer.name)
        connections.close_all()

    threads = [threading.Thread(target=look, args=(o,)) for o in ([alma, cia, dag], [cia, dag, alma], [dag, alma, cia])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _group_of(viewer: Viewer) -> int:
    from accounts.models import Actor

    return Actor.objects.get(pk=viewer.actors[0]).group_id


def test_nobody_puts_a_table_of_their_own_in_the_place_of_ours(alma: Viewer, dag: Viewer, olle: Viewer) -> None:
    for viewer in (alma, dag, olle):
        with pytest.raises(ProgrammingError, match="temporary"), acting_as(viewer), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE cases_person (code text)")
