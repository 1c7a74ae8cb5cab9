"""Fill the demo's database: schema, reference data, and demo data where there is none; collect static files."""

import hashlib
import io
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

PEOPLE = "people.txt"
KINDS = ("migrations/*.py", "*.sql", "policies.py", "reference/**/*", "load_reference.py", "reference.py")


class Command(BaseCommand):
    """Run by the demo before its web server starts; each step is skipped where nothing has changed."""

    help = "Set up the demo's database and static files (the demo runs this by itself)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to run outside the demo."""
        if settings.NSP_MODE != "demo":
            raise CommandError("prepare_demo belongs to the demo; see docs/operations.md for production.")
        self.began = float(os.environ.get("NSP_BEGAN") or time.monotonic())
        home = Path(settings.STATIC_ROOT).parent / "demo"
        code = _digest_of([path for kind in KINDS for path in settings.BASE_DIR.glob(f"[!.]*/**/{kind}")])
        if not _same(home / "schema.stamp", code):
            self._step("laying tables, policies and reference data", "migrate", database="owner", verbosity=0)
            self._step("", "load_reference")
            (home / "schema.stamp").write_text(code)
        self._seed(home / "seeding.stamp", home / "seeded.stamp")
        files = _digest_of([path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file()])
        if not _same(home / "static.stamp", files):
            self._step("collecting static files", "collectstatic", interactive=False, verbosity=0, clear=True)
            (home / "static.stamp").write_text(files)
        told = self._step("", "demo_people", stdout=io.StringIO())
        (home / PEOPLE).write_text(told)

    def _seed(self, begun: Path, done: Path) -> None:
        """The demo's people and cases; what an interrupted start left half made is emptied first."""
        if begun.exists() and not done.exists():
            self._step("emptying what an interrupted start left", "flush", database="owner", interactive=False)
            self._step("", "load_reference")
        begun.touch()
        made_by = _digest_of(list((settings.BASE_DIR / "nsp" / "seed").glob("*.py")))
        if done.exists() and not _same(done, made_by):
            folder = os.path.relpath(done.parent)
            self.stdout.write(f"The demo's people are an earlier version's. For today's: rm -r {folder}")
            return
        self._step("" if done.exists() else "making the demo's people and cases (a minute or two)", "seed_demo")
        done.write_text(made_by)

    def _step(self, saying: str, command: str, **options: Any) -> str:
        """Run one command if the project has it; what it wrote, where that was caught."""
        if command not in get_commands():
            return ""
        if saying:
            self.stdout.write(f"{time.monotonic() - self.began:6.1f} s  {saying}")
            self.stdout.flush()
        call_command(command, **options)
        caught = options.get("stdout")
        return caught.getvalue() if caught else ""


def _same(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def _digest_of(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and path.suffix != ".pyc":
            found.update(os.fsencode(path) + b"\0" + path.read_bytes())
    return found.hexdigest()
