"""Att göra about moving over, beside the list: what an actor was asked and nobody there answered in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from accounts.words import short_day_words
from cases.selectors.transfer import ran_out
from nsp.desk.rows import Aside


def asked_in_vain(viewer: Viewer, on: date) -> Iterator[Aside]:
    """For a week: who asked, and when it ran out. Nothing of the person."""
    for row in ran_out(viewer, on=on):
        yield Aside(
            _("The question from %(actor)s has run out: to take over %(errand)s")
            % {"actor": row.sender, "errand": row.errand},
            (_("ran out %(day)s") % {"day": short_day_words(row.until, on)},),
        )
