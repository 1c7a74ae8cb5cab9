"""The README's pictures, taken from a running demo (`make demo` in another window; PORT= where it is not 8000)."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
HOME = f"http://localhost:{os.environ.get('PORT') or '8000'}"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# name, who, where, the link to follow from there, width, height, dark
SHOTS = (
    ("todo", "alma", "/", "", 1280, 800, False),
    ("person", "bo", "/persons/?place=RUNNING", ".tasks a.task", 1280, 800, False),
    ("decide", "dag", "/decisions/", ".tasks a.task", 1280, 800, False),
    ("phone", "alma", "/", "", 375, 720, True),
)


def main() -> int:
    """Write each picture. 1 where the demo does not answer."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for shot in SHOTS:
            _take(browser, *shot)
        browser.close()
    return 0


def _take(browser: Browser, name: str, who: str, where: str, link: str, width: int, height: int, dark: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="sv-SE"
    )
    page = context.new_page()
    page.goto(f"{HOME}/demo/")
    page.click(f"button[value={who}]")
    page.click("main form button >> nth=0")  # the second step, whose code the demo fills in
    page.goto(f"{HOME}{where}")
    if link:
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
