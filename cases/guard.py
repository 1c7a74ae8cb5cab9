"""What must never be written in free text, found while somebody types (domain §4): a warning that quotes it.

It holds nothing back for good: the writer takes it away or answers that it is not so. Few false alarms matter more than
finding every disguise, since a warning that is often wrong is soon not read. Pure but for the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from accounts.errors import PointsOut
from cases.names import name_spans

TAKE_AWAY = _("Take away what is quoted, or answer that it is not so.")
ASKED = _("Read the question. If nobody is named, go on as before.")


class What(StrEnum):
    """The kinds of things that point out a person, a place or a suspect."""

    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLACE = "place"
    PLATE = "plate"
    PROFILE = "profile"
    LINK = "link"
    NAME = "name"


_SENTENCES = {
    What.IDENTITY: _("This looks like an identity number. It is never written here."),
    What.PHONE: _("This looks like a phone number. Keep it in your own files, and write only how to reach the person."),
    What.EMAIL: _("This looks like an e-mail address. Keep it in your own files."),
    What.ADDRESS: _("This looks like an address. Write the placement code instead."),
    What.PLACE: _("This points out a place on a map. Write the placement code instead."),
    What.PLATE: _("This looks like a number plate. Tell the police; nothing that points out a suspect is kept here."),
    What.PROFILE: _("This looks like a profile that points somebody out. Keep it in your own files."),
    What.LINK: _("This link may point somebody out. Write in words what it shows."),
    What.NAME: _("Does somebody's name stand here? Write the role instead: the sister, the boss, the neighbour."),
}


@dataclass(frozen=True)
class Finding:
    """``quote`` is the text from ``start`` to ``end`` (exclusive) that looks like a ``kind``."""

    kind: What
    quote: str
    start: int
    end: int

    @property
    def weak(self) -> bool:
        """A weak sign is asked about and stops nothing: whoever has seen the question goes on."""
        return self.kind is What.NAME

    @property
    def sentence(self) -> str:
        """What it looks like and what to do; the quote is shown beside it."""
        return str(_SENTENCES[self.kind])

    @property
    def token(self) -> str:
        """By which "that is not so" names this finding, also after the text around it has changed. Tells no content."""
        return f"{self.kind}:{sha256(self.quote.casefold().encode()).hexdigest()[:12]}"


def find(text: str) -> list[Finding]:
    """Everything in ``text`` that looks like it must not be written, in order, nothing quoted twice."""
    found: list[Finding] = []
    taken = bytearray(len(text))  # 1 where something is quoted already
    for kind, finder in _FINDERS:
        for start, end in finder(text):
            if 1 not in taken[start:end]:
                taken[start:end] = b"\x01" * (end - start)
                found.append(Finding(kind, text[start:end], start, end))
    return sorted(found, key=lambda finding: finding.start)


def unanswered(text: str, answered: Collection[str]) -> list[Finding]:
    """The findings of which nobody has said that they are not so; ``answered`` holds tokens."""
    return [finding for finding in find(text) if finding.token not in answered]


def refuse_unanswered(texts: Mapping[str, str], answered: Collection[str]) -> None:
    """Every service that takes free text about somebody asks this: ``texts`` by field, ``answered`` tokens of them all.

    Raises PointsOut with everything that is unanswered.
    """
    found = [(name, one) for name, text in texts.items() for one in unanswered(text, answered)]
    if found:
        raise PointsOut(
            {name: told([one for field, one in found if field == name]) for name, _one in found},
            [
                {"field": name, "quote": f.quote, "sentence": f.sentence, "token": f.token, "weak": f.weak}
                for name, f in found
            ],
        )


def told(unanswered: Collection[Finding]) -> str:
    """The sentence beside a field in which something is unanswered."""
    return str(ASKED if all(finding.weak for finding in unanswered) else TAKE_AWAY)


Spans = Iterator[tuple[int, int]]

# Everybody may paste anything here, so a pattern's time grows with the text and no faster: nothing that a search begins
# with, and no two repetitions beside one another that fit the same characters, is without an upper bound.
_DASH = r"[-‐‑–—]"
_SPACES = r"\s{0,4}"

# --- e-mail, links, profiles -----------------------------------------------------------------------------------------

_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]", re.IGNORECASE)
_NETWORKS = (
    r"facebook|fb|instagram|insta|ig|snapchat|snap|tik ?tok|telegram|whats ?app|viber|messenger|twitter|vkontakte|vk|"
    r"only ?fans|linkedin|discord|kik"
)
_NETWORK_LINK = re.compile(
    r"\b(?:[a-z-]{1,63}\.)?(?:facebook\.com|fb\.com|fb\.me|instagram\.com|snapchat\.com|tiktok\.com|t\.me|wa\.me|"
    r"vk\.com|onlyfans\.com|linkedin\.com|twitter\.com|x\.com|discord\.gg)/[^\s<>\",;)]+",
    re.IGNORECASE,
)
# "Instagram: anna.b" or "snap anna_99"; a bare word after the network's name is only language ("Facebook grupp").
_NETWORK_NAME = re.compile(
    rf"\b(?:{_NETWORKS}){_SPACES}(?:{_DASH}?(?:konto|profil|namn|användare)(?:t|en|et)?)?{_SPACES}"
    rf"(?:[:=]{_SPACES}@?[\w.]{{3,30}}\b|(?=\S{{0,60}}[\d_])@?[a-z][\w.]{{3,29}}\b)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[a-z][\w.]{2,29}\b", re.IGNORECASE)
_MAP = re.compile(
    r"(?:https?://)?(?:www\.)?(?:google\.[a-z.]{2,12}/maps|maps\.google\.[a-z.]{2,12}|maps\.app\.goo\.gl|goo\.gl/maps|"
    r"maps\.apple\.com|kartor\.eniro\.se|openstreetmap\.org|what3words\.com|w3w\.co|hitta\.se|eniro\.se)\S*"
    r"|///[a-zåäö]+\.[a-zåäö]+\.[a-zåäö]+\b",
    re.IGNORECASE,
)
# Authorities' and courts' own pages name nobody.
_HARMLESS_HOSTS = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)*(?:migrationsverket|polisen|aklagare|jamstalldhetsmyndigheten|socialstyrelsen|1177|"
    r"skatteverket|domstol|riksdagen|regeringen|nmtsverige|lansstyrelsen|brottsoffermyndigheten|barnombudsmannen|"
    r"forsakringskassan|arbetsformedlingen|folkhalsomyndigheten|imy)\.se(?:[/?#]|$)"
    r"|^(?:https?://)?(?:[\w-]+\.)*(?:iom\.int|unhcr\.org|coe\.int|europa\.eu)(?:[/?#]|$)",
    re.IGNORECASE,
)


def _emails(text: str) -> Spans:
    yield from (match.span() for match in _EMAIL.finditer(text))


def _profiles(text: str) -> Spans:
    for pattern in (_NETWORK_LINK, _NETWORK_NAME, _HANDLE):
        yield from (match.span() for match in pattern.finditer(text))


def _maps(text: str) -> Spans:
    yield from (match.span() for match in _MAP.finditer(text))


def _links(text: str) -> Spans:
    yield from (match.span() for match in _URL.finditer(text) if not _HARMLESS_HOSTS.match(match.group()))


# --- identity numbers ------------------------------------------------------------------------------------------------

_IDENTITY = re.compile(
    rf"(?<![\d+-])(?P<century>18|19|20)?(?P<birth>\d{{6}})(?P<between>{_DASH}|\+|\s)?(?P<last>\d{{4}}|[A-Z]\w\d\d|[A-Z]\d{{3}})"
    r"(?![\w-])"
)


def _identities(text: str) -> Spans:
    """Swedish identity and coordination numbers (Skatteverket SKV 704, 707), and interim ones with a letter.

    The shape is enough, since who mistypes a number points somebody out too. Only where the shape is another's as well
    does the check digit decide: a day and an hour (260315 1430), a phone number (0701234567).
    """
    for match in _IDENTITY.finditer(text):
        if not _is_birth(match["birth"]):
            continue
        between = match["between"] or ""
        if not match["last"].isdigit():
            ambiguous = not between.strip()
            sure = False
        else:
            as_phone = not match["century"] and re.match("0[1-9]", match["birth"]) is not None
            ambiguous = between.isspace() or (as_phone and not between)
            sure = luhn(match["birth"] + match["last"])
        if sure or not ambiguous:
            yield match.span()


def _is_birth(six: str) -> bool:
    """Whether YYMMDD can be a day of birth; a coordination number has 60 added to the day."""
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    day = day - 60 if day > 60 else day
    try:
        date(2000 + year, month, day)
    except ValueError:
        return (month, day) == (2, 29) and year % 4 == 0
    return True


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it (Luhn)."""
    doubled = (int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


# --- phone numbers ---------------------------------------------------------------------------------------------------

_PHONE = re.compile(
    rf"(?<![\w+.,-])(?:(?:\+|00)\s?[1-9]\d{{0,2}}(?:\s?\(0\))?|\(?0[1-9]\d{{0,2}}\)?)"
    rf"(?:(?:\s|{_DASH}|[./])?\s?\d{{2,10}}){{1,5}}(?![\w]|{_DASH}\d)"
)
_DAY_MONTH_YEAR = re.compile(rf"^\d{{1,2}}(?:{_DASH}|[./])\d{{1,2}}(?:{_DASH}|[./])(?:19|20)?\d\d\b")
_TIMES = re.compile(rf"^[0-2]\d[.:]?[0-5]\d\s?{_DASH}\s?[0-2]\d[.:]?[0-5]\d$")


def _phones(text: str) -> Spans:
    """Swedish numbers of eight to eleven digits, international ones of up to fifteen. Free lines (020) are public."""
    for match in _PHONE.finditer(text):
        quote = match.group()
        digits = re.sub(r"\D", "", quote.replace("(0)", ""))
        international = quote.startswith(("+", "00"))
        most = 17 if international else 11
        if digits.startswith("020") or not (9 if international else 8) <= len(digits) <= most:
            continue
        if _DAY_MONTH_YEAR.match(quote) or _TIMES.match(quote):
            continue
        yield match.span()


# --- addresses and places --------------------------------------------------------------------------------------------

_STREET_ENDS = (
    "gata|gatan|väg|vägen|gränd|gränden|torg|torget|allé|allén|stig|stigen|backe|backen|brink|brinken|kaj|kajen|"
    "esplanad|esplanaden"
)
# A stem and its ending (Storgatan), or a capital word before a bare ending (Lilla torget), but no "på gatan 3 nätter".
_STREET = re.compile(
    rf"\b(?:(?:[A-ZÅÄÖ][\wåäöé.:-]{{0,30}}\s){{0,2}}(?P<word>(?:[A-Za-zÅÄÖåäöé-]{{2,40}}|[A-ZÅÄÖåäö])(?:{_STREET_ENDS})"
    r"|(?:[A-ZÅÄÖ][a-zåäöé]{1,30}|[ÅÄÖ])(?:strand|plan))"
    rf"|(?:(?!På|Vid|Till|Från|Längs|Nära|Efter|Över|En|Den)[A-ZÅÄÖ][\wåäöé.:-]{{0,30}}\s){{1,2}}(?:{_STREET_ENDS}|plan))"
    r"\s(?:nr\s?|nummer\s)?\d{1,3}(?:\s?[A-H](?![\w])|[a-h](?![\w]))?(?![\d\w:%]|[.,]\d|/\d|-\d\d)"
    # Figures that count something are no house numbers.
    r"(?!\s(?:\d{3}|dag|dyg|tim|natt|nätt|veck|mån|år\b|kr|kron|sek|min|km|mil|met|m\b|gång|ggr|pers|barn|man\b|män|"
    r"kvinn|flick|poj|ungd|st\b|procent|till\b|av\b))"
)
_NO_STREET = re.compile(
    r"(?:i|hem|om|ut|åter|gen|skol|arbets|järn|motor|lands|flykt|res|luft|far|halv|riks|europa|läns|tåg|bil|kontakt|vård|studie|mellan)"
    r"väg(?:en)?|återvändsgränd(?:en)?|(?:uppförs|nedförs)back(?:e|en)|(?:kon|ko|las|fes)tig"
    r"|(?:vård|handlings|säkerhets|behandlings|arbets|genomförande|barn|kris|samordnings|risk|vecko|dags|studie|budget)plan",
    re.IGNORECASE,
)
_POSTAL = re.compile(r"(?<![\d-])(?:SE?[- ])?[1-9]\d{2}\s\d{2}\s{1,4}[A-ZÅÄÖ][a-zåäöé]{2,}(?:\s[A-ZÅÄÖ][a-zåäöé]+)?")
_COORDINATES = re.compile(
    rf"(?<![\d.,])-?\d{{1,2}}[.,]\d{{3,20}}°?\s?[NS]?{_SPACES}[,;/ ]{_SPACES}"
    r"-?\d{1,3}[.,]\d{3,20}°?\s?[EWÖV]?(?!\d|[.,]\d)"
    r"|\b\d{1,2}°\s?\d{1,2}['′]\s?(?:\d{1,2}(?:[.,]\d+)?(?:\"|″|''))?\s?[NS]\b.{0,3}\d{1,3}°\s?\d{1,2}['′]"
    r"(?:\s?\d{1,2}(?:[.,]\d+)?(?:\"|″|''))?\s?[EWÖ]?"
    rf"|(?<!\d)(?:6[1-9]|7[0-6])\d{{5}}{_SPACES}[,;/ ]{_SPACES}[2-9]\d{{5}}(?!\d)"
)


def _addresses(text: str) -> Spans:
    for match in _STREET.finditer(text):
        if not _NO_STREET.fullmatch(match["word"] or ""):
            yield match.span()
    yield from (match.span() for match in _POSTAL.finditer(text))


def _places(text: str) -> Spans:
    yield from _maps(text)
    yield from (match.span() for match in _COORDINATES.finditer(text))


# --- number plates ---------------------------------------------------------------------------------------------------

_PLATE = re.compile(
    r"(?<![\w-])[A-HJ-PR-UW-Z]{3}(?:\s?\d{2}[A-HJ-PR-UW-Z\d])(?![\w-])|(?<![\w-])[a-z]{3}\d{2}[a-z\d](?![\w-])"
)
_NO_PLATE = re.compile(
    "SEK|EUR|USD|GBP|DKK|NOK|RON|BGN|PLN|HUF|CHF|THB|NSP|MMM|SFS|LVU|LVM|LSS|ISO|ICD|DSM|LMA|GPS|DNR|RUM|BOX|TEL|AVD|"
    "KAP|SOU|PUT|TUT|UAT|IOM|SIS|LPT|LMN|BUP|BMM|NMT|DNA|PDF|SMS|MMS|MAX|MED|DAG|FAX|LGH|REF|ART|PER|TAL"
)
"""Currencies, laws and words in capitals that are followed by a number."""


def _plates(text: str) -> Spans:
    """Swedish number plates (Transportstyrelsen: three letters, two digits, a digit or letter)."""
    for match in _PLATE.finditer(text):
        if not _NO_PLATE.fullmatch(match.group()[:3].upper()):
            yield match.span()


_FINDERS: tuple[tuple[What, Callable[[str], Spans]], ...] = (
    (What.EMAIL, _emails),
    (What.PROFILE, _profiles),
    (What.PLACE, _places),
    (What.LINK, _links),
    (What.IDENTITY, _identities),
    (What.PHONE, _phones),
    (What.ADDRESS, _addresses),
    (What.PLATE, _plates),
    (What.NAME, name_spans),
)
