"""How a page holds sealed text: what there is stands there from the start, the words only once they are opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SealedText:
    """Free text about a person: where it comes from, by whom and when; the text itself once it is opened."""

    heading: str
    meta: str
    text: str = ""
