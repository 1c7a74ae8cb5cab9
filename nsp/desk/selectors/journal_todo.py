"""Att göra about the journal: passages to strike, and notes that somebody has begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import clock_words, near_words, short_day_words, waited_words
from cases.selectors.journal import drafts_of_notes
from cases.selectors.striking import Waiting
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row


def to_answer(waiting: tuple[Waiting, ...], now: datetime) -> Iterator[Row]:
    """For the second person."""
    for one in waiting:
        if not one.mine:
            yield Row(
                when=_("waited %(time)s") % {"time": waited_words(one.asked_at, now)},
                what=_("Should a passage about %(who)s be struck?") % {"who": one.code_name},
                who=(one.code, _("asked by %(who)s") % {"who": one.asked_by}),
                act=_("Look and answer"),
                url=address(("striking", one.ref)),
                kind="soon",
            )


def asked(waiting: tuple[Waiting, ...], on: date) -> Iterator[Aside]:
    """For who asked: what waits for somebody else."""
    for one in waiting:
        if one.mine:
            since = _("asked %(day)s") % {"day": _near(day(one.asked_at), on)}
            yield Aside(
                _("A passage to be struck"), (one.code_name, one.code, since), address(("person_journal", one.code))
            )


def begun(viewer: Viewer, on: date) -> Iterator[Aside]:
    """Notes that the viewer has typed in and not saved."""
    for one in drafts_of_notes(viewer):
        saved = _("saved %(day)s at %(time)s")
        link = ("note_add" if one.adds else "note_change", one.ref) if one.ref else ("person_journal", one.code)
        yield Aside(
            _("Note in the journal, begun"),
            (
                one.code_name,
                one.code,
                saved % {"day": _near(day(one.saved_at), on), "time": clock_words(one.saved_at)},
            ),
            address(link),
        )


def _near(when: date, on: date) -> str:
    return near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)
