"""What each column of the sheets of information means, and of what was given: a part of ``nsp/meanings.py``."""

from __future__ import annotations

from collections.abc import Mapping

OF_INFORMATION: Mapping[str, Mapping[str, str]] = {
    "cases_informationgiven": {
        "how": "how it was given",
        "language": "in which language (ISO 639-3)",
        "on": "the day it was given",
        "sheets": "which sheets",
        "stated_at": "when it was noted",
        "stated_by": "who noted it",
    },
    "cases_informationsheet": {
        "code": "what the sheet is about",
        "language": "its language (ISO 639-3)",
        "text": "its text, with light marks for headings and lists",
        "title": "its title, neutral",
        "version": "which version; the highest holds",
    },
}
