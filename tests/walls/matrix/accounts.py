"""Accounts to ask about: of Linden's staff, of another actor's, of nobody's; what is invited and let in again."""

from __future__ import annotations

from accounts.acts import Role
from accounts.clock import now
from accounts.links import token_of
from accounts.models import Actor, User
from accounts.models.session import handle_of
from accounts.services.appointments import appoint
from accounts.services.invitations import invite
from accounts.services.recovery import open_recovery
from accounts.viewer import Viewer, viewer_of
from tests.signing import signed_in_client
from tests.walls.matrix.things import Thing


def accounts(users: dict[str, User]) -> list[Thing]:
    """Of each kind one, made by a coordinator who asks nothing herself."""
    dora = viewer_of(_somebody("dora", Role.COORDINATOR, ""))
    found = []
    staff = Role.CASEWORKER
    for name, role, at in (("una", staff, "linden"), ("ulf", staff, "noor"), ("fia", Role.FUNDER, "")):
        found += _account(_somebody(name, role, at), at, dora)
    manager = invite("chef@example.org", Role.MANAGER, "A-LINDEN", by=viewer_of(users["maj"]), at=now())
    proposed = invite("samordnare@example.org", Role.COORDINATOR, by=dora, at=now())
    for_maj = invite("maj@example.org", Role.FUNDER, by=dora, at=now())
    session = signed_in_client(users["maj"]).session.session_key
    return [
        *found,
        Thing("Invitation", "own", {"ref": manager.ref}, {"linden": "own"}),
        Thing("Invitation", "proposed", {"ref": proposed.ref}),
        Thing("link", "somebody's", {"token": token_of(for_maj.pk, for_maj.salt)}, whose="maj"),
        Thing("provider", "not set up", {"provider_id": "annan"}),
        Thing("session", "own", {"handle": handle_of(str(session))}, whose="maj"),
    ]


def _somebody(name: str, role: Role, at: str) -> User:
    actor = Actor.objects.get(ref=f"A-{at.upper()}") if at else None
    user = User.objects.create_user(f"{name}@example.org", f"{name.title()} Ting", employer=actor)
    appoint(user, role, actor)
    return user


def _account(user: User, at: str, by: Viewer) -> list[Thing]:
    """The account, and that it is to be let in again."""
    place = user.appointments.get()
    owned, outside = ({at: "own"}, "any") if at else ({}, "outside")
    refs = {"ref": str(user.pk), "appointment": str(place.pk)}
    again = open_recovery(user.pk, by=by, at=now())
    return [
        Thing("User", at or "no actor's", refs, owned, administrator=outside),
        Thing("Recovery", at or "no actor's", {"ref": again.ref}, owned, administrator=outside),
    ]
