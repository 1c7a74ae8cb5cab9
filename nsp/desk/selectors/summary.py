"""What a printed summary of a person holds: coded facts in sections, sealed texts only where they are opened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.viewer import Viewer
from accounts.words import day_words, moment_words, span_words
from cases.models import Person
from cases.selectors import law
from cases.selectors.child import Duty, child_panel, duties_panel
from cases.selectors.closing import closing_card
from cases.selectors.consent import consent_page
from cases.selectors.details import age_facts, language_facts, protection_facts
from cases.selectors.entry import Subject
from cases.selectors.exploitation import exploitation_panel
from cases.selectors.family import Their, family_panel
from cases.selectors.journal_glance import journal_lines
from cases.selectors.person import PersonPage, person_page, timeline
from cases.selectors.rights import rights_panel
from cases.selectors.talk_glance import talk_lines


@dataclass(frozen=True)
class Fact:
    """One line of a section: what it is, and what is known."""

    name: str
    words: str


@dataclass(frozen=True)
class Section:
    """A heading with its lines. ``texts``: free text, shown whole below each name."""

    title: str
    facts: tuple[Fact, ...]
    texts: bool = False


@dataclass(frozen=True)
class Summary:
    """All of it, in order; sections that have nothing are left out. ``chosen``: with the sealed texts."""

    code: str
    code_name: str
    line: tuple[str, ...]
    sections: tuple[Section, ...]
    chosen: bool
    may_read: bool


Gives = Callable[[Viewer, Person, PersonPage, date], Iterator[Fact]]


def summary(
    viewer: Viewer, code: str, *, on: date, texts: bool = False, known: Collection[str] | None = None
) -> Summary:
    """The summary as it would be printed on a day; with ``texts`` the sealed ones, if the viewer may read them.

    ``known``: the codes of the other persons whom the reader knows, where somebody else reads it; others are left out.
    Raises NotFound where the viewer may not see the person.
    """
    page = person_page(viewer, code, on=on, texts=texts)
    person = Person.objects.get(code=code)
    found = [Section(title, tuple(gives(viewer, person, page, on))) for title, gives in _sections(known)]
    if page.opened:
        journal = tuple(Fact(name, words) for name, words in journal_lines(viewer, person, opened=True))
        found.append(Section(_("Journal"), journal, texts=True))
        said = tuple(Fact(name, words) for name, words in talk_lines(viewer, person))
        found.append(Section(_("Talk"), said, texts=True))
        written = [Fact(f"{row.heading} ({row.meta})" if row.meta else row.heading, row.text) for row in page.sealed]
        way = "\n".join(part for part in (page.contact.way, page.contact.hours) if part)
        contact = [Fact(_("Safe way to reach"), way)] if way else []
        found.append(Section(_("Sealed texts"), (*contact, *written), texts=True))
    return Summary(
        code=page.banner.code,
        code_name=page.banner.code_name,
        line=(page.banner.standing.words, *page.banner.line),
        sections=tuple(section for section in found if section.facts),
        chosen=page.opened,
        may_read=page.may_read_sealed,
    )


def _sections(known: Collection[str] | None = None) -> tuple[tuple[str, Gives], ...]:
    """Every section in the order of the paper. A subject that has something to say adds its line."""
    return (
        (_("The person"), _who),
        (_("Exploitation"), _exploitation),
        (_("Interventions"), _periods),
        (_("Where the law stands"), _law),
        (_("Rights"), _rights),
        (_("Consents"), _consents),
        (_("The child"), _child),
        (_("Children and others close"), partial(_close, known=known)),
        (_("Applications"), _applications),
        (_("Journal"), _journal),
        (_("How the case ended"), _ended),
        (_("Timeline"), partial(_lines, known=known)),
    )


def _ended(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    card = closing_card(viewer, person)
    if card and card.outcome and card.on:
        yield Fact(day_words(card.on), capfirst(card.outcome))
    if card and card.asked:
        yield Fact(_("The person's own view of the help"), card.asked)


def _who(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for name, words in (*age_facts(person, on=on), *language_facts(person), *protection_facts(person)):
        yield Fact(name, words)
    if page.contact.checked_on:
        said = (day_words(page.contact.checked_on), page.contact.words)
        yield Fact(_("The safe way was checked"), ", ".join(part for part in said if part))
    if page.county:
        yield Fact(_("County"), page.county)
    yield Fact(pgettext("one person", "Identified"), day_words(person.identified_on))


def _exploitation(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    seen = exploitation_panel(viewer, person, on)
    if seen is None:
        return
    for row in seen.forms:
        name = f"{row.name} ({_('main form')})" if row.is_main and len(seen.forms) > 1 else row.name
        yield Fact(capfirst(name), row.more or _("no more is known"))
    for name, words in (
        (_("In law"), seen.legal_class),
        (_("Began"), ", ".join(seen.recruitment)),
        (_("Means of control"), ", ".join(seen.control)),
    ):
        if words:
            yield Fact(name, words)


def _periods(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for row in page.periods:
        yield Fact(row.title, _("never began") if row.never_began else span_words(row.start, row.last))


def _society(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    if page.protection:
        words = {"answer": page.protection.get_answer_display(), "day": day_words(page.protection.on)}
        yield Fact(_("Society's protection"), _("%(answer)s, since %(day)s") % words)
    if page.returning:
        words = {"answer": page.returning.get_answer_display(), "day": day_words(page.returning.on)}
        yield Fact(_("Return programme"), _("%(answer)s, since %(day)s") % words)
    if page.police:
        made = page.police.get_made_display()
        yield Fact(_("Police report"), f"{made}, {day_words(page.police.on)}" if page.police.on else made)


def _law(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    yield from _society(viewer, person, page, on)
    seen = law.glance(viewer, person, on)
    if seen is None:
        return
    for name, lines in ((_("Should have come"), seen.late), (_("Awaited"), seen.awaited), (_("Runs"), seen.runs)):
        for line in lines:
            yield Fact(name, f"{line.sentence} {line.note}".strip())


def _consents(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    """What holds, and what was taken back."""
    said = consent_page(viewer, person.code, on=on)
    for row in said.holds:
        last = _("until %(day)s") % {"day": day_words(row.until, weekday=False)} if row.until else ""
        words = (row.to, day_words(row.on, weekday=False), row.how, last)
        yield Fact(row.what, ", ".join(word for word in words if word))
    for row in said.withdrawn:
        taken = {"at": moment_words(row.withdrawn_at)} if row.withdrawn_at else {"at": ""}
        yield Fact(row.what, f"{row.to}, {_('taken back %(at)s') % taken}")


def _rights(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    panel = rights_panel(viewer, person, on)
    for right in panel.own.rights:
        # Only what worries tells days instead of a date.
        on_day = day_words(right.since, weekday=False) if right.since and right.worries else ""
        since = _("since %(on)s") % {"on": on_day} if on_day else ""
        yield Fact(right.name, ", ".join(part for part in (right.words, since) if part))
    for child in panel.children:
        yield Fact(child.who, child.in_short)


def _child(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    """The duty to report about the person, and who looks after a child."""
    for duty in _duties(viewer, person, on):
        if not duty.of:
            yield Fact(_("Concern report"), duty.words)
    seen = child_panel(viewer, person, on)
    if seen is not None and seen.since:
        yield Fact(_("Custody"), seen.custody)
        yield Fact(_("Guardian (god man)"), seen.guardian)
        yield Fact(_("School"), seen.school)


def _duties(viewer: Viewer, person: Person, on: date) -> tuple[Duty, ...]:
    panel = duties_panel(viewer, person, on)
    return panel.rows if panel else ()


def _close(viewer: Viewer, person: Person, page: PersonPage, on: date, known: Collection[str] | None) -> Iterator[Fact]:
    seen = family_panel(viewer, person, on)
    for their in seen.only_linked if seen else ():
        if not _is_known(their, known):
            continue
        yield Fact(capfirst(their.relation), _("has a page of their own: %(name)s") % {"name": their.code_name})
    for row in seen.close if seen else ():
        said = [
            row.age,
            _("has a page of their own: %(name)s") % {"name": row.became.code_name}
            if row.became and _is_known(row.became, known)
            else "",
            row.place,
            _("may be exposed too") if row.directly_exposed and not row.has_page else "",
            _("is threatened") if row.threatened else "",
            _("custody: %(who)s") % {"who": row.custody} if row.custody else "",
            _("needs: %(needs)s") % {"needs": ", ".join(row.needs)} if row.needs else "",
        ]
        yield Fact(row.relation, ", ".join(part for part in said if part))
    for duty in _duties(viewer, person, on):
        if duty.of:
            yield Fact(_("Concern report"), f"{duty.who}: {duty.words}")


def _is_known(their: Their, known: Collection[str] | None) -> bool:
    return known is None or their.code in known


def _applications(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for row in page.requests:
        yield Fact(f"{row.what[:1].upper()}{row.what[1:]} ({row.ref})", f"{row.words}, {day_words(row.on)}")


def _journal(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    """That there are notes; where the texts are opened they stand in a section of their own."""
    for name, words in journal_lines(viewer, person, opened=False) if not page.opened else ():
        yield Fact(name, words)


def _lines(viewer: Viewer, person: Person, page: PersonPage, on: date, known: Collection[str] | None) -> Iterator[Fact]:
    for entry in timeline(viewer, person.code, on=on):
        if known is not None and entry.subject == Subject.FAMILY and entry.link and entry.link[1] not in known:
            continue  # a link to somebody whom the reader does not know
        day = entry.when or day_words(entry.on, weekday=False)
        yield Fact(day, f"{entry.what}. {entry.text}" if entry.text else entry.what)
