"""Inviting: who may invite whom, a link that lives 48 hours and opens once, and what the inviter learns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import clock
from accounts.acts import Role
from accounts.errors import Invalid, NotFound
from accounts.models import Actor, Appointment, Invitation, User
from accounts.services import invitations
from accounts.staff import NOTICED
from accounts.viewer import Viewer, viewer_of
from audit.models import AccessEvent
from tests.accounts.ways import NEW, delivered, link_to, own_spool
from tests.at_once import at_once
from tests.cast import PASSWORD
from tests.sameness import without_chance
from tests.signing import signed_in_client

MAIL = "nyss@example.org"
SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _spool(settings: Any, tmp_path: Path) -> None:
    own_spool(settings, tmp_path)


@pytest.fixture
def maj(users: dict[str, User]) -> Viewer:
    return viewer_of(users["maj"])


def asked(client: Client, place: str, email: str = MAIL) -> Any:
    return client.post("/users/invite/", {"email": email, "place": place})


def joined(path: str, client: Client | None = None, **said: str) -> Any:
    return (client or Client()).post(path, {"name": "Nina Ny", "password": NEW, "again": NEW} | said)


@pytest.mark.parametrize(
    ("who", "place", "sent"),
    [
        ("maj", "CASEWORKER:A-LINDEN", True),
        ("maj", "MANAGER:A-LINDEN", True),
        ("maj", "CASEWORKER:A-NOOR", False),
        ("maj", "FUNDER", False),
        ("maj", "COORDINATOR", False),
        ("disa", "MANAGER:A-NOOR", True),
        ("disa", "CASEWORKER:A-NOOR", False),
        ("disa", "COOPERATING:A-FRISTADEN", True),
        ("disa", "MANAGER:A-FRISTADEN", False),
        ("disa", "FUNDER", True),
        ("disa", "NOBODY", False),
    ],
)
def test_each_inviter_invites_to_their_own_places_only(signed_in: SignedIn, who: str, place: str, sent: bool) -> None:
    answer = asked(signed_in(who), place)
    assert answer.status_code == (302 if sent else 422)
    assert Invitation.objects.exists() is sent


@pytest.mark.parametrize("who", ["alma", "eva", "olle", "frej", "ada"])
def test_others_invite_nobody(signed_in: SignedIn, who: str) -> None:
    assert asked(signed_in(who), "FUNDER").status_code == 404
    assert not Invitation.objects.exists()


def test_a_place_that_is_not_the_inviters_is_refused_by_the_service_too(maj: Viewer, disa: Viewer) -> None:
    for by, role, actor in ((maj, Role.FUNDER, ""), (maj, Role.CASEWORKER, "A-NOOR"), (disa, Role.MANAGER, "A-NONE")):
        with pytest.raises(NotFound):
            invitations.invite(MAIL, role, actor, by=by, at=clock.now())


def test_from_the_e_mail_to_an_account_that_must_make_a_second_step(signed_in: SignedIn) -> None:
    asked(signed_in("maj"), "CASEWORKER:A-LINDEN", "Nyss@Example.org")
    path = link_to(MAIL)
    client = Client()
    assert "handläggare, Linden" in client.get(path).content.decode()
    answer = joined(path, client)
    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"].startswith("/account/second-factor/")
    user = User.objects.get(email=MAIL)
    assert (user.name, user.employer) == ("Nina Ny", Actor.objects.get(ref="A-LINDEN"))
    assert [(row.role, row.actor) for row in user.appointments.all()] == [("CASEWORKER", user.employer)]
    assert user.groups.get() == user.employer.group  # type: ignore[union-attr]
    assert signed_in_client(user).get("/persons/").status_code == 200


def test_the_e_mail_says_no_more_than_that_one_is_invited(signed_in: SignedIn) -> None:
    asked(signed_in("maj"), "CASEWORKER:A-LINDEN")
    (letter,) = delivered()
    assert letter.subject == "Du är inbjuden"
    for word in ("Linden", "Maj", "Moberg", "handläggare", "NSP", "stöd", "människohandel"):
        assert word not in letter.subject + letter.body


def test_the_link_stands_nowhere_in_the_database(signed_in: SignedIn) -> None:
    asked(signed_in("maj"), "CASEWORKER:A-LINDEN")
    token = link_to(MAIL).split("/")[2]
    row = Invitation.objects.get()
    assert token not in (row.salt, row.digest)
    joined(f"/join/{token}/")
    row.refresh_from_db()
    assert (row.salt, row.digest) == ("", None)


def gone_answers(paths: list[str]) -> set[tuple[int, bytes]]:
    answers = []
    for path in paths:
        for answer in (Client().get(path), joined(path)):
            answers.append((answer.status_code, without_chance(answer.content, path)))
    return set(answers)


def test_unknown_used_withdrawn_and_old_links_answer_the_same_bytes(
    signed_in: SignedIn, maj: Viewer, disa: Viewer
) -> None:
    at = clock.now()
    paths = ["/join/okand/", "/recover/okand/"]
    for number, end in enumerate(("used", "withdrawn", "old", "replaced")):
        email = f"n{number}@example.org"
        row = invitations.invite(email, Role.CASEWORKER, "A-LINDEN", by=maj, at=at)
        path = link_to(email)
        paths.append(path)
        if end == "used":
            assert joined(path).status_code == 302
        elif end == "withdrawn":
            invitations.withdraw(row.ref, by=maj, at=at)
        elif end == "old":
            Invitation.objects.filter(pk=row.pk).update(until=at)
        else:
            invitations.resend(row.ref, by=maj, at=at)
    found = gone_answers(paths)
    assert len(found) == 1
    assert next(iter(found))[0] == 404


def test_a_link_holds_for_48_hours(maj: Viewer) -> None:
    at = clock.now()
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=at)
    token = link_to(MAIL).split("/")[2]
    assert invitations.invitation_of(token, at=at + timedelta(hours=47, minutes=59))
    assert invitations.invitation_of(token, at=at + timedelta(hours=48)) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_with_one_link_at_once_one_makes_the_account(maj: Viewer) -> None:
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    path = link_to(MAIL)
    results = at_once(*[lambda: joined(path).status_code] * 6)
    assert sorted(results) == [302] + [404] * 5  # type: ignore[type-var]
    assert User.objects.filter(email=MAIL).count() == 1


def test_who_comes_a_moment_after_the_account_was_made_hears_what_everybody_late_hears(
    maj: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    path = link_to(MAIL)
    asked_before = invitations.has_account

    def made_in_between(found: Invitation) -> bool:
        monkeypatch.undo()
        assert joined(path).status_code == 302
        return asked_before(found)

    monkeypatch.setattr(invitations, "has_account", made_in_between)
    assert joined(path).status_code == 404


def test_what_was_typed_stays_where_something_is_wrong(maj: Viewer) -> None:
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    path = link_to(MAIL)
    for wrong in (
        "kort",
        "nina.ny@example.org",
        "passwordpassword",
        "12qwerty!!123456",
        "123456789012345",
        "aaaabbbbaaaabbbb",
        MAIL + "1234",
    ):
        answer = joined(path, password=wrong, again=wrong)
        assert answer.status_code == 422, wrong
        page = answer.content.decode()
        assert 'value="Nina Ny"' in page
        assert page.count(f'value="{wrong}"') == 2
        assert not User.objects.filter(email=MAIL).exists()
    assert "no-store" in answer.headers["Cache-Control"]
    assert joined(path, again="något helt annat här").status_code == 422
    assert joined(path).status_code == 302


@pytest.mark.parametrize("name", ["Nina\nNy", "Nina\u202eyN", "Nina\u200bNy", "Nina\u2028Ny"])
def test_a_name_reads_as_it_is_written(name: str, maj: Viewer) -> None:
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    assert joined(link_to(MAIL), name=name).status_code == 422
    assert not User.objects.filter(email=MAIL).exists()


def test_who_has_an_account_takes_the_role_there_and_the_inviter_sees_no_difference(
    signed_in: SignedIn, users: dict[str, User]
) -> None:
    client = signed_in("disa")
    for email in ("cia@example.org", MAIL):
        answer = asked(client, "FUNDER", email)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/users/")
    path = link_to("cia@example.org")
    page = Client().get(path).content.decode()
    assert "har redan ett konto" in page
    assert joined(path).status_code == 200
    assert users["cia"].appointments.count() == 1
    role = f"{path}role/"
    assert Client().get(role).headers["Location"].startswith("/account/login/")
    assert signed_in("alma").post(role).status_code == 404
    cia = signed_in("cia")
    assert "finansiär" in cia.get(role).content.decode()
    assert cia.post(role).status_code == 302
    assert set(users["cia"].appointments.values_list("role", flat=True)) == {"CASEWORKER", "FUNDER"}
    assert User.objects.get(email="cia@example.org").check_password(PASSWORD)
    assert cia.post(role).status_code == 404


@pytest.mark.parametrize("role", ["COORDINATOR", "PROTECTION_OFFICER", "ADMINISTRATOR"])
def test_a_role_that_sees_much_waits_for_a_second_coordinator(signed_in: SignedIn, role: str) -> None:
    asked(signed_in("disa"), role)
    row = Invitation.objects.get()
    assert [letter.to for letter in delivered()] == ["dag@example.org"]
    assert row.digest is None
    confirm = f"/invitations/{row.ref}/confirm/"
    for who in ("disa", "maj", "ada", "alma"):
        assert signed_in(who).post(confirm).status_code == 404, who
    assert signed_in("disa").post(f"/invitations/{row.ref}/send/").status_code == 409
    assert signed_in("dag").post(confirm).status_code == 302
    assert joined(link_to(MAIL)).status_code == 302
    assert Appointment.objects.filter(user__email=MAIL, role=role).exists()


def test_a_coordinator_puts_no_manager_among_people_who_work_already_alone(
    signed_in: SignedIn, users: dict[str, User], disa: Viewer, maj: Viewer
) -> None:
    at = clock.now()
    asked(signed_in("disa"), "MANAGER:A-LINDEN", "cia@example.org")
    row = Invitation.objects.get()
    assert (row.until, row.digest) == (None, None)
    assert signed_in("disa").post(f"/invitations/{row.ref}/confirm/").status_code == 404
    assert signed_in("disa").post(f"/invitations/{row.ref}/send/").status_code == 409
    assert signed_in("dag").post(f"/invitations/{row.ref}/confirm/").status_code == 302
    assert signed_in("cia").post(f"{link_to('cia@example.org')}role/").status_code == 302
    # Who manages it needs nobody else, and where nobody works yet there is nothing to see.
    assert invitations.invite(MAIL, Role.MANAGER, "A-LINDEN", by=maj, at=at).until is not None
    User.objects.filter(employer__ref="A-ANKARET").update(employer=None)
    assert invitations.invite(MAIL, Role.MANAGER, "A-ANKARET", by=disa, at=at).until is not None


def test_nobody_invites_themselves(signed_in: SignedIn, disa: Viewer, maj: Viewer) -> None:
    for who, place in (("disa", "MANAGER:A-ANKARET"), ("disa", "FUNDER"), ("maj", "CASEWORKER:A-LINDEN")):
        answer = asked(signed_in(who), place, f" {who.title()}@Example.org")
        assert answer.status_code == 422, (who, place)
        assert "Ingen bjuder in sig själv." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_only_coordinator_needs_no_second(signed_in: SignedIn, users: dict[str, User]) -> None:
    User.objects.filter(pk=users["dag"].pk).update(is_active=False)
    asked(signed_in("disa"), "COORDINATOR")
    assert joined(link_to(MAIL)).status_code == 302


def test_nobody_becomes_the_only_coordinator_by_freezing_the_other(
    signed_in: SignedIn, users: dict[str, User], disa: Viewer
) -> None:
    signed_in("disa").post(f"/users/{users['dag'].pk}/freeze/", {"why": "OTHER"})
    asked(signed_in("disa"), "COORDINATOR")
    row = Invitation.objects.get()
    assert (row.until, row.digest) == (None, None)
    later = clock.now() + NOTICED
    sent = invitations.invite("senare@example.org", Role.COORDINATOR, by=disa, at=later)
    assert sent.until is not None  # by then whoever was frozen has been missed


def test_nobody_is_invited_twice_to_the_same(maj: Viewer, users: dict[str, User]) -> None:
    at = clock.now()
    invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=at)
    for email in (MAIL, "alma@example.org"):
        with pytest.raises(Invalid):
            invitations.invite(email, Role.CASEWORKER, "A-LINDEN", by=maj, at=at)


def test_sending_again_and_withdrawing_are_for_whoever_could_have_invited(signed_in: SignedIn, maj: Viewer) -> None:
    row = invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    for act in ("send", "withdraw"):
        for who in ("alma", "ada", "eva"):
            assert signed_in(who).post(f"/invitations/{row.ref}/{act}/").status_code == 404, (who, act)
    first = link_to(MAIL)
    assert signed_in("maj").post(f"/invitations/{row.ref}/send/").status_code == 302
    assert Client().get(first).status_code == 404
    assert Client().get(link_to(MAIL)).status_code == 200
    assert signed_in("maj").post(f"/invitations/{row.ref}/withdraw/").status_code == 302
    assert signed_in("maj").post(f"/invitations/{row.ref}/withdraw/").status_code == 409


def test_an_invitation_that_is_withdrawn_before_it_is_sent_is_not_sent(maj: Viewer) -> None:
    row = invitations.invite(MAIL, Role.CASEWORKER, "A-LINDEN", by=maj, at=clock.now())
    invitations.withdraw(row.ref, by=maj, at=clock.now())
    assert delivered() == []


def test_inviting_asks_for_a_fresh_proof(users: dict[str, User]) -> None:
    client = signed_in_client(users["maj"], ago=11 * 60)
    assert asked(client, "CASEWORKER:A-LINDEN").status_code == 403
    assert not Invitation.objects.exists()


def test_inviting_and_joining_stand_in_the_log(signed_in: SignedIn, olle: Viewer, users: dict[str, User]) -> None:
    from accounts.door import acting_as

    asked(signed_in("maj"), "CASEWORKER:A-LINDEN")
    joined(link_to(MAIL))
    user = User.objects.get(email=MAIL)
    with acting_as(olle):
        rows = AccessEvent.objects.filter(outcome="DONE")
        assert rows.filter(act="INVITE", user_id=users["maj"].pk).count() == 1
        assert rows.filter(act="USE_LINK", user_id=user.pk, kind="Invitation").count() == 1
    assert not Authenticator.objects.filter(user=user).exists()
