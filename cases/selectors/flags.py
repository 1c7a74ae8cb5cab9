"""What everybody who has to do with a person should know at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.contact import Freshness
from cases.languages import LANGUAGES
from cases.models import Dependant, Person
from cases.models.choices import Protection, Relation
from cases.models.person import Threat
from cases.selectors.details import contact_of, names
from cases.selectors.standing import Place


def flags_of(person: Person, dependants: Sequence[Dependant]) -> tuple[tuple[str, str], ...]:
    """What everybody who has to do with the person should know at once: (words, how their tag is drawn)."""
    flags: list[tuple[str, str]] = []
    if person.as_child:
        flags.append((_("Treated as a child"), "soon"))
    children = sum(1 for row in dependants if row.relation == Relation.CHILD)
    if children:
        flags.append((ngettext("%(n)s child", "%(n)s children", children) % {"n": children}, "idle"))
    if person.interpreter:
        language = names(LANGUAGES, [person.interpreter_language]) if person.interpreter_language else ""
        words = _("Interpreter: %(language)s") % {"language": language} if language else _("Interpreter needed")
        flags.append((words, "idle"))
    if person.protection in (Protection.MARK, Protection.REGISTRATION, Protection.NEW_IDENTITY):
        flags.append((str(Protection(person.protection).label).capitalize(), "sealed"))
    if person.threatened:
        words = _("Threat: %(level)s") % {"level": Threat(person.threat).label}
        flags.append((words, "late" if person.threat == Threat.ACUTE else "sealed"))
    return tuple(flags)


_CURRENT = (Place.RUNNING, Place.WAITING, Place.ASKING)


def contact_flags(person: Person, place: Place, *, on: date) -> tuple[tuple[str, str], ...]:
    """The safe way where its age must be seen before it is used: of those who are on their way."""
    contact = contact_of(person, on=on)
    if place not in _CURRENT or not contact.words:
        return ()
    is_old = contact.freshness == Freshness.OLD
    return ((_("Safe way: old") if is_old else _("Safe way: should be checked"), contact.kind),)
