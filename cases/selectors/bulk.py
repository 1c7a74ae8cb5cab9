"""Those who were chosen for something, as far as the viewer sees them, and how it went for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.acts import STAFF, Role
from accounts.lists import MOST_AT_ONCE, Choices
from accounts.models import Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases import codes
from cases.access import visible_requests
from cases.models import Intervention, Person


@dataclass(frozen=True)
class Chosen:
    """One of them whom the viewer sees."""

    code: str
    code_name: str
    caseworker: str
    person_id: UUID


@dataclass(frozen=True)
class Line:
    """How it went for one of them. ``code`` is empty for what the viewer may not know of."""

    code: str
    code_name: str
    words: str
    ok: bool


WHY = {
    "not_found": lambda: _("is not there, or you may not do this"),
    "not_staff": lambda: _("whoever you chose does not work for the responsible actor"),
    "not_named": lambda: _("is restricted, and whoever you chose is not named"),
    "today": lambda: _("has been reminded of today already"),
    "done": lambda: _("waits no longer"),
}
"""What is said of one that did not go. A code that stands not here is said as something that changed meanwhile."""


@queries(1)
def chosen_persons(refs: Collection[str]) -> tuple[Chosen, ...]:
    """Those of the codes that the viewer sees, by code."""
    wanted = {code for ref in list(refs)[: 2 * MOST_AT_ONCE] if (code := codes.parse(ref))}
    rows = Person.objects.filter(code__in=wanted).select_related("caseworker").order_by("code")
    return tuple(Chosen(r.code, r.code_name, r.caseworker.name if r.caseworker else "", r.pk) for r in rows)


@queries(1)
def managed_staff(viewer: Viewer) -> Choices:
    """(account's key, name) of those who work for the actors that the viewer manages."""
    managed = viewer.actors_as(Role.MANAGER)
    rows = Appointment.objects.filter(actor_id__in=managed, role__in=STAFF, user__is_active=True)
    names = sorted(set(rows.values_list("user_id", "user__name")), key=lambda pair: swedish_key(pair[1]))
    return [(str(user), name) for user, name in names]


@queries(2)
def persons_behind(viewer: Viewer, refs: Collection[str]) -> dict[str, Chosen]:
    """Whom requests that were sent, and interventions, are about, by their reference: for coordinators."""
    found = {}
    for rows in (visible_requests(viewer), Intervention.objects.all()):
        for row in rows.filter(ref__in=list(refs)).select_related("person", "person__caseworker"):
            one = row.person
            found[row.ref] = Chosen(one.code, one.code_name, "", one.pk)
    return found


def how_it_went(done: Collection[tuple[str, str]], seen: Mapping[str, Chosen], said: str) -> tuple[list[Line], int]:
    """(what to say of each that the viewer sees, how many there are besides). ``done``: (as chosen, why not)."""
    lines, hidden = [], 0
    for ref, why in done:
        one = seen.get(ref) or seen.get(codes.parse(ref) or "")
        if one is None:
            hidden += 1
            continue
        words = said if not why else WHY.get(why, lambda: _("has changed meanwhile: look again"))()
        lines.append(Line(one.code, one.code_name, words, not why))
    return sorted(lines, key=lambda line: line.ok), hidden
