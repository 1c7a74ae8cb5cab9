"""The journal: the tab with its filters, one note for the forms about it, drafts. The overview: journal_glance.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act, Role
from accounts.clock import day
from accounts.errors import NotFound
from accounts.models import Actor, User
from accounts.models.user import ROLE_LABELS
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from accounts.words import clock_words, day_words
from cases import codes
from cases.access_journal import asked_by_own
from cases.models import JournalDraft, JournalNote, Person, Striking
from cases.models.journal import Contact
from cases.selectors.mention import named_in
from cases.selectors.sealed import SealedText
from cases.services.journal import UNDO, Said, locks_at
from cases.states import StrikingState
from cases.tokens import note_draft_id

PAGE = 20


@dataclass(frozen=True)
class Wanted:
    """Which notes. ``writer``: an account's id in hex; ``older``, ``newer``: the reference to page from."""

    contact: str = ""
    writer: str = ""
    since: date | None = None
    until: date | None = None
    older: str = ""
    newer: str = ""


@dataclass(frozen=True)
class NoteRow:
    """A note. ``who``: name, or role and actor; ``text``, ``words``: empty until the page is opened. ``locks``: from
    when, in words, while it is not locked. ``marks``: that it was written after closing, that something was struck."""

    ref: str
    version: int
    on: date
    contact: str
    who: str
    written_at: datetime
    locks: str
    marks: tuple[str, ...]
    has_words: bool
    text: str
    words: str
    may_change: bool
    may_add: bool
    asked: str
    """The reference of an open question whether something is struck; empty where none is."""
    mentions: tuple[str, ...] = ()
    """Names of who should look, for the writer's colleagues."""
    additions: tuple[NoteRow, ...] = ()

    @property
    def is_locked(self) -> bool:
        """Whether nobody changes it any longer."""
        return not self.locks


@dataclass(frozen=True)
class JournalPage:
    """A page of the tab. ``writers``: (id, words) to choose among."""

    code: str
    notes: tuple[NoteRow, ...]
    writers: tuple[tuple[str, str], ...]
    older: str
    newer: str
    has_any: bool
    may_write: bool
    may_read: bool
    opened: bool
    undo: str
    """The note that the viewer has just taken away and can bring back."""

    @property
    def refs(self) -> list[str]:
        """The references of everything on the page."""
        return [one.ref for note in self.notes for one in (note, *note.additions)]


@dataclass(frozen=True)
class NoteNow:
    """A note for the form that changes it or adds to it. ``said`` is the viewer's own only."""

    ref: str
    code: str
    on: date
    contact: str
    who: str
    written_at: datetime
    locks_at: datetime
    version: int
    is_own: bool
    is_taken: bool
    said: Said | None


@dataclass(frozen=True)
class DraftOfNote:
    """A note that the viewer has begun. ``ref``: of the note that it changes or adds to."""

    code: str
    code_name: str
    ref: str
    adds: bool
    saved_at: datetime


@queries(15)
def journal_page(
    viewer: Viewer, code: str, wanted: Wanted, *, at: datetime, texts: bool = False, taken: str = ""
) -> JournalPage:
    """A page of notes, newest first by the day they are about; with ``texts`` opened, if the viewer may read them.

    Raises NotFound.
    """
    person = _person(code)
    may_write, may_read = may(viewer, Act.WRITE_NOTE, person), may(viewer, Act.READ_SEALED, person)
    opened = texts and may_read
    everything = JournalNote.objects.filter(person=person, taken_at=None)
    found, older, newer = _page(_filtered(everything.filter(adds_to=None), wanted), person, wanted)
    added = everything.filter(adds_to__in=found).select_related("writer", "actor").order_by("written_at", "id")
    under: dict[UUID, list[JournalNote]] = defaultdict(list)
    for one in added:
        if one.adds_to_id:
            under[one.adds_to_id].append(one)
    struck = _strikings([*found, *(one for rows in under.values() for one in rows)])
    rows = _Rows(viewer, at, struck, opened=opened, may_write=may_write)
    rows.named = named_in(viewer, notes=[*found, *(one for some in under.values() for one in some)])
    return JournalPage(
        code=person.code,
        notes=tuple(rows.row(note, under[note.pk]) for note in found),
        writers=_writers(viewer, everything),
        older=found[-1].ref if found and older else "",
        newer=found[0].ref if found and newer else "",
        has_any=bool(found) or everything.exists(),
        may_write=may_write,
        may_read=may_read,
        opened=opened,
        undo=_undo(viewer, person, taken, at) if taken else "",
    )


def who_wrote(viewer: Viewer, row: JournalNote | Striking) -> str:
    """The writer, as the viewer is told."""
    return named(viewer, row.writer if isinstance(row, JournalNote) else row.asked_by, row.actor, row.role)


def named(viewer: Viewer, who: User, actor: Actor, role: str) -> str:
    """Who wrote at an actor: by name for colleagues there and for coordinators; for others by role and actor."""
    if viewer.is_system or viewer.is_(Role.COORDINATOR):
        return _("%(name)s at %(actor)s") % {"name": who.name, "actor": actor.name}
    if actor.pk in viewer.actors:
        return who.name
    said = {"role": str(dict(ROLE_LABELS).get(Role(role), role)), "actor": actor.name}
    return _("%(role)s at %(actor)s") % said


def locks_words(at: datetime) -> str:
    """``fre 28 november kl. 14.05``."""
    return _("%(day)s at %(time)s") % {"day": day_words(day(at), year=False), "time": clock_words(at)}


def _writers(viewer: Viewer, notes: QuerySet[JournalNote]) -> tuple[tuple[str, str], ...]:
    """Whom one can choose among, in Swedish order."""
    rows = notes.select_related("writer", "actor").defer("text", "words")
    newest = rows.order_by("writer_id", "-written_at").distinct("writer_id")
    found = [(one.writer_id.hex, capfirst(who_wrote(viewer, one))) for one in newest]
    return tuple(sorted(found, key=lambda pair: swedish_key(pair[1])))


class _Rows:
    """Notes in words, for one viewer at one moment."""

    def __init__(
        self, viewer: Viewer, at: datetime, struck: dict[UUID, list[Striking]], *, opened: bool, may_write: bool
    ) -> None:
        self.viewer, self.at, self.struck, self.opened, self.may_write = viewer, at, struck, opened, may_write
        self.named: dict[UUID, tuple[str, ...]] = {}

    def row(self, note: JournalNote, additions: Iterable[JournalNote] = ()) -> NoteRow:
        locked = self.at >= locks_at(note)
        strikings = self.struck.get(note.pk, [])
        waits = next((one for one in strikings if one.state == StrikingState.OPEN), None)
        asked = waits.ref if waits and self.may_write and asked_by_own(self.viewer, waits) else ""
        return NoteRow(
            ref=note.ref,
            version=note.version,
            on=note.on,
            contact=capfirst(str(Contact(note.contact).label)),
            who=capfirst(who_wrote(self.viewer, note)),
            written_at=note.written_at,
            locks="" if locked else locks_words(locks_at(note)),
            marks=tuple(_marks(note, strikings)),
            has_words=bool(note.words),
            text=note.text.open() if self.opened else "",
            words=note.words.open() if self.opened else "",
            may_change=self.may_write and not locked and note.writer_id == self.viewer.id,
            may_add=self.may_write,
            asked=asked,
            mentions=self.named.get(note.pk, ()),
            additions=tuple(self.row(one) for one in additions),
        )


def _marks(note: JournalNote, strikings: Sequence[Striking]) -> Iterator[str]:
    if note.after_closing:
        yield _("written after the case was closed")
    for one in strikings:
        if one.state == StrikingState.STRUCK and one.answered_at:
            words = {"day": day_words(day(one.answered_at), weekday=False), "why": one.get_reason_display()}
            yield _("a passage was struck %(day)s: %(why)s") % words
    if any(one.state == StrikingState.OPEN for one in strikings):
        yield _("a question waits whether a passage is struck")


def _strikings(notes: Sequence[JournalNote]) -> dict[UUID, list[Striking]]:
    found: dict[UUID, list[Striking]] = defaultdict(list)
    rows = Striking.objects.filter(note__in=notes, state__in=(StrikingState.OPEN, StrikingState.STRUCK))
    for row in rows.select_related("person").defer("passage", "why").order_by("asked_at") if notes else ():
        found[row.note_id].append(row)
    return found


def _filtered(rows: QuerySet[JournalNote], wanted: Wanted) -> QuerySet[JournalNote]:
    if wanted.contact in Contact.values:
        rows = rows.filter(contact=wanted.contact)
    if wanted.writer:
        writer = _id(wanted.writer)
        added = JournalNote.objects.filter(adds_to=OuterRef("pk"), writer_id=writer, taken_at=None)
        rows = rows.filter(Q(writer_id=writer) | Exists(added)) if writer else rows.none()
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    return rows.filter(on__lte=wanted.until) if wanted.until else rows


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(rows: QuerySet[JournalNote], person: Person, wanted: Wanted) -> tuple[list[JournalNote], bool, bool]:
    """One page, and whether there is more on the older and the newer side. The key is (on, written_at, id)."""
    backwards, ref = bool(wanted.newer), codes.parse_ref(wanted.newer or wanted.older) or ""
    edge = JournalNote.objects.filter(person=person, ref=ref).only("on", "written_at", "id").first() if ref else None
    if edge:
        side = "gt" if backwards else "lt"
        same_day = Q(on=edge.on) & (
            Q(**{f"written_at__{side}": edge.written_at}) | Q(written_at=edge.written_at, **{f"id__{side}": edge.pk})
        )
        rows = rows.filter(Q(**{f"on__{side}": edge.on}) | same_day)
    order = ("on", "written_at", "id") if backwards else ("-on", "-written_at", "-id")
    found = list(rows.select_related("writer", "actor").order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        return found[::-1], bool(edge), more
    return found, more, bool(edge)


def _undo(viewer: Viewer, person: Person, ref: str, at: datetime) -> str:
    rows = JournalNote.objects.filter(person=person, ref=codes.parse_ref(ref) or "", writer_id=viewer.id)
    return rows.filter(taken_at__gte=at - UNDO).values_list("ref", flat=True).first() or ""


@queries(6)
def note_now(viewer: Viewer, ref: str) -> NoteNow:
    """A note, for the forms about it. Its words only for whoever wrote it. Raises NotFound."""
    rows = JournalNote.objects.select_related("person", "writer", "actor")
    note = rows.filter(ref=codes.parse_ref(ref) or "").first()
    if note is None:
        raise NotFound
    own = note.writer_id == viewer.id
    return NoteNow(
        ref=note.ref,
        code=note.person.code,
        on=note.on,
        contact=capfirst(str(Contact(note.contact).label)),
        who=capfirst(who_wrote(viewer, note)),
        written_at=note.written_at,
        locks_at=locks_at(note),
        version=note.version,
        is_own=own,
        is_taken=note.taken_at is not None,
        said=Said(note.on, note.contact, note.text.open(), note.words.open()) if own else None,
    )


@queries(3)
def draft_of(
    viewer: Viewer, *, code: str = "", ref: str = "", adds: bool = False
) -> tuple[dict[str, Any], datetime] | None:
    """What the viewer has typed about the person, or about one note, and when it was saved; None where nothing is.

    ``adds``: to the note; a change that was begun before the note was locked is found there too.
    """
    if ref:
        about = JournalNote.objects.filter(ref=codes.parse_ref(ref) or "").values_list("pk", flat=True).first()
    else:
        about = Person.objects.filter(code=codes.parse(code) or "").values_list("pk", flat=True).first()
    if about is None:
        return None
    ids = [note_draft_id(about, by=viewer, adds=True)] if adds else []
    ids.append(note_draft_id(about, by=viewer))
    found = JournalDraft.objects.in_bulk(ids)
    row = next((found[pk] for pk in ids if pk in found), None)
    return (row.data.open(), row.saved_at) if row else None


@queries(4)
def note_sealed(viewer: Viewer, ref: str, *, texts: bool) -> tuple[tuple[SealedText, ...], bool]:
    """The texts of one note, opened if asked for and allowed, and whether the viewer may read them."""
    note = JournalNote.objects.select_related("writer", "actor").filter(ref=codes.parse_ref(ref) or "").first()
    if note is None:
        raise NotFound
    may_read = may(viewer, Act.READ_SEALED, note)
    opened, meta = texts and may_read, f"{capfirst(who_wrote(viewer, note))}, {day_words(note.on)}"
    held = ((_("The note"), note.text), (_("The person's own words"), note.words))
    return tuple(SealedText(name, meta, text.open() if opened else "") for name, text in held if text), may_read


@queries(1)
def drafts_of_notes(viewer: Viewer) -> tuple[DraftOfNote, ...]:
    """Every note that the viewer has begun and not saved, of persons whom they still see; newest first."""
    rows = JournalDraft.objects.filter(user_id=viewer.id).select_related("person", "note").defer("data")
    return tuple(
        DraftOfNote(
            row.person.code,
            row.person.code_name,
            row.note.ref if row.note else "",
            row.note_id is not None and row.pk != note_draft_id(row.note_id, by=viewer),
            row.saved_at,
        )
        for row in rows.order_by("-saved_at")
    )


def _person(code: str) -> Person:
    found = Person.objects.filter(code=codes.parse(code) or "").first()
    if found is None:
        raise NotFound
    return found
