"""Att göra about talking: questions that wait for an answer from the viewer's side, and messages begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import clock_words, near_words, short_day_words, waited_words
from cases.selectors.talk import Question, questions_asked, questions_waiting
from cases.selectors.talk import messages_begun as drafts
from nsp.desk.links import address
from nsp.desk.rows import Aside, Row


def questions_to_answer(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """For everybody on the side that is asked, until somebody there answers: a line for each thread."""
    threads: dict[str, list[Question]] = defaultdict(list)
    for one in questions_waiting(viewer):
        threads[one.code].append(one)
    for several in threads.values():
        one, count = several[0], len(several)
        what = ngettext("Answer a question about %(who)s", "Answer %(n)s questions about %(who)s", count)
        yield Row(
            when=_("waited %(time)s") % {"time": waited_words(one.at, now)},
            what=what % {"who": one.code_name, "n": count},
            who=(one.code, *(_("asked by %(who)s") % {"who": who} for who in dict.fromkeys(q.who for q in several))),
            act=_("Read and answer"),
            url=address(("person_talk", one.code)),
            kind="soon",
        )


def questions_that_wait(viewer: Viewer, on: date) -> Iterator[Aside]:
    """For who asked: questions that somebody else has to answer."""
    for one in questions_asked(viewer):
        when = day(one.at)
        near = near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)
        who = (one.code_name, one.code, _("asked %(day)s") % {"day": near})
        yield Aside(_("A question to %(who)s") % {"who": one.who}, who, address(("person_talk", one.code)))


def messages_begun(viewer: Viewer, on: date) -> Iterator[Aside]:
    """Messages that the viewer has typed and not sent."""
    for one in drafts(viewer):
        when = day(one.saved_at)
        near = near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)
        saved = _("saved %(day)s at %(time)s") % {"day": near, "time": clock_words(one.saved_at)}
        yield Aside(_("Message, begun"), (one.code_name, one.code, saved), address(("person_talk", one.code)))
