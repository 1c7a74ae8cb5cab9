"""The program refuses to run with a login that walks through walls, or without a key that its data needs."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

_WHO = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relowner = r.oid AND n.nspname = 'public')
FROM pg_roles r WHERE rolname = session_user
"""


def faults_of_login(alias: str = "default") -> list[str]:
    """What is wrong with the login behind ``alias``: nothing, where row-level security holds for it."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_WHO)
        superuser, bypass, creates_roles, owns = cursor.fetchone()
    found = {"is a superuser": superuser, "has BYPASSRLS": bypass, "has CREATEROLE": creates_roles, "owns tables": owns}
    return [fault for fault, so in found.items() if so]


def sentence_of_login(faults: Sequence[str]) -> str:
    """Why the program does not start with this login."""
    return f"The program's database login {' and '.join(faults)}. See docs/operations.md."


def sentence_of_ring(missing: Sequence[str]) -> str:
    """Why the program does not start with this ring."""
    keys = ", ".join(missing)
    return (
        f"NSP_KEYS lacks {keys}: data keys in the database are wrapped by it, and what they seal could not be opened. "
        "Put the key back, then run manage.py rewrap before you take it out. See docs/operations.md."
    )


def refuse_to_start() -> None:
    """What web, worker and commands that open sealed text ask first.

    Raises ImproperlyConfigured with what is wrong, and DatabaseError where the database cannot say, which is no yes.
    """
    from cases.rings import missing

    if faults := faults_of_login():
        raise ImproperlyConfigured(sentence_of_login(faults))
    if keys := missing():
        raise ImproperlyConfigured(sentence_of_ring(keys))


@register(Tags.database)
def the_login_is_held_by_row_level_security(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """nsp.E001: the login of `default` could read every person whatever the policies say."""
    if not databases or "default" not in databases:
        return []
    try:
        faults = faults_of_login()
    except DatabaseError:
        return []  # an unreachable database is told by whoever needs it
    return [
        Error(f"The program's login {fault}, so row-level security does not hold for it.", id="nsp.E001")
        for fault in faults
    ]


@register(Tags.database)
def the_ring_has_every_key_in_use(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """nsp.E002: a key of the ring is missing; nsp.E003: the database could not say whether one is."""
    from cases.rings import missing

    if not databases or "default" not in databases:
        return []
    try:
        keys = missing()
    except DatabaseError as error:
        told = f"Whether NSP_KEYS has every key cannot be seen: the database answers {type(error).__name__}."
        return [Error(told, id="nsp.E003")]
    return [Error(sentence_of_ring(keys), id="nsp.E002")] if keys else []
