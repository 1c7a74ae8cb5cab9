"""An actor has a page with its certifications, for its own staff and for coordinators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import Actor
from accounts.viewer import Viewer
from certification.models import Certification
from nsp.desk.selectors.office import office_todo
from tests.sameness import said


def test_the_list_leads_to_the_pages_that_its_reader_may_open(signed_in: Callable[[str], Client]) -> None:
    for name, refs in (("dag", {"A-LINDEN", "A-NOOR", "A-FRISTADEN"}), ("alma", {"A-LINDEN"})):
        browser = signed_in(name)
        page = browser.get("/actors/").content.decode()
        found = {ref for ref in ("A-LINDEN", "A-NOOR", "A-FRISTADEN") if f"/actors/{ref}/" in page}
        assert found == refs
        for ref in refs:
            assert browser.get(f"/actors/{ref}/").status_code == 200


def test_the_page_has_every_certification_the_newest_first(disa: Viewer, signed_in: Callable[[str], Client]) -> None:
    noor = Actor.objects.get(ref="A-NOOR")
    with acting_as(disa):
        Certification.objects.filter(actor=noor).update(valid_to=today() - timedelta(days=10))
        later = Certification(actor=noor, valid_from=today() - timedelta(days=9), valid_to=today() + timedelta(days=9))
        later.save(force_insert=True)
    page = signed_in("cia").get("/actors/A-NOOR/").content.decode()
    assert page.index("Certifierad till") < page.index("Gick ut")
    assert "Skåne" in page


def test_anothers_page_and_none_at_all_answer_alike(signed_in: Callable[[str], Client]) -> None:
    for name in ("alma", "eva", "frej"):
        foreign, missing = (signed_in(name).get(f"/actors/{ref}/") for ref in ("A-NOOR", "A-NONE"))
        assert (foreign.status_code, said(foreign)) == (404, said(missing))


def test_a_certification_that_runs_out_leads_to_its_actor(disa: Viewer) -> None:
    with acting_as(disa):
        Certification.objects.filter(actor__ref="A-NOOR").update(valid_to=today() + timedelta(days=20))
        [row] = office_todo(disa, now=now()).certifications
    assert row.url == "/actors/A-NOOR/"
