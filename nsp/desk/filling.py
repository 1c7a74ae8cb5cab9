"""A drawn form filled with what was typed in it before: whatever drew it, its controls are what a browser would send.

Works on the HTML of the form, so that no form has to know of drafts. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import tinyhtml5

Typed = Mapping[str, list[str]]
Node = ET.Element

FROM_DRAFT = frozenset({"token"})
"""Hidden fields that belong to what was typed: the same form, sent twice, makes one row."""
MARKS = frozenset({"seen", "version"})
"""Hidden fields that say which state of the thing a page was made from."""
_NOT_TYPED = frozenset({"submit", "button", "image", "reset", "file", "password"})
_LESS = "\ufdd0"
"""In the place of "<" in an attribute, which ElementTree would leave as it is: nobody can type this one."""
_ASIDE = frozenset({"optional", "beside", "ds-sr-only"})
"""Classes of what is no part of a label."""


@dataclass
class Control:
    """What a form holds under one name. ``values``: what it would send now; ``options``: the words of each choice."""

    label: str = ""
    is_hidden: bool = False
    values: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)

    def in_words(self, values: list[str]) -> str:
        """Values as a person says them."""
        return ", ".join(words for one in values if (words := self.options.get(one, one)))


class DrawnForm:
    """A form that is drawn. It can be filled once, and compared with what somebody typed."""

    def __init__(self, html: str) -> None:
        self.root = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
        assert self.root is not None
        self.controls: dict[str, Control] = {}
        for node, around in _controls(self.root):
            self._read(node, around)

    @property
    def html(self) -> str:
        """The form as it is now."""
        assert self.root is not None
        for node in self.root.iter():
            node.tag = node.tag.rpartition("}")[2]  # drawings keep no name space
            for name, value in node.items():
                node.set(name, value.replace("<", _LESS))
        drawn = "".join(ET.tostring(node, encoding="unicode", method="html") for node in self.root)
        return drawn.replace(_LESS, "&lt;")

    @property
    def holds(self) -> dict[str, list[str]]:
        """What it would have sent as it was drawn."""
        return {name: control.values for name, control in self.controls.items()}

    @property
    def marks(self) -> dict[str, list[str]]:
        """From which state of the thing it was drawn."""
        return {name: control.values for name, control in self.controls.items() if name in MARKS}

    def differing(self, typed: Typed, other: Typed) -> list[tuple[str, str]]:
        """(label, in words) of what is ``typed`` in each field that can be seen, where the ``other`` differs."""
        rows = []
        for name, control in self.controls.items():
            mine = control.in_words(typed.get(name, []))
            if not control.is_hidden and mine != control.in_words(other.get(name, [])):
                rows.append((control.label, mine))
        return rows

    def left_over(self, typed: Typed) -> list[str]:
        """Texts that were typed in fields that the form no longer has."""
        gone = [values for name, values in typed.items() if name not in self.controls and not _is_answer(name)]
        return [one for values in gone for one in values if one.strip()]

    def fill(self, typed: Typed) -> None:
        """Put what was typed into its controls; what is not among it was left empty."""
        assert self.root is not None
        parents = {child: parent for parent in self.root.iter() for child in parent}
        used: dict[str, int] = {}
        last: dict[str, Node] = {}
        for node, _ in _controls(self.root):
            name = node.get("name", "")
            values, kind = typed.get(name, []), node.get("type", "")
            if kind == "hidden" and name not in FROM_DRAFT:
                continue
            if kind in ("checkbox", "radio"):
                _mark(node, "checked", node.get("value", "on") in values)
                continue
            place = used.get(name, 0)
            used[name] = place + 1
            last[name] = node
            if node.get("multiple") is None:
                _put(node, values[place] if place < len(values) else "")
            else:
                _choose(node, values)
        for name, node in last.items():  # boxes one below the other, of which the page draws as many as are needed
            if node.tag == "select" and node.get("multiple") is None:
                for value in typed.get(name, [])[used[name] :]:
                    _add_box(node, value, parents[node])

    def _read(self, node: Node, around: list[Node]) -> None:
        name, kind = node.get("name", ""), node.get("type", "")
        control = self.controls.setdefault(name, Control(is_hidden=kind == "hidden"))
        control.label = control.label or self._label(node, around)
        if node.tag == "select":
            options = list(node.iter("option"))
            control.options |= {_value(one): _words(one) for one in options}
            chosen = [_value(one) for one in options if one.get("selected") is not None]
            many = node.get("multiple") is not None
            control.values += chosen or ([] if many else [_value(one) for one in options[:1]])
        elif kind in ("checkbox", "radio"):
            value = node.get("value", "on")
            control.options[value] = next((_words(one) for one in reversed(around) if one.tag == "label"), value)
            if node.get("checked") is not None:
                control.values.append(value)
        else:
            control.values.append(node.text or "" if node.tag == "textarea" else node.get("value", ""))

    def _label(self, node: Node, around: list[Node]) -> str:
        """The words of its label; of the group, where it is one of many."""
        assert self.root is not None
        if node.get("type") not in ("checkbox", "radio") and (own := node.get("id")):
            found = self.root.find(f".//label[@for='{own}']")
            if found is not None:
                return _words(found)
        groups = [one for one in around if one.tag == "fieldset" and one.find("legend") is not None]
        labels = [one for one in around if one.tag in ("label", "legend")]
        named = groups[-1].find("legend") if groups else labels[-1] if labels else None
        return _words(named) if named is not None else node.get("aria-label", "")


def _controls(root: Node) -> Iterator[tuple[Node, list[Node]]]:
    """Each control that is typed in, with what stands around it, the innermost last."""

    def walk(node: Node, around: list[Node]) -> Iterator[tuple[Node, list[Node]]]:
        for child in node:
            if child.tag in ("input", "select", "textarea") and child.get("name"):
                if child.get("type", "") not in _NOT_TYPED:
                    yield child, around
            else:
                yield from walk(child, [*around, child])

    yield from walk(root, [])


def _is_answer(name: str) -> bool:
    """Whether it answers a question of the guard, which asks again, or is no text of a person's."""
    return name == "strange" or name.endswith("_guard") or name in MARKS | FROM_DRAFT


def _value(option: Node) -> str:
    return option.get("value", _words(option))


def _words(node: Node) -> str:
    """The words in an element, without hints and what stands beside in the other language."""

    def texts(one: Node) -> Iterator[str]:
        yield one.text or ""
        for child in one:
            if child.tag not in ("small", "select", "textarea") and not set(child.get("class", "").split()) & _ASIDE:
                yield from texts(child)
            yield child.tail or ""

    return " ".join("".join(texts(node)).split())


def _mark(node: Node, attribute: str, on: bool) -> None:
    if on:
        node.set(attribute, "")
    else:
        node.attrib.pop(attribute, None)


def _choose(select: Node, values: list[str]) -> None:
    for option in select.iter("option"):
        _mark(option, "selected", _value(option) in values)


def _put(node: Node, value: str) -> None:
    if node.tag == "select":
        _choose(node, [value])
    elif node.tag == "textarea":
        node.text = f"\n{value}"  # the first line break after the tag is no part of the text
    else:
        node.set("value", value)


def _add_box(select: Node, value: str, parent: Node) -> None:
    box = ET.fromstring(ET.tostring(select))  # noqa: S314 - of our own making
    _choose(box, [value])
    parent.append(box)
