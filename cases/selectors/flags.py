"""What everybody who has to do with a person should know at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Dependant, Person
from cases.models.choices import Protection, Relation


def flags_of(person: Person, dependants: Sequence[Dependant]) -> tuple[tuple[str, str], ...]:
    """What everybody who has to do with the person should know at once: (words, how their tag is drawn)."""
    flags: list[tuple[str, str]] = []
    if person.as_child:
        flags.append((_("Treated as a child"), "soon"))
    children = sum(1 for row in dependants if row.relation == Relation.CHILD)
    if children:
        flags.append((ngettext("%(n)s child", "%(n)s children", children) % {"n": children}, "idle"))
    if person.interpreter:
        flags.append((_("Interpreter needed"), "idle"))
    if person.protection in (Protection.MARK, Protection.REGISTRATION, Protection.NEW_IDENTITY):
        flags.append((str(Protection(person.protection).label).capitalize(), "sealed"))
    if person.threatened:
        flags.append((_("Threat"), "sealed"))
    return tuple(flags)
