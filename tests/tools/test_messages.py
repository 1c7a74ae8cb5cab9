"""The tool that keeps Swedish complete: what it finds in the source, and that two who add at once lose nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.house.reading import ROOT
from tools import messages
from tools.messages import Text


def test_it_finds_what_python_says() -> None:
    source = 'x = _("a" "b"); ngettext_lazy("%(n)s day", "%(n)s days", n); pgettext("verb", "Open"); gettext(name)'
    assert set(messages.python_texts(source)) == {
        Text("ab"),
        Text("%(n)s day", "%(n)s days"),
        Text("Open", context="verb"),
    }


def test_it_finds_what_templates_say() -> None:
    source = """{% translate "It's" %}{{ _("b")|default:_("c") }}{% translate "Open" context "verb" as x %}
    {% blocktranslate trimmed count n=days %}
      one day
    {% plural %}
      {{ n }} days "or so"
    {% endblocktranslate %}"""
    assert set(messages.template_texts(source)) == {
        Text("It's"),
        Text("b"),
        Text("c"),
        Text("Open", context="verb"),
        Text("one day", '%(n)s days "or so"'),
    }


def test_a_text_given_again_is_replaced_and_others_stay(tmp_path: Path) -> None:
    po = tmp_path / "sv" / "django.po"
    messages.add(["Save\tSpara\n", "%(n)s day || %(n)s days\t%(n)s dag || %(n)s dagar\n"], po)
    messages.add(["Save\tSpara nu\n", "Open\tÖppna\tverb\n"], po)
    found = {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(po))}
    assert found["Save", None].msgstr == "Spara nu"
    assert found["Open", "verb"].msgstr == "Öppna"
    assert found["%(n)s day", None].msgstr_plural == {0: "%(n)s dag", 1: "%(n)s dagar"}


def test_a_bad_line_changes_nothing(tmp_path: Path) -> None:
    po = tmp_path / "sv" / "django.po"
    with pytest.raises(SystemExit, match="line 2"):
        messages.add(["Save\tSpara\n", "no Swedish\n"], po)
    assert not po.exists()


def test_several_who_add_at_once_lose_nothing(tmp_path: Path) -> None:
    po = tmp_path / "sv" / "django.po"
    code = "import sys; from pathlib import Path; from tools import messages; n = sys.argv[2]\n"
    code += "for k in range(5): messages.add([f'text {n}-{k}\\tsvenska {n}-{k}'], Path(sys.argv[1]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(po), str(n)], cwd=ROOT) for n in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert len(polib.pofile(str(po))) == 20


def test_a_value_that_only_the_swedish_names_is_found(tmp_path: Path) -> None:
    po = tmp_path / "sv" / "django.po"
    messages.add(["%(n)s left\t%(m)s kvar\n"], po)
    assert len(messages.wrong_placeholders(po)) == 1


def test_a_module_that_cannot_be_read_drops_no_text(tmp_path: Path) -> None:
    """Half-way through a merge a module is no Python: then nothing is said to be gone."""
    (tmp_path / "whole.py").write_text('x = _("one")')
    (tmp_path / "broken.py").write_text('<<<<<<< HEAD\nx = _("two")')
    with pytest.raises(SystemExit, match="broken"):
        messages.source_texts(tmp_path)
