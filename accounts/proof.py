"""What a session has proved: who signed in, by which second factor, when, and whether it still holds.

Read by the middleware before the door is opened. A session is one of: ``OPEN``; ``SET_UP`` (signed in, and the account
has no second factor yet: it may only make one); ``LOCKED`` (idle too long, or hidden: the second factor opens it);
``OVER`` (too old, or never proved: sign in again). Everything stands in the session itself, times in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts import clock, log
from accounts.acts import Act
from accounts.devices import device_of
from accounts.models import User
from accounts.sessions import DEVICE, LOCKED, SEEN, SINCE
from accounts.viewer import Viewer

IDLE = timedelta(minutes=15)
"""So long without a sign of life locks the session (access.md, Signing in)."""
LONGEST = timedelta(hours=12)
"""So long after signing in it is over, whatever happens."""
FRESH = timedelta(minutes=10)
"""So old a proof may be for what is sensitive."""
PASSKEY, CODE = Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value

_BARE = "nsp.bare"
_SEEN_EVERY = 60
"""The sign of life is written at most so often (seconds): not one more write for each page."""


class Standing(Enum):
    """What a session may do now."""

    OPEN = "open"
    SET_UP = "set up"
    LOCKED = "locked"
    OVER = "over"


@dataclass(frozen=True)
class Proof:
    """The newest use of a second factor in this session."""

    at: float
    type: str


def begin(request: HttpRequest, user: User) -> None:
    """The session begins: every stage of signing in has passed. ``bare``: there was no second factor to ask for."""
    now = clock.now().timestamp()
    request.session[SINCE] = request.session[SEEN] = now
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session.pop(LOCKED, None)
    request.session[_BARE] = not Authenticator.objects.filter(user=user).exists()


def proof_of(request: HttpRequest) -> Proof | None:
    """The newest use of a second factor in this session, if any."""
    user: Any = request.user
    used = [record for record in get_authentication_records(request, user) if record.get("method") == "mfa"]
    return Proof(float(used[-1]["at"]), str(used[-1].get("type", ""))) if used else None


def added(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """A second factor was made in this session, which proves that it is in the same hands."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


def lock(request: HttpRequest) -> None:
    """Lock the session: only a second factor, used from now on, opens it."""
    if not is_locked(request):
        log.note(Act.HIDE_SCREEN, by=request.user.pk, request=request)
    request.session[LOCKED] = clock.now().timestamp()


def is_locked(request: HttpRequest) -> bool:
    """Whether the session was locked and nothing has opened it since."""
    return LOCKED in request.session


def must_have_passkey(viewer: Viewer) -> bool:
    """Whether a role of the viewer demands a passkey (a setting that only demo and test can switch off)."""
    return bool(viewer.roles & settings.NSP_PASSKEY_ROLES)


def standing_of(request: HttpRequest, viewer: Viewer) -> Standing:
    """What the session may do now. Locks it where it has been idle too long."""
    now, session = clock.now().timestamp(), request.session
    since = session.get(SINCE)
    if since is None or now - since > LONGEST.total_seconds():
        return Standing.OVER
    proof = proof_of(request)
    if proof is None:
        return _unproved(request)
    if now - session.get(SEEN, 0) > IDLE.total_seconds() and LOCKED not in session:
        session[LOCKED] = now
        log.note(Act.HIDE_SCREEN, by=viewer.id, request=request, why="idle")
    if LOCKED in session:
        if proof.at <= session[LOCKED]:
            return Standing.LOCKED
        del session[LOCKED]
        session[SEEN] = now
    if must_have_passkey(viewer) and proof.type != PASSKEY:
        has_one = Authenticator.objects.filter(user=viewer.id, type=PASSKEY).exists()
        return Standing.LOCKED if has_one else Standing.SET_UP
    return Standing.OPEN


def _unproved(request: HttpRequest) -> Standing:
    """Signed in by password alone: fit to make the first second factor, and to nothing else. Where another session
    made one meanwhile, this one has proved too little and is over."""
    bare = request.session.get(_BARE) and not Authenticator.objects.filter(user=request.user.pk).exists()
    return Standing.SET_UP if bare else Standing.OVER


def sign_of_life(request: HttpRequest) -> None:
    """Somebody did something: the time until the lock begins anew."""
    now = clock.now().timestamp()
    if now - request.session.get(SEEN, 0) > _SEEN_EVERY:
        request.session[SEEN] = now


def is_fresh(request: HttpRequest) -> bool:
    """Whether the newest proof is young enough for what is sensitive."""
    proof = proof_of(request)
    return proof is not None and clock.now().timestamp() - proof.at <= FRESH.total_seconds()
