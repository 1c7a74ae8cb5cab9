"""From what a selector names (a URL name and references) to an address."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(link: tuple[str, ...] | None) -> str:
    """The address, or nothing where there is none: then the line is shown without a link."""
    if link is None:
        return ""
    try:
        return reverse(link[0], args=[part for part in link[1:] if part])
    except NoReverseMatch:
        return ""
