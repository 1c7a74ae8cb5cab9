"""Reference data from the files that ship with the code: the programme of 2017, rights, indicators. Only adds."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.clock import STOCKHOLM
from cases.models import Indicator, InterventionRule, Programme, Right

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
OWNER = "owner"


class Command(BaseCommand):
    """Run by the owner's login, at set-up and after a test database is flushed."""

    help = "Load the programme of 2017, the rights and the indicators. Can be repeated."

    @transaction.atomic(using=OWNER)
    def handle(self, *args: Any, **options: Any) -> None:
        """Write every reference row that is missing; what is there stays, since a coordinator may have changed it."""
        _programme(_read("programme_2017"))
        for row in _read("rights"):
            Right.objects.using(OWNER).get_or_create(code=row["code"], defaults=row)
        for row in _read("indicators"):
            Indicator.objects.using(OWNER).get_or_create(code=row["code"], defaults=row)


def _read(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text())


def _programme(said: dict[str, Any]) -> None:
    rules = said.pop("rules")
    for name in ("valid_from", "valid_to"):
        said[name] = date.fromisoformat(said[name])
    programme, _ = Programme.objects.using(OWNER).get_or_create(code=said["code"], defaults=said)
    for rule in rules:
        InterventionRule.objects.using(OWNER).get_or_create(programme=programme, kind=rule["kind"], defaults=rule)
    if programme.in_force_at is None:
        programme.in_force_at = datetime.combine(programme.valid_from, time(), tzinfo=STOCKHOLM)
        programme.save(using=OWNER, update_fields=["in_force_at"])
