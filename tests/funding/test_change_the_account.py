"""Where an actor is paid: a manager writes it, somebody else confirms it, and the old one holds for some days more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.acts import Role
from accounts.clock import now
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Refused, WrongState
from accounts.models import Actor, Appointment, User
from accounts.viewer import Viewer, system, viewer_of
from funding.account_numbers import grouped, holds, plain_number
from funding.models import BankAccount
from funding.selectors.accounts import accounts_at, accounts_of
from funding.services.accounts import ask_account, confirm_account, end_account
from reminders.models import Notice
from tests.at_once import at_once
from tests.cases.reporting import has_account
from tests.reminders.helpers import hand_on
from tests.signing import has_an_app, signed_in_client

GOOD, OTHER = "5050-1055", "991-2346"


@pytest.fixture
def mia(users: dict[str, User]) -> Viewer:
    """Another manager of Linden."""
    linden = Actor.objects.get(ref="A-LINDEN")
    user = users["mia"] = User.objects.create_user("mia@example.org", "Mia Mo", employer=linden)
    user.groups.add(linden.group)
    Appointment.objects.create(user=user, role=Role.MANAGER, actor=linden)
    return viewer_of(user)


@pytest.fixture
def at() -> datetime:
    """Now."""
    return now()


def _used(by: Viewer, at: datetime) -> str:
    with acting_as(by):
        actor = Actor.objects.get(ref="A-LINDEN")
        row = accounts_at([actor.pk], at).get(actor.pk)
        return row.typed if row else ""


def _ask(by: Viewer, at: datetime, typed: str = OTHER, kind: str = "BANKGIRO") -> BankAccount:
    with acting_as(by):
        return ask_account("A-LINDEN", kind, typed, by=by, at=at)


def _confirm(row: BankAccount, by: Viewer, at: datetime) -> BankAccount:
    with acting_as(by):
        return confirm_account(row.ref, by=by, at=at)


def test_the_old_one_holds_until_the_new_one_has_waited(maj: Viewer, mia: Viewer, disa: Viewer, at: datetime) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=30), typed=GOOD)
    row = _ask(maj, at)
    assert _used(disa, at + timedelta(days=30)) == GOOD, "nobody has confirmed it"
    _confirm(row, mia, at)
    days = settings.NSP_ACCOUNT_DAYS
    assert days == 3
    assert _used(disa, at + timedelta(days=days - 1)) == GOOD
    assert _used(disa, at + timedelta(days=days)) == OTHER
    with acting_as(disa):
        end_account(row.ref, by=disa, at=at + timedelta(days=days))
    assert _used(disa, at + timedelta(days=days + 1)) == "", "what is taken back holds no more, nor what it replaced"


def test_nobody_confirms_what_they_wrote_and_a_coordinator_of_the_actor_neither(
    maj: Viewer, alma: Viewer, cia: Viewer, dag: Viewer, at: datetime
) -> None:
    row = _ask(maj, at)
    with pytest.raises(Refused, match="made_by_yourself"):
        _confirm(row, maj, at)
    for somebody in (alma, cia):
        with pytest.raises(NotFound):
            _confirm(row, somebody, at)
    linden = Actor.objects.get(ref="A-LINDEN")
    User.objects.filter(pk=dag.id).update(employer=linden)
    with pytest.raises(Refused, match="conflict_of_interest"):
        _confirm(row, viewer_of(User.objects.get(pk=dag.id)), at)
    User.objects.filter(pk=dag.id).update(employer=None)
    _confirm(row, viewer_of(User.objects.get(pk=dag.id)), at)
    with pytest.raises(WrongState):
        _confirm(row, dag, at)


@pytest.mark.parametrize("who", ["alma", "cia", "dag"])
def test_only_a_manager_of_the_actor_writes_it(who: str, users: dict[str, User], maj: Viewer, at: datetime) -> None:
    with pytest.raises(NotFound):
        _ask(viewer_of(users[who]), at)
    _ask(maj, at)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("BANKGIRO", "5050-1056"),
        ("BANKGIRO", "505-1055"),
        ("BANKGIRO", "0000-0000"),
        ("PLUSGIRO", "12 34 56-8"),
        ("IBAN", "SE45 5000 0000 0583 9825 7467"),
        ("IBAN", "NO93 8601 1117 947"),
        ("BANKGIRO", "hos Anna 1"),
        ("SWISH", GOOD),
    ],
)
def test_a_number_whose_check_digit_does_not_fit_is_refused(maj: Viewer, at: datetime, kind: str, typed: str) -> None:
    with pytest.raises(Invalid):
        _ask(maj, at, typed, kind)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("BANKGIRO", GOOD), ("BANKGIRO", OTHER), ("PLUSGIRO", "12 34 56-6"), ("IBAN", "SE45 5000 0000 0583 9825 7466")],
)
def test_a_right_number_is_taken_as_it_is_typed(maj: Viewer, at: datetime, kind: str, typed: str) -> None:
    row = _ask(maj, at, typed, kind)
    assert holds(kind, typed)
    assert (row.typed, grouped(kind, row.number)) == (typed, typed)
    assert plain_number(typed) == row.number


def test_one_waits_at_a_time_and_the_one_in_use_is_not_written_again(
    maj: Viewer, mia: Viewer, disa: Viewer, at: datetime
) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=30), typed=GOOD)
    with pytest.raises(Invalid):
        _ask(maj, at, GOOD)
    row = _ask(maj, at)
    with pytest.raises(Invalid):
        _ask(mia, at, "12 34 56-6", "PLUSGIRO")
    with acting_as(mia):
        end_account(row.ref, by=mia, at=at)
        with pytest.raises(WrongState):
            end_account(row.ref, by=mia, at=at)
    _ask(mia, at, "12 34 56-6", "PLUSGIRO")


def test_others_than_its_managers_are_shown_the_last_four_digits(
    alma: Viewer, maj: Viewer, disa: Viewer, at: datetime, signed_in: Callable[[str], Client]
) -> None:
    has_account("A-LINDEN", maj, disa, at=at - timedelta(days=30), typed=GOOD)
    shown = {}
    for who in (alma, maj, disa):
        with acting_as(who):
            used = accounts_of(who, "A-LINDEN", at=at).used
            shown[who.name.split()[0]] = used.number if used else ""
    assert shown == {"Alma": "•••• 1055", "Maj": GOOD, "Disa": "•••• 1055"}
    for name, whole in (("alma", False), ("maj", True), ("disa", False)):
        for address in ("/actors/A-LINDEN/account/", "/api/v1/actors/A-LINDEN/account/"):
            text = signed_in(name).get(address).content.decode()
            assert ("1055" in text, GOOD in text) == (True, whole), (name, address)
    assert signed_in("cia").get("/actors/A-LINDEN/account/").status_code == 404


def test_its_managers_and_the_coordinators_are_told_of_each_step_also_who_did_it(
    users: dict[str, User], maj: Viewer, mia: Viewer, disa: Viewer, at: datetime
) -> None:
    row = _ask(maj, at)
    _confirm(row, disa, at)
    hand_on(at + timedelta(minutes=1))
    with acting_as(system("test")):
        told = set(Notice.objects.filter(kind__startswith="ACCOUNT").values_list("user__email", "kind"))
    everybody = {"maj", "mia", "dag", "disa"}
    assert told == {(f"{who}@example.org", f"ACCOUNT_{what}") for who in everybody for what in ("ASKED", "CONFIRMED")}


def test_both_steps_ask_for_a_fresh_second_factor(users: dict[str, User], maj: Viewer, at: datetime) -> None:
    row = _ask(maj, at)
    ways: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("maj", "/actors/A-LINDEN/account/new/", {"kind": "BANKGIRO", "typed": GOOD}),
        ("disa", f"/accounts/{row.ref}/confirm/", {}),
    )
    for who, address, data in ways:
        has_an_app(users[who])
        asked = signed_in_client(users[who], ago=11 * 60).post(address, data)
        assert asked.status_code == 403, who
    with acting_as(maj):
        assert BankAccount.objects.filter(confirmed_at=None).count() == 1
    assert signed_in_client(users["disa"]).post(f"/accounts/{row.ref}/confirm/").status_code == 302
    with acting_as(maj):
        assert BankAccount.objects.filter(confirmed_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_confirm_at_once_and_one_is_too_late(maj: Viewer, dag: Viewer, disa: Viewer, at: datetime) -> None:
    row = _ask(maj, at)
    told = at_once(lambda: _confirm(row, dag, at), lambda: _confirm(row, disa, at))
    assert sorted(type(one).__name__ for one in told) == ["BankAccount", "WrongState"]
