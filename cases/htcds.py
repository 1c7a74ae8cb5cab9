"""One person in the codes of the Human Trafficking Case Data Standard 2.0 (HTCDS; IOM, UN Migration; CC BY 4.0).

Which of our codes is which of theirs is data: ``cases/reference/htcds.json``. What theirs lacks goes to *Other* or is
left out, and stands beside it under our own code (``local``), so that nothing is lost and nothing passes for theirs.
No text that somebody typed, no reference code and no day is among it. Pure: ``htcds_of`` in the selectors reads.

``python -m cases.htcds > docs/htcds.md`` writes the page; a test compares it with the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "reference" / "htcds.json"
NAME = "HTCDS 2.0"
ONE = frozenset({"vic_ForcedLabourIndustry", "vic_TraffickingStatus", "prs_Gender"})
"""Fields that hold one value. The others hold a list."""
UNDETERMINED = "und"


@dataclass(frozen=True)
class Coded:
    """What is known of a person in our own codes. ``codes``: by the name of the list, as in the data; ``citizenships``:
    ISO 3166-1; ``language``: ISO 639-2 or empty; ``age``: when it began."""

    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    citizenships: Sequence[str] = ()
    language: str = ""
    age: int | None = None
    children: int = 0


@cache
def data() -> dict[str, Any]:
    """The mapping, as it ships."""
    found: dict[str, Any] = json.loads(DATA.read_text())
    return found


def mapped(what: Coded) -> dict[str, Any]:
    """``fields``: what HTCDS has codes for; ``local``: our own codes that it has none for, by its field."""
    fields: dict[str, Any] = {}
    local: dict[str, list[str]] = {}
    for row in data()["fields"]:
        theirs, ours = _one(row, what.codes.get(row["list"], ()))
        if ours:
            local[row["field"]] = ours
        if theirs:
            fields[row["field"]] = theirs[0] if row["field"] in ONE else theirs
    if what.citizenships:
        fields["prs_Citizenship"] = list(what.citizenships)
    if what.language:
        fields["prs_PrimaryLanguage"] = what.language
    if what.age is not None:
        fields["vic_AgeWhenTrafficked"] = what.age
    if what.children:
        fields["prs_NumberOfChildren"] = what.children
    return {"standard": NAME, "fields": fields, "local": local}


def _one(row: Mapping[str, Any], said: Sequence[str]) -> tuple[list[str], list[str]]:
    """The standard's codes, each once, and ours that it lacks. Raises KeyError for a code that stands nowhere."""
    theirs: list[str] = []
    ours: list[str] = []
    for code in said:
        gap = row["gaps"].get(code)
        if gap:
            ours.append(code)
        theirs.append(gap["as"] if gap else row["codes"][code])
    return list(dict.fromkeys(code for code in theirs if code)), ours


_MACRO = {"prs": "fas", "kmr": "kur", "ckb": "kur"}
_ALSO = frozenset({"bin", "rom", "tgl", "mul"})


def language_of(code: str, *, short: str) -> str:
    """A language of ISO 639-3 in ISO 639-2. ``short``: its two letters, if it has them: whatever has is in both."""
    if code in _MACRO:
        return _MACRO[code]
    return code if len(short) == 2 or code in _ALSO else UNDETERMINED


_HEAD = """# A person in HTCDS 2.0

Drawn from `cases/reference/htcds.json`. After a change there, write this page anew with
`python -m cases.htcds > docs/htcds.md`.

The codes on the right are those of the [Human Trafficking Case Data Standard](https://github.com/UNMigration/HTCDS),
version 2.0, by the International Organization for Migration (IOM, UN Migration), used under
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). They are written here as the standard spells them; which of
ours is which of theirs, and everything else on this page, is ours. IOM has not seen this program and does not endorse
it. Every field of the standard is still marked as a draft.

`GET /api/v1/persons/<code>/htcds/` gives one person in these codes, to whoever may see the person. It holds no
reference code, no code name, no day, no text and no actor. `local` has our own codes for what the standard lacks.
That few share a person's codes can still point the person out: it is for the reader's own work, not for publishing.
"""


def page() -> str:
    """The whole of ``docs/htcds.md``."""
    parts = [_HEAD]
    for row in data()["fields"]:
        parts.append(f"\n## {row['field']}\n\n| ours (`{row['list']}`) | theirs |\n|---|---|\n")
        parts += [f"| {ours} | {theirs} |\n" for ours, theirs in row["codes"].items()]
        parts += [f"| {ours} | {gap['as'] or 'left out'}: {gap['why']} |\n" for ours, gap in row["gaps"].items()]
    parts.append("\n## Worked out\n\n")
    parts += [f"- `{name}`: {how}\n" for name, how in data()["computed"].items()]
    parts.append("\n## Not given\n\n")
    parts += [f"- {name}: {why}\n" for name, why in data()["not_given"].items()]
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - a command's output
