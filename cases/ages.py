"""How old somebody is: what a birth year, an estimate and an answer say together. Pure."""

from __future__ import annotations

from cases.models.choices import Age
from cases.models.person import AgeBasis
from cases.rule_children import ADULT_AGE


def age_of(said: str, *, basis: str, birth_year: int | None, year: int) -> str:
    """Whether somebody counts as a child in ``year``: what was ``said``, unless a birth year knows better.

    A known year decides where it can; in the year of turning 18 doubt counts as a child. An estimate makes a child of
    somebody whom it says to be under 18, and never a grown-up of somebody who was said to be a child, or unclear.
    """
    if birth_year is None:
        return said
    years = year - birth_year
    if years < ADULT_AGE:
        return Age.CHILD
    if basis == AgeBasis.ESTIMATED:
        return said
    if years == ADULT_AGE:
        return Age.ADULT if said == Age.ADULT else Age.UNCLEAR
    return Age.ADULT


def basis_of(birth_year: int | None, *, estimated: bool) -> str:
    """What a birth year rests on, where nothing but that is asked."""
    if birth_year is None:
        return AgeBasis.UNCLEAR
    return AgeBasis.ESTIMATED if estimated else AgeBasis.KNOWN
