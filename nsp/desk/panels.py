"""The pieces of a person's overview, one per subject: what each reads, and the template that shows it.

A new subject adds one line. A panel that has nothing to show for the viewer answers None and is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.viewer import Viewer
from cases.models import Person
from cases.selectors import law
from cases.selectors.child import child_panel, duties_panel
from cases.selectors.information import information_panel
from cases.selectors.rights import rights_panel
from cases.selectors.service import services_panel

Reads = Callable[[Viewer, Person, date], object | None]


@dataclass(frozen=True)
class Panel:
    """``place``: ``top`` (duties, first of all), ``main`` or ``aside``. The template gets ``rows`` and ``code``."""

    place: str
    template: str
    reads: Reads


PANELS: tuple[Panel, ...] = (
    Panel("top", "cases/child/_duties.html", duties_panel),
    Panel("main", "cases/rights/panel.html", rights_panel),
    Panel("aside", "cases/law/_glance_card.html", law.glance),
    Panel("aside", "cases/service/panel.html", services_panel),
    Panel("aside", "cases/child/_card.html", child_panel),
    Panel("aside", "desk/_information.html", information_panel),
)


def panels_of(viewer: Viewer, code: str, *, on: date) -> dict[str, list[dict[str, Any]]]:
    """What the overview of one person includes, by place, in the order of the list. ``on``: the day of today.

    Only below a selector that has refused whoever may not see the person.
    """
    person = Person.objects.select_related("responsible_actor").get(code=code)
    found: dict[str, list[dict[str, Any]]] = {"top": [], "main": [], "aside": []}
    for panel in PANELS:
        rows = panel.reads(viewer, person, on)
        if rows is not None:
            found[panel.place].append({"template": panel.template, "rows": rows})
    return found
