"""How somebody walks through pages: with a pointer, or with the keys alone. Both count what the person does."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page

# Longer than any page is in stops of the Tab key.
STOPS = 250


class Pointer:
    """Somebody with a mouse or a finger: what is counted is clicks."""

    what = "clicks"

    def __init__(self) -> None:
        self.count = 0
        self.begun = time.monotonic()
        self.stations: list[tuple[str, int, float]] = []

    def press(self, page: Page, name: str, role: str = "button") -> None:
        """The first button or link with this name."""
        self._act(page, page.get_by_role(role, name=re.compile(name)).first)  # type: ignore[arg-type]

    def follow(self, page: Page, selector: str) -> None:
        """The first link that the selector finds."""
        self._act(page, page.locator(selector).first)

    def choose(self, page: Page, name: str, value: str) -> None:
        """A radio button, a box to tick, or one of a list's values."""
        field = page.locator(f"[name={name}]").first
        if field.evaluate("e => e.tagName") == "SELECT":
            self._select(page, field, value)
        else:
            self._check(page, page.locator(f"input[name={name}][value={value}]"))

    def fill(self, page: Page, name: str, text: str) -> None:
        """Writing in a field is not counted."""
        page.fill(f"[name={name}]", text)

    def done(self, station: str) -> None:
        """End of a station."""
        self.stations.append((station, self.count, time.monotonic() - self.begun))
        self.count, self.begun = 0, time.monotonic()

    def told(self) -> str:
        """The numbers."""
        return "\n".join(
            f"  {name:<34} {count:>4} {self.what} {seconds:6.1f} s" for name, count, seconds in self.stations
        )

    def _act(self, page: Page, target: Locator) -> None:
        target.click()
        self.count += 1

    def _check(self, page: Page, box: Locator) -> None:
        box.check(force=True)
        self.count += 1

    def _select(self, page: Page, field: Locator, value: str) -> None:
        field.select_option(value)
        self.count += 1


class Keys(Pointer):
    """Somebody without a mouse: Tab, Shift+Tab, arrows, Space and Enter. What is counted is those keys."""

    what = "keys"

    def fill(self, page: Page, name: str, text: str) -> None:
        """Go there and write; a day is written digit by digit, in the order that the browser asks for."""
        field = page.locator(f"[name={name}]").first
        self._reach(page, field)
        if field.get_attribute("type") == "date":
            self._day(page, field, text)
        else:
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
        assert field.input_value() == text, f"{name} holds {field.input_value()!r}"

    def _day(self, page: Page, field: Locator, text: str) -> None:
        """A date field asks in the order of the browser's own language, which no page can see: the other is tried."""
        year, month, day = text.split("-")
        for digits in (f"{year}{month}{day}", f"{month}{day}{year}"):
            for _ in range(3):
                page.keyboard.press("Backspace")
                page.keyboard.press("ArrowLeft")
            page.keyboard.type(digits)
            if field.input_value() == text:
                return

    def _act(self, page: Page, target: Locator) -> None:
        self._reach(page, target)
        self._key(page, "Enter")
        # A click waits for the page it leads to; a key does not.
        page.wait_for_timeout(100)
        page.wait_for_load_state("networkidle")

    def _check(self, page: Page, box: Locator) -> None:
        if box.get_attribute("type") == "checkbox":
            self._reach(page, box)
            self._key(page, "Space")
        else:
            self._turn(page, box)
        assert box.is_checked()

    def _turn(self, page: Page, radio: Locator) -> None:
        """Radio buttons are one stop; the arrows choose within it."""
        group = page.locator(f"input[name={radio.get_attribute('name')}]")
        self._reach(page, group)
        self._key(page, "Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self._key(page, "ArrowDown")

    def _select(self, page: Page, field: Locator, value: str) -> None:
        self._reach(page, field)
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self._key(page, "ArrowDown")
        assert field.input_value() == value

    def _reach(self, page: Page, target: Locator) -> None:
        """Tab until the focus is on one of the target's elements, and it can be seen."""
        target.first.wait_for(state="attached")
        for _ in range(STOPS):
            if any(one.evaluate("e => e === document.activeElement") for one in target.all()):
                assert page.evaluate(SEEN), f"the focus cannot be seen: {target}"
                return
            self._key(page, "Tab")
        raise AssertionError(f"no key leads to {target}")

    def _key(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        self.count += 1


# Whatever has the focus is on the screen, not below a bar that stays, and its ring or its label's can be seen.
SEEN = """() => {
  const e = document.activeElement, box = (e.labels && e.labels.length && e.getBoundingClientRect().width < 5
    ? e.labels[0] : e).getBoundingClientRect();
  if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight) return false;
  const ring = n => { const s = getComputedStyle(n); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; };
  return ring(e) || [...(e.labels || [])].some(ring);
}"""
