"""What a printed summary of a person holds: coded facts in sections, sealed texts only where they are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from accounts.words import day_words, span_words
from cases.languages import COUNTRIES, LANGUAGES, Names
from cases.models import Person
from cases.models.choices import Age, Gender, Protection
from cases.selectors import law
from cases.selectors.person import PersonPage, person_page, timeline
from cases.selectors.rights import rights_panel


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


def summary(viewer: Viewer, code: str, *, on: date, texts: bool = False) -> Summary:
    """The summary as it would be printed on a day; with ``texts`` the sealed ones, if the viewer may read them.

    Raises NotFound where the viewer may not see the person.
    """
    page = person_page(viewer, code, on=on, texts=texts)
    person = Person.objects.get(code=code)
    found = [Section(title, tuple(gives(viewer, person, page, on))) for title, gives in _sections()]
    if page.opened:
        written = [Fact(f"{row.heading} ({row.meta})" if row.meta else row.heading, row.text) for row in page.sealed]
        contact = [Fact(_("Safe way to reach"), page.safe_contact)] if page.safe_contact else []
        found.append(Section(_("Sealed texts"), (*contact, *written), texts=True))
    return Summary(
        code=page.banner.code,
        code_name=page.banner.code_name,
        line=(page.banner.standing.words, *page.banner.line),
        sections=tuple(section for section in found if section.facts),
        chosen=page.opened,
        may_read=page.may_read_sealed,
    )


def _sections() -> tuple[tuple[str, Gives], ...]:
    """Every section in the order of the paper. A subject that has something to say adds its line."""
    return (
        (_("The person"), _who),
        (_("Interventions"), _periods),
        (_("Where the law stands"), _law),
        (_("Rights"), _rights),
        (_("Children and others close"), _close),
        (_("Applications"), _applications),
        (_("Timeline"), _lines),
    )


def _who(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    age = str(Age(person.age).label)
    born = _("born %(year)s") % {"year": person.birth_year} if person.birth_year else ""
    yield Fact(_("Age"), ", ".join(part for part in (age, born) if part))
    yield Fact(_("Gender"), str(Gender(person.gender).label))
    yield Fact(_("Citizenship"), _named(person.citizenships, COUNTRIES))
    yield Fact(_("Language"), _named(person.languages, LANGUAGES))
    needed = {True: _("yes"), False: _("no"), None: _("not known")}[person.interpreter]
    yield Fact(_("Interpreter"), needed)
    yield Fact(_("Protected personal data"), str(Protection(person.protection).label))
    if page.forms:
        yield Fact(_("Exploitation"), ", ".join(page.forms))
    if page.county:
        yield Fact(_("County"), page.county)
    yield Fact(pgettext("one person", "Identified"), day_words(person.identified_on))


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


def _rights(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    panel = rights_panel(viewer, person, on)
    for right in panel.own.rights:
        since = day_words(right.since, weekday=False) if right.since else ""
        yield Fact(right.name, ", ".join(part for part in (right.words, since) if part))
    for child in panel.children:
        yield Fact(child.who, child.in_short)


def _close(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for row in page.dependants:
        said = [
            _("born %(year)s") % {"year": row.birth_year} if row.birth_year else "",
            _("in Sweden") if row.in_sweden else _("abroad"),
            _("may be exposed too") if row.directly_exposed else "",
        ]
        yield Fact(row.relation, ", ".join(part for part in said if part))


def _applications(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for row in page.requests:
        yield Fact(f"{row.what[:1].upper()}{row.what[1:]} ({row.ref})", f"{row.words}, {day_words(row.on)}")


def _lines(viewer: Viewer, person: Person, page: PersonPage, on: date) -> Iterator[Fact]:
    for entry in timeline(viewer, person.code, on=on):
        yield Fact(day_words(entry.on, weekday=False), f"{entry.what}. {entry.text}" if entry.text else entry.what)


def _named(codes: list[str], names: Names) -> str:
    at = 1 if get_language() == "en" else 0
    return ", ".join(names[code][at] if code in names else code for code in codes) or _("not known")
