"""Filters that some have saved in the demo."""

from __future__ import annotations

from uuid import uuid4

from accounts.door import acting_as
from cases.services.saved_filters import save_filter
from nsp.seed.lives import WORKERS, World

SAVED = (
    ("person_list", {"ends": "14", "caseworker": "mine"}, "Slutar snart"),
    ("person_list", {"flag": "CONTACT", "place": "RUNNING"}, "Kontrollera kontaktvägen"),
)
OF_OFFICE = (
    ("person_list", {"ends": "unreported"}, "Ej återrapporterade"),
    ("request_list", {"state": "RETURNED"}, "Hos aktören"),
)


def seed_lists(here: World) -> None:
    """For the first caseworker, and for a coordinator."""
    for key, filters in ((WORKERS[0][0], SAVED), ("dag", OF_OFFICE)):
        with acting_as(here.viewers[key]) as by:
            for of, chosen, name in filters:
                save_filter(of, chosen, name, opens=False, token=uuid4(), by=by, at=here.now)
