"""docs/deadlines.md: every deadline, its source, who is told when. Made from the declarations themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import override

from accounts.clocks import Kind, Own, kinds
from accounts.deadlines import finders

_HEAD = """# Deadlines

Every deadline that the program keeps, where its rule comes from, and who is told when. Days are counted from the last
day on which it can be met; each is told in the program once to each, and closes when its cause is gone. Written by
`manage.py deadlines`; declared with `@keeps` in each floor's `deadlines*.py` (`accounts/clocks.py` says how).

The days before are the program's own: a programme can say others for a kind that is told ahead (`remind_days`), and
says those of each kind of period (`remind_before_end`).

| deadline | what | counted from | caseworker (else the actor's staff) | managers | coordinators | source |
|---|---|---|---|---|---|---|
"""

_REST = """
## With a finder of their own

What no single column holds: working days, thresholds.

| finder | what is told |
|---|---|
"""


def written() -> str:
    """The whole document."""
    with override("en"):
        declared = {kind.key.lower() for kind in kinds()}
        own = (f"| `{name}` | {_docs(find)} |\n" for name, find in sorted(finders().items()) if name not in declared)
        return _HEAD + "".join(map(_line, kinds())) + _REST + "".join(own)


def _line(kind: Kind) -> str:
    days = [_days(kind.before, before=True), *([_days(kind.after)] if kind.after else [])]
    told = ", ".join(one for one in days if one)
    if kind.told_by:
        return f"| `{kind.key}` | {kind.name} | `{kind.column}` | {_by_finder(kind)} | {kind.source} |\n"
    own = told if kind.own in (Own.CASEWORKER, Own.STAFF, Own.NAMED) else ""
    managers = ", ".join(filter(None, [told if kind.own is Own.MANAGERS else "", _days(kind.managers)]))
    office = ", ".join(filter(None, [told if kind.for_office else "", _days(kind.office)]))
    cells = [f"`{kind.key}`", str(kind.name), f"`{kind.column}`", own, managers, office, kind.source]
    return f"| {' | '.join(cell or '–' for cell in cells)} |\n"


def _by_finder(kind: Kind) -> str:
    """Who has it in their calendar; when they are told stands with the finder."""
    shown = f"in the calendar; told by `{kind.told_by}`"
    own = kind.own in (Own.CASEWORKER, Own.STAFF)
    cells = [own, kind.own is Own.MANAGERS, kind.for_office]
    return " | ".join(shown if cell else "–" for cell in cells)


def _days(days: Sequence[int], *, before: bool = False) -> str:
    return ", ".join(_spell(days, before))


def _spell(days: Sequence[int], before: bool) -> Iterator[str]:
    for n in sorted(days, reverse=before):
        many = "1 day" if n == 1 else f"{n} days"
        yield "on the day" if n == 0 else f"{many} before" if before else f"{many} after"


def _docs(find: object) -> str:
    """The first paragraph of a finder's docstring, on one line."""
    return " ".join((find.__doc__ or "").strip().partition("\n\n")[0].split())
