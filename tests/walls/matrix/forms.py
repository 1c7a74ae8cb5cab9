"""The forms of a page as a browser would send them, read from the HTML: a new form is tried from its first day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from accounts.clock import today

TYPED = {"text", "search", "email", "password", "tel", "url"}


@dataclass
class Field:
    """One named control. ``kind``: its type; ``values``: what it would send; ``choices``: what it can."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    fixed: bool = False

    @property
    def is_free(self) -> bool:
        """Whether somebody writes in it as they like."""
        return not self.fixed and (self.kind == "textarea" or self.kind in TYPED)


@dataclass
class PageForm:
    """A form, with its buttons: (name, value) of each that sends it."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        """What two forms have in common that differ only in whom they are about."""
        return (re.sub(r"[A-Z0-9]-?[A-Z0-9-]{5,}|[0-9a-f-]{36}", "", self.action), *self.fields)

    def sent(self, fill: Callable[[Field], str | None]) -> Iterator[dict[str, Any]]:
        """What each of its buttons sends. ``fill`` says what is typed into a control; None leaves it as it is."""
        said: dict[str, Any] = {}
        for one in self.fields.values():
            typed = fill(one)
            values = one.values if typed is None else [typed]
            said |= {one.name: values} if values else {}
        for name, value in self.buttons or [("", "")]:
            yield said | ({name: value} if name else {})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self.now: PageForm | None = None
        self.text: Field | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = PageForm(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.now)
            self.by_id[said.get("id", "")] = self.now
            return
        form = self.by_id.get(said.get("form", ""), self.now) if said.get("form") else self.now
        if form is None or "disabled" in said:
            return
        name = said.get("name", "")
        if tag == "button" and said.get("type", "submit") == "submit":
            form.buttons.append((name, said.get("value", "")))
        elif tag == "option" and self.select is not None:
            self._option(said)
        elif not name:
            return
        elif tag == "textarea":
            self.text = form.fields.setdefault(name, Field(name, tag, [""], fixed="readonly" in said))
        elif tag == "select":
            self.select = form.fields.setdefault(name, Field(name, tag))
        elif tag == "input":
            _put(form, name, said)

    def _option(self, said: dict[str, str]) -> None:
        assert self.select is not None
        self.select.choices.append(said.get("value", ""))
        if "selected" in said:
            self.select.values.append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None


def _put(form: PageForm, name: str, said: dict[str, str]) -> None:
    kind, value = said.get("type", "text"), said.get("value", "")
    if kind == "submit":
        form.buttons.append((name, value))
        return
    numeric = said.get("inputmode") in ("numeric", "decimal")
    one = form.fields.setdefault(name, Field(name, "number" if numeric else kind, fixed="readonly" in said))
    if kind in ("radio", "checkbox"):
        one.choices.append(value)
        one.values += [value] if "checked" in said else []
    else:
        one.values = [value]


def forms_of(page: str) -> list[PageForm]:
    """The forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def likely(one: Field) -> str | None:
    """What somebody in a hurry gives where they do not write: the first choice, today, one."""
    if one.values and any(one.values):
        return None
    if one.choices and one.kind != "checkbox":
        return next((choice for choice in one.choices if choice), "")
    return {"date": today().isoformat(), "number": "1"}.get(one.kind)
