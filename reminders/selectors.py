"""What somebody has been told, read in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.deadlines import Wording, wording_of
from accounts.models import Actor, User
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases.models import Person
from reminders.models import Notice

SHOWN = 60


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it reads. ``url``: where one does something about it, as far as the viewer still gets there."""

    id: UUID
    what: str
    act: str
    url: str
    kind: str
    made_at: datetime
    unread: bool


@queries(1)
def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not opened: the number in the top bar."""
    return Notice.objects.filter(user_id=viewer.id, read_at=None).count()


@queries(4)
def notices(viewer: Viewer) -> list[NoticeRow]:
    """The viewer's notices: unread first, then the newest."""
    rows = list(Notice.objects.filter(user_id=viewer.id).order_by("-made_at")[:SHOWN])
    rows.sort(key=lambda row: row.read_at is not None)
    about = _persons(viewer, {row.person_id for row in rows if row.person_id})
    actors, users = _names(rows)
    found = []
    for row in rows:
        wording = wording_of(row.kind)
        if wording is None:
            continue
        code, name = about.get(row.person_id, ("", _("a person"))) if row.person_id else ("", "")
        words = _Words({key: _said(value, actors | users) for key, value in row.facts.items()} | {"who": name})
        url = _url(wording, row.ref, code)
        found.append(
            NoticeRow(
                id=row.pk,
                what=str(wording.sentence) % words,
                act=str(wording.act),
                url=url,
                kind=wording.urgency if row.read_at is None else "done",
                made_at=row.made_at,
                unread=row.read_at is None,
            )
        )
    return found


class _Words(dict[str, Any]):
    """Facts of an older kind may lack a name that a newer sentence uses: then the place stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _persons(viewer: Viewer, ids: set[UUID]) -> dict[UUID | None, tuple[str, str]]:
    """(code, code name) of those whom the viewer sees today. Somebody else's have no name here."""
    if not ids or viewer.db_role == "nsp_log":
        return {}
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "code", "code_name")
    return {pk: (code, name) for pk, code, name in rows}


def _names(rows: list[Notice]) -> tuple[dict[str, str], dict[str, str]]:
    ids = {value for row in rows for value in row.facts.values() if isinstance(value, str) and len(value) == 36}
    actors = {str(pk): name for pk, name in Actor.objects.filter(pk__in=ids).values_list("pk", "name")}
    users = {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
    return actors, users


def _said(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, str):
        if value in names:
            return names[value]
        try:
            return day_words(date.fromisoformat(value[:10])) if len(value) >= 10 and value[4] == "-" else value
        except ValueError:
            return value
    return str(value)


def _url(wording: Wording, ref: str, code: str) -> str:
    target = code if wording.key == "person" else ref
    if not wording.place or not target:
        return ""
    try:
        return reverse(wording.place, args=[target])
    except NoReverseMatch:
        return ""
