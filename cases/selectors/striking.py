"""Questions whether a passage of the journal is struck: the form, the page of whoever answers, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import moment_words
from cases import codes, striking
from cases.models import Striking
from cases.models.journal import Contact
from cases.selectors.journal import who_wrote
from cases.states import StrikingState
from cases.strikers import answerable

MOST = 100


@dataclass(frozen=True)
class StrikingPage:
    """A question. ``text``, ``words``: pieces with whether each would be struck; ``why``; empty until it is opened."""

    ref: str
    code: str
    code_name: str
    on: date
    contact: str
    writer: str
    reason: str
    asked_by: str
    asked_at: datetime
    has_why: bool
    text: tuple[tuple[str, bool], ...]
    words: tuple[tuple[str, bool], ...]
    why: str
    may_read: bool
    opened: bool
    is_open: bool
    answered: str
    """Who answered what and when; empty while nobody has."""


@dataclass(frozen=True)
class Waiting:
    """A question on somebody's list. ``mine``: the viewer has asked it, and waits."""

    ref: str
    code: str
    code_name: str
    asked_by: str
    asked_at: datetime
    mine: bool


@queries(12)
def striking_page(viewer: Viewer, ref: str, *, texts: bool = False) -> StrikingPage:
    """One question; ``texts`` opens the note and the passage. Raises NotFound."""
    rows = Striking.objects.select_related("person", "note__writer", "note__actor", "asked_by", "answered_by", "actor")
    row = rows.filter(ref=codes.parse_ref(ref) or "").first()
    if row is None:
        raise NotFound
    is_open = row.state == StrikingState.OPEN
    may_read = may(viewer, Act.READ_SEALED, row)
    opened = texts and may_read
    passage = row.passage.open() if opened else ""
    note = row.note
    return StrikingPage(
        ref=row.ref,
        code=row.person.code,
        code_name=row.person.code_name,
        on=note.on,
        contact=capfirst(str(Contact(note.contact).label)),
        writer=who_wrote(viewer, note),
        reason=capfirst(row.get_reason_display()),
        asked_by=capfirst(who_wrote(viewer, row)),
        asked_at=row.asked_at,
        has_why=bool(row.why),
        text=striking.pieces(note.text.open(), passage) if opened else (),
        words=striking.pieces(note.words.open(), passage) if opened else (),
        why=row.why.open() if opened else "",
        may_read=may_read,
        opened=opened,
        is_open=is_open,
        answered="" if is_open else _answered(row),
    )


def _answered(row: Striking) -> str:
    words = {
        "who": row.answered_by.name if row.answered_by else "",
        "at": moment_words(row.answered_at) if row.answered_at else "",
    }
    return {
        StrikingState.STRUCK: _("%(who)s agreed, %(at)s. The passage is struck."),
        StrikingState.REFUSED: _("%(who)s said no, %(at)s. The note stands as it stood."),
        StrikingState.WITHDRAWN: _("%(who)s took the question back, %(at)s."),
    }[StrikingState(row.state)] % words


def strikings_waiting(viewer: Viewer) -> Iterator[Waiting]:
    """Open questions that the viewer answers, or has asked. For those of somebody else who answers: nothing."""
    rows = Striking.objects.filter(state=StrikingState.OPEN).select_related("person", "asked_by", "actor")
    found = list(rows.defer("passage", "why").order_by("asked_at")[:MOST])
    theirs = answerable(viewer, found)
    for row in found:
        mine = row.asked_by_id == viewer.id
        if mine or row.pk in theirs:
            yield Waiting(row.ref, row.person.code, row.person.code_name, who_wrote(viewer, row), row.asked_at, mine)


@queries(1)
def code_of(ref: str) -> str:
    """The code of the person whom a question is about. Raises NotFound."""
    code = Striking.objects.filter(ref=codes.parse_ref(ref) or "").values_list("person__code", flat=True).first()
    if code is None:
        raise NotFound
    return code
