"""Languages and countries by code, with their names in Swedish and English. Data, not a limit: "other" is always there.

Those that are met most in this work stand first in a list; then all of them, from the Unicode consortium's tables
(CLDR, by Babel): every country of ISO 3166, every language that somebody speaks somewhere.
"""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sorting import swedish_key

Names = dict[str, tuple[str, str]]


def _words(text: str) -> list[str]:
    return text.split()


# Those that are met most in this work, by ISO 639-3, with the names that people here use: Swedish, English.
_MET_LANGUAGES: dict[str, tuple[str, str]] = {
    "sqi": ("albanska", "Albanian"),
    "amh": ("amhariska", "Amharic"),
    "ara": ("arabiska", "Arabic"),
    "ben": ("bengali", "Bengali"),
    "bul": ("bulgariska", "Bulgarian"),
    "prs": ("dari", "Dari"),
    "bin": ("edo", "Edo"),
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
}

# Those that are met most in this work, by ISO 3166-1.
_MET_COUNTRIES = _words(
    "AF AL BD BR BG CO ER EE ET PH GE IN IQ IR KZ CN LV LT MA MD MN NG PK PL RO RU SO SE SY TH TR UG UA HU UZ VE VN"
)

UNKNOWN_COUNTRY = "ZZ"
"""The standard's code for somewhere else or not known."""
STATELESS = "XS"
"""Somebody who is nobody's citizen, among the codes that the standard leaves to its users."""

# The European Union, Sweden too, and Iceland, Liechtenstein and Norway.
EU_EEA = frozenset(_words("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"))

# What CLDR has beside countries: parts of them, unions, codes for tests.
_NOT_COUNTRIES = frozenset(_words("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ"))
# Of two codes for a language CLDR does not say which is the standard's own: these are not.
_OTHER_CODES = frozenset(
    _words(
        "adp alb als arb arm ayr azj baq bur chi cls cmn cwd cze drh dut ekk esk fre fuc gaz geo ger gre gug ice ike"
        " khk kmr knc kng kpv lvs mac mao may mol npi ojg ory pbu per pes plt prp quz rum scc scr slo src swh tib twi"
        " uzn wel ydd zsm zyb"
    )
)


def _countries() -> Names:
    sv, en = Locale("sv").territories, Locale("en").territories
    codes = [code for code in map(str, sv) if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES]
    return {code: (sv[code], en[code]) for code in codes} | {
        STATELESS: ("statslös", "stateless"),
        UNKNOWN_COUNTRY: ("annat land", "another country"),
    }


def _languages() -> Names:
    sv, en = Locale("sv").languages, Locale("en").languages
    three = {
        short: code
        for code, short in get_global("language_aliases").items()
        if len(code) == 3 and len(short) == 2 and code not in _OTHER_CODES
    }
    spoken = {name.split("_")[0] for names in get_global("territory_languages").values() for name in names}
    codes = {three.get(name, name): name for name in spoken if name in sv and name in en}
    found = {code: (sv[name], en[name]) for code, name in codes.items() if len(code) == 3}
    return found | _MET_LANGUAGES | {"mul": ("annat språk", "another language")}


COUNTRIES: Names = _countries()
LANGUAGES: Names = _languages()
_SHORT: dict[str, str] = {
    code: short for code, short in get_global("language_aliases").items() if len(code) == 3 and len(short) == 2
} | {"prs": "fa-AF", "kmr": "ku"}


def tag_of(code: str) -> str:
    """A language (ISO 639-3) as HTML names it (BCP 47): the two letters where it has them."""
    return _SHORT.get(code, code)


def direction_of(code: str) -> str:
    """``rtl`` where a language is written from the right, as Unicode's tables say; else ``ltr``."""
    try:
        return "rtl" if Locale.parse(tag_of(code), sep="-").character_order == "right-to-left" else "ltr"
    except UnknownLocaleError:
        return "ltr"


Choices = list[tuple[str, list[tuple[str, str]]]]


def named(code: str, names: Names) -> str:
    """A country or language in the language of the page; the code itself where it has no name."""
    return names[code][get_language() == "en"] if code in names else code


def countries() -> Choices:
    """What a select box of countries offers: the common ones, then all, each sorted in the language of the page."""
    return _choices(COUNTRIES, _MET_COUNTRIES, last=(STATELESS, UNKNOWN_COUNTRY))


def languages() -> Choices:
    """What a select box of languages offers: the common ones, then all, each sorted in the language of the page."""
    return _choices(LANGUAGES, list(_MET_LANGUAGES), last=("mul",))


def _choices(names: Names, met: list[str], *, last: tuple[str, ...]) -> Choices:
    at = 1 if get_language() == "en" else 0

    def named(codes: list[str]) -> list[tuple[str, str]]:
        return sorted(((code, names[code][at]) for code in codes), key=lambda pair: swedish_key(pair[1]))

    rest = named([code for code in names if code not in met and code not in last])
    return [(_("Common"), named(met)), (_("All others"), [*rest, *((code, names[code][at]) for code in last)])]
