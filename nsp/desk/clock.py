"""The period clock: a period from its first day to its last, worked out for components/clock.html.

Pure: days in, positions and sentences out. Positions are percentages of the width, so that the drawing stretches and
its text does not; on a phone the labels become a list in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from accounts import words

#: A label's width in percent of the track, for each letter: 7 px of some 860.
LETTER = 0.8
TICK_DAYS = 5
ROW = 22


@dataclass(frozen=True)
class Mark:
    """Something that happened in the period, or is due in it."""

    on: date
    what: str
    done: bool = True


@dataclass(frozen=True)
class PlacedMark:
    """A mark with its place in the drawing."""

    x: str
    text_x: str
    y: int
    leader_y: int
    level: int
    anchor: str
    label: str
    done: bool


@dataclass(frozen=True)
class Line:
    """A line of the phone's list. ``kind``: ok, due or now."""

    kind: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """What the template draws. ``today_x`` is empty where today is outside the period."""

    id: str
    title: str
    headline: str
    last_day: str
    description: str
    first_label: str
    last_label: str
    used: str
    today_x: str
    today_anchor: str
    today_label: str
    ticks: tuple[tuple[str, bool], ...]
    marks: tuple[PlacedMark, ...]
    lines: tuple[Line, ...]
    height: int


def draw(
    name: str,
    first: date,
    last: date,
    today: date,
    marks: Sequence[Mark] = (),
    *,
    ended: bool = False,
    id: str = "clock",
) -> Drawing:
    """The clock of a period whose first and last day both count. ``name`` as in a sentence: "the rest period".

    ``ended``: it was ended early, and ``last`` is the day that it was ended on. Marks outside the period are left out.
    """
    days = (last - first).days + 1
    number = (today - first).days + 1
    inside = 1 <= number <= days
    used = 0.0 if number < 1 else 100.0 if number > days or ended else 100 * number / days
    within = sorted((mark for mark in marks if first <= mark.on <= last), key=lambda mark: mark.on)
    placed = _place(within, first, days, today)
    today_x = used if inside and not ended else None
    levels = max((mark.level for mark in placed), default=0)
    return Drawing(
        id=id,
        title=_title(name, number, days, ended),
        headline=_headline(name, first, last, today, ended),
        last_day=gettext("The last day is %(day)s.") % {"day": words.long_day_words(last)}
        if number < days and not ended
        else "",
        description=_description(first, last, within, today),
        first_label=words.short_day_words(first, today),
        last_label=words.short_day_words(last, today),
        used=_percent(used * 0.998) if used else "",
        today_x=_percent(today_x) if today_x is not None else "",
        today_anchor=_anchor(today_x or 0.0),
        today_label=gettext("today, day %(n)s") % {"n": number},
        ticks=tuple((_percent(100 * n / days), 100 * n / days < used) for n in range(TICK_DAYS, days, TICK_DAYS)),
        marks=placed,
        lines=_lines(within, first, last, today, inside and not ended, number),
        height=(132 + levels * ROW) if placed else 92,
    )


def _title(name: str, number: int, days: int, ended: bool) -> str:
    if 1 <= number <= days and not ended:
        return gettext("%(name)s, day %(n)s of %(days)s") % {"name": name, "n": number, "days": days}
    return name


def _headline(name: str, first: date, last: date, today: date, ended: bool) -> str:
    """The sentence that stands before the picture."""
    left = (last - today).days
    if today < first:
        return gettext("%(name)s starts %(near)s.") % {"name": _capital(name), "near": words.near_words(first, today)}
    if left < 0 or ended:
        return gettext("%(name)s ended %(near)s.") % {"name": _capital(name), "near": words.near_words(last, today)}
    name = name if name[1:2].isupper() else name[:1].lower() + name[1:]  # inside a sentence
    if left == 0:
        return gettext("This is the last day of %(name)s.") % {"name": name}
    sentence = ngettext("%(days)s day left of %(name)s.", "%(days)s days left of %(name)s.", left)
    return sentence % {"days": left, "name": name}


def _description(first: date, last: date, marks: Sequence[Mark], today: date) -> str:
    """The drawing in words, for those who do not see it."""
    told = [words.span_words(first, last)]
    told += [_label(mark, today) for mark in marks]
    return ". ".join(told) + "."


def _lines(
    marks: Sequence[Mark], first: date, last: date, today: date, shows_today: bool, number: int
) -> tuple[Line, ...]:
    lines = [
        (mark.on, 0 if mark.done else 2, Line("ok" if mark.done else "due", _capital(_label(mark, today))))
        for mark in marks
    ]
    if shows_today:
        lines.append((today, 1, Line("now", _capital(gettext("today, day %(n)s") % {"n": number}))))
    return tuple(line for _, _, line in sorted(lines, key=lambda line: line[:2]))


def _place(marks: Sequence[Mark], first: date, days: int, today: date) -> tuple[PlacedMark, ...]:
    """Each mark under its day, on the first row where its label meets no other."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for mark in marks:
        label = _label(mark, today)
        # In the middle of its day, and never under the rounded ends.
        x = min(max(100 * ((mark.on - first).days + 0.5) / days, 1.0), 99.0)
        width = len(label) * LETTER
        anchor = "start" if x < width / 2 else "end" if x > 100 - width / 2 else "middle"
        left = 0.0 if anchor == "start" else 100 - width if anchor == "end" else x - width / 2
        level = next(
            (n for n, row in enumerate(taken) if all(left > b + 1 or left + width < a - 1 for a, b in row)), len(taken)
        )
        if level == len(taken):
            taken.append([])
        taken[level].append((left, left + width))
        text_x = 0.0 if anchor == "start" else 100.0 if anchor == "end" else x
        y = 126 + level * ROW
        placed.append(PlacedMark(_percent(x), _percent(text_x), y, y - 14, level, anchor, label, mark.done))
    return tuple(placed)


def _label(mark: Mark, today: date) -> str:
    day = words.short_day_words(mark.on, today)
    if mark.done:
        return f"{mark.what} {day}"
    return gettext("%(what)s by %(day)s") % {"what": mark.what, "day": day}


def _anchor(x: float) -> str:
    return "start" if x < 8 else "end" if x > 92 else "middle"


def _percent(x: float) -> str:
    return f"{x:.2f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
