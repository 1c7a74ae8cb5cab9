"""Copy what the pages use from node_modules to static/vendor, so that the program serves every file itself."""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES, VENDOR = ROOT / "node_modules", ROOT / "static" / "vendor"

_FONT = "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{}-{}-normal.woff2"
# Where it goes -> where it comes from.
FILES = {
    "designsystemet/index.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet/theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    "designsystemet/web.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}
FONTS = [_FONT.format(subset, weight) for subset in ("latin", "latin-ext") for weight in (400, 600)]
LICENCES = {
    "designsystemet/LICENSE": "@digdir/designsystemet-css/LICENSE",
    "fonts/LICENSE": "@fontsource/atkinson-hyperlegible-next/LICENSE",
    "htmx/LICENSE": "htmx.org/LICENSE",
}
# The source map itself is not served, and static files with a manifest must not point at missing files.
SOURCE_MAP = re.compile(rb"^\s*(//|/\*)# sourceMappingURL=.*$", re.MULTILINE)


def main() -> None:
    """Copy; exits with a sentence if a package is missing or has moved its files."""
    wanted = {**FILES, **{f"fonts/{Path(font).name}": font for font in FONTS}}
    missing = [source for source in wanted.values() if not (MODULES / source).exists()]
    if missing:
        sys.exit("These front-end files are not there (run npm ci): " + ", ".join(missing))
    for target, source in wanted.items():
        _copy(MODULES / source, VENDOR / target)
    for target, source in LICENCES.items():
        if (MODULES / source).exists():
            _copy(MODULES / source, VENDOR / target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in (".js", ".css"):
        new = SOURCE_MAP.sub(b"", source.read_bytes())
        if not target.exists() or target.read_bytes() != new:  # an unchanged file keeps its time stamp
            target.write_bytes(new)
    else:
        shutil.copy2(source, target)


if __name__ == "__main__":
    main()
