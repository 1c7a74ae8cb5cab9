"""Languages and citizenships as they are met in this work, by code. Data, not a limit: "other" is always there."""

from __future__ import annotations

from django.utils.translation import get_language

# ISO 639-2: Swedish, English.
LANGUAGES: dict[str, tuple[str, str]] = {
    "sqi": ("albanska", "Albanian"),
    "amh": ("amhariska", "Amharic"),
    "ara": ("arabiska", "Arabic"),
    "ben": ("bengali", "Bengali"),
    "bul": ("bulgariska", "Bulgarian"),
    "prs": ("dari", "Dari"),
    "edo": ("edo", "Edo"),
    "eng": ("engelska", "English"),
    "est": ("estniska", "Estonian"),
    "fra": ("franska", "French"),
    "kat": ("georgiska", "Georgian"),
    "hin": ("hindi", "Hindi"),
    "kaz": ("kazakiska", "Kazakh"),
    "zho": ("kinesiska", "Chinese"),
    "kmr": ("kurmanji", "Kurmanji"),
    "lav": ("lettiska", "Latvian"),
    "lit": ("litauiska", "Lithuanian"),
    "mon": ("mongoliska", "Mongolian"),
    "fas": ("persiska", "Persian"),
    "pol": ("polska", "Polish"),
    "por": ("portugisiska", "Portuguese"),
    "rom": ("romani", "Romani"),
    "ron": ("rumänska", "Romanian"),
    "rus": ("ryska", "Russian"),
    "som": ("somaliska", "Somali"),
    "ckb": ("sorani", "Sorani"),
    "spa": ("spanska", "Spanish"),
    "swe": ("svenska", "Swedish"),
    "tgl": ("tagalog", "Tagalog"),
    "tha": ("thailändska", "Thai"),
    "tir": ("tigrinska", "Tigrinya"),
    "tur": ("turkiska", "Turkish"),
    "ukr": ("ukrainska", "Ukrainian"),
    "hun": ("ungerska", "Hungarian"),
    "uzb": ("uzbekiska", "Uzbek"),
    "vie": ("vietnamesiska", "Vietnamese"),
    "mul": ("annat språk", "another language"),
}

# ISO 3166-1 alpha-2: Swedish, English. ZZ is the standard's code for somewhere else or not known.
COUNTRIES: dict[str, tuple[str, str]] = {
    "AF": ("Afghanistan", "Afghanistan"),
    "AL": ("Albanien", "Albania"),
    "BD": ("Bangladesh", "Bangladesh"),
    "BR": ("Brasilien", "Brazil"),
    "BG": ("Bulgarien", "Bulgaria"),
    "CO": ("Colombia", "Colombia"),
    "ER": ("Eritrea", "Eritrea"),
    "EE": ("Estland", "Estonia"),
    "ET": ("Etiopien", "Ethiopia"),
    "PH": ("Filippinerna", "the Philippines"),
    "GE": ("Georgien", "Georgia"),
    "IN": ("Indien", "India"),
    "IQ": ("Irak", "Iraq"),
    "IR": ("Iran", "Iran"),
    "KZ": ("Kazakstan", "Kazakhstan"),
    "CN": ("Kina", "China"),
    "LV": ("Lettland", "Latvia"),
    "LT": ("Litauen", "Lithuania"),
    "MA": ("Marocko", "Morocco"),
    "MD": ("Moldavien", "Moldova"),
    "MN": ("Mongoliet", "Mongolia"),
    "NG": ("Nigeria", "Nigeria"),
    "PK": ("Pakistan", "Pakistan"),
    "PL": ("Polen", "Poland"),
    "RO": ("Rumänien", "Romania"),
    "RU": ("Ryssland", "Russia"),
    "SO": ("Somalia", "Somalia"),
    "SE": ("Sverige", "Sweden"),
    "SY": ("Syrien", "Syria"),
    "TH": ("Thailand", "Thailand"),
    "TR": ("Turkiet", "Turkey"),
    "UG": ("Uganda", "Uganda"),
    "UA": ("Ukraina", "Ukraine"),
    "HU": ("Ungern", "Hungary"),
    "UZ": ("Uzbekistan", "Uzbekistan"),
    "VE": ("Venezuela", "Venezuela"),
    "VN": ("Vietnam", "Vietnam"),
    "ZZ": ("annat land eller statslös", "another country or stateless"),
}


def choices(of: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(code, name in the language of the page), in the order of the table (Swedish names sorted)."""
    at = 1 if get_language() == "en" else 0
    return [(code, names[at]) for code, names in of.items()]
