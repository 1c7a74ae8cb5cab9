"""What the data protection officer meets in the morning: the standing checks that have found something."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.viewer import Viewer
from nsp.desk.rows import Row
from nsp.desk.selectors.log_checks import standing_checks


def checks_todo(viewer: Viewer, *, now: datetime) -> tuple[Row, ...] | None:
    """A row for each check that has found something; None for somebody to whom the log would show only a part."""
    if viewer.db_role == "nsp_scoped":
        return None
    return tuple(
        Row(
            when=check.words,
            what=check.name,
            who=tuple(dict.fromkeys(line.who.name for line in check.lines)),
            act=_("Look"),
            url=reverse("log_checks"),
        )
        for check in standing_checks(viewer, on=day(now))
        if check.found
    )
