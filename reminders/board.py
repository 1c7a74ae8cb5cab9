"""The notice board: what stands on it, what waits for a receipt, and who has left one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.acts import FIELD, STAFF, Role
from accounts.errors import NotFound
from accounts.models import Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases import codes
from reminders.models import Posting, PostingRead

EARLIER = 50
"""So many that stand no longer are listed, the newest first."""


@dataclass(frozen=True)
class PostingRow:
    """A posting in a list. ``waits``: the viewer is asked for a receipt and has left none; ``read_at``: when they did.
    ``taken_at``: when it was taken down."""

    ref: str
    title: str
    who: str
    at: datetime
    until: date
    version: int
    asks_receipt: bool
    certified_only: bool
    waits: bool
    read_at: datetime | None
    taken_at: datetime | None


@dataclass(frozen=True)
class Board:
    """What stands, newest first; and for those who write, what stands no longer."""

    stands: tuple[PostingRow, ...]
    earlier: tuple[PostingRow, ...]


@dataclass(frozen=True)
class OfActor:
    """Who at an actor has left a receipt (name, when) and who has not."""

    actor: str
    read: tuple[tuple[str, datetime], ...]
    unread: tuple[str, ...]

    @property
    def all(self) -> int:
        """How many work there."""
        return len(self.read) + len(self.unread)


@dataclass(frozen=True)
class PostingPage:
    """One version. ``newer``: the reference of the newest one, where this is older. ``actors``: only for those who
    write, where a receipt is asked for."""

    row: PostingRow
    text: str
    stands: bool
    newer: str
    actors: tuple[OfActor, ...]
    read: int
    asked: int


@queries(3)
def board(viewer: Viewer, *, on: date) -> Board:
    """The board as the viewer sees it on a day."""
    rows = _newest().filter(taken_at=None, until__gte=on)
    earlier: list[Posting] = []
    if viewer.is_(Role.COORDINATOR):
        earlier = list(_newest().exclude(taken_at=None, until__gte=on)[:EARLIER])
    found = list(_shown(viewer, rows))
    read = _read_by(viewer, found)
    return Board(
        tuple(_row(viewer, one, read) for one in found),
        tuple(_row(viewer, one, {}) for one in earlier),
    )


@queries(2)
def waiting_postings(viewer: Viewer, *, on: date) -> tuple[PostingRow, ...]:
    """What asks the viewer for a receipt and has none, oldest first."""
    if not viewer.roles & FIELD:
        return ()
    mine = PostingRead.objects.filter(posting=OuterRef("pk"), user_id=viewer.id)
    rows = _newest().filter(~Exists(mine), taken_at=None, until__gte=on, asks_receipt=True).exclude(by_id=viewer.id)
    return tuple(_row(viewer, one, {}) for one in _shown(viewer, rows).order_by("at", "id"))


@queries(7)
def posting_page(viewer: Viewer, ref: str, *, on: date) -> PostingPage:
    """One version of a posting. Raises NotFound."""
    row = Posting.objects.select_related("by").filter(ref=codes.parse_ref(ref) or "").first()
    if row is None:
        raise NotFound
    newer = Posting.objects.filter(subject=row.subject, version__gt=row.version).order_by("-version").first()
    shows = viewer.is_(Role.COORDINATOR) and row.asks_receipt
    actors, read, asked = receipts(row) if shows else ((), 0, 0)
    return PostingPage(
        row=_row(viewer, row, _read_by(viewer, [row])),
        text=row.text,
        stands=row.taken_at is None and row.until >= on and newer is None,
        newer=newer.ref if newer else "",
        actors=actors,
        read=read,
        asked=asked,
    )


@queries(1)
def posting_now(ref: str) -> dict[str, Any]:
    """What the form of the next version starts from. Raises NotFound."""
    names = ("title", "text", "until", "asks_receipt", "certified_only")
    found = Posting.objects.filter(ref=codes.parse_ref(ref) or "").values(*names).first()
    if found is None:
        raise NotFound
    return dict(found)


@queries(2)
def receipts(row: Posting) -> tuple[tuple[OfActor, ...], int, int]:
    """Of every actor that a version is for, who of those who work there today has left a receipt; how many people
    have, of how many."""
    at = dict(PostingRead.objects.filter(posting=row).values_list("user_id", "at"))
    found: dict[str, dict[UUID, str]] = defaultdict(dict)
    for actor, user, name in _asked(row).values_list("actor__name", "user_id", "user__name"):
        found[actor][user] = name
    rows = []
    for actor in sorted(found, key=swedish_key):
        people = sorted(found[actor].items(), key=lambda one: swedish_key(one[1]))
        read = tuple((name, at[user]) for user, name in people if user in at)
        rows.append(OfActor(actor, read, tuple(name for user, name in people if user not in at)))
    asked = {user for people in found.values() for user in people}
    return tuple(rows), len(asked & at.keys()), len(asked)


def readers_left(row: Posting) -> tuple[UUID, ...]:
    """Those who are asked for a receipt and have left none."""
    read = PostingRead.objects.filter(posting=row).values("user_id")
    return tuple(_asked(row).exclude(user_id__in=read).order_by("user_id").values_list("user_id", flat=True).distinct())


def has_readers_left(row: Posting) -> bool:
    """Whether anybody who is asked has left no receipt."""
    return bool(readers_left(row))


def reminder_of(row: Posting) -> str:
    """The name under which a reminder about a version is told, once a day."""
    return f"posting:{row.ref}:remind"


def roles_of(row: Posting) -> tuple[Role, ...]:
    """Whom a posting is for."""
    return tuple(sorted(STAFF if row.certified_only else FIELD))


def reads_it(viewer: Viewer, row: Posting) -> bool:
    """Whether a posting is for the viewer."""
    return viewer.is_(Role.COORDINATOR) or bool(viewer.roles & set(roles_of(row)))


def _asked(row: Posting) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(role__in=roles_of(row), user__is_active=True, actor__isnull=False)
    return rows.exclude(user_id=row.by_id)


def _newest() -> QuerySet[Posting]:
    newer = Posting.objects.filter(subject=OuterRef("subject"), version__gt=OuterRef("version"))
    return Posting.objects.filter(~Exists(newer)).select_related("by").order_by("-at", "-id")


def _shown(viewer: Viewer, rows: QuerySet[Posting]) -> QuerySet[Posting]:
    sees_all = viewer.is_(Role.COORDINATOR) or viewer.is_staff_of_an_actor
    return rows if sees_all else rows.filter(Q(certified_only=False))


def _read_by(viewer: Viewer, rows: list[Posting]) -> dict[UUID, datetime]:
    return dict(PostingRead.objects.filter(posting__in=rows, user_id=viewer.id).values_list("posting_id", "at"))


def _row(viewer: Viewer, row: Posting, read: dict[UUID, datetime]) -> PostingRow:
    is_asked = row.asks_receipt and row.by_id != viewer.id and bool(viewer.roles & set(roles_of(row)))
    return PostingRow(
        ref=row.ref,
        title=row.title,
        who=row.by.name,
        at=row.at,
        until=row.until,
        version=row.version,
        asks_receipt=row.asks_receipt,
        certified_only=row.certified_only,
        waits=is_asked and row.pk not in read and row.taken_at is None,
        read_at=read.get(row.pk),
        taken_at=row.taken_at,
    )
