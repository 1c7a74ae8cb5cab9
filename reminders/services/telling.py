"""Telling people of something: a notice for each, and an e-mail as they want it, in one transaction and never twice.

The id of a notice is worked out from what is told, on which day, to whom. Whoever tells it again (two sweeps at a
time, a worker killed half-way, a handler run once more) makes rows that are there already, and nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from accounts.acts import STAFF, Role
from accounts.deadlines import Due, is_urgent
from accounts.models import Appointment, User
from cases.models import Restriction
from reminders.models import Letter, Mail, MailState, Notice
from reminders.ways import NOTHING_CHOSEN, ways_of

NAMESPACE = UUID("2b0f6d0c-91a7-4b7e-9a5c-3a1d6f0d7f52")


def tell(due: Iterable[Due], *, at: datetime, but: UUID | None = None) -> int:
    """Make the notices and waiting e-mails of what is due; how many notices are new. ``but``: who did it themselves.

    What has been told on its day already is left alone, also where the recipients are others by now.
    """
    fresh = _untold(list(due))
    if not fresh:
        return 0
    recipients = _Recipients(fresh)
    rows = [_notice(one, user, at=at) for one in fresh for user in recipients.of(one) if user != but]
    _make(rows, at=at)
    return len(rows)


def move(told: Sequence[tuple[Notice, Due]], *, at: datetime) -> list[UUID]:
    """Tell others of what stands still and whose recipient is no longer meant: another caseworker has the person, an
    account is frozen, a role has ended. The ids of the notices that ask for nothing any longer."""
    recipients = _Recipients([due for _row, due in told])
    gone = [(row, due) for row, due in told if row.user_id not in recipients.of(due)]
    _make([_notice(due, user, at=at) for _row, due in gone for user in recipients.of(due)], at=at)
    return [row.pk for row, _due in gone]


def _make(rows: list[Notice], *, at: datetime) -> None:
    rows = sorted({row.pk: row for row in rows}.values(), key=lambda row: row.pk)  # tellers lock in the same order
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    Mail.objects.bulk_create(_mails(rows, at=at), ignore_conflicts=True)


def notice_id(deadline: str, day: object, user: UUID) -> UUID:
    """The id of the one notice about this deadline, on this day, to this user."""
    return uuid5(NAMESPACE, f"{deadline}|{day}|{user}")


def settle(ref: str, kinds: Sequence[str], *, at: datetime) -> int:
    """Nobody need read these any longer: what they asked for had been done by ``at``, by whomever."""
    return Notice.objects.filter(ref=ref, kind__in=kinds, read_at=None, made_at__lte=at).update(read_at=at)


def _untold(due: list[Due]) -> list[Due]:
    names = {one.deadline for one in due}
    told = set(Notice.objects.filter(deadline__in=names).values_list("deadline", "day"))
    return [one for one in due if (one.deadline, one.day) not in told]


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


class _Recipients:
    """Who is meant, for a page of things to tell: two queries, however many there are."""

    def __init__(self, due: Sequence[Due]) -> None:
        named = {user for one in due for user in one.to.users}
        roles = {role for one in due for role in one.to.roles}
        actors = {actor for one in due for actor in (one.to.staff_of, one.to.managers_of) if actor}
        self.active = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
        self.by_role: dict[str, list[UUID]] = {}
        self.by_actor: dict[UUID, list[UUID]] = {}
        self.managers: dict[UUID, list[UUID]] = {}
        self.named = _named({one.person_id for one in due if one.person_id})
        appointed = Appointment.objects.filter(user__is_active=True).order_by("user_id")
        for role, user in appointed.filter(role__in=roles).values_list("role", "user_id"):
            self.by_role.setdefault(role, []).append(user)
        if actors:
            staff = appointed.filter(role__in=STAFF, actor_id__in=actors)
            for actor, user, role in staff.values_list("actor_id", "user_id", "role"):
                if actor is not None:
                    self.by_actor.setdefault(actor, []).append(user)
                    if role == Role.MANAGER:
                        self.managers.setdefault(actor, []).append(user)

    def of(self, one: Due) -> list[UUID]:
        """Each recipient once. Of an actor's staff only those who work there still and, where a person is restricted,
        see the person. Where somebody named is meant, the rest of the staff stands in when they are gone."""
        to = one.to
        staff = self.by_actor.get(to.staff_of, []) if to.staff_of else []
        restricted = self.named.get((one.person_id, to.staff_of))
        if restricted is not None:
            staff = [user for user in staff if user in restricted]
        named = [user for user in to.users if user in (staff if to.staff_of else self.active)]
        staff = [] if named else staff
        managers = self.managers.get(to.managers_of, []) if to.managers_of else []
        if (seen_by := self.named.get((one.person_id, to.managers_of))) is not None:
            managers = [user for user in managers if user in seen_by]
        by_role = [user for role in to.roles for user in self.by_role.get(Role(role).value, [])]
        return list(dict.fromkeys([*named, *staff, *managers, *by_role]))


def _named(persons: set[UUID]) -> dict[tuple[UUID | None, UUID | None], set[UUID]]:
    """Who sees each restricted person of an actor's staff."""
    rows = Restriction.objects.filter(person_id__in=persons, ended_at=None) if persons else ()
    return {(row.person_id, row.actor_id): set(row.named) for row in rows}
