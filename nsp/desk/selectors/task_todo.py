"""Tasks as rows: in Att göra, and in the list of one's own."""

from __future__ import annotations

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.words import day_words, left_words, lower_first, near_words, short_day_words, urgency
from cases.selectors.task import TaskRow
from cases.states import TaskState
from nsp.desk.links import address
from nsp.desk.rows import Aside, Press, Row

NEAR_DAYS = 2


def task_row(row: TaskRow, on: date, *, then: str = "todo") -> Row:
    """A task that somebody has, with the button by which it is done; or one that came back to who gave it."""
    link = address(("task", row.ref))
    who = (row.code_name, row.code, _from(row))
    if row.state == TaskState.DECLINED:
        what = _("%(who)s cannot do it: %(what)s") % {"who": row.doer, "what": row.what}
        return Row(_near(day(row.moved_at), on), what, who, _("See why, and decide"), link, "soon")
    done = Press(_("Done"), address(("task_done", row.ref)), (("then", then),))
    what = _("Task: %(what)s") % {"what": lower_first(row.what)} if then == "todo" else row.what
    return Row(_when(row.due, on), what, who, _("See"), link, urgency_of(row, on), press=done)


def _from(row: TaskRow) -> str:
    """Whose it is, if it is not the viewer's own idea."""
    if row.instead:
        return _("for %(who)s, who is away") % {"who": row.doer}
    return _("from %(who)s") % {"who": row.by} if row.by else ""


def given_aside(row: TaskRow, on: date) -> Aside:
    """A task that somebody else has, for who gave it."""
    who = (row.code_name, row.code, _("%(who)s does it") % {"who": row.doer}, _when(row.due, on).lower())
    what = _("Task: %(what)s") % {"what": lower_first(row.what)}
    return Aside(what, tuple(part for part in who if part), address(("task", row.ref)))


def given_row(row: TaskRow, on: date) -> Row:
    """The same in the list of one's tasks."""
    who = (row.code_name, row.code, _("%(who)s does it") % {"who": row.doer})
    return Row(_when(row.due, on), row.what, who, _("See"), address(("task", row.ref)), urgency_of(row, on))


def over_row(row: TaskRow, on: date) -> Row:
    """A task that is over: how, and by whom."""
    words = {
        TaskState.DONE: _("Done %(day)s"),
        TaskState.DECLINED: _("Given back %(day)s"),
        TaskState.TAKEN_BACK: _("Taken away %(day)s"),
        TaskState.ENDED: _("Ended %(day)s"),
    }
    when = words[TaskState(row.state)] % {"day": _near(day(row.moved_at), on).lower()}
    who = (row.code_name, row.code, _("from %(who)s") % {"who": row.by} if row.by else row.doer)
    return Row(when, row.what, who, _("See"), address(("task", row.ref)), "done")


def orphan_row(row: TaskRow, on: date) -> Row:
    """For a manager: a task whose doer does not work there any longer."""
    what = _("Nobody has the task: %(what)s") % {"what": row.what}
    who = (row.code_name, row.code, _("%(who)s does not work here any longer") % {"who": row.doer})
    return Row(_when(row.due, on), what, who, _("Give it to somebody"), address(("task_change", row.ref)), "soon")


def urgency_of(row: TaskRow, on: date) -> str:
    """How pressing it is drawn."""
    return urgency(row.due, on, soon=NEAR_DAYS) if row.due else "info"


def _when(due: date | None, on: date) -> str:
    if due is None:
        return _("When you can")
    near = (due - on).days <= NEAR_DAYS
    return capfirst(left_words(due, on) if near else day_words(due, year=False))


def _near(when: date, on: date) -> str:
    return capfirst(near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on))
