"""docs/data-dictionary.md, made anew from the models."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nsp.dictionary import faults, written


class Command(BaseCommand):
    """Reads no database. Writes nothing where a column is not declared."""

    help = "Write docs/data-dictionary.md from the models."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with every column that is not declared."""
        if found := faults():
            raise CommandError("\n".join(found))
        path = settings.BASE_DIR / "docs" / "data-dictionary.md"
        path.write_text(written())
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} is written")
