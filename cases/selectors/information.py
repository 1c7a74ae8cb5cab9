"""Sheets of information as they are read and printed, and what somebody was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases import codes
from cases.languages import LANGUAGES, direction_of, tag_of
from cases.models import Identification, InformationGiven, InformationSheet, Person
from cases.models.information import Given, SheetCode
from cases.selectors.entry import Entry, Subject
from cases.sheets import Block, blocks


@dataclass(frozen=True)
class Sheet:
    """A sheet in one language. ``tag``, ``direction``: for HTML (BCP 47; ltr or rtl)."""

    code: str
    language: str
    language_name: str
    tag: str
    direction: str
    version: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SheetRow:
    """One sheet with every language that it is in: (code, name, in its own direction)."""

    code: str
    name: str
    languages: tuple[tuple[str, str], ...]


@queries(1)
def sheet_list() -> list[SheetRow]:
    """Every sheet, with its languages: Swedish and English first."""
    found: dict[str, set[str]] = {code: set() for code in SheetCode.values}
    for code, language in InformationSheet.objects.order_by("code").values_list("code", "language").distinct():
        found[code].add(language)
    return [
        SheetRow(code, str(SheetCode(code).label), tuple((one, language_name(one)) for one in _in_order(languages)))
        for code, languages in found.items()
    ]


@queries(1)
def sheet(code: str, language: str) -> Sheet:
    """The newest version of a sheet in a language. Raises NotFound."""
    row = InformationSheet.objects.filter(code=code, language=language).first()
    if row is None:
        raise NotFound
    return Sheet(
        row.code,
        row.language,
        language_name(row.language),
        tag_of(row.language),
        direction_of(row.language),
        row.version,
        row.title,
        tuple(blocks(row.text)),
    )


@queries(1)
def sheet_now(code: str, language: str) -> dict[str, object]:
    """What the form of a new version starts from: the newest one's words, or nothing. Raises NotFound."""
    if code not in SheetCode.values:
        raise NotFound
    row = InformationSheet.objects.filter(code=code, language=language).first() if language else None
    if row is None:
        return {"language": language, "seen": 0}
    return {"language": language, "seen": row.version, "title": row.title, "text": row.text}


@dataclass(frozen=True)
class GivenRow:
    """That information was given: when, what, how, in words."""

    on: date
    sheets: str
    language: str
    how: str
    who: str


@queries(2)
def given_before(code: str) -> list[GivenRow]:
    """What the person was given before, the newest first."""
    rows = InformationGiven.objects.filter(person__code=codes.parse(code) or "").select_related("stated_by")
    return [GivenRow(row.on, _sheets(row), language_name(row.language), _how(row), row.stated_by.name) for row in rows]


@dataclass(frozen=True)
class Information:
    """The piece of the overview: what was given last."""

    newest: GivenRow | None
    may_change: bool


def information_panel(viewer: Viewer, person: Person, on: date) -> Information:
    """What the overview says of information; one query, and one for the right to change."""
    rows = given_before(person.code)
    return Information(rows[0] if rows else None, may(viewer, Act.CHANGE_PERSON, person))


@queries(2)
def language_known(code: str) -> str:
    """The language in which to begin: of what was given last, else the person's first. Empty: not known."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        return ""
    given = InformationGiven.objects.filter(person=person).values_list("language", flat=True).first()
    return given or (person.languages[0] if person.languages else "")


def information_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines about information and consent."""
    for row in InformationGiven.objects.filter(person=person).select_related("stated_by"):
        what = _("Information given in %(language)s") % {"language": language_name(row.language)}
        text = ", ".join(part for part in (_sheets(row), _how(row)) if part)
        yield Entry(row.on, row.stated_at, what, row.stated_by.name, _capital(text), subject=Subject.CONSENT)
    said = Identification.objects.filter(person=person, consent="YES").select_related("made_by")
    for met in said:
        text = told_in(met.consent_language)
        what = _("Consents to sharing what is needed with the programme")
        yield Entry(day(met.made_at), met.made_at, what, met.made_by.name, text, subject=Subject.CONSENT)


def told_in(language: str) -> str:
    """In which language the information before a consent was given, as a sentence; empty where it is not known."""
    return _("Informed in %(language)s.") % {"language": language_name(language)} if language else ""


def language_name(code: str) -> str:
    """The language's name in the language of the page."""
    names = LANGUAGES.get(code)
    return names[1 if get_language() == "en" else 0] if names else code


def _in_order(languages: set[str]) -> list[str]:
    first = [code for code in ("swe", "eng") if code in languages]
    return [*first, *sorted(languages - {*first}, key=lambda code: swedish_key(language_name(code)))]


def _sheets(row: InformationGiven) -> str:
    return ", ".join(str(SheetCode(sheet).label) for sheet in row.sheets)


def _how(row: InformationGiven) -> str:
    return "" if row.how == Given.UNKNOWN else str(Given(row.how).label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
