"""The pieces of a person's overview, one per subject: what each reads, how often at most, the template that shows it.

A new subject adds one line. A panel that has nothing to show for the viewer answers None and is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.queries import counting, queries
from accounts.viewer import Viewer
from cases.models import Person
from cases.selectors import law
from cases.selectors.child import child_panel, duties_panel
from cases.selectors.closing import closed_panel, open_panel
from cases.selectors.details import details_panel
from cases.selectors.exploitation import exploitation_panel
from cases.selectors.family import family_panel
from cases.selectors.information import information_panel
from cases.selectors.journal_glance import journal_panel
from cases.selectors.left import meetings_panel
from cases.selectors.rights import rights_panel
from cases.selectors.safety import safety_panel
from cases.selectors.same_person import same_panel
from cases.selectors.service import services_panel
from cases.selectors.task import task_panel

Reads = Callable[[Viewer, Person, date], object | None]


@dataclass(frozen=True)
class Panel:
    """``place``: ``top`` (duties, first of all), ``main`` or ``aside``. The template gets ``rows`` and ``code``."""

    place: str
    template: str
    reads: Reads
    asks: int
    """How often it asks the database at most."""


PANELS: tuple[Panel, ...] = (
    Panel("top", "cases/child/_duties.html", duties_panel, 3),
    Panel("top", "cases/closing/_closed.html", closed_panel, 5),
    Panel("main", "cases/task/_card.html", task_panel, 2),
    Panel("main", "cases/rights/panel.html", rights_panel, 13),
    Panel("main", "cases/family/_card.html", family_panel, 6),
    Panel("aside", "cases/journal/_card.html", journal_panel, 3),
    Panel("aside", "cases/safety/_card.html", safety_panel, 2),
    Panel("aside", "cases/exploitation/_card.html", exploitation_panel, 3),
    Panel("aside", "cases/details/_card.html", details_panel, 1),
    Panel("aside", "cases/left/_card.html", meetings_panel, 3),
    Panel("aside", "cases/law/_glance_card.html", law.glance, 4),
    Panel("aside", "cases/service/panel.html", services_panel, 3),
    Panel("aside", "cases/child/_card.html", child_panel, 2),
    Panel("aside", "desk/_information.html", information_panel, 2),
    Panel("aside", "cases/closing/_open.html", open_panel, 5),
    Panel("aside", "cases/same_person/panel.html", same_panel, 3),
)
PANELS_ASK = sum(panel.asks for panel in PANELS)


@queries(1 + PANELS_ASK)
def panels_of(viewer: Viewer, code: str, *, on: date) -> dict[str, list[dict[str, Any]]]:
    """What the overview of one person includes, by place, in the order of the list. ``on``: the day of today.

    Only below a selector that has refused whoever may not see the person.
    """
    person = Person.objects.select_related("responsible_actor").get(code=code)
    found: dict[str, list[dict[str, Any]]] = {"top": [], "main": [], "aside": []}
    for panel in PANELS:
        with counting(panel.asks, f"{panel.reads.__module__}.{panel.reads.__qualname__}"):
            rows = panel.reads(viewer, person, on)
        if rows is not None:
            found[panel.place].append({"template": panel.template, "rows": rows})
    return found
