"""What other pages say of the thread about a person: the timeline and the printed paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import day
from accounts.viewer import Viewer
from accounts.words import moment_words
from cases.access_talk import readable
from cases.models import Message, Person
from cases.selectors.entry import Entry, Subject
from cases.selectors.talk import who_said


def talk_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: how many messages a day and from whom, never what they say. One query."""
    rows = Message.objects.filter(person=person).select_related("by", "actor").defer("text").order_by("at", "id")
    for when, some in groupby(rows, key=lambda row: day(row.at)):
        said = list(some)
        count, asks = len(said), sum(1 for row in said if row.asks)
        what = ngettext("%(n)s message in the thread", "%(n)s messages in the thread", count) % {"n": count}
        text = ngettext("%(n)s question.", "%(n)s questions.", asks) % {"n": asks} if asks else ""
        who = capfirst(", ".join(dict.fromkeys(who_said(viewer, row) for row in said)))
        yield Entry(when, said[-1].at, what, who, text, link=("person_talk", person.code), subject=Subject.TALK)


def talk_lines(viewer: Viewer, person: Person) -> Iterator[tuple[str, str]]:
    """For the printed paper where texts are opened, oldest first: (writer and moment, words), as far as the viewer may
    read them. Two queries and those of the right to read."""
    for row in readable(viewer, person.pk).select_related("by", "actor").order_by("at", "id"):
        head = {"who": capfirst(who_said(viewer, row)), "at": moment_words(row.at)}
        yield _("%(who)s, %(at)s") % head, row.text.open()
