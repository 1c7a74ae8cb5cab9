"""The notice board: what the programme tells its actors, in versions, with receipts where they are asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import Conflict, Invalid, WrongState
from accounts.inputs import too_long
from accounts.locks import one_at_a_time
from accounts.viewer import Viewer
from audit.record import Event, record
from cases import codes, guard
from reminders.board import has_readers_left, reminder_of
from reminders.models import Notice, Posting, PostingRead
from reminders.services.telling import settle

LONGEST = 4000
"""Characters of the text."""
LONGEST_TITLE = 120
LONGEST_DAYS = 366
"""So many days ahead something stands at most; then it is written anew."""
ASKS_TO_READ = (Event.POSTED, Event.POSTING_REMINDED)


@dataclass(frozen=True)
class Told:
    """What a posting says, until which day (inclusive), to whom, and whether readers are asked for a receipt."""

    title: str
    text: str
    until: date
    asks_receipt: bool = False
    certified_only: bool = False


def post(told: Told, *, token: UUID, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Posting:
    """Tell the actors something. The same ``token`` twice makes one. By views that ask for WRITE_BOARD.

    Raises Invalid, PointsOut (the board is about no person, and the guard is asked about every word).
    """
    subject = uuid5(by.id, f"posting:{token}")
    one_at_a_time("posting", subject)
    there = Posting.objects.filter(subject=subject, version=1).first()
    return there or _write(told, subject, 1, by=by, at=at, answered=answered)


def change_posting(ref: str, told: Told, *, by: Viewer, at: datetime, answered: Collection[str] = ()) -> Posting:
    """Write the next version, also of one that was taken down; receipts are asked for anew. ``ref``: of the version
    that was read. Raises NotFound, Conflict (there is a newer version), Invalid, PointsOut."""
    row = _newest(ref, by=by)
    fresh = _write(told, row.subject, row.version + 1, by=by, at=at, answered=answered)
    settle(row.ref, ASKS_TO_READ, at=at)
    return fresh


def take_down(ref: str, *, by: Viewer, at: datetime) -> Posting:
    """It stands no longer, and nobody need read it. Raises NotFound, Conflict, WrongState (it is down already)."""
    row = _newest(ref, by=by)
    if row.taken_at is not None:
        raise WrongState("TAKEN", "take_down", is_done=True)
    row.taken_at, row.taken_by_id = at, by.id
    row.save(update_fields=["taken_at", "taken_by"])
    settle(row.ref, ASKS_TO_READ, at=at)
    return row


def say_read(ref: str, *, by: Viewer, at: datetime) -> Posting:
    """Leave a receipt; a second one changes nothing. Raises NotFound, WrongState (none is asked for, or there is a
    newer version)."""
    row = allowed(by, Act.READ_BOARD, Posting.objects.filter(ref=codes.parse_ref(ref) or "").first())
    if not row.asks_receipt:
        raise WrongState("NOT_ASKED", "read")
    if Posting.objects.filter(subject=row.subject, version__gt=row.version).exists():
        raise WrongState("OLDER", "read")
    PostingRead.objects.bulk_create([PostingRead(posting=row, user_id=by.id, at=at)], ignore_conflicts=True)
    mine = Notice.objects.filter(user_id=by.id, ref=row.ref, kind__in=ASKS_TO_READ, read_at=None)
    mine.update(read_at=at)
    return row


def remind(ref: str, *, by: Viewer, at: datetime) -> Posting:
    """Tell those who have left no receipt that something waits for it: once a day, and nothing of what it says.

    Raises NotFound, Conflict, WrongState (none is asked for, it stands no longer, everybody has read it, or they
    were reminded today).
    """
    row = _newest(ref, by=by)
    if not row.asks_receipt or row.taken_at is not None or row.until < day(at):
        raise WrongState("NOT_ASKED", "remind")
    if not has_readers_left(row):
        raise WrongState("ALL_READ", "remind", is_done=True)
    if Notice.objects.filter(deadline=reminder_of(row), day=day(at)).exists():
        raise WrongState("REMINDED", "remind", is_done=True)
    record(Event.POSTING_REMINDED, at=at, by=by.id, ref=row.ref)
    return row


def _newest(ref: str, *, by: Viewer) -> Posting:
    rows = Posting.objects.select_related("by")
    subject = rows.filter(ref=codes.parse_ref(ref) or "").values_list("subject", flat=True).first()
    one_at_a_time("posting", subject or "")
    row = allowed(by, Act.WRITE_BOARD, rows.filter(ref=codes.parse_ref(ref) or "").first())
    newer = rows.filter(subject=row.subject, version__gt=row.version).order_by("-version").first()
    if newer is not None:
        raise Conflict("changed", who=newer.by.name, who_id=newer.by_id, at=newer.at, what="saved", ref=newer.ref)
    return row


def _write(told: Told, subject: UUID, version: int, *, by: Viewer, at: datetime, answered: Collection[str]) -> Posting:
    wrong = {name: _("Write something.") for name in ("title", "text") if not getattr(told, name).strip()}
    for name, most in (("title", LONGEST_TITLE), ("text", LONGEST)):
        if sentence := too_long(getattr(told, name), most):
            wrong[name] = sentence
    if not day(at) <= told.until <= day(at) + timedelta(days=LONGEST_DAYS):
        wrong["until"] = _("Choose a day from today on, a year ahead at most.")
    if wrong:
        raise Invalid(wrong)
    guard.refuse_unanswered({"title": told.title, "text": told.text}, answered)
    row = Posting(subject=subject, version=version, ref=codes.new_ref("A"), at=at, by_id=by.id, **asdict(told))
    row.title, row.text = told.title.strip(), told.text.replace("\r\n", "\n").strip()
    row.save(force_insert=True)
    record(Event.POSTED, at=at, by=by.id, ref=row.ref)
    return row
