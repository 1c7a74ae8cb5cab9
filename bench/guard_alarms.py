"""How often the guard of free text asks without reason, and what it finds: python bench/guard_alarms.py [-v]

Looks through the demo's texts, `guard/ordinary.txt` (a caseworker's ordinary sentences) and the program's own Swedish
texts (nothing there points anybody out: each finding is a false alarm) and `guard/pointing.tsv` (sentences that do,
with the kind). Everything is invented.
"""

import ast
import os
import sys
from collections import Counter
from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Print the rates; with -v each finding."""
    os.environ.setdefault("NSP_MODE", "test")
    from cases.guard import What, find

    told = "-v" in sys.argv
    own = ("the program's own Swedish texts", program_texts())
    for name, texts in (("the demo's texts", demo_texts()), ("ordinary sentences", lines("ordinary.txt")), own):
        alarms: Counter[str] = Counter()
        for text in texts:
            kinds = {f.kind for f in find(text)}
            alarms.update(str(kind) for kind in kinds)
            alarms["any"] += bool(kinds)
            if told and kinds:
                print(f"    {sorted(kinds)}: {[f.quote for f in find(text)]} in {text[:90]}")
        print(f"{name}: {len(texts)}, with a false alarm {alarms.pop('any')} ({_rate(alarms, texts)})")
    asked, hits = Counter[str](), Counter[str]()
    for line in lines("pointing.tsv"):
        kind, _tab, text = line.partition("\t")
        asked[kind] += 1
        found = kind in {str(f.kind) for f in find(text)}
        hits[kind] += found
        if told and not found:
            print(f"    not found, {kind}: {text}")
    every, all_hits = sum(asked.values()), sum(hits.values())
    print(f"sentences that point somebody out: {every}, found {all_hits} ({100 * all_hits / every:.0f} %)")
    print("    " + ", ".join(f"{kind} {hits[kind]} of {asked[kind]}" for kind in map(str, What) if asked[kind]))
    return 0


def _rate(alarms: Counter[str], texts: list[str]) -> str:
    each = ", ".join(f"{kind} {count}" for kind, count in alarms.most_common())
    return each or f"0 of {len(texts)}"


def lines(name: str) -> list[str]:
    """The lines of a file beside this one."""
    return [line for line in (HERE / "guard" / name).read_text().splitlines() if line]


def demo_texts() -> list[str]:
    """Every text about somebody that the demo's seed writes: its literals of three words or more, no docstrings."""
    found = []
    for path in sorted((ROOT / "nsp" / "seed").glob("*.py")):
        if path.stem == "people":  # who can be tried, for the demo's front page: no text about anybody
            continue
        tree = ast.parse(path.read_text())
        told = {id(value) for node in ast.walk(tree) if (value := _docstring(node)) is not None}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                found.append(node.value)
    return [text for text in found if len(text.split()) >= 3]


def program_texts() -> list[str]:
    """Every Swedish text of three words or more that the program's pages show: written by others for other ends."""
    entries = polib.pofile(str(ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    return [text for text in texts if len(text.split()) >= 3]


def _docstring(node: ast.AST) -> ast.expr | None:
    if not isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) or ast.get_docstring(node) is None:
        return None
    first = node.body[0]
    return first.value if isinstance(first, ast.Expr) else None


if __name__ == "__main__":
    sys.exit(main())
