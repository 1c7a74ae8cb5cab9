"""What other pages say of the journal: the overview's piece, the timeline, the printed paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.viewer import Viewer
from accounts.words import day_words, moment_words
from cases.models import JournalNote, Person
from cases.models.journal import Contact
from cases.selectors.entry import Entry, Subject
from cases.selectors.journal import who_wrote


@dataclass(frozen=True)
class JournalCard:
    """The overview's piece: the newest contact and who had it. No text."""

    count: int
    on: date | None
    contact: str
    who: str
    may_write: bool


def journal_panel(viewer: Viewer, person: Person, on: date) -> JournalCard | None:
    """The newest contact and who had it; None where nothing is written and the viewer may not. Three queries."""
    rows = JournalNote.objects.filter(person=person, taken_at=None).defer("text", "words")
    may_write = may(viewer, Act.WRITE_NOTE, person)
    count = rows.count()
    if not (count or may_write):
        return None
    with_contact = rows.exclude(contact=Contact.NONE).select_related("writer", "actor")
    newest = with_contact.order_by("-on", "-written_at").first() if count else None
    return JournalCard(
        count=count,
        on=newest.on if newest else None,
        contact=capfirst(str(Contact(newest.contact).label)) if newest else "",
        who=capfirst(who_wrote(viewer, newest)) if newest else "",
        may_write=may_write,
    )


def journal_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: that there is a note, never what it says. One query."""
    rows = JournalNote.objects.filter(person=person, taken_at=None).select_related("writer", "actor")
    for row in rows.defer("text", "words"):
        words = {"contact": str(Contact(row.contact).label)}
        what = _("Addition in the journal: %(contact)s") if row.adds_to_id else _("Note in the journal: %(contact)s")
        link = ("person_journal", person.code)
        who = capfirst(who_wrote(viewer, row))
        yield Entry(row.on, row.written_at, what % words, who, link=link, subject=Subject.JOURNAL)


def journal_lines(viewer: Viewer, person: Person, *, opened: bool) -> Iterator[tuple[str, str]]:
    """For the printed paper, oldest first: (day, contact and writer), and where it is opened the texts. One query."""
    rows = JournalNote.objects.filter(person=person, taken_at=None).select_related("writer", "actor")
    for row in rows.order_by("on", "written_at"):
        said = [str(Contact(row.contact).label), who_wrote(viewer, row), _("written %(at)s") % _at(row)]
        head = ", ".join([*([_("addition")] if row.adds_to_id else []), *said])
        if not opened:
            yield day_words(row.on, weekday=False), head
            continue
        words = [_("In the person's own words: %(words)s") % {"words": row.words.open()}] if row.words else []
        yield f"{day_words(row.on, weekday=False)}, {head}", "\n".join(filter(None, [row.text.open(), *words]))


def _at(row: JournalNote) -> dict[str, str]:
    return {"at": moment_words(row.written_at)}
