"""Charts are drawn from what may be shown, without inline style, and say in words what they show."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from reports.charts import WIDTH, Bar, bar_chart, described

SVG = "{http://www.w3.org/2000/svg}"
BARS = [
    Bar("sexuell exploatering", 145, "145"),
    Bar("arbetskraft", 25, "25"),
    Bar("tvångsäktenskap <&> hushållsarbete under tvång", None, "färre än 5"),
]


def drawn(printed: bool, bars: list[Bar] = BARS) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314 - our own drawing
        bar_chart(bars, title="Form <1>", description=described(bars), id="f1", printed=printed)
    )


@pytest.mark.parametrize("printed", [True, False])
def test_a_chart_has_a_title_a_description_and_no_inline_style(printed: bool) -> None:
    svg = drawn(printed)
    assert svg.get("role") == "img"
    named = {e.get("id"): e.text for e in svg if e.get("id")}
    assert named == {"f1-title": "Form <1>", "f1-desc": described(BARS)}
    assert (svg.get("aria-labelledby") or "").split() == list(named)
    assert not [e for e in svg.iter() if e.get("style")]


def test_in_a_page_colours_are_classes_and_printed_they_are_attributes() -> None:
    page, paper = list(drawn(False).iter()), list(drawn(True).iter())
    assert not [e for e in page if e.get("fill") or e.get("stroke")]
    assert not [e for e in paper if e.get("class")]
    for drawing, look in ((page, "class"), (paper, "fill")):
        assert all(e.get(look) for e in drawing if e.tag in (f"{SVG}text", f"{SVG}rect"))


def test_bars_are_as_long_as_their_numbers_and_a_hidden_number_has_none() -> None:
    widths = [float(e.get("width") or 0) for e in drawn(True).iter(f"{SVG}rect")]
    assert len(widths) == 2
    assert widths[1] / widths[0] == pytest.approx(25 / 145, abs=0.01)


def test_nought_and_four_are_drawn_alike() -> None:
    few = [bar_chart([Bar("a", None, "färre än 5")], title="t", description="d") for _ in (0, 4)]
    assert few[0] == few[1]


def test_everything_stays_inside_the_drawing() -> None:
    bars = [
        Bar("ett mycket långt namn på en grupp som måste brytas på flera rader", 9, "9"),
        Bar("b", 10_000, "10 000"),
    ]
    svg = drawn(True, bars)
    height = float((svg.get("viewBox") or "").split()[3])
    for text in svg.iter(f"{SVG}text"):
        assert 0 < float(text.get("x") or 0) < WIDTH
        assert 0 < float(text.get("y") or 0) <= height


def test_a_chart_of_nothing_is_still_a_drawing() -> None:
    assert drawn(True, []).tag == f"{SVG}svg"
    assert drawn(True, [Bar("a", 0, "0")]).tag == f"{SVG}svg"
