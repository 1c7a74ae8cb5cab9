"""What the demo's histories say: short, respectful, invented; nothing that could be somebody."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Theme:
    """A way of being exploited, with what it tends to say and the indicators that tend to be seen.

    ``came``: stories of somebody who came from another country; ``young``: what a child says instead of ``stories``.
    """

    form: str
    weight: int
    women: float
    stories: tuple[str, ...]
    indicators: tuple[str, ...]
    citizenships: tuple[str, ...]
    came: tuple[str, ...] = ()
    young: tuple[str, ...] = ()

    def story(self, rng: Random, *, citizenship: str, child: bool) -> str:
        """One that can be this person's."""
        if child and self.young:
            return rng.choice(self.young)
        return rng.choice(self.stories + (self.came if citizenship != "SE" and not child else ()))


THEMES = (
    Theme(
        "SEXUAL",
        40,
        0.93,
        (
            "Berättar att någon annan sköter annonserna och tar pengarna. Vågar inte säga nej.",
            "Har flyttats mellan lägenheter varje vecka. Vet sällan vilken stad det är.",
            "Bilder används som hot. Pengarna går till den som har bilderna.",
        ),
        ("A1", "A4", "A6", "B5", "C1", "C2", "C5", "C6", "C10", "D1", "D2", "F1", "F2"),
        ("RO", "NG", "BG", "UA", "BR", "CO", "SE", "HU", "VN", "TH"),
        came=(
            "Kom till Sverige med en partner som lovade arbete i restaurang. Fick ta emot kunder i olika städer.",
            "Skuld för resan som aldrig blir mindre. Rädd för vad som händer familjen om betalningarna upphör.",
        ),
        young=("Bilder används som hot. Vågar inte gå till skolan.",),
    ),
    Theme(
        "LABOUR",
        34,
        0.22,
        (
            "Arbetade på byggen sju dagar i veckan. Fick mat men nästan ingen lön. Sov i en barack på arbetsplatsen.",
            "Arbetar i restaurangkök tolv timmar om dagen och betalar tillbaka en del av lönen varje månad.",
            "Arbetar på en biltvätt. Får inte gå ut utan sällskap och lönen hålls inne.",
        ),
        ("A1", "A2", "A4", "B1", "C7", "D1", "D2", "E1", "E2", "E3", "E4", "E5"),
        ("TH", "VN", "UA", "UZ", "PL", "IN", "BD", "MN", "KZ", "RO"),
        came=(
            "Kom för att plocka bär. Passet togs om hand och skulden för resan dras från lönen.",
            "Städar nätter och dagar åt ett företag som säger att utan arbetet måste man lämna landet.",
        ),
        young=("Arbetar på en biltvätt alla dagar och går inte i skola. Lönen går till en släkting.",),
    ),
    Theme(
        "BEGGING",
        9,
        0.5,
        (
            "Lämnar över det som samlas in varje kväll. Det finns en summa som måste nås.",
            "Tigger utanför en butik varje dag. Någon kommer med bil och hämtar pengarna.",
        ),
        ("A3", "A4", "C1", "C5", "G1", "D1"),
        ("RO", "BG"),
    ),
    Theme(
        "CRIME",
        8,
        0.25,
        (
            "Tvingas stjäla kläder på beställning. Får stryk när det är för lite.",
            "Har fått sköta en odling i en källare. Fick inte lämna huset på flera månader.",
        ),
        ("A4", "A10", "C4", "C5", "C8", "G2"),
        ("VN", "RO", "GE", "SE"),
    ),
    Theme(
        "SERVITUDE",
        6,
        0.9,
        ("Bor hos en familj, passar barn och städar från tidig morgon. Har ingen nyckel och ingen telefon.",),
        ("A7", "B1", "C4", "C11", "E1", "E2", "G3"),
        ("PH", "ET", "MA", "IQ"),
        came=("Kom för att passa barn hos släktingar. Får inte studera och får ingen lön.",),
        young=("Passar barn och städar hos släktingar. Får inte gå i skola.",),
    ),
    Theme(
        "MARRIAGE",
        3,
        0.95,
        ("Bortgift mot sin vilja. Den andra i äktenskapet bestämmer över telefon, pengar och umgänge.",),
        ("A7", "C2", "C4", "C6", "C11", "G3"),
        ("AF", "SY", "IQ", "SO"),
    ),
)

ALONE = (
    ("Saknar säker plats. Är rädd för att bli hittad.", "Vill känna sig trygg innan något bestäms om polisanmälan."),
    (
        "Har ingen egen inkomst och ingenstans att bo från och med i kväll.",
        "Vill ha någonstans att sova, och få veta vilka rättigheter som finns.",
    ),
    ("Sover dåligt, behöver skyddat boende och samtalsstöd.", "Vill träffa en läkare och sova utan att vara rädd."),
    ("Behöver boende och mat de närmaste veckorna.", "Vet inte än. Vill först ha tid att tänka."),
    ("Behöver skyddat boende och juridisk hjälp.", "Vill prata med en jurist innan något annat."),
)
"""(the need, what the person wants): said together, so that a life hangs together."""
WITH_CHILDREN = (
    ("Saknar en säker plats att bo på med {children}.", "Vill ha lugn och ro med {children}, och kontakta familjen."),
    ("Har ingenstans att bo med {children} från och med i kväll.", "Vill att {children} får sova tryggt."),
)
ASKED = (
    ("NO", "Socialjouren", "Ingen plats i natt. Återkom på måndag."),
    ("NO", "Socialtjänsten i kommunen", "Ger inget boende utan beslut av socialnämnden."),
    ("NO", "Regionkoordinatorn", "Ingen plats i länet just nu, stöder ansökan."),
    ("APPLIED", "Socialnämndens mottagning", "Utreder, lämnar besked tidigast om tre veckor."),
    ("UNKNOWN", "Socialtjänsten i kommunen", "Ska ringa tillbaka, har inte gjort det än."),
)
"""(whether society protects, who was asked, what they answered)."""
SOCIETY = "Socialnämnden betalar boendet till den sista i månaden. Tolk och jurist ingår inte."
GLASS = "Polisen ringde om ett akut hot. Behövde se vad som står om säker kontakt."
QUESTION = "Vem frågade ni på socialtjänsten, och när kom svaret?"
DECLINES = (
    ("SOCIETY_PAYS", "Kommunen har beviljat skyddat boende från samma dag."),
    ("NO_NEED", "Av ansökan framgår inte varför platsen behövs. Sök gärna igen om läget ändras."),
    ("NO_MONEY", "Årets anslag är slut. Ansökan var i övrigt i sin ordning."),
)
LANGUAGES = {
    "RO": "ron",
    "NG": "eng",
    "BG": "bul",
    "UA": "ukr",
    "BR": "por",
    "CO": "spa",
    "SE": "swe",
    "HU": "hun",
    "VN": "vie",
    "TH": "tha",
    "UZ": "uzb",
    "PL": "pol",
    "IN": "hin",
    "BD": "ben",
    "MN": "mon",
    "KZ": "kaz",
    "GE": "kat",
    "PH": "tgl",
    "ET": "amh",
    "MA": "ara",
    "IQ": "ara",
    "AF": "prs",
    "SY": "ara",
    "SO": "som",
}


def theme(rng: Random) -> Theme:
    """One of the themes, as often as it tends to be met."""
    return rng.choices(THEMES, [t.weight for t in THEMES])[0]


def need_and_wants(rng: Random, *, children: int) -> tuple[str, str]:
    """What somebody needs and wants, who has so many children along."""
    need, wants = rng.choice(WITH_CHILDREN if children else ALONE)
    which = "barnet" if children == 1 else "barnen"
    return need.format(children=which), wants.format(children=which)
