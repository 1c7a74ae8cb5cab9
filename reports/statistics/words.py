"""A text in both languages, side by side: the words of a definition stand beside what it counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Swedish and English. A report freezes both."""

    sv: str
    en: str

    def filled(self, **values: object) -> Words:
        """The same with its places filled in; the values are the same in both languages."""
        return Words(self.sv.format(**values), self.en.format(**values))
