"""The words of code names: Swedish adjectives in both genders, and nouns from nature.

Nothing here describes a person, their state or their origin (so no black, white, brown, brave, free, safe, alone), and
no noun is a given name.
"""

from __future__ import annotations

ADJECTIVES: tuple[tuple[str, str], ...] = (
    ("blå", "blått"),
    ("grön", "grönt"),
    ("röd", "rött"),
    ("lila", "lila"),
    ("turkos", "turkost"),
    ("ljusblå", "ljusblått"),
    ("ljusgrön", "ljusgrönt"),
    ("havsblå", "havsblått"),
    ("himmelsblå", "himmelsblått"),
    ("mossgrön", "mossgrönt"),
    ("silvrig", "silvrigt"),
    ("gyllene", "gyllene"),
    ("ljus", "ljust"),
    ("klar", "klart"),
    ("blank", "blankt"),
    ("rund", "runt"),
    ("slät", "slätt"),
    ("randig", "randigt"),
    ("prickig", "prickigt"),
    ("krusig", "krusigt"),
    ("flikig", "flikigt"),
    ("ludden", "luddet"),
    ("stilla", "stilla"),
    ("lugn", "lugnt"),
    ("mjuk", "mjukt"),
    ("sirlig", "sirligt"),
    ("varm", "varmt"),
    ("sval", "svalt"),
    ("mild", "milt"),
    ("frisk", "friskt"),
    ("hög", "högt"),
    ("lätt", "lätt"),
    ("tidig", "tidigt"),
    ("solig", "soligt"),
    ("daggig", "daggigt"),
    ("frostig", "frostigt"),
    ("mossig", "mossigt"),
    ("sandig", "sandigt"),
    ("lummig", "lummigt"),
    ("vindstilla", "vindstilla"),
    ("somrig", "somrigt"),
    ("vårlig", "vårligt"),
    ("höstlig", "höstligt"),
    ("susande", "susande"),
    ("skimrande", "skimrande"),
    ("glittrande", "glittrande"),
    ("doftande", "doftande"),
    ("kvällsblå", "kvällsblått"),
    ("vajande", "vajande"),
)

_COMMON = (
    "björk ek rönn asp hassel tall gran lönn ljung mossa klöver blåklocka gullviva tussilago nattviol vallmo lavendel "
    "timjan salvia mynta smörblomma förgätmigej lärka svala sparv trast bofink sädesärla örn uggla vipa ejder "
    "trana svan hare ekorre igelkott bäver utter älg mård fjäril humla trollslända syrsa bäck flod sjö tjärn vik holme "
    "klippa strand äng hage skog dunge dal kulle slätt våg bris dimma dagg måne stjärna komet morgon rimfrost snäcka "
    "mussla abborre kotte bärnsten"
)
_NEUTER = (
    "berg fjäll hav moln regn norrsken vattenfall löv blad gräs smultron hallon blåbär lingon hjortron äpple päron "
    "plommon körsbär rådjur lodjur skogsbryn sund fält månsken frö skär åkerbär"
)

NOUNS: tuple[tuple[str, bool], ...] = (
    *((word, False) for word in _COMMON.split()),
    *((word, True) for word in _NEUTER.split()),
)
"""Noun, and whether it is neuter (ett)."""
