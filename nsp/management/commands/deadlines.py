"""docs/deadlines.md, made anew from the declarations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nsp.deadlines_page import written


class Command(BaseCommand):
    """Reads no database."""

    help = "Write docs/deadlines.md from the declared deadlines."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is raised: what is declared is whole."""
        path = settings.BASE_DIR / "docs" / "deadlines.md"
        path.write_text(written())
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} is written")
