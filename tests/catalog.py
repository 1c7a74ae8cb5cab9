"""What PostgreSQL itself says of a database: every table, column, rule, trigger, function, policy and grant, in words.

Two databases are the same where these lines are the same. Only the order of a table's columns is left out: a column
that was added later stands last.
"""

from __future__ import annotations

from typing import Any

OURS = "relnamespace = 'public'::regnamespace"
WHAT: dict[str, str] = {
    "table": """
        SELECT relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity, relreplident, reloptions,
               pg_get_userbyid(relowner), {acl} FROM pg_class c, LATERAL (SELECT relacl AS acl) a
         WHERE {ours} AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')""",
    "column": """
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation,
               attstorage, attcompression, attstattarget, pg_get_expr(adbin, adrelid), {acl}
          FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum, LATERAL (SELECT attacl AS acl) a
         WHERE {ours} AND relkind IN ('r', 'p', 'v', 'm', 'f') AND attnum > 0 AND NOT attisdropped""",
    "sequence": """
        SELECT sequencename, sequenceowner, data_type, start_value, min_value, max_value, increment_by, cycle,
               cache_size FROM pg_sequences WHERE schemaname = 'public'""",
    "constraint": """
        SELECT conrelid::regclass, conname, contype, condeferrable, condeferred, convalidated,
               pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": """
        SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), indisvalid, indisclustered, indisreplident
          FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = 'public'::regnamespace""",
    "trigger": """
        SELECT tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(t.oid)
          FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
         WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal""",
    "function": """
        SELECT p.oid::regprocedure, pg_get_functiondef(p.oid), pg_get_userbyid(proowner), {acl}
          FROM pg_proc p, LATERAL (SELECT proacl AS acl) a
         WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "policy": """
        SELECT tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies
         WHERE schemaname = 'public'""",
    "type": """
        SELECT typname, typtype, format_type(typbasetype, typtypmod), pg_get_userbyid(typowner), {acl}
          FROM pg_type t, LATERAL (SELECT typacl AS acl) a
         WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')""",
    "extension": "SELECT extname, extversion FROM pg_extension",
    "schema": "SELECT nspname, pg_get_userbyid(nspowner), {acl} FROM pg_namespace n, LATERAL (SELECT nspacl AS acl) a"
    " WHERE nspname = 'public'",
    "default": """
        SELECT pg_get_userbyid(defaclrole), defaclnamespace::regnamespace, defaclobjtype, {acl}
          FROM pg_default_acl d, LATERAL (SELECT defaclacl AS acl) a""",
    "comment": """
        SELECT classoid::regclass, objoid::regclass, objsubid, description FROM pg_description
         WHERE classoid = 'pg_class'::regclass AND objoid IN (SELECT oid FROM pg_class WHERE {ours})""",
    "view": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
}
GRANTS = "(SELECT array_agg(g::text ORDER BY g::text) FROM unnest(a.acl) g)"


def lines(cursor: Any) -> list[str]:
    """One line for each thing that the database behind the cursor holds, sorted; no row of any table is read."""
    found = []
    for kind, query in WHAT.items():
        cursor.execute(query.replace("{acl}", GRANTS).replace("{ours}", OURS))
        found += [" | ".join([kind, *map(str, row)]) for row in cursor.fetchall()]
    return sorted(found)
