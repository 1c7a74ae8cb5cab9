"""The data dictionary, made from the models: every table and column, and how each is protected.

``written()`` is the text of docs/data-dictionary.md. ``faults()`` says where the declarations and the models part: text
about somebody that is neither sealed nor declared (accounts/coded.py), columns without a meaning (nsp/meanings.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from accounts.coded import CODED
from accounts.policies import ABOUT_SOMEBODY, ACCOUNTS, REFERENCE, SECRET, SIGN_IN, STATED
from accounts.sealing import SealedField
from accounts.shapes import Shape
from nsp.meanings import COMMON, MEANINGS

OURS = ("audit", "accounts", "certification", "funding", "cases", "reminders", "reports", "nsp")
WORDY = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
"""Fields in which words could be kept."""
HEAD = """# Data dictionary

Made from the models by `manage.py data_dictionary`; a test fails where it is older than they are. The levels:
**sealed** text is encrypted under the person's (or user's, or receipt's) own key and folded until it
is opened; **coded** is what rules and statistics must count, behind row-level security, from a closed list; **account**
and **programme** are about no exposed person. Dates count in Europe/Stockholm, amounts in SEK.
"""


def tables() -> list[type[models.Model]]:
    """The models of our own apps, in the order of the floors; history and libraries left out."""
    found = [m for m in apps.get_models(include_auto_created=True) if _is_ours(m) and not _is_history(m)]
    return sorted(found, key=lambda m: (OURS.index(m._meta.app_label), m._meta.db_table))


def faults() -> list[str]:
    """Where declarations and models part, a line each."""
    return [*_undeclared(), *_declared_in_vain(), *_without_meaning(), *_meant_in_vain()]


def written() -> str:
    """The whole document."""
    with translation.override("en"):
        parts = [HEAD]
        app = ""
        for model in tables():
            if model._meta.app_label != app:
                app = model._meta.app_label
                parts.append(f"## {app}\n")
            parts.append(_table(model))
        parts += ["## History\n", _history(), "## Tables of libraries\n", _libraries()]
    return "\n".join(parts)


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.split(".")[0] in OURS


def _is_history(model: type[models.Model]) -> bool:
    return issubclass(model, pghistory.models.Event)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)


def _is_wordy(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, WORDY) and not isinstance(field, SealedField)


def _about_somebody() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    for model in tables():
        if model._meta.db_table in ABOUT_SOMEBODY:
            yield from ((model._meta.db_table, field) for field in _columns(model) if _is_wordy(field))


def _undeclared() -> list[str]:
    return [
        f"{table}.{field.name}: text about somebody, neither sealed, nor a choice, nor declared in accounts/coded.py"
        for table, field in _about_somebody()
        if not field.choices and field.name not in CODED.get(table, {})
    ]


def _declared_in_vain() -> list[str]:
    there = {(table, field.name) for table, field in _about_somebody() if not field.choices}
    said = {(table, name) for table, names in CODED.items() for name in names}
    return [f"{table}.{name}: declared in accounts/coded.py, but no such text" for table, name in sorted(said - there)]


def _without_meaning() -> list[str]:
    return [
        f"{model._meta.db_table}.{field.name}: no meaning in nsp/meanings.py"
        for model in tables()
        for field in _columns(model)
        if not _meaning(model, field)
    ]


def _meant_in_vain() -> list[str]:
    there = {(model._meta.db_table, field.name) for model in tables() for field in _columns(model)}
    said = {(table, name) for table, names in MEANINGS.items() for name in names}
    unknown = [f"{table}.{name}: a meaning without its column" for table, name in sorted(said - there)]
    names = {name for _table, name in there}
    return unknown + [f"{name}: a common meaning without a column" for name in COMMON if name not in names]


def _meaning(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    own = MEANINGS.get(model._meta.db_table, {}).get(field.name)
    if field.auto_created or model._meta.auto_created:
        own = own or "links the two"
    return str(field.help_text or own or COMMON.get(field.name, ""))


def _table(model: type[models.Model]) -> str:
    name = model._meta.db_table
    told = "" if model._meta.auto_created else (model.__doc__ or "").split("\n\n")[0].replace("\n    ", " ")
    lines = [f"### {name}\n", *([told.replace("``", "`"), ""] if told else []), _who(name), ""]
    lines += ["| column | type | level | what it says |", "|---|---|---|---|"]
    for field in _columns(model):
        says = _meaning(model, field) + _choices(field)
        cells = (f"`{field.column}`", _type(field), _level(name, field), says)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _who(table: str) -> str:
    how = ABOUT_SOMEBODY.get(table)
    if how is None:
        if table in ACCOUNTS:
            but = f", but for `{STATED[table]}`, which coordinators may change" if table in STATED else ""
            return f"About accounts; written outside the door alone{but}."
        return "About no exposed person."
    tied = "" if how.shape is Shape.ADD_ONLY else f" (`{how.column}`)"
    staff = f"staff may {_in_words(how.scoped)}" if how.scoped else "staff reads and writes nothing"
    rights = f"{staff}, coordinators and the system may {_in_words(how.everything)}"
    if how.shape is Shape.ADD_ONLY:
        rights = "rows are added in one's own name and changed by nobody"
    if how.shape is Shape.MARK:
        rights = "a later row takes an earlier one's place; the system takes rows away"
    return f"Row-level security {how.shape.value}{tied}: {rights}."


def _in_words(rights: str) -> str:
    words = {"SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "take away"}
    found = re.findall(r"([A-Z]+)(?: \(([^)]*)\))?", rights)
    return ", ".join(words[right] + (f" (`{columns}`)" if columns else "") for right, columns in found)


def _type(field: models.Field[Any, Any]) -> str:
    if isinstance(field, SealedField):
        return "ciphertext"
    if isinstance(field, models.ForeignKey):
        return f"→ `{field.related_model._meta.db_table}`{_or_empty(field)}"
    if isinstance(field, ArrayField):
        return f"list of {_type(field.base_field)}"
    most = None if isinstance(field, models.UUIDField) else getattr(field, "max_length", None)
    kind = field.get_internal_type().removesuffix("Field").removeprefix("Positive")
    words = {
        "Char": "text",
        "UUID": "uuid",
        "DateTime": "moment",
        "Date": "day",
        "Boolean": "yes/no",
        "SmallInteger": "number",
        "Integer": "number",
        "BigAuto": "number",
        "Auto": "number",
        "Binary": "bytes",
        "Decimal": "amount",
    }
    return f"{words.get(kind, kind.lower())}{f' ({most})' if most else ''}{_or_empty(field)}"


def _or_empty(field: models.Field[Any, Any]) -> str:
    return ", or empty" if field.null else ""


def _level(table: str, field: models.Field[Any, Any]) -> str:
    if isinstance(field, SealedField):
        whose = {"draft": "person's key, else the user's"}.get(field.under, f"{field.under}'s key")
        return f"**sealed**, the {whose}"
    if field.name in SECRET.get(table, ()):
        return "secret"
    if table not in ABOUT_SOMEBODY:
        return "account" if table in ACCOUNTS | SIGN_IN else "programme" if table in REFERENCE else "log"
    if not _is_wordy(field):
        return "coded"
    return "coded: a choice" if field.choices else f"coded: {CODED.get(table, {}).get(field.name, '?')}"


def _choices(field: models.Field[Any, Any]) -> str:
    if not field.choices or field.name == "county":
        return ""
    words = [f"`{value}`" + (f" {label}" if str(label) != str(value) else "") for value, label in field.flatchoices]
    return ": " + ", ".join(words)


def _history() -> str:
    lines = [
        "Old and new values of the tables about persons, written by triggers; sealed columns as ciphertext, under the",
        "same row-level security. Keys, receipts, permissions and drafts have none.\n",
        "| history | of | without |",
        "|---|---|---|",
    ]
    for model in sorted(apps.get_models(), key=lambda m: m._meta.db_table):
        if not _is_history(model) or not _is_ours(model):
            continue
        tracked = model.pgh_tracked_model  # type: ignore[attr-defined]
        kept = {field.name for field in _columns(model)}
        without = [field.name for field in _columns(tracked) if field.name not in kept]
        lines.append(f"| `{model._meta.db_table}` | `{tracked._meta.db_table}` | {', '.join(without)} |")
    return "\n".join(lines) + "\n"


def _libraries() -> str:
    names = sorted(m._meta.db_table for m in apps.get_models(include_auto_created=True) if not _is_ours(m))
    names = [name for name in dict.fromkeys(names) if name != "pghistory_events"]
    return (
        "Columns as the libraries define them; none holds an exposed person, and no role behind the door reads what\n"
        f"is for signing in: {', '.join(f'`{name}`' for name in names)}, `accounts_cache`, `django_migrations`.\n"
    )
