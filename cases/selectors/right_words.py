"""The words of the ledger of rights: of a tile, of an entry, of what meets a right, of a child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.words import day_words
from cases.models import Dependant, Intervention, RightEntry
from cases.models.choices import Kind, Relation
from cases.models.rights import Gap, Payer, RightState
from cases.selectors.standing import PERIOD_NAMES


def tile_words(newest: RightEntry | None, since: date | None, proposed: str, on: date, *, worries: bool) -> str:
    """What stands on a tile, in one line or two. ``proposed``: what is granted for the right and not answered yet."""
    if proposed:
        return _("Granted: %(what)s. Is it met?") % {"what": proposed}
    if newest is None:
        return _("Not assessed")
    if since is not None:
        n = (on - since).days
        if worries:
            said = ngettext("Worryingly long: not met for %(n)s day", "Worryingly long: not met for %(n)s days", n)
            return said % {"n": n}
        said = _("Needed since %(day)s, nobody meets it") % {"day": day_words(since, year=False)}
        return f"{said} · {newest.get_gap_display()}" if newest.gap else said
    if newest.state == RightState.MET:
        return _("Met, paid by %(payer)s") % {"payer": newest.get_payer_display()}
    return _capital(newest.get_state_display())


def entry_words(row: RightEntry) -> str:
    """``behövs, och ingen möter det``; ``möts, NSP betalar``."""
    if row.state == RightState.MET:
        return _("met, paid by %(payer)s") % {"payer": Payer(row.payer).label}
    return str(RightState(row.state).label)


def more_of(row: RightEntry) -> Iterable[str]:
    """What else an entry says, a sentence each, without the full stop."""
    if row.gap:
        yield _("Why: %(why)s") % {"why": Gap(row.gap).label}
    if row.refused_on:
        yield _("Society refused it on %(day)s") % {"day": day_words(row.refused_on)}
    if row.intervention:
        yield _("Met by: %(what)s") % {"what": granted_words(row.intervention)}
    if row.service:
        yield _("Met by: %(what)s") % {"what": f"{row.service.category.name}, {day_words(row.service.on)}"}


def granted_words(row: Intervention) -> str:
    """What was granted, and from which day."""
    name = row.item.name if row.item else str(PERIOD_NAMES[Kind(row.kind)][0])
    return _("%(what)s from %(day)s") % {"what": name, "day": day_words(row.start)}


def who_is(child: Dependant) -> str:
    """A child, without a name."""
    relation = _capital(str(Relation(child.relation).label))
    if child.birth_year is None:
        return _("%(relation)s, age unclear") % {"relation": relation}
    return _("%(relation)s, born %(year)s") % {"relation": relation, "year": child.birth_year}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
