"""The program refuses to run with a login that walks through walls."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
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
