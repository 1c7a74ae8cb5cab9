"""What somebody has been told, read in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.acts import Act, Role
from accounts.asks import asked_by
from accounts.deadlines import Wording, wording_of
from accounts.models import Actor, User
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import long_day_words, moment_words
from cases.models import Person
from reminders.models import Notice
from reminders.wordings import EVENT_PARKED

SHOWN = 100
EARLIER = 30
_URGENCY = {"late": 0, "soon": 1}


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it reads. ``url``: where one does something about it; empty where the viewer gets there no longer.
    ``code``, ``who``: of the person, where it is about one whom the viewer sees."""

    id: UUID
    what: str
    act: str
    url: str
    kind: str
    told_at: datetime
    code: str = ""
    who: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class NoticeGroup:
    """Unread notices about one person, or (no ``code``) all that are about none. ``url``: the person's page, where the
    viewer may open it."""

    code: str
    who: str
    url: str
    rows: tuple[NoticeRow, ...]


@dataclass(frozen=True)
class Notices:
    """The viewer's notices, newest first. ``unread_count`` may be more than what is shown."""

    unread: tuple[NoticeRow, ...]
    earlier: tuple[NoticeRow, ...]
    unread_count: int
    leads_to_persons: bool = False

    @property
    def groups(self) -> tuple[NoticeGroup, ...]:
        """The unread ones by person, the most urgent group first, what is about nobody after those that are as
        pressing; within a group the newest first."""
        by_person: dict[str, list[NoticeRow]] = {}
        for row in self.unread:
            by_person.setdefault(row.code, []).append(row)
        urgent_first = sorted(by_person, key=lambda code: (min(map(_rank, by_person[code])), not code))
        return tuple(self._group(code, tuple(by_person[code])) for code in urgent_first)

    def _group(self, code: str, rows: tuple[NoticeRow, ...]) -> NoticeGroup:
        url = reverse("person", args=[code]) if code and self.leads_to_persons else ""
        return NoticeGroup(code, rows[0].who, url, rows)


def _rank(row: NoticeRow) -> int:
    return -1 if row.urgent else _URGENCY.get(row.kind, 2)


@queries(1)
def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not opened: the number in the top bar."""
    return Notice.objects.filter(user_id=viewer.id, read_at=None).count()


@queries(1)
def parked_told(viewer: Viewer) -> int:
    """How many events the viewer has been told of that nobody could be told of, and that wait for somebody to look."""
    return Notice.objects.filter(user_id=viewer.id, read_at=None, kind=EVENT_PARKED).count()


@queries(6)
def notices(viewer: Viewer) -> Notices:
    """What the viewer has been told: at most a hundred unread, and the thirty newest of those that are read."""
    mine = Notice.objects.filter(user_id=viewer.id).order_by("-made_at", "id")
    unread = list(mine.filter(read_at=None)[:SHOWN])
    earlier = list(mine.exclude(read_at=None)[:EARLIER])
    say = _Reader(viewer, [*unread, *earlier])
    count = unread_count(viewer) if len(unread) == SHOWN else len(unread)
    return Notices(_rows(say, unread), _rows(say, earlier), count, viewer.may_ask(Act.SEE_PERSON))


@queries(3)
def read_as(viewer: Viewer, rows: list[Notice]) -> list[tuple[Notice, NoticeRow]]:
    """How deadlines read for the viewer, told or not: each with its row. Nothing is asked where there is none."""
    say = _Reader(viewer, rows)
    return [(row, said) for row in rows if (said := say.row(row))]


@queries(3)
def place_of(viewer: Viewer, row: Notice) -> str:
    """Where one does something about a notice; empty where the viewer gets there no longer."""
    found = _Reader(viewer, [row]).row(row)
    return found.url if found else ""


def _rows(say: _Reader, rows: list[Notice]) -> tuple[NoticeRow, ...]:
    return tuple(found for found in map(say.row, rows) if found)


class _Reader:
    """Turns notices into sentences: the persons and the actors in them are looked up once for the page."""

    def __init__(self, viewer: Viewer, rows: list[Notice]) -> None:
        persons = {row.person_id for row in rows if row.person_id}
        ids = {value for row in rows for value in row.facts.values() if _is_id(value)}
        self.is_office = viewer.is_(Role.COORDINATOR)
        self._viewer, self._sees_persons = viewer, viewer.may_ask(Act.SEE_PERSON)
        self._open_to: dict[tuple[str, bool], bool] = {}
        self.persons: dict[UUID, tuple[str, str]] = {}
        self._elsewhere: set[str] = set()
        self.names: dict[str, str] = {}
        if persons and viewer.db_role != "nsp_log":
            # Row-level security answers: somebody whom the viewer sees no longer has no name and no link.
            found = list(Person.objects.filter(pk__in=persons).only("code", "code_name", "responsible_actor_id"))
            self.persons = {one.pk: (one.code, one.code_name) for one in found}
            self._elsewhere = {one.code for one in found if one.responsible_actor_id not in viewer.actors}
        if ids:
            named = [*Actor.objects.filter(pk__in=ids).values_list("pk", "name"), *_users(rows)]
            self.names = {str(pk): name for pk, name in named}

    def row(self, row: Notice) -> NoticeRow | None:
        """The sentence; None for a kind that nobody knows any longer."""
        wording = wording_of(row.kind)
        if wording is None:
            return None
        code, name = self.persons.get(row.person_id, ("", "")) if row.person_id else ("", "")
        words = {key: self._said(wording, value) for key, value in row.facts.items()}
        url, act = _url(wording, row.ref, code), str((self.is_office and wording.office) or wording.act)
        if row.person_id is not None and not code:
            url = ""
        elif url and not self._gets_in(wording.place, url, as_office=self.is_office and code in self._elsewhere):
            url, act = (reverse("person", args=[code]), _("See")) if code and self._sees_persons else ("", act)
        sentence = str(wording.sentence) % _Words(words | {"who": name or _("a person")})
        return NoticeRow(
            id=row.pk,
            what=_capital(sentence.replace(" ()", "")),  # what was told before it had the fact that stands there
            act=act,
            url=url,
            kind=wording.urgency if row.read_at is None else "info",
            told_at=row.made_at,
            code=code,
            who=name,
            urgent=wording.urgent,
        )

    def _gets_in(self, place: str, url: str, *, as_office: bool) -> bool:
        """Whether a role of the viewer's may ask there at all, about a person of another actor the coordinator's: what
        has risen leads to what its reader can see."""
        if (place, as_office) not in self._open_to:
            asked = asked_by(resolve(url).func, place)
            opens = asked is None or self._viewer.may_ask(asked.act)
            if opens and asked and as_office and asked.of is Person:
                opens = Role.COORDINATOR in asked.act.roles
            self._open_to[place, as_office] = opens
        return self._open_to[place, as_office]

    def _said(self, wording: Wording, value: Any) -> str:
        if isinstance(value, dict):
            return str(value.get((get_language() or "sv")[:2], ""))
        if not isinstance(value, str):
            return str(value)
        if value in self.names:
            return self.names[value]
        if value in wording.codes:
            return str(wording.codes[value])
        try:
            return long_day_words(date.fromisoformat(value))
        except ValueError:
            pass
        try:
            return moment_words(datetime.fromisoformat(value))
        except ValueError:
            return value


def _users(rows: list[Notice]) -> list[tuple[UUID, str]]:
    ids = [row.facts["user"] for row in rows if _is_id(row.facts.get("user"))]
    return list(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else []


class _Words(dict[str, Any]):
    """Facts of an older kind may lack a name that a newer sentence uses: then the place stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 36


def _url(wording: Wording, ref: str, code: str) -> str:
    target = {"person": code, "ref": ref, "": ""}[wording.key]
    if not wording.place or (wording.key and not target):
        return ""
    try:
        return reverse(wording.place, args=[target] if target else [])
    except NoReverseMatch:
        return ""
