"""Texts in two languages: English in the source, Swedish in ``locale/sv``, without GNU gettext.

::

    python tools/messages.py add < texts.tsv    merge texts into the catalogue
    python tools/messages.py sync               print what lacks Swedish, as lines to fill in for ``add``
    python tools/messages.py sync --prune       and drop what the source no longer says
    python tools/messages.py check              exit 1 when a source string lacks a Swedish text
    python tools/messages.py compile            write the .mo beside the .po

A line for ``add`` is ``English<TAB>Swedish`` and optionally ``<TAB>context``. A line break inside a text is written
``\\n``; singular and plural stand in one column with `` || `` between them. Several people may run ``add`` at once:
each run holds a lock, reads the catalogue as it is and keeps everything in it that it was not given.

The catalogue holds no line numbers and is sorted, so two branches that add texts rarely collide.
"""

from __future__ import annotations

import ast
import fcntl
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"
#: Folders whose texts nobody reads as a user.
SKIPPED = {".venv", ".git", ".data", "node_modules", "migrations", "tests", "tools", "bench", "static", "__pycache__"}
PLURAL = " || "
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")

_LITERAL = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
#: What `templatize` leaves of a template: calls with literal arguments between rows of X.
_TEMPLATE_CALL = re.compile(
    rf"(?<![\w.])(?P<name>n?p?gettext|pgettext|npgettext|_)\(\s*u?(?P<args>{_LITERAL}(?:\s*,\s*u?{_LITERAL})*)",
    re.DOTALL,
)
#: Function name (without ``_lazy``/``_noop``) -> where context, singular and plural stand among its arguments.
_SHAPES: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}


@dataclass(frozen=True, order=True)
class Text:
    """One thing that the source says: what identifies it in the catalogue."""

    msgid: str
    plural: str = ""
    context: str = ""


def python_texts(source: str) -> Iterator[Text]:
    """Every translatable literal of a Python module. Raises SyntaxError where the module is not Python."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        shape = _SHAPES.get(name.removesuffix("_lazy").removesuffix("_noop"))
        literals = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
        text = _shaped(literals, shape) if shape else None
        if text is not None:
            yield text


def template_texts(source: str, origin: str = "") -> Iterator[Text]:
    """Every translatable text of a Django template: ``translate``, ``blocktranslate`` (also plural) and ``_()``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rest = templatize(source, origin=origin)
    for call in _TEMPLATE_CALL.finditer(rest):
        literals = [str(ast.literal_eval(part)) for part in re.findall(_LITERAL, call["args"], re.DOTALL)]
        text = _shaped(list(literals), _SHAPES[call["name"]])
        if text is not None:
            yield text


def _shaped(literals: list[str | None], shape: tuple[int | None, int, int | None]) -> Text | None:
    """A Text out of a call's literal arguments, or None where one that matters is not a literal."""

    def at(place: int | None) -> str | None:
        if place is None:
            return ""
        return literals[place] if place < len(literals) else None

    context, msgid, plural = (at(place) for place in shape)
    if not msgid or plural is None or context is None:
        return None
    return Text(msgid=msgid, plural=plural, context=context)


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """The Python modules and templates whose texts users read."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in SKIPPED and not name.startswith("."))
        for name in sorted(names):
            if name.endswith((".py", ".html", ".txt")) and not name.startswith("requirements"):
                path = Path(folder, name)
                if name.endswith(".py") or "templates" in path.parts:
                    yield path


def source_texts(root: Path = ROOT) -> dict[Text, str]:
    """Everything that the source says, and the first file that says it. Raises SystemExit where a file does not parse."""
    found: dict[Text, str] = {}
    unread: list[str] = []
    for path in source_files(root):
        where = str(path.relative_to(root))
        content = path.read_text(encoding="utf-8")
        try:
            texts = list(python_texts(content) if path.suffix == ".py" else template_texts(content, where))
        except SyntaxError as error:
            unread.append(f"{where}: {error}")
            continue
        for text in texts:
            found.setdefault(text, where)
    if unread:  # what it says would be taken for gone
        raise SystemExit("\n".join(unread))
    return found


@contextmanager
def catalogue(path: Path = CATALOGUE, *, write: bool = False) -> Iterator[polib.POFile]:
    """The Swedish catalogue; with `write` under a lock, saved sorted at the end, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The lock is held on the folder, since the file itself is replaced.
    lock = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if write else fcntl.LOCK_SH)
        po = polib.pofile(str(path)) if path.exists() else polib.POFile()
        po.wrapwidth = 10_000  # one text, one line: merges stay readable
        yield po
        if write:
            po.metadata = {
                "Language": "sv",
                "MIME-Version": "1.0",
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
                "Plural-Forms": "nplurals=2; plural=(n != 1);",
            }
            po.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
            fresh = path.with_suffix(f".{os.getpid()}.new")
            po.save(str(fresh))
            fresh.replace(path)
    finally:
        os.close(lock)  # and with it the lock


def text_of(entry: polib.POEntry) -> Text:
    """The identity of a catalogue entry."""
    return Text(msgid=entry.msgid, plural=entry.msgid_plural or "", context=entry.msgctxt or "")


def is_translated(entry: polib.POEntry) -> bool:
    """Whether every form that the entry needs has a Swedish text."""
    if entry.msgid_plural:
        return all(entry.msgstr_plural.get(form) for form in (0, 1))
    return bool(entry.msgstr)


def parse_line(line: str) -> tuple[Text, list[str]]:
    """A line for ``add`` as its text and its Swedish forms. Raises ValueError with what is wrong with it."""
    columns = [column.strip().replace("\\n", "\n") for column in line.rstrip("\n").split("\t")]
    if len(columns) not in (2, 3) or not columns[0] or not columns[1]:
        raise ValueError("need English<TAB>Swedish, and optionally <TAB>context")
    english, swedish = columns[0].split(PLURAL), columns[1].split(PLURAL)
    if len(english) != len(swedish) or len(english) > 2:
        raise ValueError("need as many Swedish forms as English ones, at most two")
    context = columns[2] if len(columns) == 3 else ""
    return Text(english[0], english[1] if len(english) == 2 else "", context), swedish


def add(lines: list[str], path: Path = CATALOGUE) -> int:
    """Merge lines; a text given again is replaced. Returns how many; raises SystemExit, naming every bad line."""
    given: list[tuple[Text, list[str]]] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            given.append(parse_line(line))
        except ValueError as error:
            wrong.append(f"line {number}: {error}: {line.strip()!r}")
    if wrong:
        raise SystemExit("\n".join(wrong))
    with catalogue(path, write=True) as po:
        # A message is one per msgid and context, with or without a plural: gettext cannot hold both.
        known = {(entry.msgid, entry.msgctxt or ""): entry for entry in po}
        for text, forms in given:
            entry = known.get((text.msgid, text.context))
            if entry is None:
                entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context or None)
                po.append(entry)
                known[text.msgid, text.context] = entry
            _set_forms(entry, text, forms)
    return len(given)


def _set_forms(entry: polib.POEntry, text: Text, forms: list[str]) -> None:
    """Give an entry its Swedish. A plural, once there, stays when the singular alone is given again."""
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: forms[0], 1: forms[1]}
        entry.msgstr = ""
    elif entry.msgid_plural:
        entry.msgstr_plural[0] = forms[0]
    else:
        entry.msgstr = forms[0]
    entry.flags = ["python-format"] if "%(" in text.msgid + text.plural else []


def missing(root: Path = ROOT, path: Path = CATALOGUE) -> dict[Text, str]:
    """What the source says and the catalogue has no Swedish for, with the file that says it."""
    with catalogue(path) as po:
        done = {(entry.msgid, entry.msgctxt or ""): entry for entry in po if is_translated(entry)}
    lacking: dict[Text, str] = {}
    for text, where in source_texts(root).items():
        entry = done.get((text.msgid, text.context))
        if entry is None or (text.plural and not entry.msgid_plural):
            lacking[text] = where
    return lacking


def wrong_placeholders(path: Path = CATALOGUE) -> list[str]:
    """Texts whose Swedish names another value than the English: it would fail, or show nothing, when rendered."""
    complaints = []
    with catalogue(path) as po:
        for entry in po:
            english = names_in(entry.msgid) | names_in(entry.msgid_plural or "")
            for swedish in [entry.msgstr, *entry.msgstr_plural.values()]:
                # A form may leave a value out ("en dag"), but may not invent one.
                if swedish and not names_in(swedish) <= english:
                    complaints.append(f"{entry.msgid!r}: {sorted(names_in(swedish) - english)} only in Swedish")
                elif swedish and not entry.msgid_plural and names_in(swedish) != english:
                    complaints.append(f"{entry.msgid!r}: {sorted(english - names_in(swedish))} lost in Swedish")
    return complaints


def names_in(text: str) -> set[str]:
    """The names of the values that a text is filled with."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def as_line(text: Text) -> str:
    """A text as a line for ``add``, its Swedish left to write."""
    english = text.msgid + (PLURAL + text.plural if text.plural else "")
    line = english.replace("\n", "\\n") + "\t"
    return line + ("\t" + text.context if text.context else "")


def prune(path: Path = CATALOGUE, root: Path = ROOT) -> int:
    """Drop what the source no longer says; returns how many."""
    said = {(text.msgid, text.context) for text in source_texts(root)}
    with catalogue(path, write=True) as po:
        gone = [entry for entry in po if (entry.msgid, entry.msgctxt or "") not in said]
        for entry in gone:
            po.remove(entry)
    return len(gone)


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Write the .mo that Django reads. Returns its path."""
    target = path.with_suffix(".mo")
    with catalogue(path) as po:
        fresh = target.with_suffix(f".{os.getpid()}.new")
        po.save_as_mofile(str(fresh))
        fresh.replace(target)
    return target


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status."""
    match arguments:
        case ["add"]:
            print(f"{add(sys.stdin.readlines())} texts merged")
        case ["sync"] | ["sync", "--prune"]:
            if "--prune" in arguments:
                print(f"{prune()} texts dropped", file=sys.stderr)
            for text, where in sorted(missing().items(), key=lambda item: (item[1], item[0])):
                print(f"# {where}\n{as_line(text)}")
        case ["check"]:
            complaints = [f"{where}: no Swedish for {text.msgid!r}" for text, where in sorted(missing().items())]
            complaints += wrong_placeholders()
            print("\n".join(complaints) or "every text has its Swedish")
            return 1 if complaints else 0
        case ["compile"]:
            print(compile_catalogue().relative_to(ROOT))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
