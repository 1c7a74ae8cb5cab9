"""The sections of what is known of a person, and marks by which a late page is told from a fresh one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.db.models import Model

from accounts.sealing import Sealed
from cases.models.person import Person

FIELDS: Mapping[str, tuple[str, ...]] = {
    "age": ("age", "age_basis", "birth_year", "estimated_age", "estimated_how", "estimated_on", "gender"),
    "language": ("citizenships", "languages", "interpreter", "interpreter_language", "interpreter_wish"),
    "protection": ("protection", "threat"),
    "contact": ("safe_contact", "safe_hours"),
    "own": ("placement", "file_number"),
}


def mark_of(person: Person, section: str) -> str:
    """A mark of what stands in a section now: another one as soon as anything of it is written anew. It tells nothing:
    sealed words are counted by their ciphertext."""
    return mark(person, FIELDS[section])


def mark(row: Model, names: Iterable[str]) -> str:
    """The same of any row's columns."""
    values = [getattr(row, name) for name in names]
    said = [value.for_database if isinstance(value, Sealed) else value for value in values]
    return sha256(repr(said).encode()).hexdigest()[:16]
