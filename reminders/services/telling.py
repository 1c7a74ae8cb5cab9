"""Telling people of something: a notice for each, and an e-mail as they want it, in one transaction and never twice.

The id of a notice is worked out from what is told, on which day, to whom. Whoever tells it again (two sweeps at a
time, a worker killed half-way, a handler run once more) makes rows that are there already, and nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings

from accounts.clock import day
from accounts.clocks import kind_of
from accounts.deadlines import Due, is_urgent
from reminders.models import Letter, Mail, MailState, Notice
from reminders.recipients import Recipients
from reminders.ways import NOTHING_CHOSEN, ways_of

NAMESPACE = UUID("2b0f6d0c-91a7-4b7e-9a5c-3a1d6f0d7f52")


def tell(due: Iterable[Due], *, at: datetime, but: UUID | None = None) -> int:
    """Make the notices and waiting e-mails of what is due; how many notices are new. ``but``: who did it themselves.

    What has been told on its day already is left alone, also where the recipients are others by now.
    """
    fresh = _untold(list(due))
    if not fresh:
        return 0
    recipients = Recipients(fresh, on=day(at))
    rows = [_notice(one, user, at=at) for one in fresh for user in recipients.of(one) if user != but]
    _make(rows, at=at)
    return len(rows)


def move(told: Sequence[tuple[Notice, Due]], *, at: datetime) -> list[UUID]:
    """Tell others of what stands still and whose recipient is no longer meant: another caseworker has the person, an
    account is frozen, a role has ended, days of absence have begun or are over. The ids of the notices that ask for
    nothing any longer, which are marked as read by the program; it opens them again if it comes back to them."""
    recipients = Recipients([due for _row, due in told], on=day(at))
    gone = [(row, due) for row, due in told if row.user_id not in recipients.of(due)]
    made = [_notice(due, user, at=at) for _row, due in gone if not due.to.alone for user in recipients.of(due)]
    Notice.objects.filter(pk__in=[row.pk for row in made], moved=True).update(read_at=None, moved=False)
    _make(made, at=at)
    Notice.objects.filter(pk__in=[row.pk for row, _due in gone], read_at=None).update(read_at=at, moved=True)
    return [row.pk for row, _due in gone]


def _make(rows: list[Notice], *, at: datetime) -> None:
    rows = sorted({row.pk: row for row in rows}.values(), key=lambda row: row.pk)  # tellers lock in the same order
    have = Notice.objects.filter(deadline__in={row.deadline for row in rows}).values_list("deadline", "day", "user_id")
    there = set(have) if rows else set()
    fresh = [row for row in rows if (row.deadline, row.day, row.user_id) not in there]  # what is there has been mailed
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    Mail.objects.bulk_create(_mails(fresh, at=at), ignore_conflicts=True)


def notice_id(deadline: str, day: object, user: UUID) -> UUID:
    """The id of the one notice about this deadline, on this day, to this user."""
    return uuid5(NAMESPACE, f"{deadline}|{day}|{user}")


def settle(ref: str, kinds: Sequence[str], *, at: datetime) -> int:
    """Nobody need read these any longer: what they asked for had been done by ``at``, by whomever."""
    return Notice.objects.filter(ref=ref, kind__in=kinds, read_at=None, made_at__lte=at).update(read_at=at)


def ask_again(due: Iterable[Due], *, since: datetime) -> None:
    """What was told of these, and is read or settled ``since`` a moment, asks again: its cause is back. Nobody has an
    e-mail about it anew."""
    days = {(one.deadline, one.day) for one in due}
    names = [deadline for deadline, _day in days]
    rows = Notice.objects.filter(deadline__in=names, read_at__gte=since, moved=False)
    again = [row.pk for row in rows if (row.deadline, row.day) in days] if days else []
    Notice.objects.filter(pk__in=again).update(read_at=None)


def _untold(due: list[Due]) -> list[Due]:
    """What has not been told on its day; of a declared kind nothing older than what has been told of it either, as
    where the programme says another day before from today on."""
    names = {one.deadline for one in due}
    told = set(Notice.objects.filter(deadline__in=names).values_list("deadline", "day"))
    newest: dict[str, date] = {}
    for name, on in told:
        newest[name] = max(newest.get(name, on), on)
    return [
        one
        for one in due
        if (one.deadline, one.day) not in told
        and not (kind_of(one.kind) and one.deadline in newest and one.day < newest[one.deadline])
    ]


def _notice(one: Due, user: UUID, *, at: datetime) -> Notice:
    return Notice(
        pk=notice_id(one.deadline, one.day, user),
        user_id=user,
        kind=one.kind,
        deadline=one.deadline,
        day=one.day,
        ref=one.ref,
        person_id=one.person_id,
        facts=one.facts,
        made_at=at,
    )


def write(letter: Letter, *, about: UUID, at: datetime, user: UUID | None = None, link: UUID | None = None) -> None:
    """Put an e-mail of its own in the queue: one for each ``about`` (an event), however often it is asked for."""
    row = named(Mail(notice_id=about, letter=letter, user_id=user, link=link, made_at=at, ready_at=at, try_at=at))
    Mail.objects.bulk_create([row], ignore_conflicts=True)


def _mails(rows: Sequence[Notice], *, at: datetime) -> list[Mail]:
    """The e-mails of notices, as their recipients want to be told.

    An e-mail says that something waits, and nothing of what: one that has not begun its way says it of what came after
    it, too, if it is as urgent. It is kept where it is until the notice stands beside it; one that is just being sent
    is not counted on.
    """
    users = {row.user_id for row in rows}
    ways, ready = ways_of(users), _on_their_way(users)
    made = []
    for row in rows:
        chosen, urgent = ways.get(row.user_id, NOTHING_CHOSEN), is_urgent(row.kind)
        moment = chosen.first_moment(at, urgent=urgent)
        said = any(moment >= goes and hurry >= urgent for hurry, goes in ready[row.user_id])
        if chosen.mails(urgent=urgent) and not said:
            ready[row.user_id].append((urgent, moment))
            made.append(_mail(row, urgent=urgent, at=at, goes=moment))
    return made


def _mail(row: Notice, *, urgent: bool, at: datetime, goes: datetime) -> Mail:
    mail = Mail(notice_id=row.pk, user_id=row.user_id, urgent=urgent, made_at=at, ready_at=goes, try_at=goes)
    return named(mail)


def _on_their_way(users: set[UUID]) -> dict[UUID, list[tuple[bool, datetime]]]:
    """Whose e-mails have not begun their way: whether each is urgent, and when it goes."""
    found: dict[UUID, list[tuple[bool, datetime]]] = {user: [] for user in users}
    ready = Mail.objects.filter(letter=Letter.NOTICE, state=MailState.WAITING, tries=0, user_id__in=users)
    for row in ready.select_for_update(skip_locked=True) if users else ():
        assert row.user_id
        found[row.user_id].append((row.urgent, row.try_at))
    return found


def named(row: Mail) -> Mail:
    """The e-mail with its Message-ID, made from its own id: random, so that nobody who sees it can test a guess at what
    it is about. The row keeps it for ever."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    row.message_id = f"<{row.pk.hex}@{host}>"
    return row
