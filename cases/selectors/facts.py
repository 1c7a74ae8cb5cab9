"""What was stated of somebody's standing with society, newest first. Codes and days; the words are sealed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.queries import queries
from cases import codes
from cases.law_codes import Offence, Reporter
from cases.models import PoliceReport, ProtectionStatement, ReturnStatement
from cases.models.choices import SocietyFact

SHOWN = 50


@dataclass(frozen=True)
class Statement:
    """One answer: what, from which day (of a police report: when it was made), by whom and when, what it rests on."""

    answer: str
    code: str
    on: date | None
    by: str
    at: datetime
    rests_on: str = ""
    has_note: bool = False
    note: str = ""
    """Empty while it is sealed."""
    more: str = ""
    """Of a police report: by whom, and of what."""


@queries(1)
def police_reports(code: str) -> tuple[Statement, ...]:
    """What was said of a police report."""
    rows = PoliceReport.objects.filter(person__code=codes.parse(code) or "").select_related("stated_by")
    return tuple(_police_in_words(row) for row in rows[:SHOWN])


@queries(1)
def protection_statements(code: str) -> tuple[Statement, ...]:
    """What was said of society's protection, and what it rests on."""
    rows = ProtectionStatement.objects.filter(person__code=codes.parse(code) or "").select_related("stated_by")
    return tuple(protection_in_words(row) for row in rows[:SHOWN])


@queries(1)
def return_statements(code: str) -> tuple[Statement, ...]:
    """What was said of the return programme."""
    rows = ReturnStatement.objects.filter(person__code=codes.parse(code) or "").select_related("stated_by")
    return tuple(return_in_words(row) for row in rows[:SHOWN])


def protection_in_words(row: ProtectionStatement, *, opened: bool = False) -> Statement:
    """One statement on society's protection, whose author is read already; its words where they may be ``opened``."""
    said = _capital(row.get_answer_display()), row.answer, row.on, row.stated_by.name, row.stated_at
    note = row.note.open() if opened else ""
    return Statement(*said, facts_in_words(row.rests_on), bool(row.note), note)


@queries(1)
def newest_protection(person_id: UUID, *, opened: bool = False) -> Statement | None:
    """What holds of society's protection today, if anything is stated."""
    row = ProtectionStatement.objects.filter(person_id=person_id).select_related("stated_by").first()
    return protection_in_words(row, opened=opened) if row else None


@queries(1)
def newest_answer(code: str) -> str:
    """The code of what was said last of society's protection; empty where nothing is."""
    return ProtectionStatement.objects.filter(person__code=code).values_list("answer", flat=True).first() or ""


def return_in_words(row: ReturnStatement) -> Statement:
    """One statement on the return programme, whose author is read already."""
    return Statement(_capital(row.get_answer_display()), row.answer, row.on, row.stated_by.name, row.stated_at)


def facts_in_words(facts: Sequence[str]) -> str:
    """``Socialnämndens beslut, en förundersökning``; empty where nothing is named."""
    return _capital(", ".join(str(SocietyFact(fact).label) for fact in facts))


def _police_in_words(row: PoliceReport) -> Statement:
    said = _capital(row.get_made_display()), row.made, row.on, row.stated_by.name, row.stated_at
    return Statement(*said, more=reported_in_words(row))


def reported_in_words(row: PoliceReport) -> str:
    """``Av socialtjänsten. Människohandel.``: what is known of by whom a report was made, and of what."""
    by_whom = _("by %(who)s") % {"who": row.get_by_whom_display()} if row.by_whom != Reporter.UNKNOWN else ""
    offence = str(row.get_offence_display()) if row.offence != Offence.UNKNOWN else ""
    return " ".join(f"{_capital(part)}." for part in (by_whom, offence) if part)


def rests_on_words(facts: Sequence[str]) -> str:
    """The same as a sentence."""
    said = facts_in_words(facts)
    return _("Rests on: %(facts)s.") % {"facts": said[:1].lower() + said[1:]} if said else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
