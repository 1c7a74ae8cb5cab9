"""The period clock: everything that was granted on one track, from the first day that matters to the last one, worked
out for components/clock.html.

Pure: days in, positions and sentences out. Rest and support lie on the track, since they never share a day; the other
kinds are thin bars below it, each on the first lane where it meets no other. Positions are percentages of the width, so
that the drawing stretches and its text does not; on a phone the words become a list in the order of the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from accounts import words

#: A label's width in percent of the track, for each letter: 7 px of some 860.
LETTER = 0.8
TICK_DAYS = 5
SHORT_DAYS = 45
"""A track of no more days has a tick for every fifth; a longer one for the first of each month."""
SHOWN_AFTER_DAYS = 30
"""Today is on the track until so many days after the last one; later it would only press the rest together."""
ROW, LANE = 22, 20
NAMES_Y, TRACK_Y, LANES_Y = 46, 56, 90
ON_TRACK = ("REST", "SUPPORT")


@dataclass(frozen=True)
class Bar:
    """A period that was granted. ``name`` as in a sentence ("the rest period"), ``title`` as a label.

    ``ended``: it was ended early, and ``last`` is the day that it was ended on.
    """

    kind: str
    name: str
    title: str
    start: date
    last: date
    ended: bool = False

    @property
    def days(self) -> int:
        """Both ends counted."""
        return (self.last - self.start).days + 1


@dataclass(frozen=True)
class Mark:
    """Something that happened, or is due. ``by``: it is to be done by that day at the latest."""

    on: date
    what: str
    done: bool = True
    by: bool = False


@dataclass(frozen=True)
class PlacedBar:
    """A bar with its place. ``used``: how much of its own width lies behind us, in percent of the track.

    ``label``: its name, empty where there is no room for it; the words stand in the list and the table anyway.
    """

    kind: str
    x: str
    width: str
    used: str
    y: int
    height: int
    label: str
    label_x: str
    label_y: int
    anchor: str


@dataclass(frozen=True)
class PlacedMark:
    """A mark with its place in the drawing."""

    x: str
    text_x: str
    y: int
    dot_y: int
    leader_y: int
    level: int
    anchor: str
    label: str
    done: bool


@dataclass(frozen=True)
class Line:
    """A line of the phone's list. ``kind``: ok, due, now, or the kind of a bar."""

    kind: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """What the template draws. ``today_x`` is empty where today is outside the track."""

    id: str
    title: str
    headline: str
    last_day: str
    description: str
    today_x: str
    today_anchor: str
    today_label: str
    ticks: tuple[str, ...]
    bars: tuple[PlacedBar, ...]
    marks: tuple[PlacedMark, ...]
    lines: tuple[Line, ...]
    height: int
    today_y: int


def draw(bars: Sequence[Bar], today: date, marks: Sequence[Mark] = (), *, id: str = "clock") -> Drawing:
    """The clock of at least one bar, whose first and last days both count; marks may lie before and after them."""
    rows = sorted(bars, key=lambda bar: (bar.start, bar.last))
    told = sorted(marks, key=lambda mark: mark.on)
    track = _Track.of(rows, told, today)
    main = _main(rows, today)
    number = (today - main.start).days + 1
    runs = 1 <= number <= main.days and not _is_over(main, today)
    placed, lanes = _place_bars(rows, track, today)
    dots_y = LANES_Y + lanes * LANE + (10 if lanes else 0) + 10
    put = _place(told, track, today, dots_y)
    levels = max((mark.level for mark in put), default=0)
    here = today in track
    now = gettext("today, day %(n)s") % {"n": number} if runs else gettext("today")
    return Drawing(
        id=id,
        title=_title(rows, main, number, runs),
        headline=_headline(main, today),
        last_day=gettext("The last day is %(day)s.") % {"day": words.long_day_words(main.last)}
        if number < main.days and not _is_over(main, today)
        else "",
        description=_description(rows, told, today),
        today_x=_percent(track.end(today)) if here else "",
        today_anchor=_anchor(track.end(today)) if here else "",
        today_label=now,
        ticks=track.ticks,
        bars=placed,
        marks=put,
        lines=_lines(rows, told, today, now),
        height=dots_y + (32 + levels * ROW if put else 0),
        today_y=LANES_Y - 5 + lanes * LANE,
    )


@dataclass(frozen=True)
class _Track:
    """The days that are drawn, both ends counted."""

    first: date
    last: date

    @classmethod
    def of(cls, bars: Sequence[Bar], marks: Sequence[Mark], today: date) -> _Track:
        """From the first day that matters to the last; today too, unless it lies long after everything."""
        last = max(bar.last for bar in bars)
        days = [bar.start for bar in bars] + [mark.on for mark in marks]
        if (today - last).days <= SHOWN_AFTER_DAYS:
            days.append(today)
        return cls(min(days), max([last, *days]))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last

    def begin(self, on: date) -> float:
        """Where a day begins."""
        return 100 * (on - self.first).days / self.days

    def end(self, on: date) -> float:
        """Where it is over."""
        return 100 * ((on - self.first).days + 1) / self.days

    def middle(self, on: date) -> float:
        """Its middle, and never under the rounded ends."""
        return min(max((self.begin(on) + self.end(on)) / 2, 1.0), 99.0)

    @property
    def ticks(self) -> tuple[str, ...]:
        """Every fifth day, or the first of each month."""
        inner = [self.first + timedelta(days=n) for n in range(1, self.days)]
        chosen = (
            [on for on in inner if (on - self.first).days % TICK_DAYS == 0]
            if self.days <= SHORT_DAYS
            else [on for on in inner if on.day == 1]
        )
        return tuple(_percent(self.begin(on)) for on in chosen)


def _is_over(bar: Bar, today: date) -> bool:
    return bar.last < today or (bar.ended and bar.last <= today)


def _main(bars: Sequence[Bar], today: date) -> Bar:
    """The bar that the sentence is about: a running one (rest and support first), else the next, else the newest."""
    running = [bar for bar in bars if bar.start <= today and not _is_over(bar, today)]
    ahead = [bar for bar in bars if bar.start > today]
    if running:
        return min(running, key=lambda bar: (bar.kind not in ON_TRACK, bar.last))
    return ahead[0] if ahead else max(bars, key=lambda bar: bar.last)


def _title(bars: Sequence[Bar], main: Bar, number: int, runs: bool) -> str:
    title = main.name
    if runs:
        title = gettext("%(name)s, day %(n)s of %(days)s") % {"name": main.name, "n": number, "days": main.days}
    more = len(bars) - 1
    return title if not more else f"{title}, {ngettext('and %(n)s more', 'and %(n)s more', more) % {'n': more}}"


def _headline(bar: Bar, today: date) -> str:
    """The sentence that stands before the picture."""
    left, near = (bar.last - today).days, {"name": _capital(bar.name)}
    if today < bar.start:
        return gettext("%(name)s starts %(near)s.") % (near | {"near": words.near_words(bar.start, today)})
    if _is_over(bar, today):
        return gettext("%(name)s ended %(near)s.") % (near | {"near": words.near_words(bar.last, today)})
    name = bar.name if bar.name[1:2].isupper() else bar.name[:1].lower() + bar.name[1:]  # inside a sentence
    if left == 0:
        return gettext("This is the last day of %(name)s.") % {"name": name}
    sentence = ngettext("%(days)s day left of %(name)s.", "%(days)s days left of %(name)s.", left)
    return sentence % {"days": left, "name": name}


def _description(bars: Sequence[Bar], marks: Sequence[Mark], today: date) -> str:
    """The drawing in words, for those who do not see it."""
    told = [f"{bar.title} {words.span_words(bar.start, bar.last)}" for bar in bars]
    told += [_label(mark, today) for mark in marks]
    return ". ".join(told) + "."


def _lines(bars: Sequence[Bar], marks: Sequence[Mark], today: date, now: str) -> tuple[Line, ...]:
    """The same in the order of the days; on one day what has happened, then today, then what is due."""
    lines = [
        (mark.on, 0 if mark.done else 3, Line("ok" if mark.done else "due", _capital(_label(mark, today))))
        for mark in marks
    ]
    lines += [(bar.start, 1, Line(bar.kind, f"{bar.title} {words.span_words(bar.start, bar.last)}")) for bar in bars]
    lines.append((today, 2, Line("now", _capital(now))))
    return tuple(line for _, _, line in sorted(lines, key=lambda line: line[:2]))


def _place_bars(bars: Sequence[Bar], track: _Track, today: date) -> tuple[tuple[PlacedBar, ...], int]:
    """Every bar with its place, and how many lanes there are below the track."""
    names_end = -1.0  # where the names above the track reach to
    lanes: list[float] = []  # and the bars of each lane, with their names
    placed = []
    for bar in bars:
        x, end = track.begin(bar.start), track.end(bar.last)
        used = min(track.end(today), end) - x if today >= bar.start else 0.0
        used = end - x if _is_over(bar, today) else max(used, 0.0)
        room = 100 - x
        width = len(bar.title) * LETTER
        if bar.kind in ON_TRACK:
            anchor, label_x = ("start", x) if width <= room else ("end", end)
            left = x if anchor == "start" else end - width
            fits = left > names_end
            names_end = left + width + 1 if fits else names_end
            y, height, label_y = TRACK_Y, 22, NAMES_Y
        else:
            anchor, label_x = ("start", end + 0.8) if 100 - end > width + 1 else ("end", x - 0.8)
            left, right = (x, end + width + 1.8) if anchor == "start" else (x - width - 1.8, end)
            fits = anchor == "start" or left >= 0
            left, right = (left, right) if fits else (x, end)
            lane = next((n for n, till in enumerate(lanes) if till < left), len(lanes))
            lanes[lane : lane + 1] = [right]
            y, height, label_y = LANES_Y + lane * LANE, 8, LANES_Y + lane * LANE + 9
        placed.append(
            PlacedBar(
                kind=bar.kind,
                x=_percent(x),
                width=_percent(end - x),
                used=_percent(used) if used > 0 else "",
                y=y,
                height=height,
                label=bar.title if fits else "",
                label_x=_percent(label_x),
                label_y=label_y,
                anchor=anchor,
            )
        )
    return tuple(placed), len(lanes)


def _place(marks: Sequence[Mark], track: _Track, today: date, dots_y: int) -> tuple[PlacedMark, ...]:
    """Each mark under its day, on the first row where its label meets no other."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for mark in marks:
        if mark.on not in track:
            continue
        label = _label(mark, today)
        x = track.middle(mark.on)
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
        y = dots_y + 26 + level * ROW
        placed.append(PlacedMark(_percent(x), _percent(text_x), y, dots_y, y - 14, level, anchor, label, mark.done))
    return tuple(placed)


def _label(mark: Mark, today: date) -> str:
    day = words.short_day_words(mark.on, today)
    if not mark.by:
        return f"{mark.what} {day}"
    return gettext("%(what)s by %(day)s") % {"what": mark.what, "day": day}


def _anchor(x: float) -> str:
    return "start" if x < 8 else "end" if x > 92 else "middle"


def _percent(x: float) -> str:
    return f"{x:.2f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
