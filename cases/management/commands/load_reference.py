"""Reference data from the files that ship with the code: the programme of 2017 with its list, rights,
categories of the service log, indicators.

Only adds.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.clock import STOCKHOLM
from cases.models import CatalogueItem, Indicator, InformationSheet, InterventionRule, Programme, Right, ServiceCategory

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
OWNER = "owner"
SHEETS = ("swe", "eng")
"""Languages that sheets of information ship in; coordinators write the others."""


class Command(BaseCommand):
    """Run by the owner's login, at set-up and after a test database is flushed."""

    help = (
        "Load the programme of 2017 and its list, rights, categories of the service log, indicators. Can be repeated."
    )

    @transaction.atomic(using=OWNER)
    def handle(self, *args: Any, **options: Any) -> None:
        """Write every reference row that is missing; what is there stays, since a coordinator may have changed it."""
        for row in _read("rights"):
            Right.objects.using(OWNER).get_or_create(code=row["code"], defaults=row)
        for order, row in enumerate(_read("service_categories"), 1):
            said = row | {"order": order}
            ServiceCategory.objects.using(OWNER).get_or_create(code=row["code"], defaults=said)
        programme = _programme(_read("programme_2017"))
        for order, row in enumerate(_read("catalogue_2017"), 1):
            said = row | {"programme": programme, "order": order, "is_example": True}
            CatalogueItem.objects.using(OWNER).get_or_create(ref=row["ref"], defaults=said)
        for row in _read("indicators"):
            Indicator.objects.using(OWNER).get_or_create(code=row["code"], defaults=row)
        for language in SHEETS:
            for row in _read(f"sheets/{language}"):
                said = {"code": row["code"], "language": language, "version": 1}
                InformationSheet.objects.using(OWNER).get_or_create(**said, defaults=row)


def _read(name: str) -> Any:
    return json.loads((REFERENCE / f"{name}.json").read_text())


def _programme(said: dict[str, Any]) -> Programme:
    rules = said.pop("rules")
    for name in ("valid_from", "valid_to"):
        said[name] = date.fromisoformat(said[name])
    programme, _ = Programme.objects.using(OWNER).get_or_create(code=said["code"], defaults=said)
    for rule in rules:
        InterventionRule.objects.using(OWNER).get_or_create(programme=programme, kind=rule["kind"], defaults=rule)
    if programme.in_force_at is None:
        programme.in_force_at = datetime.combine(programme.valid_from, time(), tzinfo=STOCKHOLM)
        programme.save(using=OWNER, update_fields=["in_force_at"])
    return programme
