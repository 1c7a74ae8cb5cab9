"""What the file of a report is drawn from: our own style and fonts and the charts of this report, nothing else.

The drawing program asks here for every address that the document names. There is no network and no path to a file:
an address is ``asset:`` and a name on a list, or the report cannot be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import woff2
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = {
    f"font/{name}.woff2": f"vendor/fonts/atkinson-hyperlegible-next-{name}-normal.woff2"
    for name in ("latin-400", "latin-600", "latin-ext-400", "latin-ext-600")
}
STYLE = Path(__file__).parent / "pdf.css"


class UnknownAsset(FatalURLFetchingError):  # type: ignore[misc]
    """The document names something that is not bundled with it: the report is not made."""


class Bundle(URLFetcher):  # type: ignore[misc]
    """The assets of one file. ``charts``: name to SVG; ``style``: the style sheet, if not the report's."""

    def __init__(self, charts: Mapping[str, str], style: Path = STYLE) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
        self._charts, self._style = charts, style

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """An asset by its address. Raises UnknownAsset."""
        name = url.removeprefix("asset:")
        if name == url:
            raise UnknownAsset("an address that is not an asset")
        if name == "style":
            return URLFetcherResponse(url, self._style.read_bytes(), {"Content-Type": "text/css"})
        if name.startswith("chart/") and name[6:] in self._charts:
            svg = self._charts[name[6:]].encode()
            return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})
        found = finders.find(FONTS[name]) if name in FONTS else None
        if not found:
            raise UnknownAsset(name)
        return URLFetcherResponse(url, _unpacked(Path(str(found))), {"Content-Type": "font/ttf"})


@cache
def _unpacked(font: Path) -> bytes:
    """A font as the drawing program reads it, unpacked once: it would unpack all of them for every file."""
    found = BytesIO()
    woff2.decompress(BytesIO(font.read_bytes()), found)
    return found.getvalue()
