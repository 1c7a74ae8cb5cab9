"""Files for spreadsheets: no cell is taken for a formula, and the first lines say who took it out and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> str:
    """A cell's text, with an apostrophe before what a spreadsheet would run (``= + - @``, tab, line break), also after
    leading spaces."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def _cell(cell: object) -> str:
    """A sum as Swedish spreadsheets read it, minus sign and all: it is ours, and no formula."""
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, Decimal) else harmless(cell)


def csv_file(watermark: Iterable[str], heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as Swedish spreadsheets read it: semicolons, UTF-8 with its mark, the watermark's lines first.

    ``Decimal`` cells are sums: two places behind a comma."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    for line in watermark:
        writer.writerow([harmless(line)])
    writer.writerow([harmless(head) for head in heads])
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
