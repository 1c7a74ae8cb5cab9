"""Every look and every refusal leaves a row, written by the door from the act that the view named."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from accounts.clock import now
from accounts.door import acting_as
from accounts.viewer import Viewer, system
from audit.models import AccessEvent
from tests.factories import identified


def _events() -> list[tuple[str, str, str, str]]:
    with acting_as(system("test")):
        rows = AccessEvent.objects.order_by("at").values_list("act", "outcome", "kind", "ref")
        return list(rows)


def test_a_look_at_a_person_is_remembered(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    assert signed_in("alma").get(f"/persons/{person.code}/").status_code == 200
    assert ("SEE_PERSON", "LOOKED", "Person", person.code) in _events()


def test_a_refused_look_is_remembered_without_saying_whether_it_exists(
    alma: Viewer, signed_in: Callable[[str], Client]
) -> None:
    person = identified(alma, at=now())
    assert signed_in("cia").get(f"/persons/{person.code}/").status_code == 404
    assert ("SEE_PERSON", "REFUSED", "Person", "") in _events()


def test_pages_of_the_signed_in_are_never_kept_by_the_browser(alma: Viewer, signed_in: Callable[[str], Client]) -> None:
    person = identified(alma, at=now())
    for name, status in (("alma", 200), ("cia", 404)):
        response = signed_in(name).get(f"/persons/{person.code}/")
        assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
