"""What is known of the person is written section by section, each change stays to be read, and the safe way ages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.clock import day, now, today
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, Strange
from accounts.models import Actor
from accounts.viewer import Viewer, system
from cases.ages import age_of
from cases.contact import freshness
from cases.languages import STATELESS
from cases.models import Identification, Person
from cases.selectors.changes import changes
from cases.selectors.details import contact_of, details_page
from cases.selectors.identification import Sought, own_persons
from cases.selectors.person import banner, person_page
from cases.services.details import (
    Aged,
    Guarded,
    OwnFile,
    Reached,
    Speaks,
    check_safe_contact,
    write_age,
    write_contact,
    write_languages,
    write_own,
    write_protection,
)
from nsp.desk.selectors.summary import summary
from tests.cases.typed import typed
from tests.days import AHEAD
from tests.factories import confirmed_case, identified

SignIn = Callable[[str], Client]


@pytest.fixture
def person(alma: Viewer) -> Person:
    """Somebody whom Alma met five days ago."""
    return identified(alma, at=now() - timedelta(days=5), safe_contact="Via jouren.", file_number="L 12/26")


def _saved(alma: Viewer, person: Person, what: Any, write: Callable[..., Person], **said: Any) -> Person:
    with acting_as(alma):
        write(person.code, what, by=alma, at=now(), **said)
        return Person.objects.get(pk=person.pk)


ADULT, CHILD, UNCLEAR = "ADULT", "CHILD", "UNCLEAR"


@pytest.mark.parametrize(
    ("said", "basis", "years", "counts"),
    [
        *((said, "UNCLEAR", None, said) for said in (ADULT, CHILD, UNCLEAR)),
        *((said, "KNOWN", 17, CHILD) for said in (ADULT, CHILD, UNCLEAR)),
        *((said, "ESTIMATED", 17, CHILD) for said in (ADULT, CHILD, UNCLEAR)),
        (ADULT, "KNOWN", 18, ADULT),
        (CHILD, "KNOWN", 18, UNCLEAR),
        (UNCLEAR, "KNOWN", 18, UNCLEAR),
        *((said, "KNOWN", 19, ADULT) for said in (ADULT, CHILD, UNCLEAR)),
        *((said, "ESTIMATED", years, said) for said in (ADULT, CHILD, UNCLEAR) for years in (18, 19, 40)),
    ],
)
def test_a_known_year_decides_and_an_estimate_never_makes_a_grown_up(
    said: str, basis: str, years: int | None, counts: str
) -> None:
    born = None if years is None else 2026 - years
    assert age_of(said, basis=basis, birth_year=born, year=2026) == counts


def test_an_estimated_age_gives_the_year_that_is_counted_with(alma: Viewer, person: Person) -> None:
    on = today() - timedelta(days=40)
    row = _saved(alma, person, Aged(UNCLEAR, "ESTIMATED", None, 16, "MEDICAL", on), write_age)
    assert (row.birth_year, row.age, row.age_basis) == (on.year - 16, CHILD, "ESTIMATED")
    with acting_as(alma):
        shown = dict(details_page(alma, person.code, on=today()).sections["age"])
    assert shown["Ålder"].startswith("omkring 16 år, uppskattat")
    assert "medicinsk undersökning" in shown["Ålder"]


THIS_YEAR = today().year
BAD_AGES: dict[str, tuple[Aged, str]] = {
    "an estimate without its day": (Aged(ADULT, "ESTIMATED", None, 30, "LOOKS"), "estimated_on"),
    "an estimate made tomorrow": (
        Aged(ADULT, "ESTIMATED", None, 30, "LOOKS", AHEAD),
        "estimated_on",
    ),
    "an estimate of nothing": (Aged(ADULT, "ESTIMATED", estimated_on=today()), "estimated_age"),
    "a year and an age": (Aged(ADULT, "ESTIMATED", 1990, 30, "LOOKS", today()), "estimated_age"),
    "a known year that is not there": (Aged(ADULT, "KNOWN"), "birth_year"),
    "a year that nobody knows": (Aged(ADULT, "UNCLEAR", 1990), "age_basis"),
    "a year to come": (Aged(CHILD, "KNOWN", THIS_YEAR + 1), "birth_year"),
    "a year in another century": (Aged(ADULT, "KNOWN", THIS_YEAR - 111), "birth_year"),
    "a grown-up of ten": (Aged(ADULT, "KNOWN", THIS_YEAR - 10), "age"),
    "a child of forty": (Aged(CHILD, "KNOWN", THIS_YEAR - 40), "age"),
    "an answer that is none": (Aged("OLD"), "age"),
    "a basis that is none": (Aged(ADULT, "GUESSED"), "age_basis"),
    "a gender that is none": (Aged(ADULT, gender="X"), "gender"),
    "a way that is none": (Aged(ADULT, "ESTIMATED", None, 30, "STARS", today()), "estimated_how"),
}


@pytest.mark.parametrize("name", BAD_AGES)
def test_an_age_that_cannot_be_is_refused_with_a_sentence_at_its_field(name: str, alma: Viewer, person: Person) -> None:
    what, field = BAD_AGES[name]
    with pytest.raises(Invalid) as error, acting_as(alma):
        write_age(person.code, what, by=alma, at=now())
    assert not isinstance(error.value, Strange)
    assert list(error.value.fields) == [field]


def test_an_estimate_from_before_the_birth_is_asked_about_and_can_be_answered(alma: Viewer, person: Person) -> None:
    what = Aged(CHILD, "ESTIMATED", THIS_YEAR, None, "TOLD", today().replace(year=THIS_YEAR - 2, day=1))
    with pytest.raises(Strange) as error, acting_as(alma):
        write_age(person.code, what, by=alma, at=now())
    [question] = error.value.questions
    assert question["field"] == "estimated_on"
    assert _saved(alma, person, what, write_age, answered=[question["token"]]).birth_year == THIS_YEAR


def test_the_database_keeps_a_year_and_what_it_rests_on_together(alma: Viewer, person: Person) -> None:
    for wrong in ({"birth_year": 1990}, {"age_basis": "KNOWN"}, {"age_basis": "ESTIMATED", "birth_year": 1990}):
        with pytest.raises(IntegrityError), acting_as(alma), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**wrong)


def test_several_citizenships_and_languages_are_found_by_one_question(alma: Viewer, person: Person) -> None:
    speaks = Speaks(("NG", "IT"), ("eng", "ita", "bin"), True, "bin", "WOMAN")
    row = _saved(alma, person, speaks, write_languages)
    assert (row.citizenships, row.languages) == (["NG", "IT"], ["eng", "ita", "bin"])
    with acting_as(alma):
        assert Person.objects.filter(citizenships__overlap=["IT", "RO"]).get() == person
        assert "Tolk: edo" in [words for words, _kind in banner(alma, person.code, on=today()).flags]
    row = _saved(alma, person, Speaks(("NG",), ("eng",), False, "bin", "WOMAN"), write_languages)
    assert (row.interpreter_language, row.interpreter_wish) == ("", "UNKNOWN"), "no interpreter: no language of one"


@pytest.mark.parametrize(
    "what",
    [
        Speaks(("XX",)),
        Speaks(("SE", "SE")),
        Speaks(languages=("xyz",)),
        Speaks(("AF", "AL", "BD", "BR", "BG", "CO", "EE", "ET", "PH")),
        Speaks(interpreter=True, interpreter_language="xyz"),
        Speaks(interpreter_wish="ANY"),
    ],
)
def test_only_codes_that_are_on_the_lists_are_taken(what: Speaks, alma: Viewer, person: Person) -> None:
    with pytest.raises(Invalid), acting_as(alma):
        write_languages(person.code, what, by=alma, at=now())


def test_stateless_with_a_country_is_asked_about(alma: Viewer, person: Person) -> None:
    both = Speaks((STATELESS, "SY"))
    with pytest.raises(Strange) as error, acting_as(alma):
        write_languages(person.code, both, by=alma, at=now())
    answered = [question["token"] for question in error.value.questions]
    assert _saved(alma, person, both, write_languages, answered=answered).citizenships == [STATELESS, "SY"]
    assert _saved(alma, person, Speaks((STATELESS,)), write_languages).citizenships == [STATELESS]


def test_the_level_of_threat_stands_in_the_banner_and_none_does_not(alma: Viewer, person: Person) -> None:
    shown = {}
    for level in ("UNKNOWN", "NONE", "SOME", "HIGH", "ACUTE"):
        _saved(alma, person, Guarded("MARK", level), write_protection)
        with acting_as(alma):
            flags = dict(banner(alma, person.code, on=today()).flags)
        shown[level] = next(((words, kind) for words, kind in flags.items() if words.startswith("Hot")), None)
        assert flags["Sekretessmarkering"] == "sealed"
    assert shown == {
        "UNKNOWN": None,
        "NONE": None,
        "SOME": ("Hot: visst", "sealed"),
        "HIGH": ("Hot: högt", "sealed"),
        "ACUTE": ("Hot: akut", "late"),
    }
    with pytest.raises(Invalid), acting_as(alma):
        write_protection(person.code, Guarded("MARK", "VERY"), by=alma, at=now())


@pytest.mark.parametrize(("days", "fresh"), [(0, "FRESH"), (14, "FRESH"), (15, "SOON"), (30, "SOON"), (31, "OLD")])
def test_the_safe_way_ages_by_the_day(days: int, fresh: str) -> None:
    assert freshness(today() - timedelta(days=days), on=today()) == fresh
    assert freshness(None, on=today()) == "OLD"


def test_the_banner_warns_of_an_old_way_only_while_somebody_is_on_their_way(alma: Viewer, dag: Viewer) -> None:
    case = confirmed_case(alma, dag, at=now() - timedelta(days=3))
    with acting_as(alma):
        resting = Person.objects.get(pk=case.person_id)
    waiting = identified(alma, at=now() - timedelta(days=60), safe_contact="Via jouren.")
    with acting_as(alma):
        write_contact(resting.code, Reached("Via jouren."), by=alma, at=now() - timedelta(days=20))
        page = person_page(alma, resting.code, on=today())
        assert ("Säkert sätt: bör kontrolleras", "soon") in page.banner.flags
        assert page.contact.words == "bör kontrolleras"
        later = today() + timedelta(days=20)
        assert ("Säkert sätt: gammalt", "late") in banner(alma, resting.code, on=later).flags
        check_safe_contact(resting.code, by=alma, at=now())
        assert not any("Säkert" in words for words, _kind in banner(alma, resting.code, on=today()).flags)
        assert contact_of(waiting, on=today()).words == "gammalt: kontrollera innan du använder det"
        assert not any("Säkert" in words for words, _kind in banner(alma, waiting.code, on=today()).flags)


def test_what_only_the_responsible_actor_opens_is_nobody_elses(
    alma: Viewer, dag: Viewer, cia: Viewer, person: Person
) -> None:
    _saved(alma, person, OwnFile("P-11", "L 13/26"), write_own)
    _lend(person, write=True)
    with acting_as(alma):
        page = details_page(alma, person.code, on=today(), texts=True)
        assert (page.placement, page.file_number) == ("P-11", "L 13/26")
    with acting_as(cia):
        page = details_page(cia, person.code, on=today(), texts=True)
        assert (page.contact.way, page.placement, page.file_number) == ("Via jouren.", "", "")
        assert (page.has_placement, page.has_file_number, page.may_change) == (False, False, True)
        assert (page.changed, page.changed_on) == ("", None), "who wrote before it was shared is not said"
        assert "Placeringskod" not in str(changes(cia, person.code))
        with pytest.raises(NotFound):
            write_own(person.code, OwnFile("Q-9"), by=cia, at=now())
    with acting_as(dag):
        assert details_page(dag, person.code, on=today(), texts=True).placement == ""


def test_changes_say_what_it_was_what_it_is_who_and_when_and_no_sealed_word(
    alma: Viewer, bo: Viewer, person: Person
) -> None:
    at = now().replace(microsecond=0)
    with acting_as(alma):
        assert changes(alma, person.code).moments == ()
        write_age(person.code, Aged(ADULT, "KNOWN", 1998, gender="MAN"), by=alma, at=at)
    with acting_as(bo):
        write_contact(person.code, Reached("Genom tolken.", "Kvällar."), by=bo, at=at + timedelta(minutes=5))
        write_own(person.code, OwnFile("P-11", ""), by=bo, at=at + timedelta(minutes=6))
        write_own(person.code, OwnFile("P-11", ""), by=bo, at=at + timedelta(minutes=9))
        found = changes(bo, person.code)
    own, contact, age = found.moments
    assert [(m.who, m.at) for m in found.moments] == [
        ("Bo Berg", at + timedelta(minutes=6)),
        ("Bo Berg", at + timedelta(minutes=5)),
        ("Alma Lind", at),
    ]
    assert {(c.what, c.was, c.now) for c in age.changes} == {
        ("Födelseåret är", "inte känt", "känt"),
        ("Födelseår", "inte ifyllt", "1998"),
        ("Kön", "okänt", "man"),
    }
    assert {c.what: c.sealed for c in contact.changes if c.sealed} == {
        "Säkert sätt att nå personen": "ändrades",
        "Tiderna då sättet är säkert": "skrevs ned",
    }
    assert {c.what: c.sealed for c in own.changes} == {
        "Placeringskod": "skrevs ned",
        "Nummer i er egen akt": "togs bort",
    }
    for words in ("Genom tolken", "Kvällar", "P-11", "L 12/26", "Via jouren"):
        assert words not in str(found)


def test_another_actor_reads_and_writes_nothing(alma: Viewer, cia: Viewer, person: Person) -> None:
    for read in (lambda: details_page(cia, person.code, on=today()), lambda: changes(cia, person.code)):
        with pytest.raises(NotFound), acting_as(cia):
            read()
    calls: tuple[tuple[Callable[..., Person], Any], ...] = (
        (write_age, Aged()),
        (write_languages, Speaks()),
        (write_protection, Guarded()),
        (write_contact, Reached()),
        (write_own, OwnFile()),
    )
    for write, what in calls:
        with pytest.raises(NotFound), acting_as(cia):
            write(person.code, what, by=cia, at=now())
    with pytest.raises(NotFound), acting_as(cia):
        check_safe_contact(person.code, by=cia, at=now())


def test_somebody_who_has_turned_18_by_a_known_year_is_looked_over(alma: Viewer) -> None:
    at: datetime = now() - timedelta(days=900)
    child = identified(alma, at=at, on=day(at), age="CHILD", birth_year=day(at).year - 17)
    with acting_as(alma):
        on = today().replace(year=child.birth_year + 19) if child.birth_year else today()
        steps = {step.code: step for step in person_page(alma, child.code, on=on).steps}
        assert steps["grown_up"].link == ("person_describe", child.code, "age")
        before = on.replace(year=on.year - 1)
        assert "grown_up" not in {step.code for step in person_page(alma, child.code, on=before).steps}


def test_the_sections_are_saved_in_the_browser_each_for_itself(alma: Viewer, person: Person, signed_in: SignIn) -> None:
    browser, about = signed_in("alma"), f"/persons/{person.code}/details/"
    age = {"age": "ADULT", "age_basis": "ESTIMATED", "estimated_age": "30", "estimated_how": "LOOKS", "gender": "MAN"}
    asked = browser.post(f"{about}age/", age)
    assert asked.status_code == 422
    assert "Skriv dagen då åldern uppskattades." in asked.content.decode()
    saved = browser.post(f"{about}age/", age | {"estimated_on": today().isoformat()})
    assert saved["Location"] == f"{about}#age"
    speaks = {"citizenships": ["TH", "", "SE", "TH"], "languages": ["tha"], "interpreter": "YES"}
    speaks |= {"interpreter_language": "tha", "interpreter_wish": "MAN"}
    assert browser.post(f"{about}language/", speaks).status_code == 302
    assert browser.post(f"{about}contact/checked/").status_code == 302
    assert browser.get(f"{about}contact/checked/").status_code == 405
    assert browser.get(f"{about}nothing/").status_code == 404
    page = browser.get(about).content.decode()
    for words in ("Omkring 30 år", "Thailand, Sverige", "Behövs, thailändska, helst en man", "Er egen akt"):
        assert words in page, words
    assert "Via jouren." not in page
    assert "Via jouren." in browser.get(f"{about}?texts=1").content.decode()
    changed = browser.get(f"/persons/{person.code}/changes/").content.decode()
    for words in ("Alma Lind", "Omkring", "Uppskattad ålder", "Thailand, Sverige"):
        assert (words in changed) == (words != "Omkring"), words


def test_the_api_says_and_takes_the_same(alma: Viewer, person: Person, signed_in: SignIn) -> None:
    browser, about = signed_in("alma"), f"/api/v1/persons/{person.code}"

    def post(path: str, said: dict[str, Any]) -> int:
        return browser.post(f"{about}/details/{path}/", said, content_type="application/json").status_code

    known = {"age": "ADULT", "age_basis": "KNOWN", "birth_year": 1999, "gender": "WOMAN"}
    assert post("age", known) == 204
    assert post("age", known | {"age_basis": "ESTIMATED"}) == 422
    assert post("language", {"citizenships": ["RO"], "languages": ["ron", "rom"], "interpreter": True}) == 204
    assert post("protection", {"protection": "MARK", "threat": "ACUTE"}) == 204
    assert post("contact", {"safe_contact": "Via tolken.", "safe_hours": "Kvällar."}) == 204
    assert post("contact/checked", {}) == 204
    assert post("own", {"placement": "P-1", "file_number": "L 9/26"}) == 204
    found = browser.get(f"{about}/details/").json()
    assert known.items() <= found.items()
    assert {"threat": "ACUTE", "freshness": "FRESH", "languages": ["ron", "rom"]}.items() <= found.items()
    assert not {"placement", "safe_contact", "safe_hours", "file_number"} & found.keys()
    opened = browser.get(f"{about}/details/?texts=1").json()
    assert (opened["placement"], opened["safe_hours"]) == ("P-1", "Kvällar.")
    moments = browser.get(f"{about}/changes/").json()
    assert moments[0]["who"] == "Alma Lind"
    assert "P-1" not in str(moments)


def test_the_first_form_asks_only_whether_the_year_is_estimated(alma: Viewer, signed_in: SignIn) -> None:
    browser, token = signed_in("alma"), uuid4()
    said = typed(birth_year="1995", year_estimated="on")
    assert browser.post(f"/identifications/new/{token}/", said).status_code == 302
    with acting_as(alma):
        row = Person.objects.get()
        assert (row.birth_year, row.age_basis, row.estimated_on) == (1995, "ESTIMATED", today())
        assert (row.estimated_how, row.changed_by_id) == ("UNKNOWN", alma.id)
        found = {year: len(own_persons(alma, Sought(birth_year=year), on=today())) for year in (1991, 1992, 1998, 1999)}
        assert found == {1991: 0, 1992: 1, 1998: 1, 1999: 0}, "an estimate is found near its year"
        ref = Identification.objects.get(person=row).ref
    page = browser.get(f"/identifications/{ref}/").content.decode()
    assert "omkring 1995, uppskattat" in page


def test_the_printed_summary_has_it(alma: Viewer, person: Person) -> None:
    _saved(alma, person, Speaks(("TH",), ("tha",), True, "tha", "MAN"), write_languages)
    _saved(alma, person, Reached("Via jouren.", "Kvällar."), write_contact)
    with acting_as(alma):
        closed, opened = (summary(alma, person.code, on=today(), texts=texts) for texts in (False, True))
    facts = {fact.name: fact.words for fact in closed.sections[0].facts}
    assert facts["Tolk"] == "behövs, thailändska, helst en man"
    assert facts["Medborgarskap"] == "Thailand"
    assert "Kvällar" not in str(closed)
    assert "Via jouren.\nKvällar." in [fact.words for fact in opened.sections[-1].facts]


def test_a_late_page_writes_nothing_over(alma: Viewer, person: Person, signed_in: SignIn) -> None:
    hers, his, about = signed_in("alma"), signed_in("bo"), f"/persons/{person.code}/details/contact/"
    seen = [browser.get(about).context["form"].initial["seen"] for browser in (hers, his)]
    first = {"safe_contact": "Genom tolken.", "seen": seen[0]}
    assert hers.post(about, first).status_code == 302
    late = his.post(about, {"safe_contact": "Det som skrevs under tiden, i den andra fliken.", "seen": seen[1]})
    assert late.status_code == 409
    assert "Det som skrevs under tiden, i den andra fliken." in late.content.decode()
    with acting_as(alma):
        row = Person.objects.get(pk=person.pk)
        assert (row.safe_contact.open(), row.changed_by_id) == ("Genom tolken.", alma.id)
        write_protection(person.code, Guarded("MARK", "HIGH"), by=alma, at=now())
    again = his.get(about).context["form"].initial["seen"]
    assert his.post(about, {"safe_contact": "Via jouren, kvällar.", "seen": again}).status_code == 302
    assert (
        hers.post(f"/persons/{person.code}/details/protection/", {"protection": "NONE", "threat": "NONE"}).status_code
        == 302
    )


def _lend(person: Person, *, write: bool) -> None:
    """Noor may see the person for a while, and change them where ``write``."""
    with acting_as(system("test")), connection.cursor() as cursor:
        noor = Actor.objects.get(ref="A-NOOR")
        until = today() + timedelta(days=9)
        cursor.execute("SELECT nsp_grant(%s, %s, %s, %s)", [person.pk, noor.group_id, until, write])


def test_a_program_that_read_a_section_writes_over_nothing_newer(alma: Viewer, signed_in: SignIn) -> None:
    person = identified(alma, at=now())
    browser, about = signed_in("alma"), f"/api/v1/persons/{person.code}/details/"
    seen = browser.get(about).json()["seen"]["language"]

    def says(**said: object) -> int:
        return int(browser.post(f"{about}language/", said, content_type="application/json").status_code)

    assert says(languages=["eng"], seen=seen) == 204
    assert says(languages=["fra"], seen=seen) == 409
    assert browser.get(about).json()["languages"] == ["eng"]
    assert says(languages=["fra"], seen=browser.get(about).json()["seen"]["language"]) == 204
