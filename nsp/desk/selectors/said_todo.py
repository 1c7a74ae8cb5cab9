"""Att göra about what is said to the viewer: where a colleague names them, what the programme asks them to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acts import OFFICE, STAFF
from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import clock_words, listed_day_words, short_day_words
from cases.selectors.mention import mentions_waiting
from nsp.desk.links import address
from nsp.desk.rows import Press, Row
from reminders.board import waiting_postings


def said_to(viewer: Viewer, now: datetime) -> tuple[Row, ...]:
    """Whatever the viewer's role; each is finished from the list."""
    return (*_named(viewer, now), *_to_read(viewer, now))


def _to_read(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """Postings that ask for a receipt, until the viewer has left one or they stand no longer."""
    on = day(now)
    for one in waiting_postings(viewer, on=on):
        yield Row(
            when=listed_day_words(day(one.at), on),
            what=_("Read what the programme tells: %(title)s") % {"title": one.title},
            who=(one.who, _("stands until %(day)s") % {"day": short_day_words(one.until, on)}),
            act=_("Read"),
            url=address(("posting", one.ref)),
            kind="soon",
            press=Press(_("I have read it"), reverse("posting_read", args=[one.ref])),
        )


def _named(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """Where a colleague names the viewer, until they open it or say that they have seen it."""
    if not viewer.roles & (STAFF | OFFICE):
        return
    on = day(now)
    for one in mentions_waiting(viewer):
        words = {"name": one.who, "who": one.code_name}
        in_note, in_message = _("%(name)s names you in a note about %(who)s"), _("%(name)s names you about %(who)s")
        yield Row(
            when=listed_day_words(day(one.at), on),
            what=(in_note if one.in_note else in_message) % words,
            who=(one.code, clock_words(one.at)),
            act=_("Read"),
            url=address(("person_journal" if one.in_note else "person_talk", one.code)),
            kind="soon",
            press=Press(_("I have seen it"), reverse("mention_seen", args=[one.ref])),
        )
