"""A report's comment becomes a public document: what points somebody out is quoted and stops it."""

from __future__ import annotations

import pytest

from reports.comment import MAX_LENGTH, faults


@pytest.mark.parametrize(
    "comment",
    [
        "Tre barn kom från samma by.",
        "Vi mötte 4 thailändska medborgare.",
        "Av de unga var fyra tjejer.",
        "Två systrar fick plats samma natt.",
        "Många kom sent, 3 av dem på natten.",
        "Bara １ kvinna ville anmäla.",
        "Vi mötte 4st kvinnor.",
        "Sedan kom två tonårsflickor.",
        "Of those, two sisters stayed.",
        "Ring 070-123 45 67.",
        "Se ärende K7QF-2M.",
        "Boendet på Storgatan 4.",
        "a" * (MAX_LENGTH + 1),
    ],
)
def test_what_points_somebody_out_stops_the_comment(comment: str) -> None:
    assert len(faults(comment)) == 1


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "Under 2025 fick fler än 140 personer stöd. Medlen tog slut den 12 november 2025.",
        "Fyra aktörer öppnade nya platser. Under 3 av 12 månader var allt fullt. Två nya boenden väntar.",
        "Mer än 1 250 personer och 14 barn fick stöd, i snitt 1,5 barn i varje familj. En av de frågorna var tid.",
        "Kostnaden var 4 250 000 kr, 12 procent mer än 2024. Nio av tio vilade alla 30 dagar.",
    ],
)
def test_what_a_year_is_like_can_be_said(comment: str) -> None:
    assert faults(comment) == []


def test_a_text_that_is_too_long_is_not_searched_at_all() -> None:
    assert faults("tre barn " * 100_000) == faults("a" * (MAX_LENGTH + 1))
