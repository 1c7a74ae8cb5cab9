"""What was put right in a person's record: what it was, what it is, who, when. From the history that a trigger writes.

Sealed words are never shown: only that they changed, to whoever may know that they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.languages import COUNTRIES, LANGUAGES
from cases.models import Person
from cases.models.choices import Age, Gender, Protection
from cases.models.person import AgeBasis, EstimatedHow, InterpreterWish, Threat
from cases.selectors.details import names, shown_since

MOST = 200
"""So many of the newest changes are shown."""


@dataclass(frozen=True)
class Change:
    """One thing that was changed. ``was`` and ``now`` are empty where the words are sealed: ``sealed`` says what
    happened to them."""

    what: str
    was: str
    now: str
    sealed: str = ""


@dataclass(frozen=True)
class Moment:
    """Everything that somebody changed at once. ``who``: empty where it was not yet noted."""

    at: datetime
    who: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    """Newest first, and when the record was made."""

    moments: tuple[Moment, ...]
    made_at: datetime
    more: bool


def _choice(of: Any) -> Callable[[Any], str]:
    return lambda value: str(of(value).label) if value else _("not written")


def _text(value: Any) -> str:
    return str(value) if value not in (None, "") else _("not written")


def _of(table: Any) -> Callable[[Any], str]:
    return lambda value: names(table, value)


_YES_NO = {True: gettext_lazy("needed"), False: gettext_lazy("not needed"), None: gettext_lazy("not known")}

_PLAIN: dict[str, tuple[str | Promise, Callable[[Any], str]]] = {
    "responsible_actor_id": (gettext_lazy("Responsible actor"), _text),
    "caseworker_id": (gettext_lazy("Caseworker"), _text),
    "age": (gettext_lazy("Counts as a child"), _choice(Age)),
    "age_basis": (gettext_lazy("The birth year is"), _choice(AgeBasis)),
    "birth_year": (gettext_lazy("Birth year"), _text),
    "estimated_age": (gettext_lazy("Estimated age"), _text),
    "estimated_how": (gettext_lazy("How it was estimated"), _choice(EstimatedHow)),
    "estimated_on": (gettext_lazy("Day of the estimate"), lambda on: day_words(on) if on else _("not written")),
    "gender": (gettext_lazy("Gender"), _choice(Gender)),
    "citizenships": (gettext_lazy("Citizenship"), _of(COUNTRIES)),
    "languages": (gettext_lazy("Language"), _of(LANGUAGES)),
    "interpreter": (gettext_lazy("Interpreter"), lambda needed: str(_YES_NO[needed])),
    "interpreter_language": (
        gettext_lazy("Language of the interpreter"),
        lambda code: names(LANGUAGES, [code] if code else []),
    ),
    "interpreter_wish": (gettext_lazy("Wish about the interpreter"), _choice(InterpreterWish)),
    "protection": (gettext_lazy("Protected personal data"), _choice(Protection)),
    "threat": (gettext_lazy("Threat, by your own view"), _choice(Threat)),
    "safe_contact_checked_on": (
        gettext_lazy("The safe way was checked"),
        lambda on: day_words(on) if on else _("never"),
    ),
}
_SEALED: dict[str, str | Promise] = {
    "safe_contact": gettext_lazy("The safe way to reach the person"),
    "safe_hours": gettext_lazy("The hours when that way is safe"),
    "placement": gettext_lazy("Placement code"),
    "file_number": gettext_lazy("Number in your own file"),
}
_OWN = ("placement", "file_number")


@queries(4)
def changes(viewer: Viewer, code: str) -> Changes:
    """Everything that was changed in the person's record since it was made, newest first; for whom it is shared with,
    since it was. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    event = apps.get_model("cases", "PersonEvent")
    rows = list(
        event.objects.filter(pgh_obj_id=person.pk)
        .select_related("changed_by", "caseworker", "responsible_actor")
        .order_by("pgh_id")
    )
    own, since = person.responsible_actor_id in viewer.actors, shown_since(viewer, person)
    moments = _moments(rows, own=viewer.actors if own else ())
    found = [one for one in moments if one.changes and (since is None or one.at >= since)]
    found.reverse()
    return Changes(tuple(found[:MOST]), person.made_at, len(found) > MOST)


def _moments(rows: list[Any], *, own: Collection[UUID]) -> Iterator[Moment]:
    """What is written with the same word of who and when is one moment: also the making of the record, in two strokes.
    Rows from before that word was kept stand each for itself, with the trigger's time and no name. ``own``: the actors
    whose own file the viewer may know of, while they are responsible."""
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.changed_at or row.pgh_id)]
    for before, after in pairwise(group[-1] for group in groups):
        at, who = after.pgh_created_at, ""
        if after.changed_at:
            at, who = after.changed_at, after.changed_by.name if after.changed_by else ""
        yield Moment(at, who, tuple(_changes(before, after, own=before.responsible_actor_id in own)))


def _changes(before: Any, after: Any, *, own: bool) -> Iterator[Change]:
    for name, (label, words) in _PLAIN.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            if name in ("responsible_actor_id", "caseworker_id"):
                was, now = (getattr(row, name.removesuffix("_id")) for row in (before, after))
                was, now = was and was.name, now and now.name
            yield Change(str(label), words(was), words(now))
    for name, label in _SEALED.items():
        if name in _OWN and not own:
            continue
        was, now = bool(getattr(before, name)), bool(getattr(after, name))
        if getattr(before, name).for_database != getattr(after, name).for_database:
            said = _("was written down") if not was else _("was changed") if now else _("was taken away")
            yield Change(str(label), "", "", said)
