"""Canaries in a report to the funder: in its figures, in the bytes of its file, and in the text that a reader sees."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pikepdf

from accounts.clock import now, today
from accounts.door import acting_as
from accounts.models import User
from accounts.viewer import system, viewer_of
from cases.models import Identification, Person
from reports.services import ask_report, make_report
from tests.walls.canaries import Canaries


def in_a_report(canaries: Canaries, users: dict[str, User]) -> list[str]:
    """A report to the funder that counts the person of the story: its figures, and the text of its file."""
    control, dag, year = canaries.control(), viewer_of(users["dag"]), today().year - 1
    with acting_as(system("test")):  # as if it had all happened a year ago
        for row in Person.objects.all():
            row.identified_on = date(year, 3, 1)
            row.save(update_fields=["identified_on"])
        Identification.objects.update(on=date(year, 3, 1))
    with acting_as(dag):
        ref = ask_report(year, ["persons", "route"], f"Om {control}.", by=dag, at=now()).ref
    made = make_report(ref, at=now())
    assert made is not None and made.pdf is not None, made and made.failed_with
    with pikepdf.open(io.BytesIO(bytes(made.pdf))) as file:
        inside = [bytes(one.read_bytes()) for one in file.objects if isinstance(one, pikepdf.Stream)]
        said = " ".join(_text(page) for page in file.pages)
    assert control in canaries.found(said.encode()), "nobody reads the report's text"
    blobs = {"report's figures": str(made.snapshot).encode(), "report's text": said.encode()}
    blobs["report's file"] = b"".join(inside)
    return [f"{name}: {place}" for name, blob in blobs.items() for place in canaries.leaked(blob)]


def _text(page: Any) -> str:
    """The text of a page: its fonts say which letter each glyph stands for."""
    letters = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    parts, now_in = [], ""
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        if str(operator) == "Tf":
            now_in = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            raw = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
            glyphs = [raw[n : n + 2].hex() for n in range(0, len(raw), 2)]
            parts.append("".join(letters[now_in].get(glyph, "") for glyph in glyphs))
    return " ".join(parts)


def _letters(font: Any) -> dict[str, str]:
    said = bytes(font.ToUnicode.read_bytes()).decode() if "/ToUnicode" in font else ""
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", said)
    return {glyph.lower(): bytes.fromhex(text).decode("utf-16-be", "replace") for glyph, text in pairs}
