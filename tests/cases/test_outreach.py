"""Outreach without a person on record: numbers and codes, the actor's own, summed by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Refused
from accounts.models import Actor
from accounts.viewer import Viewer
from cases.models import Outreach
from cases.selectors.outreach import outreach_of
from cases.services.outreach import Outing, note_outreach, take_outreach
from tests.days import AHEAD

MET = Outing(today(), 12, "01", "STREET", 9)


def test_outings_are_summed_by_month_and_uncounted_stays_uncounted(alma: Viewer) -> None:
    with acting_as(alma):
        note_outreach(MET, by=alma, at=now())
        note_outreach(replace(MET, met=0, informed=None, county="", place="UNKNOWN"), by=alma, at=now())
        page = outreach_of(alma, today().year)
        assert [(month.times, month.met, month.informed) for month in page.months] == [(2, 12, 9)]
        assert {line.informed for line in page.lines} == {9, None}
        assert outreach_of(alma, today().year, most=1).not_shown == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(MET, on=AHEAD), "on"),
        (replace(MET, on=today().replace(year=today().year - 6)), "on"),
        (replace(MET, county="99"), "county"),
        (replace(MET, place="HOME"), "place"),
        (replace(MET, met=-1, informed=None), "met"),
        (replace(MET, met=2001), "met"),
        (replace(MET, informed=13), "informed"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(alma: Viewer, said: Outing, field: str) -> None:
    with acting_as(alma), pytest.raises(Invalid) as wrong:
        note_outreach(said, by=alma, at=now())
    assert set(wrong.value.fields) == {field}


def test_an_outing_is_its_actors_own(alma: Viewer, cia: Viewer, dag: Viewer) -> None:
    with acting_as(alma):
        ref = note_outreach(MET, by=alma, at=now()).ref
    with acting_as(cia):
        assert outreach_of(cia, today().year).lines == ()
        with pytest.raises(NotFound):
            take_outreach(ref, by=cia, at=now())
    with acting_as(dag), pytest.raises(Refused):
        note_outreach(MET, by=dag, at=now())
    noor = Actor.objects.using("owner").get(ref="A-NOOR").pk
    row = Outreach(ref="V-AAAAAAAA", actor_id=noor, on=today(), met=1, made_at=now(), made_by_id=alma.id)
    with acting_as(alma), pytest.raises(ProgrammingError), transaction.atomic():
        row.save(force_insert=True)
    with acting_as(alma):
        take_outreach(ref, by=alma, at=now())
        assert not Outreach.objects.exists()


def test_on_the_page_it_is_noted_listed_taken_out_and_taken_away(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")
    said = {"on": today().isoformat(), "place": "SALON", "met": "7", "informed": ""}
    assert browser.post("/outreach/new/", said | {"informed": "8"}).status_code == 422
    assert browser.post("/outreach/new/", said | {"met": ""}).status_code == 422
    page = browser.post("/outreach/new/", said, follow=True).content.decode()
    assert "Massagesalong" in page
    assert "7 mötta" in page
    answer = browser.post("/outreach/file/", {"year": today().year})
    assert answer["Content-Type"].startswith("text/csv")
    assert "Alma Lind" in answer.content.decode("utf-8-sig").splitlines()[1]
    assert "Massagesalong" in answer.content.decode("utf-8-sig")
    assert browser.get("/outreach/?year=zzz").status_code == 200


@pytest.mark.parametrize("who", ["frej", "eva", "olle", "ada", "dag"])
def test_it_opens_for_nobody_else(who: str, signed_in: Callable[[str], Client]) -> None:
    browser = signed_in(who)
    for address in ("/outreach/", "/outreach/new/", "/api/v1/outreach/"):
        assert browser.get(address).status_code in (403, 404)


def test_a_program_writes_and_reads_the_same(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("alma")
    said = {"on": today().isoformat(), "place": "ONLINE", "met": 5}
    made = browser.post("/api/v1/outreach/new/", said, content_type="application/json")
    assert made.status_code == 200
    wrong = browser.post("/api/v1/outreach/new/", said | {"informed": 6}, content_type="application/json")
    assert wrong.status_code == 422
    told = browser.get("/api/v1/outreach/").json()
    assert [(line["ref"], line["met"], line["informed"]) for line in told["lines"]] == [(made.json()["ref"], 5, None)]
    assert browser.post(f"/api/v1/outreach/{made.json()['ref']}/take-away/").status_code == 204
