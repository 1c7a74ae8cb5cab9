"""What points somebody out is quoted; what caseworkers ordinarily write is left in peace. Everything is invented."""

from __future__ import annotations

from itertools import pairwise
from time import thread_time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.guard import What, find, unanswered

FOUND = [
    (What.IDENTITY, "Född 811218-9876 enligt passet.", "811218-9876"),
    (What.IDENTITY, "pnr 19811218-9876", "19811218-9876"),
    (What.IDENTITY, "pnr 198112189876 står på kortet", "198112189876"),
    (What.IDENTITY, "8112189876", "8112189876"),
    (What.IDENTITY, "811218 9876", "811218 9876"),
    (What.IDENTITY, "811218+9876", "811218+9876"),
    (What.IDENTITY, "samordningsnummer 701063-2391", "701063-2391"),
    (What.IDENTITY, "19850101-1234 (felskrivet)", "19850101-1234"),
    (What.IDENTITY, "reservnummer 850101-T123", "850101-T123"),
    (What.IDENTITY, "pnr 850101-1234, felskrivet", "850101-1234"),
    (What.IDENTITY, "8501011234", "8501011234"),
    (What.IDENTITY, "198501011234 står på kortet", "198501011234"),
    (What.IDENTITY, "samordningsnummer 850161-1239", "850161-1239"),
    (What.IDENTITY, "född 020101-1234", "020101-1234"),
    (What.PHONE, "ring 070123 4567", "070123 4567"),
    (What.PHONE, "0801014567", "0801014567"),
    (What.PHONE, "Ring 070-123 45 67 efter kl. 18", "070-123 45 67"),
    (What.PHONE, "0701234567", "0701234567"),
    (What.PHONE, "tfn 08-123 456 78.", "08-123 456 78"),
    (What.PHONE, "(08) 123 456 78", "(08) 123 456 78"),
    (What.PHONE, "0340-12 34 56", "0340-12 34 56"),
    (What.PHONE, "+46 70 123 45 67", "+46 70 123 45 67"),
    (What.PHONE, "+46 (0)70-123 45 67", "+46 (0)70-123 45 67"),
    (What.PHONE, "0046701234567", "0046701234567"),
    (What.PHONE, "systern har +40 721 234 567", "+40 721 234 567"),
    (What.PHONE, "nås på 073/123 45 67", "073/123 45 67"),
    (What.EMAIL, "Skriv till nagon.annan@example.org.", "nagon.annan@example.org"),
    (What.EMAIL, "nagon (at) example.se", "nagon (at) example.se"),
    (What.ADDRESS, "Bor på Storgatan 4.", "Storgatan 4"),
    (What.ADDRESS, "bor på storgatan 4 b? nej, storgatan 14", "storgatan 4"),
    (What.ADDRESS, "Boendet ligger på Norra Kungsvägen 112B, port 3", "Norra Kungsvägen 112B"),
    (What.ADDRESS, "hämtas vid Björkstigen 7", "Björkstigen 7"),
    (What.ADDRESS, "Lilla torget 3", "Lilla torget 3"),
    (What.ADDRESS, "Sven Rinmans gata 5", "Sven Rinmans gata 5"),
    (What.ADDRESS, "Söder Mälarstrand 21", "Söder Mälarstrand 21"),
    (What.ADDRESS, "c/o, 123 45 Exempelstad", "123 45 Exempelstad"),
    (What.ADDRESS, "SE-123 45 Exempelstad", "SE-123 45 Exempelstad"),
    (What.ADDRESS, "Lindallén 12", "Lindallén 12"),
    (What.ADDRESS, "Bor på Åvägen 3.", "Åvägen 3"),
    (What.ADDRESS, "åvägen 3", "åvägen 3"),
    (What.ADDRESS, "Ögatan 14", "Ögatan 14"),
    (What.ADDRESS, "Ängsvägen 3", "Ängsvägen 3"),
    (What.ADDRESS, "Älvgränd 2 B", "Älvgränd 2 B"),
    (What.ADDRESS, "Öbacken 7", "Öbacken 7"),
    (What.ADDRESS, "Åstrand 5", "Åstrand 5"),
    (What.ADDRESS, "Åsö gata 9", "Åsö gata 9"),
    (What.ADDRESS, "Å torg 2", "Å torg 2"),
    (What.ADDRESS, "Bovägen 1", "Bovägen 1"),
    (What.PLACE, "59.32938, 18.06871", "59.32938, 18.06871"),
    (What.PLACE, "59°19'46\"N 18°4'7\"E", "59°19'46\"N 18°4'7\"E"),
    (What.PLACE, "SWEREF 6580822, 674032", "6580822, 674032"),
    (What.PLACE, "https://maps.app.goo.gl/abc123XYZ", "https://maps.app.goo.gl/abc123XYZ"),
    (What.PLACE, "se google.com/maps/@59.3,18.0", "google.com/maps/@59.3,18.0"),
    (What.PLACE, "///bord.lampa.stol", "///bord.lampa.stol"),
    (What.PLATE, "Åkte i en silvrig bil, ABC 123", "ABC 123"),
    (What.PLATE, "bilen hade ABC12D", "ABC12D"),
    (What.PLATE, "skylten abc123", "abc123"),
    (What.PROFILE, "facebook.com/nagon.annan", "facebook.com/nagon.annan"),
    (What.PROFILE, "https://www.instagram.com/nagon_99/", "www.instagram.com/nagon_99/"),
    (What.PROFILE, "Instagram: nagon.annan", "Instagram: nagon.annan"),
    (What.PROFILE, "hans snap nagon_99", "snap nagon_99"),
    (What.PROFILE, "heter @nagon99 på nätet", "@nagon99"),
    (What.PROFILE, "t.me/nagon", "t.me/nagon"),
    (What.PLACE, "Gömstället är 59.32938, 18.06871.", "59.32938, 18.06871"),
    (What.NAME, "Systern heter Maria och bor nära.", "Maria"),
    (What.LINK, "Annonsen: https://example.com/annons/12345", "https://example.com/annons/12345"),
]

HARMLESS = [
    "Viloperiod 30 dagar från 15 mars till 13 april 2026.",
    "Dag 12 av 30. 18 dagar kvar.",
    "Möte 2026-03-26 kl. 09.12, nytt möte 2026-04-02 kl. 10.00–11.30.",
    "Träffades 26/3 och 02/04, senast 01-02-2026.",
    "Jourtid 08-17, 0800-1700, 08.00-17.00.",
    "30 dygn × 1 450 kr + 2 barn × 30 dygn × 400 kr = 67 500 kr",
    "Kostnad 43 500 kr, 12 000 kronor beviljat, SEK 500, 145 00 kr, EUR 200.",
    "Budget 1 250 000 kr för 2026, 10 000 000 för alla.",
    "K7QF-2M, Blå Björk. Ansökan T-H2WQ-83TD. Kvitto K-BCD2-345F.",
    "Plats G-14, rum 3. RUM 101. Box 44.",
    "Personen är född 1999, barnet 2015.",
    "Född 1999-05-14 enligt egen uppgift.",
    "Hon har sovit på gatan 3 nätter och gått en lång väg 2 gånger.",
    "På hemvägen 3 män i en bil. Återvändsgränd 2.",
    "Säkerhetsplan 2 är klar, handlingsplan 2026 likaså.",
    "Bodde hos en bekant i 2 veckor, arbetade 14 timmar per dag, 7 dagar i veckan.",
    "Betalades 20 kr i timmen, skuld på 40 000 euro.",
    "Skola i årskurs 4, klass 4B.",
    "Kontakt via Facebook, annonser på nätet och Instagram.",
    "Hot via WhatsApp varje kväll. Snapchat används för att styra.",
    "Kontakt genom Facebook grupp för arbete",
    "NSP 2017, MMM 2022, SFS 2001:453, LVU 1990:52, prop. 2017/18:123.",
    "Diarienummer 5000-K123456-26 hos polisen, ärende B 1234-26.",
    "Mål nr B 1234-26 vid tingsrätten.",
    "Ring 112 vid fara, polisen 114 14, Kvinnofridslinjen 020-50 50 50.",
    "Tolk: rumänska, 2 timmar. Tolk bokad 13.30.",
    "Socialnämnden frågades den 17 mars 2026 och svarade nej den 20 mars.",
    "Verifikat 00012, summa 12 345,50 kr.",
    "Läs mer på https://www.migrationsverket.se/betanketid och polisen.se.",
    "Barn 1: 2015. Barn 2: 2018. Barn 3: okänt.",
    "Tempen var 37,5 och vikten 62.4 kg.",
    "2 av 6 rättigheter mötta; 5–10 procent, 3 % och 1/2 dos.",
    "8 kap. 2 § socialtjänstlagen, artikel 12.1",
    "Personen avled 2017. Konstigt 3 gånger.",
    "Medicin 500 mg 3 ggr/dag, paracetamol 1000 mg.",
    "Kom från RO till SE via DE, pass 1 av 2 saknas.",
    "Version 3.2.1, blankett SKV 7665.",
    "Möte 260315 1430 och 20260316 0930, organisationsnummer 556012-5790.",
    "Perioden 260315-260413. Körde iväg 12 mars, skickades iväg 3 gånger. Iväg 2 mars.",
    "Ärendenummer 1234567890, 5000-123456, 9912340000.",
    "Börjar SFI studieväg 1 i augusti.",
    "2026-03-15 – 2026-04-13 (30 dagar), 15.3–13.4",
    "",
]


@pytest.mark.parametrize(("kind", "text", "quote"), FOUND)
def test_what_points_somebody_out_is_quoted(kind: What, text: str, quote: str) -> None:
    found = find(text)
    assert (kind, quote) in [(f.kind, f.quote) for f in found]
    assert all(text[f.start : f.end] == f.quote for f in found)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_caseworkers_ordinarily_write_is_left_in_peace(text: str) -> None:
    assert [(f.kind, f.quote) for f in find(text)] == []


def test_nothing_is_quoted_twice_and_all_is_in_order() -> None:
    text = "nagon@example.org, 070-123 45 67 och 123 45 Exempelstad, se https://www.instagram.com/nagon"
    found = find(text)
    assert [f.kind for f in found] == [What.EMAIL, What.PHONE, What.ADDRESS, What.PROFILE]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_an_answer_holds_when_the_text_around_it_changes_and_for_that_quote_only() -> None:
    first = find("Bor på Storgatan 4.")[0]
    assert unanswered("I dag: bor på storgatan 4, tror vi.", {first.token}) == []
    assert [f.quote for f in unanswered("Storgatan 4 och Storgatan 5", {first.token})] == ["Storgatan 5"]
    assert "Storgatan" not in first.token


def test_a_finding_says_what_it_looks_like_and_what_to_do() -> None:
    with override("sv"):
        assert find("Storgatan 4")[0].sentence == "Det här ser ut som en adress. Skriv placeringskoden i stället."


@pytest.mark.parametrize("kind", What)
def test_every_kind_has_a_sentence_in_both_languages(kind: What) -> None:
    text = next(text for k, text, _ in FOUND if k == kind)
    finding = next(f for f in find(text) if f.kind == kind)
    with override("en"):
        english = finding.sentence
    with override("sv"):
        assert finding.sentence != english


@given(st.text(alphabet=st.sampled_from("0123456789 -+.@/:aäBÖ\n"), max_size=80))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(text[f.start : f.end] == f.quote for f in find(text))


BEGINNINGS = (
    *(
        "a",
        "A",
        "0",
        " ",
        "\n",
        "-",
        ".",
        "/",
        "@",
        "a-",
        "a.",
        "A.",
        "A ",
        "Ab ",
        "1 ",
        "12 ",
        "0-",
        "00 ",
        "a@",
        "a@a.",
    ),
    *(
        "fb",
        "fb ",
        "fb-",
        "fb:",
        "snap.",
        "tik ",
        "google.",
        "maps.google.",
        "www.",
        "www..",
        "https://",
        "///",
        "///a",
    ),
    *("///a.", "@a", "+46 ", "070-", "123 45 ", "59.000", "59.000 ", "59.000,", "6580822 ", "Bo ", "Bo. ", "Abc-gata "),
    *(
        "811218-",
        "850101-1234",
        "Å",
        "Åvägen 3 ",
        "811218-9876 ",
        "nagon@example.org ",
        "Storgatan 4 ",
        "ABC 123 ",
        "a_",
        "1.",
        "1.000",
        "°",
        "59°",
        "Maria ",
        "Maria-",
        "hos Hans ",
        "heter ",
        "Anna’",
    ),
)
THEN = ("", "fb", "59.329", "59.32938 ", "123 45", "6580822", "Instagram konto", "070", "a@a")


def _seconds(text: str) -> float:
    """Of the processor's own time, whatever else the machine does meanwhile; the best of some tries."""
    best = 1e9
    for _again in range(5):
        started = thread_time()
        find(text)
        best = min(best, thread_time() - started)
    return best


@pytest.mark.parametrize("unit", BEGINNINGS)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """A text eight times as long takes about eight times as long; where every place looked at the rest, sixty-four."""
    for first in THEN if unit.isspace() else ("",):
        short, long = (first + unit * (length // len(unit)) for length in (1_000, 8_000))
        assert any(_seconds(long) < 24 * _seconds(short) + 0.002 for _try in range(3)), (first, unit)


def test_what_is_found_hundreds_of_times_is_quoted_each_time() -> None:
    assert len(find("nagon@example.org " * 700)) == 700
