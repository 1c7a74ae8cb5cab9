"""The data protection officer's pages: the log by reference code, its standing checks, and files taken out of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from accounts.acts import Role
from accounts.clock import STOCKHOLM, day, now, today
from accounts.door import acting_as
from accounts.log import NOBODY, ref_of, seal
from accounts.models import Actor, Appointment, User
from accounts.spreadsheet import csv_file, harmless
from accounts.viewer import Viewer, system
from accounts.workdays import is_working_day
from audit.hashing import fingerprint
from audit.models import AccessEvent, Outcome, Seal
from audit.record import access
from cases.models import Person
from nsp.desk.selectors import access_log
from nsp.desk.selectors.access_log import PAGE, Wanted, log_page
from nsp.desk.selectors.log_checks import standing_checks
from tests.factories import identified
from tests.sameness import said
from tests.signing import signed_in_client

SignedIn = Callable[[str], Client]
LOG, CHECKS, EXPORT = "/log/", "/log/checks/", "/log/export/"


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody whom Linden met."""
    return identified(alma, at=now())


def _note(by: Viewer, at: datetime, act: str = "SEE_PERSON", person: Person | None = None, **more: object) -> None:
    with acting_as(by):
        access(
            at=at,
            user_id=by.id,
            act=act,
            request_id=uuid4(),
            person_id=person.pk if person else None,
            **({"outcome": Outcome.LOOKED, "kind": "Person"} | more),  # type: ignore[arg-type]
        )


def _rows(olle: Viewer, **wanted: object) -> list[tuple[str, str]]:
    with acting_as(olle):
        page = log_page(olle, Wanted(today=today(), **wanted))  # type: ignore[arg-type]
    return [(row.who.name, row.act) for row in page.rows]


def test_the_log_is_the_officers_alone(signed_in: SignedIn) -> None:
    for address in (LOG, CHECKS, EXPORT):
        assert signed_in("olle").get(address).status_code == 200, address
        missing = said(signed_in("dag").get("/nowhere/"))
        for name in ("alma", "dag", "disa", "eva", "frej", "maj", "ada"):
            assert signed_in(name).get(address).status_code == 404, (name, address)
        assert said(signed_in("dag").get(address)) == missing


def test_it_shows_who_what_and_the_reference_code_and_never_the_code_name(person: Person, signed_in: SignedIn) -> None:
    signed_in("alma").get(f"/persons/{person.code}/")
    signed_in("cia").get(f"/persons/{person.code}/")
    page = signed_in("olle").get(LOG).content.decode()
    for words in ("Alma Lind", "öppnade personens sida", person.code, "Cia Noord", "nekades personens sida"):
        assert words in page
    assert person.code_name not in page


def test_the_officers_role_reads_what_the_log_needs_of_a_person_and_no_more(person: Person, olle: Viewer) -> None:
    with acting_as(olle), connection.cursor() as cursor:
        cursor.execute("SELECT id, code, responsible_actor_id, protection FROM cases_person")
        assert cursor.fetchall()
    for column in ("code_name", "age", "birth_year", "gender", "safe_contact", "file_number", "threat"):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(olle), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM cases_person")  # noqa: S608


def test_it_is_filtered_by_who_whom_what_outcome_and_day(
    person: Person, alma: Viewer, bo: Viewer, cia: Viewer, olle: Viewer
) -> None:
    other = identified(alma, at=now())
    long_ago = datetime(2026, 3, 2, 9, 0, tzinfo=STOCKHOLM)
    _note(alma, long_ago, person=person)
    _note(bo, now(), "READ_SEALED", person=other)
    _note(cia, now(), outcome=Outcome.REFUSED, ref=person.code)
    every = [("Cia Noord", "SEE_PERSON"), ("Bo Berg", "READ_SEALED"), ("Alma Lind", "SEE_PERSON")]
    assert _rows(olle) == every
    assert _rows(olle, who=bo.id.hex) == every[1:2]
    assert _rows(olle, code=person.code) == [every[0], every[2]], "also who was refused that code"
    assert _rows(olle, act="READ_SEALED") == every[1:2]
    assert _rows(olle, outcome="REFUSED") == every[:1]
    assert _rows(olle, first=date(2026, 3, 3)) == every[:2]
    assert _rows(olle, last=date(2026, 3, 2)) == every[2:]


def test_outside_working_hours_means_sweden(person: Person, alma: Viewer, olle: Viewer) -> None:
    def moment(month: int, on: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, month, on, hour, minute, tzinfo=STOCKHOLM)

    inside = [moment(3, 3, 7), moment(3, 3, 17, 59), moment(7, 1, 7, 30)]
    outside = [moment(3, 3, 6, 59), moment(3, 3, 18), moment(3, 7, 12)]
    outside += [moment(4, 3, 12), moment(6, 19, 12)]  # Good Friday, Midsummer's Eve
    for at in inside + outside:
        _note(alma, at, person=person)
    _note(alma, datetime(2026, 3, 7, 12, 0, tzinfo=STOCKHOLM), "HELP")
    with acting_as(olle):
        rows = log_page(olle, Wanted(today=date(2026, 7, 2), only="hours")).rows
    assert sorted(row.at for row in rows) == sorted(outside)


def test_what_was_done_to_an_account_names_it(users: dict[str, User], dag: Viewer, olle: Viewer) -> None:
    _note(dag, now(), "FREEZE", outcome=Outcome.DONE, kind="User", ref=ref_of(users["bo"].pk), why="LOST_DEVICE")
    with acting_as(olle):
        (row,) = log_page(olle, Wanted(today=today())).rows
    assert (row.who.name, row.what, row.about, row.why_words) == ("Dag Ek", "frös ett konto", "Bo Berg", "LOST_DEVICE")


def test_why_somebody_was_refused_is_told_in_words(signed_in: SignedIn, olle: Viewer) -> None:
    signed_in("eva").get("/persons/")
    with acting_as(olle):
        (row,) = log_page(olle, Wanted(today=today())).rows
    assert (row.outcome, row.why, row.why_words) == ("REFUSED", "role", "inte för den här rollen")


def test_what_was_typed_wrong_is_no_refusal(person: Person, signed_in: SignedIn, olle: Viewer) -> None:
    """Else a day of typing errors would stand among the many refusals that the officer looks at."""
    client, address = signed_in("alma"), f"/api/v1/persons/{person.code}/share/"
    for typed, status in (({"actor": "A-NOOR"}, 400), ({"actor": "A-LINDEN", "until": today().isoformat()}, 422)):
        assert client.post(address, typed, content_type="application/json").status_code == status
    with acting_as(olle):
        rows = log_page(olle, Wanted(today=today(), act="SHARE")).rows
    assert [(row.outcome, row.why) for row in rows] == [("LOOKED", "")] * 2


def test_pages_are_turned_by_key(alma: Viewer, olle: Viewer) -> None:
    for n in range(PAGE + 5):
        _note(alma, now() - timedelta(minutes=n), "HELP")
    with acting_as(olle):
        first = log_page(olle, Wanted(today=today()))
        second = log_page(olle, Wanted(today=today(), older=first.older))
        again = log_page(olle, Wanted(today=today(), newer=second.newer))
    assert (len(first.rows), len(second.rows), again.rows) == (PAGE, 5, first.rows)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


@pytest.mark.parametrize("query", ["code=anna", "first=x", "first=2026-03-02&last=2026-03-01", "act=DROP", "who='"])
def test_a_filter_that_cannot_be_used_is_told_and_shows_nothing(signed_in: SignedIn, query: str) -> None:
    answer = signed_in("olle").get(f"{LOG}?{query}")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "page" not in answer.context


def test_whoever_works_for_an_actor_besides_is_not_shown_a_part_as_the_whole(users: dict[str, User]) -> None:
    user, linden = users["olle"], Actor.objects.get(ref="A-LINDEN")
    Appointment.objects.create(user=user, role=Role.CASEWORKER, actor=linden)
    user.groups.add(linden.group)
    for address in (LOG, CHECKS, EXPORT):
        answer = signed_in_client(user).get(address)
        assert answer.status_code == 403
        assert "hör också till en aktör" in answer.content.decode()


# Standing checks


def _found(olle: Viewer) -> dict[str, int]:
    with acting_as(olle):
        return {check.name: check.found for check in standing_checks(olle, on=today())}


def _workday_noon() -> datetime:
    """Noon of the last working day before today."""
    at = now().astimezone(STOCKHOLM).replace(hour=12, minute=0) - timedelta(days=1)
    while not is_working_day(day(at)):
        at -= timedelta(days=1)
    return at


def test_without_anything_unusual_the_checks_are_quiet(olle: Viewer, signed_in: SignedIn) -> None:
    assert set(_found(olle).values()) == {0}
    assert signed_in("olle").get(CHECKS).content.decode().count("Inget hittat.") == 6


def test_each_check_finds_what_it_is_for_and_leads_to_it(
    person: Person, alma: Viewer, bo: Viewer, dag: Viewer, disa: Viewer, olle: Viewer, signed_in: SignedIn
) -> None:
    at = _workday_noon()
    for n in range(15):
        _note(disa, at + timedelta(minutes=n), person=identified(alma, at=now()))
    _note(bo, at.replace(hour=23), person=person)
    with acting_as(alma):
        Person.objects.filter(pk=person.pk).update(protection="MARK")
    _note(dag, at, "BREAK_GLASS", person, outcome=Outcome.DONE)
    for n in range(10):
        _note(bo, at + timedelta(minutes=n), outcome=Outcome.REFUSED)
    for n in range(5):
        _note(Viewer(id=NOBODY.id, name=""), at + timedelta(minutes=n), "SIGN_IN", outcome=Outcome.REFUSED)
    found = _found(olle)
    assert found["Brutet glas"] == found["Många personer på kort tid"] == found["Misslyckade inloggningar"] == 1
    assert found["Utanför arbetstid"] == found["Många nekade försök"] == 1
    assert found["Personer med skyddade uppgifter"] == 2
    client = signed_in("olle")
    for card in client.get(CHECKS).context["checks"]:
        urls = [url for _line, url in card["lines"]] + ([card["url"]] if card["url"] else [])
        assert urls
        for url in urls:
            answer = client.get(url)
            assert answer.context["page"].rows, (card["check"].name, url)


def test_just_less_than_unusual_is_not_found(alma: Viewer, bo: Viewer, disa: Viewer, olle: Viewer) -> None:
    at = _workday_noon()
    for n in range(14):
        _note(disa, at + timedelta(minutes=n), person=identified(alma, at=now()))
    for n in range(9):
        _note(bo, at + timedelta(minutes=n), outcome=Outcome.REFUSED)
    for n in range(4):
        _note(bo, at + timedelta(minutes=n), "SIGN_IN", outcome=Outcome.REFUSED)
    assert set(_found(olle).values()) == {0}


def test_the_officer_sees_the_newest_seal_to_write_down(alma: Viewer, olle: Viewer, signed_in: SignedIn) -> None:
    assert "Inget är förseglat än." in signed_in("olle").get(CHECKS).content.decode()
    _note(alma, now() - timedelta(hours=3), "HELP")
    seal(at=now())
    page = signed_in("olle").get(CHECKS).content.decode()
    with acting_as(olle):
        newest = Seal.objects.order_by("-hour")[0]
    assert fingerprint(bytes(newest.mac)) in page
    assert "borde ha förseglats" not in page


def test_a_log_that_is_not_sealed_any_more_is_told(alma: Viewer, signed_in: SignedIn) -> None:
    _note(alma, now() - timedelta(hours=9), "HELP")
    seal(at=now() - timedelta(hours=6))
    assert "borde ha förseglats" in signed_in("olle").get(CHECKS).content.decode()


def test_what_the_checks_find_stands_in_att_gora(bo: Viewer, signed_in: SignedIn) -> None:
    assert "Kontrollerna har inte hittat något ovanligt." in signed_in("olle").get("/").content.decode()
    for _ in range(10):
        _note(bo, _workday_noon(), outcome=Outcome.REFUSED)
    page = signed_in("olle").get("/").content.decode()
    assert "Många nekade försök" in page and "Bo Berg" in page
    assert "Många nekade försök" not in signed_in("dag").get("/").content.decode()


# Export


def _lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_file_has_its_watermark_its_rows_and_its_own_event(person: Person, alma: Viewer, signed_in: SignedIn) -> None:
    signed_in("alma").get(f"/persons/{person.code}/")
    client = signed_in("olle")
    assert "1 händelse" in client.get(f"{EXPORT}?act=SEE_PERSON").content.decode()
    answer = client.post(EXPORT, {"act": "SEE_PERSON"})
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    lines = _lines(answer.content)
    assert lines[0][0].startswith("Uttag ur åtkomstloggen av Olle Ohm, ")
    assert "Personens sida" in lines[1][0]
    assert lines[2] == ["1 händelser. Får inte lämnas vidare."]
    (row,) = lines[4:]
    assert row[1:7] == [
        "Alma Lind",
        "handläggare, Linden",
        "öppnade personens sida",
        "LOOKED",
        person.code,
        person.code,
    ]
    assert person.code_name not in answer.content.decode()
    with acting_as(system("test")):
        event = AccessEvent.objects.get(act="EXPORT_LOG", outcome=Outcome.DONE)
    assert (event.user_id == alma.id, event.why) == (False, "events:1")


def test_taking_out_a_file_asks_for_a_fresh_proof(users: dict[str, User]) -> None:
    client = signed_in_client(users["olle"], ago=11 * 60)
    assert client.get(EXPORT).status_code == 200
    assert client.post(EXPORT, {"act": "SEE_PERSON"}).status_code == 403


def test_too_many_events_are_told_and_not_cut_off(
    alma: Viewer, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        _note(alma, now(), "HELP")
    monkeypatch.setattr("nsp.desk.views.log.MOST", 3)
    monkeypatch.setattr(access_log, "MOST", 3)
    client = signed_in("olle")
    for answer in (client.get(f"{EXPORT}?act=HELP"), client.post(EXPORT, {"act": "HELP"})):
        assert "rymmer högst 3 händelser" in answer.content.decode()
        assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_filter_that_cannot_be_used_leads_to_where_it_is_told(signed_in: SignedIn) -> None:
    client = signed_in("olle")
    assert client.get(f"{EXPORT}?code=anna").headers["Location"] == f"{LOG}?code=anna"
    assert client.post(EXPORT, {"code": "anna"}).status_code == 302
    assert client.post(EXPORT, {"act": "RUN_SYSTEM"}).status_code == 422, "nothing to take out"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_taken_for_a_formula(cell: str, users: dict[str, User], signed_in: SignedIn) -> None:
    assert harmless(cell) == f"'{cell}"
    assert _lines(csv_file(["x"], ["a"], [[cell]]))[2] == [f"'{cell}"]


def test_ordinary_cells_stay_as_they_are() -> None:
    assert [harmless(cell) for cell in ("Alma Lind", "a-b", "", None, 5)] == ["Alma Lind", "a-b", "", "", "5"]


def test_a_sum_below_zero_stays_a_number_in_the_file() -> None:
    assert csv_file((), ["Kronor"], [(Decimal("-1234.5"),), ("-1234,50",)]).decode("utf-8-sig").split() == [
        '"Kronor"',
        '"-1234,50"',
        '"\'-1234,50"',
    ]


def test_a_name_that_is_a_formula_is_harmless_in_the_file(users: dict[str, User]) -> None:
    User.objects.filter(pk=users["alma"].pk).update(name='=HYPERLINK("x")')
    signed_in_client(users["alma"]).get("/help/")
    content = signed_in_client(users["olle"]).post(EXPORT, {"act": "HELP"}).content
    assert _lines(content)[4][1] == '\'=HYPERLINK("x")'
