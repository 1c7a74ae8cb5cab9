"""What a report's comment may not say. It becomes a public document beside rounded figures, so besides what the guard
looks for in every text (names of places, numbers of people), it must not tell small groups in numbers."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from cases import codes, guard

_SMALL = r"(?<![\d.,–-])(?:[1-4](?![\d.,]*\d)(?:\s*(?:st|stycken))?|\b(?:en|ett|två|tre|fyra|one|two|three|four))"
# Whole words, and words that may end a longer one: "tonårsflickor", "flyktingbarn".
_PERSON = r"(?:personer?|människor?|m[aä]n|offer|utsatta|ensamkommande|persons?|people|wom[ae]n|m[ae]n)"
_RELATIVE = (
    r"(?:barn(?:en)?|kvinn(?:a|or|orna)|flick(?:a|or|orna)|pojk(?:e|ar|arna)|tjej(?:er)?|kill(?:e|ar)|ungdom(?:ar)?|"
    r"tonåring(?:ar)?|bebis(?:ar)?|syst(?:er|rar)|br(?:or|öder)|syskon|mam(?:ma|mor)|papp(?:a|or)|mödrar|fäder|"
    r"d(?:otter|öttrar)|s(?:on|öner)|familj(?:er)?|medborgare|migrant(?:er)?|flykting(?:ar)?|"
    r"child(?:ren)?|girls?|boys?|victims?|sisters?|brothers?|mothers?|fathers?|famil(?:y|ies)|citizens?|teenagers?)"
)
_WHO = rf"(?:{_PERSON}|\w*{_RELATIVE})"
_OF_THEM = r"(?:av|of)\s+(?:dem|dessa|personerna|them|these)"
# "tre barn", "2 utsatta kvinnor", "3 av dem": a small number, at most two words, then somebody.
_GROUP = re.compile(rf"{_SMALL}\s+(?:{_OF_THEM}|(?:[^\W\d]\w*\s+){{0,2}}?{_WHO})\b", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z0-9]{4}[ -]?[A-Z0-9]{2}\b", re.IGNORECASE)
MAX_LENGTH = 4000


def faults(comment: str) -> list[str]:
    """Sentences about what must be taken out or rewritten, each quoting what it found."""
    if len(comment) > MAX_LENGTH:  # first: nobody has to wait while a book is searched
        return [_("The comment is longer than 4,000 characters. Shorten it.")]
    comment = unicodedata.normalize("NFKC", comment)  # a wide １ is a 1
    found = []
    for match in _GROUP.finditer(comment):
        found.append(
            _("“%(quote)s” tells of a group of fewer than five. Write it without the number.")
            % {"quote": match.group()}
        )
    found += [f"“{finding.quote}”: {finding.sentence}" for finding in guard.find(comment)]
    for match in _CODE.finditer(comment):
        if codes.parse(match.group()):
            found.append(
                _("“%(quote)s” is a person's reference code. Take it away: the report is public.")
                % {"quote": match.group()}
            )
    return found
