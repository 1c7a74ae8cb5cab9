"""The table of what came out, ``docs/access-matrix.md``: written by ``make matrix``, read by the test that compares."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.walls.matrix.asking import Route
from tests.walls.matrix.people import PEOPLE

FILE = Path(__file__).resolve().parents[3] / "docs" / "access-matrix.md"
WRITES = "NSP_WRITE_MATRIX" in os.environ
NOBODY = "–"
ORDER = ("own", "read", "write", "offered", "any", "errand", "kept", "out", "outside", "yes", "!")
COLUMNS = {asker.key: asker.column for asker in PEOPLE if asker.column}
HEAD = """# Who gets in where

Written by `make matrix` from the answers that the program gave, and compared with them by `tests/walls/test_matrix.py`
on every change. Who *should* get in is declared in `tests/walls/matrix/rows.py`, from the design and not from the code;
an answer that is not as declared fails. Each address is asked by everybody about everything: what is the actor's own,
what is shared with it to read, to write, what was shared until yesterday, what is foreign, what is missing.

- **own**: the actor's, or one's own. **read**, **write**: shared with the actor. **offered**: a hand-over that the
  actor is asked to take on. **any**: whatever was sent to the coordinators; **errand**: while something about it is
  theirs to do. **kept**, **out**: a report before and after it is published. **yes**: the address is about no single
  thing. **all**: open before signing in.
- `texts=1` opens the sealed text that a page holds folded.
- Everything else is answered 404, with the same bytes and headers as what does not exist.
- Who is not signed in, is frozen, or has been signed in for 12 hours is sent to the sign-in page. A locked session is
  asked for the second factor, one without a second factor makes it first. What is marked † asks again for a proof that
  is older than ten minutes. In each case the answer is the same whatever was asked about.
- Methods that are not named answer 405, or 404 to whoever may not know of the address.

"""


@cache
def cells() -> dict[tuple[str, str], str]:
    """What the file says: (name of the address, name of the column) → words."""
    found: dict[tuple[str, str], str] = {}
    lines = [line for line in FILE.read_text().splitlines() if line.startswith("|")] if FILE.exists() else []
    names = [text.strip() for text in lines[0].split("|")[1:-1]] if lines else []
    for line in lines[2:]:
        texts = [text.strip() for text in line.split("|")[1:-1]]
        name = texts[1].strip("`†")
        found.update({(name, column): text for column, text in zip(names[2:], texts[2:], strict=True)})
    return found


def write(routes: list[Route], found: Mapping[tuple[str, str], str]) -> None:
    """Write the file anew."""
    columns = ["act", "methods", *COLUMNS.values()]
    lines = [["address", "name", *columns], ["---"] * (len(columns) + 2)]
    for route in sorted(routes, key=lambda route: (route.is_api, route.address)):
        address = route.address.replace("<str:", "<").replace("<uuid:", "<").replace("<int:", "<")
        name = f"`{route.name}`" + ("†" if route.row.fresh else "")
        lines.append([f"`{address}`", name, *(found[route.name, column] for column in columns)])
    FILE.write_text(HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines))
