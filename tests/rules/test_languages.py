"""Every country and every living language can be chosen, the common ones first, in the reader's own order."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.sorting import swedish_key
from cases.languages import COUNTRIES, EU_EEA, LANGUAGES, Choices, countries, languages
from nsp.seed import stories


def test_every_country_of_the_standard_is_there_in_both_languages() -> None:
    assert len(COUNTRIES) == 249 + 3  # and Kosovo, stateless, another country
    assert COUNTRIES["DE"] == ("Tyskland", "Germany")
    assert COUNTRIES["XK"][0] == "Kosovo"
    assert not {"EU", "UN", "XA", "001", "IC"} & set(COUNTRIES)


def test_the_union_and_the_economic_area_are_thirty_countries_with_sweden() -> None:
    assert len(EU_EEA) == 30
    assert set(COUNTRIES) > EU_EEA
    assert {"SE", "NO", "DE"} <= EU_EEA
    assert not {"GB", "CH", "UA"} & EU_EEA


def test_every_language_has_one_code_of_three_letters() -> None:
    assert all(len(code) == 3 for code in LANGUAGES)
    assert LANGUAGES["deu"] == ("tyska", "German")
    assert LANGUAGES["prs"] == ("dari", "Dari")
    assert not {"ger", "fre", "alb", "cmn", "swh"} & set(LANGUAGES)
    names = [pair[0] for pair in LANGUAGES.values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("offered", [countries, languages])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_common_ones_come_first_and_both_lists_are_sorted(offered: object, language: str) -> None:
    with override(language):
        found: Choices = offered()  # type: ignore[operator]
    (_common, first), (_others, rest) = found
    assert len(first) < 40 < len(rest)
    last = 2 if offered is countries else 1  # stateless and another country; several languages
    for names in ([name for _code, name in first], [name for _code, name in rest[:-last]]):
        assert names == sorted(names, key=swedish_key)
    codes = [code for group in (first, rest) for code, _name in group]
    assert len(codes) == len(set(codes)) == len(COUNTRIES if offered is countries else LANGUAGES)


def test_the_demo_speaks_languages_that_there_are() -> None:
    assert set(stories.LANGUAGES.values()) <= set(LANGUAGES)
    assert set(stories.LANGUAGES) <= set(COUNTRIES)
