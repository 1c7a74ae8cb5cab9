"""Who gets in at every moment around grant, expiry, withdrawal, restriction, transfer and freeze: page, API, database.

Prints how many questions were asked and how many were answered otherwise than the moment says, and what came of those
who wrote, took back and took over in the same instant.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts import clock
from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import NSPError
from accounts.models import FreezeReason, User
from accounts.services import freezing
from accounts.viewer import Viewer, system, viewer_of
from cases.models import ConsentGiven, Identification, Person, PoliceReport, Share, TransferOffer
from cases.models.choices import ReportMade
from cases.selectors.sharing import restrictions
from cases.services import consent, sharing, transfer
from cases.services.facts import state_police_report
from cases.services.transfer import Offered
from cases.states import TransferState
from tests.at_once import at_once
from tests.factories import consents, identified
from tests.signing import signed_in_client

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ROUNDS = 25
HOME, GUEST, NEITHER = ("alma", "bo", "maj"), ("cia",), ("frej", "olle", "ada", "eva")
OFFICE = ("dag", "disa")
"""Coordinators see the person at every moment and change nothing; for them the database does not filter."""
SEE, WRITE, NOTHING = "sees", "writes", ""


@dataclass
class Asked:
    """The questions, and those that were answered otherwise than the moment says."""

    person: Person
    clients: dict[str, Client]
    viewers: dict[str, Viewer]
    count: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def at(self, moment: str, **may: str) -> None:
        """Ask as everybody, in every way. ``may``: what those named may do; who is not named may nothing."""
        expected = dict.fromkeys((*HOME, *GUEST, *NEITHER), NOTHING) | dict.fromkeys(OFFICE, SEE) | may
        for who, what in expected.items():
            for way, answer in self._ask(who):
                right = what == WRITE if way.endswith("write") else what in (SEE, WRITE)
                self.count[way] += 1
                if answer != right:
                    self.wrong.append(f"{moment}: {who} by {way}: {answer}")

    def _ask(self, who: str) -> list[tuple[str, bool]]:
        client, code = self.clients[who], self.person.code
        here = f"/persons/{code}/"
        report = {"made": "NO"}
        answers = [
            ("page", client.get(f"/persons/{code}/").status_code == 200),
            ("API", client.get(f"/api/v1/persons/{code}/").status_code == 200),
            ("page, write", client.post(f"/persons/{code}/police-report/", report).headers.get("Location") == here),
            ("API, write", self._posts(client, f"/api/v1/persons/{code}/police-report/", report)),
        ]
        if who in self.viewers and who not in OFFICE:
            answers += self._database(self.viewers[who])
        return answers

    def _posts(self, client: Client, address: str, said: dict[str, str]) -> bool:
        return client.post(address, said, content_type="application/json").status_code in (200, 204)

    def _database(self, viewer: Viewer) -> list[tuple[str, bool]]:
        mine = {"person_id": self.person.pk}
        with acting_as(viewer):
            read = {
                Person.objects.filter(pk=self.person.pk).exists(),
                Identification.objects.filter(**mine).exists(),
                ConsentGiven.objects.filter(**mine).exists(),
            }
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE cases_identification SET county = county WHERE person_id = %s", [mine["person_id"]]
                )
                changed = cursor.rowcount > 0
        assert len(read) == 1, f"{viewer.name} sees one table and not the other"
        return [("database", read.pop()), ("database, write", changed)]


def _everybody(users: dict[str, User]) -> dict[str, Client]:
    return {who: signed_in_client(users[who]) for who in (*HOME, *GUEST, *NEITHER, *OFFICE)}


def test_every_moment(
    users: dict[str, User], alma: Viewer, bo: Viewer, cia: Viewer, maj: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = identified(alma, at=now())
    viewers = {"alma": alma, "bo": bo, "cia": cia, "maj": maj}
    asked = Asked(person, _everybody(users), viewers)
    home = dict.fromkeys(HOME, WRITE)
    with acting_as(alma):
        consents(person.code, alma)
    asked.at("before anything", **home)

    def share(consent_ref: str, *, writes: bool, days: int = 3) -> Share:
        how: dict[str, Any] = {"until": today() + timedelta(days=days), "may_write": writes, "consent": consent_ref}
        with acting_as(alma):
            return sharing.share(person.code, "A-NOOR", **how, by=alma, at=now())

    def says_yes(what: str = "SHARE") -> str:
        with acting_as(alma):
            return consents(person.code, alma, what=what, actor="A-NOOR")

    yes = says_yes()
    asked.at("a yes is noted, nothing is shared", **home)
    share(yes, writes=False)
    asked.at("shared to read", **home, cia=SEE)
    row = share(yes, writes=True)
    asked.at("shared to write", **home, cia=WRITE)
    with acting_as(alma):
        sharing.stop_sharing(person.code, row.ref, by=alma, at=now())
    asked.at("the share is ended", **home)
    share(yes, writes=True)
    with acting_as(alma):
        consent.withdraw(person.code, yes, by=alma, at=now())
    asked.at("the yes is taken back", **home)
    yes = says_yes()
    share(yes, writes=True, days=0)
    asked.at("the last day of a share", **home, cia=WRITE)
    real = clock.today
    with monkeypatch.context() as later:
        later.setattr("accounts.clock.today", lambda: real() + timedelta(days=1))
        asked.at("the day after", **home)
        with acting_as(system("proof")):
            sharing.tidy()
        asked.at("the day after, tidied", **home)
    share(yes, writes=False)
    with acting_as(maj):
        sharing.restrict(person.code, [bo.id], caseworker=bo.id, by=maj, at=now())
    asked.at("restricted to one, and shared", bo=WRITE, cia=SEE)
    with acting_as(maj):
        sharing.lift(restrictions(maj)[0].ref, by=maj, at=now())
    asked.at("lifted", **home, cia=SEE)
    with acting_as(alma):
        consent.withdraw(person.code, yes, by=alma, at=now())
    moving = says_yes("TRANSFER")
    with acting_as(alma):
        offer = transfer.offer(person.code, Offered("A-NOOR", "REST", moving), by=alma, at=now())
    asked.at("offered", **home)
    with acting_as(cia):
        transfer.refuse(offer.ref, "FULL", by=cia, at=now())
    asked.at("refused", **home)
    with acting_as(alma):
        offer = transfer.offer(person.code, Offered("A-NOOR", "REST", moving), by=alma, at=now())
    with acting_as(cia):
        transfer.accept(offer.ref, lambda *_: b"%PDF-", by=cia, at=now())
    asked.at("moved over", cia=WRITE)
    with transaction.atomic():
        freezing.freeze(cia.id, FreezeReason.LEFT, by=viewer_of(users["dag"]), at=now())
    frozen = Asked(person, asked.clients, {})
    frozen.at("moved over, and the account is frozen")
    total = asked.count + frozen.count
    print(f"\n{sum(total.values())} questions: " + ", ".join(f"{way} {n}" for way, n in sorted(total.items())))
    print(f"answered otherwise than the moment says: {len(asked.wrong + frozen.wrong)}")
    assert asked.wrong + frozen.wrong == []


def test_who_writes_while_the_yes_is_taken_back(alma: Viewer, cia: Viewer) -> None:
    told: Counter[str] = Counter()
    for _round in range(ROUNDS):
        person, yes = _shared(alma)
        wrote, withdrew = at_once(partial(_writes, person, cia), partial(_withdraws, person, yes, alma))
        assert not isinstance(withdrew, NSPError)
        told["written before"] += not isinstance(wrote, NSPError)
        told["refused"] += isinstance(wrote, NSPError)
        with pytest.raises(NSPError):
            _writes(person, cia)
        with acting_as(alma):
            rows = PoliceReport.objects.filter(person=person, stated_by_id=cia.id).count()
        assert rows == (not isinstance(wrote, NSPError)), "what was refused left nothing behind"
    print(f"\n{ROUNDS} writers at the moment of a withdrawal: {dict(told)}; written after: 0")


def test_who_takes_over_while_it_is_taken_back(alma: Viewer, cia: Viewer) -> None:
    told: Counter[str] = Counter()
    for place in range(ROUNDS):
        person = identified(alma, at=now())
        with acting_as(alma):
            yes = consents(person.code, alma, what="TRANSFER", actor="A-NOOR")
            row = transfer.offer(person.code, Offered("A-NOOR", "REST", yes), by=alma, at=now())
        withdraws, takes_back = partial(_withdraws, person, yes, alma), partial(_takes_back, person, row, alma)
        back = withdraws if place % 2 else takes_back
        took, gave_back = at_once(partial(_accepts, row, cia), back)
        moved = not isinstance(took, NSPError)
        assert moved == isinstance(gave_back, NSPError), (took, gave_back)
        with acting_as(system("proof")):
            now_at = Person.objects.get(pk=person.pk).responsible_actor_id
            state = TransferOffer.objects.get(pk=row.pk).state
        assert (now_at == row.to_actor_id) == moved == (state == TransferState.ACCEPTED)
        told["moved over" if moved else "taken back"] += 1
    print(f"\n{ROUNDS} answers at the moment that an offer or its yes is taken back: {dict(told)}; both: 0")


def _shared(alma: Viewer) -> tuple[Person, str]:
    person = identified(alma, at=now())
    how: dict[str, Any] = {"until": today(), "may_write": True}
    with acting_as(alma):
        yes = consents(person.code, alma, what="SHARE", actor="A-NOOR")
        sharing.share(person.code, "A-NOOR", **how, consent=yes, by=alma, at=now())
    return person, yes


def _writes(person: Person, by: Viewer) -> object:
    with acting_as(by):
        return state_police_report(person.code, ReportMade.NO, on=None, by=by, at=now())


def _withdraws(person: Person, yes: str, by: Viewer) -> object:
    with acting_as(by):
        return consent.withdraw(person.code, yes, by=by, at=now())


def _takes_back(person: Person, row: TransferOffer, by: Viewer) -> object:
    with acting_as(by):
        transfer.take_back(person.code, row.ref, by=by, at=now())
    return None


def _accepts(row: TransferOffer, by: Viewer) -> object:
    with acting_as(by):
        return transfer.accept(row.ref, lambda *_: b"%PDF-", by=by, at=now())
