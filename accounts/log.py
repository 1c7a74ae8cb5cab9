"""What happens outside the door is remembered too: signing in, locking, a second factor, accounts.

The door writes its own events (``accounts/middleware.py``). Where none is open (before somebody has signed in, or for
what is done to accounts), ``note`` opens one for as long as it takes to add the row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest

from accounts import clock
from accounts.acts import Act
from accounts.door import acting_as, inside
from accounts.faults import request_id_of
from accounts.models import User
from accounts.sealing import keyed_hash
from accounts.viewer import Viewer, system
from audit.models import Outcome
from audit.record import access
from audit.services import seal_hours

NOBODY = system("sign-in")
"""In whose name an event stands that is about no account: an address that nobody has."""

SEALER = system("seal")


def note(
    act: Act,
    outcome: Outcome = Outcome.DONE,
    *,
    by: UUID | None = None,
    request: HttpRequest | None = None,
    about: UUID | None = None,
    kind: str = "",
    ref: str = "",
    why: str = "",
) -> None:
    """Write one access event outside the door, committed when this returns (inside a transaction, with it).

    ``by`` is the account that did it or as which it was tried; nobody's where it is None. ``about`` is another account
    that it was done to; ``why`` a stable code. Names, addresses and typed text have no place here. A view that has
    noted what it did (``request`` given) is not noted a second time by the middleware.
    """
    viewer = inside() or Viewer(id=by or NOBODY.id, name="")
    with acting_as(viewer):
        access(
            at=clock.now(),
            user_id=viewer.id,
            act=act.name,
            outcome=outcome,
            kind="User" if about is not None else kind,
            ref=ref_of(about) if about is not None else ref,
            why=why,
            request_id=request_id_of(request) if request is not None else uuid4(),
        )
    if request is not None:
        request.noted = act  # type: ignore[attr-defined]


def seal(*, at: datetime) -> int:
    """Seal every hour of the log that has ended by ``at`` and is not sealed, also those from a time without the
    program; how many. Many short transactions; two workers do no hour twice."""
    sealed, more = 0, 1
    while more:
        with acting_as(SEALER):
            more = seal_hours(at=at)
        sealed += more
    return sealed


def ref_of(user_id: UUID) -> str:
    """How the log names an account that something was done to: by no address and no name."""
    return f"U-{user_id.hex[:16]}"


def note_wrong_password(request: HttpRequest, address: str) -> None:
    """A failed sign-in: on the account where there is one; else by a keyed hash of what was typed, so that attempts on
    the same address are seen to be the same. The same two statements either way."""
    user = User.objects.filter(email__iexact=address).only("pk").first()
    typed = keyed_hash(address.strip().lower(), purpose="address").hex()[:16]
    note(
        Act.SIGN_IN,
        Outcome.REFUSED,
        by=user.pk if user else None,
        request=request,
        kind="" if user else "Address",
        ref="" if user else typed,
        why="password",
    )


def note_wrong_factor(request: HttpRequest, user: Any, *, signed_in: bool) -> None:
    """A code or passkey that was refused: while signing in, or by a session that was to prove itself again."""
    note(Act.PROVE if signed_in else Act.SIGN_IN, Outcome.REFUSED, by=user.pk, request=request, why="second_factor")


def note_outside(request: HttpRequest, viewer: Viewer, act: Act, status: int) -> None:
    """What a view outside the door did, told by its answer: so that none can forget. Nothing where it noted by itself,
    or where it is the page that asks for proof."""
    looks = request.method in ("GET", "HEAD")
    if getattr(request, "noted", None) is act or act.quiet or (looks and act is Act.PROVE):
        return
    if status >= 500:
        outcome, why = Outcome.FAILED, str(status)
    elif status >= 400 and status != 422:
        outcome, why = Outcome.REFUSED, str(status)
    else:
        done = not looks and (status == 204 or 300 <= status < 400)
        outcome, why = (Outcome.DONE if done else Outcome.LOOKED), ""
    note(act, outcome, by=viewer.id, request=request, why=why)
