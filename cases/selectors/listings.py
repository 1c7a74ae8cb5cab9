"""The lists whose filters can be saved, by the names of their pages."""

from __future__ import annotations

from accounts.lists import Listing
from accounts.viewer import Viewer
from cases.selectors.admission_list import REQUESTS
from cases.selectors.group import GROUP_EVENTS
from cases.selectors.identification_list import IDENTIFICATIONS
from cases.selectors.person_filters import PERSONS

LISTINGS: dict[str, Listing] = {one.name: one for one in (PERSONS, IDENTIFICATIONS, REQUESTS, GROUP_EVENTS)}


def listing_for(viewer: Viewer, name: str) -> Listing | None:
    """The list of that name, where the viewer has it."""
    found = LISTINGS.get(name)
    return found if found and viewer.may_ask(found.act) else None
