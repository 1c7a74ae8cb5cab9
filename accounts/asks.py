"""How a view says what it is for, and the middleware, the menu and the tests hear it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest

from accounts.access import About
from accounts.acts import Act
from accounts.viewer import Viewer

V = TypeVar("V", bound=Callable[..., Any])


class Asked(HttpRequest):
    """A request as a view gets it: the middleware has found out who asks, and what about. For annotations only."""

    viewer: Viewer
    about: About | None
    request_id: UUID
    counts: dict[str, int]
    texts: bool
    """Whether sealed text is opened with the page: asked for (``texts=1``), allowed, and remembered as READ_SEALED."""
    quiet: bool
    """Set by a view that has kept a draft and nothing else: no look, no act."""
    undone: bool
    """Set by a view that has done something only to show what it would change, and has undone it: a look, no act."""
    done: bool
    """Set by a view that has done something without changing a row, a file that was taken out."""
    sent: bool
    """Set by a view whose form was sent although it answers with a page: its draft is forgotten."""
    why: str
    """Set by a view: a stable code or a count for the log."""


@dataclass(frozen=True)
class Asks:
    """The act of a view, the kind of object it is done to, and the name of the reference in the URL."""

    act: Act
    of: type | None = None
    ref: str = "ref"
    texts: bool = False
    keeps: bool = False


def asks(
    act: Act, *, of: type | None = None, ref: str = "ref", texts: bool = False, keeps: bool = False
) -> Callable[[V], V]:
    """Name the act of a view. The middleware opens the door for it, and 404s where ``of`` is not for the viewer.

    ``texts``: the view shows sealed text, folded. Asked with ``texts=1`` it is READ_SEALED of the same object as well,
    with its own walls and its own row in the log. ``keeps``: what is typed into its form is kept (accounts/keeping.py).
    """

    def name(view: V) -> V:
        view.asks = Asks(act, of, ref, texts, keeps)  # type: ignore[attr-defined]
        return view

    return name


# Views of libraries that we serve as they are, by URL name. A library's view that is not here is not served.
OF_LIBRARIES: dict[str, Asks] = {
    "account_login": Asks(Act.SIGN_IN),
    "account_inactive": Asks(Act.SIGN_IN),
    "account_logout": Asks(Act.SIGN_IN),
    "account_reauthenticate": Asks(Act.PROVE),
    "mfa_authenticate": Asks(Act.SIGN_IN),
    "mfa_reauthenticate": Asks(Act.PROVE),
    "mfa_reauthenticate_webauthn": Asks(Act.PROVE),
    "mfa_index": Asks(Act.SECOND_FACTOR),
    "mfa_activate_totp": Asks(Act.SECOND_FACTOR),
    "mfa_deactivate_totp": Asks(Act.SECOND_FACTOR),
    "mfa_list_webauthn": Asks(Act.SECOND_FACTOR),
    "mfa_add_webauthn": Asks(Act.SECOND_FACTOR),
    "mfa_edit_webauthn": Asks(Act.SECOND_FACTOR),
    "mfa_remove_webauthn": Asks(Act.SECOND_FACTOR),
    "javascript-catalog": Asks(Act.SIGN_IN),
}


def asked_by(view: Callable[..., Any], url_name: str | None = None) -> Asks | None:
    """What a view asks for, or None where it says nothing (then it is not served)."""
    found = getattr(view, "asks", None) or getattr(getattr(view, "cls", None), "asks", None)
    if isinstance(found, Asks):
        return found
    return OF_LIBRARIES.get(url_name or "")
