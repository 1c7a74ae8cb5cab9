"""May somebody do something to something? One question, answered by the app that owns the thing.

Each app's ``access.py`` (found by autodiscovery) registers a *locator* (reference in a URL → what it is about, or
nothing where the viewer may not know of it) and an *answer* (may this viewer do this act to this row).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from accounts.acts import Act
from accounts.errors import NotFound
from accounts.viewer import Viewer

M = TypeVar("M")


@dataclass(frozen=True)
class About:
    """What a reference in a URL leads to: enough for the look-log and the way back."""

    kind: str
    ref: str
    person_id: UUID | None = None
    place: str = ""
    """URL name of the page that shows it to this viewer, and the reference there: the way back from an error page."""
    place_ref: str = ""
    others: tuple[UUID, ...] = ()
    """Who else is looked at with the person: each leaves an event of their own."""
    shown_as: tuple[About, ...] = ()
    """Persons whose look is shown as a plain look at each, to whoever sees them: what was done tells too much."""


Locator = Callable[[Viewer, Act, str], "About | None"]
Answer = Callable[[Viewer, Act, Any], bool]
Reader = Callable[[str], "str | None"]

_locators: dict[type, Locator] = {}
_answers: dict[type, Answer] = {}
_readers: dict[type, Reader] = {}


def locates(model: type, *, read: Reader | None = None) -> Callable[[Locator], Locator]:
    """Register the function that finds a ``model`` by the reference in a URL, as far as the viewer may know of it.

    ``read`` says what reference was asked for, or None where what was typed is none: what a refused look is remembered
    by, whether there is such a thing or not.
    """

    def register(function: Locator) -> Locator:
        _locators[model] = function
        if read is not None:
            _readers[model] = read
        return function

    return register


def answers(model: type) -> Callable[[Answer], Answer]:
    """Register the function that says whether a viewer may do an act to a row of ``model``."""

    def register(function: Answer) -> Answer:
        _answers[model] = function
        return function

    return register


def locate(viewer: Viewer, act: Act, of: type, ref: str) -> About:
    """What ``ref`` is about. Raises NotFound alike where it is missing, foreign, or of a kind nobody answers for."""
    locator = _locators.get(of)
    found = locator(viewer, act, ref) if locator else None
    if found is None:
        raise NotFound
    return found


def asked_for(of: type | None, ref: str) -> str:
    """The reference that somebody asked for, where it can be one; never any other text that stood in the address."""
    read = _readers.get(of) if of is not None else None
    return (read(ref) or "") if read else ""


def may(viewer: Viewer, act: Act, of: Any = None) -> bool:
    """Whether the viewer may do ``act`` (to ``of``, a row). Closed unless the owning app says yes."""
    if not viewer.may_ask(act):
        return False
    if of is None:
        return True
    answer = _answers.get(type(of))
    return bool(answer and answer(viewer, act, of))


def allowed(viewer: Viewer, act: Act, of: M | None) -> M:
    """The row itself, if the viewer may; NotFound otherwise, and where there is none."""
    if of is None or not may(viewer, act, of):
        raise NotFound
    return of
