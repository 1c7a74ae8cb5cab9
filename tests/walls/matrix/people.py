"""Who asks: the standing cast and those whom it lacks, each in every state that a session can be in."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client

from accounts.acts import FIELD, Role
from accounts.models import Actor, Appointment, User
from tests.signing import signed_in_client


@dataclass(frozen=True)
class Asker:
    """Somebody with a session. ``account``: whose, by first name. ``at``: the actor of each role that has one."""

    key: str
    roles: tuple[str, ...] = ()
    at: str = ""
    standing: str = "open"
    account: str = ""
    column: str = ""
    """The heading in the table, for those who have a column of their own."""

    @property
    def whose(self) -> str:
        """The account's first name."""
        return self.account or self.key


ALMA = Asker("alma", ("CASEWORKER",), "linden", column="caseworker of the responsible actor")
CIA = Asker("cia", ("CASEWORKER",), "noor", column="caseworker of another actor")
DISA = Asker("disa", ("COORDINATOR",), column="coordinator")

PEOPLE = (
    ALMA,
    Asker("bo", ("CASEWORKER",), "linden"),
    Asker("maj", ("MANAGER",), "linden", column="manager of the responsible actor"),
    CIA,
    Asker("dag", ("COORDINATOR",)),
    DISA,
    Asker("gerd", ("COORDINATOR", "CASEWORKER"), "noor", column="coordinator who is a caseworker elsewhere"),
    Asker("frej", ("COOPERATING",), "fristaden", column="cooperating staff"),
    Asker("eva", ("FUNDER",), column="funder"),
    Asker("olle", ("PROTECTION_OFFICER",), column="data protection officer"),
    Asker("ada", ("ADMINISTRATOR",), column="administrator"),
    Asker("nils", ("",), column="no role"),
)
STANDING = (
    Asker("nobody", standing="nobody"),
    Asker("frozen", ("CASEWORKER",), "linden", "frozen", "frida"),
    Asker("over", ("CASEWORKER",), "linden", "over", "alma"),
    Asker("locked", ("CASEWORKER",), "linden", "locked", "alma"),
    Asker("locked office", ("COORDINATOR",), "", "locked", "disa"),
    Asker("set up", ("CASEWORKER",), "linden", "set up", "sture"),
    Asker("stale", ("COORDINATOR",), "", "stale", "disa"),
)
"""Sessions that are not open: what they are answered says nothing of the thing that was asked for."""

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MADE_HERE = (
    ("gerd", "COORDINATOR", ""),
    ("gerd", "CASEWORKER", "noor"),
    ("nils", "", ""),
    ("frida", "CASEWORKER", "linden"),
    ("sture", "CASEWORKER", "linden"),
)


def make_people() -> dict[str, User]:
    """Everybody's account by first name; those whom the cast lacks are made."""
    for name, role, at in MADE_HERE:
        actor = Actor.objects.get(ref=f"A-{at.upper()}") if at else None
        user, _ = User.objects.get_or_create(
            email=f"{name}@example.org", defaults={"name": f"{name.title()} Test", "employer": actor}
        )
        if role:
            where = actor if role in {str(r) for r in FIELD} else None
            Appointment.objects.get_or_create(user=user, role=role, actor=where)
        if actor:
            user.groups.add(actor.group)
    User.objects.filter(email="frida@example.org").update(is_active=False)
    users = {user.email.split("@")[0]: user for user in User.objects.all()}
    for name, user in users.items():
        if name != "sture":
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    return users


def session_of(asker: Asker, users: dict[str, User]) -> Client:
    """A client with the asker's session."""
    if asker.standing == "nobody":
        return Client()
    ago = {"over": 13 * 3600, "stale": 11 * 60}.get(asker.standing, 0)
    client = signed_in_client(users[asker.whose], ago=ago)
    session = client.session
    if asker.standing in ("open", "stale"):
        # A session says once a minute that it is alive, and each answer here is taken back: every one would say it.
        session["nsp.seen"] += 600
    if asker.standing == "locked":
        session["nsp.locked"] = session["nsp.seen"] + 1
    if asker.standing == "set up":
        session["account_authentication_methods"] = []
        session["nsp.bare"] = True
    session.save()
    return client


assert {role for person in PEOPLE for role in person.roles} == {*(str(r) for r in Role), ""}, "a role without a person"
