"""The handful of errors that services raise, and that one middleware turns into a page or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class NSPError(Exception):
    """Something a person asked for that cannot be done. Never carries text about a person."""

    status = 400
    code = "error"


class NotFound(NSPError):
    """There is no such thing, or the viewer may not know of it: both look the same from outside."""

    status = 404
    code = "not_found"


class Refused(NSPError):
    """The viewer is known but may not do this here; ``why`` is a stable code that the page explains."""

    status = 403
    code = "refused"

    def __init__(self, why: str = "not_allowed", **params: Any) -> None:
        super().__init__(why)
        self.why = why
        self.params = params


class WrongState(NSPError):
    """The act does not fit the state that the thing is in now (somebody else was first, or the page is old).

    ``is_done``: it is in the state that the act leads to, so that nothing is lost by doing it no more.
    """

    status = 409
    code = "wrong_state"

    def __init__(self, state: str, act: str, *, is_done: bool = False, **params: Any) -> None:
        super().__init__(f"{act} from {state}")
        self.state = state
        self.act = act
        self.is_done = is_done
        self.params = params


class Conflict(NSPError):
    """Somebody changed it meanwhile. ``params`` may say who and when."""

    status = 409
    code = "conflict"

    def __init__(self, why: str = "changed", **params: Any) -> None:
        super().__init__(why)
        self.why = why
        self.params = params


class Stopped(NSPError):
    """A rule says stop, or a warning lacks its motivation. Carries every verdict, not just the first."""

    status = 422
    code = "stopped"

    def __init__(self, verdicts: Sequence[Any], sentences: Sequence[str] = ()) -> None:
        super().__init__(", ".join(getattr(v, "code", "?") for v in verdicts))
        self.verdicts = tuple(verdicts)
        self.sentences = tuple(sentences) or ("",) * len(self.verdicts)


class NothingLeft(NSPError):
    """The budget of ``year`` does not hold what is asked (SEK)."""

    status = 409
    code = "nothing_left"

    def __init__(self, year: int, asked: Any = None, left: Any = None) -> None:
        super().__init__(str(year))
        self.year = year
        self.asked = asked
        self.left = left


class Invalid(NSPError):
    """What was typed cannot be used. ``fields`` maps a field's name to its sentence ("" holds what concerns all)."""

    status = 422
    code = "invalid"

    def __init__(self, fields: Mapping[str, str | Sequence[str]]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


class PointsOut(Invalid):
    """A text may point somebody out, and nobody has answered that it does not. ``findings`` is for the writer alone:
    for each, the ``field``, the ``quote``, the ``sentence`` that says why, the ``token`` that answers it, and whether
    the sign is ``weak`` (then it asks, and is answered by going on)."""

    code = "points_out"

    def __init__(self, fields: Mapping[str, str], findings: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(fields)
        self.findings = tuple(findings)


class Strange(Invalid):
    """What was typed can hardly be, and nobody has said that it is right. ``questions``: for each, its stable ``code``,
    the ``field``, the ``sentence``, the ``token`` that answers it, and whether it is ``answered`` already."""

    code = "strange"

    def __init__(self, fields: Mapping[str, str], questions: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(fields)
        self.questions = tuple(questions)


class ProveAgain(NSPError):
    """The second factor must be used again before more is opened."""

    status = 401
    code = "prove_again"


class Quota(NSPError):
    """Too much in too short a time."""

    status = 429
    code = "too_many"
