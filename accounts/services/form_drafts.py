"""Drafts of every form: what somebody has typed and not sent, sealed, so that a crash, a lock, a lost network or a
second window loses at most two seconds of typing.

A form is known by its address. What it holds is kept as it was sent: the fields' names, each with its values in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from accounts.errors import Invalid, NotFound
from accounts.locks import one_at_a_time
from accounts.models import Draft
from accounts.refs import new_ref, parse_ref
from accounts.services.saving import Page, said, seen_the_last, to_keep
from accounts.viewer import Viewer

FORM, THROWN, SENT = "form", "form thrown", "form sent"
UNDO = timedelta(seconds=60)
"""So long a draft that was thrown away can be fetched back (screens.md, Errors)."""
DAYS = 30
"""So long a draft is kept that nobody touches."""
_LATE = timedelta(hours=1)
"""So long a save that is overtaken by the sending of its form may be on its way."""
MOST = 200_000
"""Characters of a draft; a form that holds more is not kept."""

Typed = Mapping[str, list[str]]


@dataclass(frozen=True)
class Form:
    """A form: its address, the URL name of that, and the person that it is about where it is about one."""

    address: str
    name: str
    person_id: UUID | None = None


@dataclass(frozen=True)
class Kept:
    """A draft as its form shows it. ``where``: the page on which the form stands."""

    ref: str
    typed: Typed
    tab: str
    where: str
    saved_at: datetime
    is_thrown: bool


def kept_in(address: str, *, by: Viewer, at: datetime) -> Kept | None:
    """What the viewer has typed into the form at an address and not sent, or has thrown away within the last minute."""
    row = _row(address, by=by)
    if row is None or row.kind == SENT or (row.kind == THROWN and row.saved_at < at - UNDO):
        return None
    data = row.data.open()
    return Kept(row.ref, data["typed"], data["tab"], data["where"], row.saved_at, row.kind == THROWN)


def is_known(address: str, *, by: Viewer) -> bool:
    """Whether the viewer has a draft of the form at an address: then it was asked whether there is such a form."""
    return _row(address, by=by) is not None


def keep(
    form: Form, typed: Typed, *, page: Page, where: str, by: Viewer, at: datetime, is_clean: bool = False
) -> datetime | None:
    """Keep what is typed in a form, and say when that was; None where nothing is kept.

    ``is_clean``: the form holds what it was opened with, so that there is nothing to keep. Which page may save over
    another: ``saving.to_keep``. What arrives after its own form was sent changes nothing. Raises Conflict, Invalid.
    """
    _one_at_a_time(form.address, by=by)
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > MOST:
        raise Invalid({"": "too much"})
    row = _row(form.address, by=by, to_write=True)
    before = row.data.open() if row else {}
    if row and row.kind == SENT and before["tab"] == page.tab and page.turn <= before["turn"]:
        return None
    is_there = row is not None and row.kind == FORM
    old: dict[str, Any] = {**before["typed"], **{n: before[n] for n in ("tab", "turn", "saved_by")}} if is_there else {}
    new = to_keep(typed, page, before=old, saved_at=row.saved_at if row and is_there else None, by=by)
    if is_clean and row is not None and is_there and old["tab"] == page.tab:
        row.delete()
        return None
    if new is None or (is_clean and not is_there):
        return row.saved_at if row and is_there else None
    data = {"typed": dict(typed), "where": where, "tab": page.tab, "turn": page.turn, "saved_by": str(by.id)}
    _write(row, form, FORM, data, by=by, at=at)
    return at


def before_sending(address: str, typed: Typed, *, page: Page, by: Viewer) -> None:
    """Let a form be sent unless another page of the viewer's has kept something else in it that this one has not seen.

    Raises Conflict.
    """
    _one_at_a_time(address, by=by)
    row = _row(address, by=by, to_write=True)
    if row is None or row.kind != FORM:
        return
    data = row.data.open()
    if (page.tab and data["tab"] == page.tab) or said(data["typed"]) == said(typed):
        return
    seen_the_last(page.seen, before=data, saved_at=row.saved_at)


def was_sent(form: Form, *, page: Page, by: Viewer, at: datetime) -> None:
    """What was typed has been sent: it is forgotten. Which page that was stays for an hour, where a save of it may
    still be on its way."""
    row = _row(form.address, by=by, to_write=True)
    if row is not None or page.turn > 1:
        data = {"typed": {}, "where": "", "tab": page.tab, "turn": page.turn, "saved_by": str(by.id)}
        _write(row, form, SENT, data, by=by, at=at)


def throw(ref: str, *, by: Viewer, at: datetime) -> str:
    """Throw a draft away; it can be fetched back for a minute. The page on which its form stands. Raises NotFound."""
    row = _own(ref, by=by)
    if row.kind == FORM:
        row.kind, row.saved_at = THROWN, at
        row.save(update_fields=["kind", "saved_at"])
    return str(row.data.open()["where"])


def fetch_back(ref: str, *, by: Viewer, at: datetime) -> str:
    """Undo that. Raises NotFound where the minute is over."""
    row = _own(ref, by=by)
    if row.kind == THROWN and row.saved_at < at - UNDO:
        raise NotFound
    if row.kind == THROWN:
        row.kind, row.saved_at = FORM, at
        row.save(update_fields=["kind", "saved_at"])
    return str(row.data.open()["where"])


def tidy(*, at: datetime) -> int:
    """Destroy drafts that nobody has touched for 30 days, what was thrown away, and the marks of what was sent; how
    many. By the system."""
    ends = {FORM: timedelta(days=DAYS), THROWN: UNDO, SENT: _LATE}
    return sum(Draft.objects.filter(kind=kind, saved_at__lt=at - end).delete()[0] for kind, end in ends.items())


def _own(ref: str, *, by: Viewer) -> Draft:
    rows = Draft.objects.select_for_update().filter(user_id=by.id, kind__in=(FORM, THROWN))
    row = rows.filter(ref=parse_ref(ref) or "").first()
    if row is None:
        raise NotFound
    return row


def _ids(address: str, *, by: Viewer) -> tuple[UUID, UUID]:
    """The id of a draft, and of one of somebody who does not see the person that the form is about."""
    return uuid5(by.id, f"form:{address}"), uuid5(by.id, f"form of somebody unseen:{address}")


def _row(address: str, *, by: Viewer, to_write: bool = False) -> Draft | None:
    rows = Draft.objects.select_for_update() if to_write else Draft.objects.all()
    return rows.filter(pk__in=_ids(address, by=by), user_id=by.id).order_by("-saved_at").first()


def _one_at_a_time(address: str, *, by: Viewer) -> None:
    """Wait for whoever saves or sends the same form in this instant."""
    one_at_a_time("form", _ids(address, by=by)[0])


def _write(row: Draft | None, form: Form, kind: str, data: dict[str, Any], *, by: Viewer, at: datetime) -> None:
    if row is not None:
        row.made_at = row.made_at if row.kind == FORM else at
        row.kind, row.data, row.saved_at = kind, data, at
        row.save(update_fields=["kind", "data", "made_at", "saved_at"])
        return
    person_id = form.person_id if _sees(by, form.person_id) else None
    own, unseen = _ids(form.address, by=by)
    row = Draft(pk=unseen if form.person_id and not person_id else own, user_id=by.id, person_id=person_id)
    row.kind, row.form, row.ref, row.made_at, row.saved_at = kind, form.name, new_ref("D"), at, at
    row.data = data
    row.save(force_insert=True)


def _sees(by: Viewer, person_id: UUID | None) -> bool:
    """Whether the database shows the viewer the person: a form may be about one that it does not (a hand-over)."""
    if person_id is None or by.db_role == "nsp_all":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (nsp_mine())", [person_id])
        return bool(cursor.fetchone()[0])
