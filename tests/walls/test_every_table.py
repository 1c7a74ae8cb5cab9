"""Every table of the database stands in the closed list of policy shapes, or in that of tables without persons."""

from __future__ import annotations

from django.db import connections

from accounts.policies import ABOUT_SOMEBODY, WITHOUT_PERSONS


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_every_table_is_in_exactly_one_list() -> None:
    tables = {str(row[0]) for row in _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables - ABOUT_SOMEBODY.keys() - WITHOUT_PERSONS == set(), "a table without a policy"
    assert ABOUT_SOMEBODY.keys() - tables == set(), "a policy without a table"
    assert ABOUT_SOMEBODY.keys() & WITHOUT_PERSONS == set()


def test_a_table_with_a_person_is_never_among_those_without() -> None:
    found = _rows(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'person_id'"
    )
    assert {str(r[0]) for r in found} & WITHOUT_PERSONS == set()


def test_every_table_about_somebody_has_row_security_and_no_grant_to_the_login() -> None:
    secured = {str(r[0]) for r in _rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")}
    assert ABOUT_SOMEBODY.keys() - secured == set()
    granted = _rows("SELECT DISTINCT table_name FROM information_schema.role_table_grants WHERE grantee = 'nsp_app'")
    assert {str(r[0]) for r in granted} & ABOUT_SOMEBODY.keys() == set()


def test_no_role_of_the_program_can_rewrite_the_log() -> None:
    found = _rows(
        "SELECT grantee, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_name = 'audit_accessevent' AND grantee LIKE 'nsp_%' AND grantee <> 'nsp_owner'"
    )
    assert {str(p) for _, p in found} == {"INSERT", "SELECT"}


def test_the_programs_login_is_nobody_special() -> None:
    (row,) = _rows("SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = 'nsp_app'")
    assert row == (False, False, False)
    owned = _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> 'nsp_owner'")
    assert owned == []
