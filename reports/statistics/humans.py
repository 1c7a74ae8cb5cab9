"""Counted once: whoever is on record under several codes is one human in every statistic.

One prelude stands before each query. In it, the tables about persons have their own names and hold the same rows, with
two differences: what belongs to any of the linked persons belongs to the one who stands for all of them (the smallest
key, over the links that stand now), and only that one is a person, first identified when any of them was.
"""

from __future__ import annotations

from functools import cache

from cases.models import (
    AdmissionDecision,
    AdmissionRequest,
    Dependant,
    ExploitationForm,
    Identification,
    Intervention,
    Person,
    RightEntry,
)

BELONGING = (AdmissionDecision, AdmissionRequest, Dependant, Identification, Intervention, RightEntry)

_HUMANS = """
alike (a, b) AS (
  SELECT person_id, other_id FROM public.cases_samepersonlink WHERE state = 'LINKED'
  UNION ALL SELECT other_id, person_id FROM public.cases_samepersonlink WHERE state = 'LINKED'
), reach (a, b) AS (
  SELECT a, a FROM alike UNION SELECT reach.a, alike.b FROM reach JOIN alike ON alike.a = reach.b
), humans (person_id, human_id, first_met) AS (
  SELECT a, (array_agg(b ORDER BY b))[1], min(p.identified_on)
  FROM reach JOIN public.cases_person p ON p.id = reach.b GROUP BY a
)"""


def counted_once(sql: str) -> str:
    """The query with the prelude before it. ``sql`` begins with ``WITH`` or ``SELECT`` and is all ours."""
    rest = sql.lstrip()
    if rest.startswith("WITH "):
        return f"WITH RECURSIVE {_prelude()}, {rest.removeprefix('WITH ')}"
    return f"WITH RECURSIVE {_prelude()} {rest}"


@cache
def _prelude() -> str:
    return ", ".join([_HUMANS, _persons(), _forms(), *(_belonging(model) for model in BELONGING)])


def _columns(model: type, *but: str) -> str:
    fields = model._meta.concrete_fields  # type: ignore[attr-defined]
    return ", ".join(f't."{field.column}"' for field in fields if field.column not in but)


def _belonging(model: type) -> str:
    table = model._meta.db_table  # type: ignore[attr-defined]
    return f"""{table} AS NOT MATERIALIZED (
      SELECT {_columns(model, "person_id")}, coalesce(h.human_id, t.person_id) AS person_id
      FROM public.{table} t LEFT JOIN humans h ON h.person_id = t.person_id)"""  # noqa: S608


def _persons() -> str:
    return f"""cases_person AS NOT MATERIALIZED (
      SELECT {_columns(Person, "identified_on")}, coalesce(h.first_met, t.identified_on) AS identified_on
      FROM public.cases_person t LEFT JOIN humans h ON h.person_id = t.id
      WHERE h.human_id IS NULL OR h.human_id = t.id)"""  # noqa: S608


def _forms() -> str:
    """One main form for a human: that of whoever stands for all, where there is one."""
    columns = _columns(ExploitationForm, "person_id", "is_main")
    return f"""cases_exploitationform AS NOT MATERIALIZED (
      SELECT {columns}, t.person_id, t.is_main FROM public.cases_exploitationform t
      WHERE NOT EXISTS (SELECT FROM humans h WHERE h.person_id = t.person_id)
      UNION ALL
      SELECT {columns}, h.human_id, t.is_main AND row_number() OVER (
          PARTITION BY h.human_id, t.is_main ORDER BY t.person_id <> h.human_id, t.person_id) = 1
      FROM public.cases_exploitationform t JOIN humans h ON h.person_id = t.person_id)"""  # noqa: S608
