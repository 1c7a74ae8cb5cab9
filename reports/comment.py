"""What a report's comment may not say. It becomes a public document beside rounded figures, so besides what the guard
looks for in every text (names of places, numbers of people), it must not tell small groups in numbers."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cases import codes, guard

_SMALL = r"(?:[1-4]|en|ett|två|tre|fyra|one|two|three|four)"
_WHO = (
    r"(?:personer?|människor?|barn|kvinn(?:a|or)|m[aä]n|flick(?:a|or)|pojk(?:e|ar)|ungdom(?:ar)?|offer|utsatta|"
    r"persons?|people|child(?:ren)?|wom[ae]n|m[ae]n|girls?|boys?|victims?)"
)
# "tre barn", "2 utsatta kvinnor": a small number, at most two words, then somebody.
_GROUP = re.compile(rf"\b{_SMALL}\s+(?:\w+\s+){{0,2}}?{_WHO}\b", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z0-9]{4}[ -]?[A-Z0-9]{2}\b", re.IGNORECASE)
MAX_LENGTH = 4000


def faults(comment: str) -> list[str]:
    """Sentences about what must be taken out or rewritten, each quoting what it found."""
    found = []
    if len(comment) > MAX_LENGTH:
        found.append(_("The comment is longer than 4,000 characters. Shorten it."))
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
