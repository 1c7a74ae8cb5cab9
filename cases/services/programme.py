"""Programmes: rules as data, copied from year to year (domain §3)."""

from __future__ import annotations

from datetime import date

from accounts.errors import Conflict, NotFound
from cases.models import InterventionRule, Programme

_COPIED = [f.name for f in InterventionRule._meta.fields if f.name not in ("id", "programme")]


def copy_programme(code: str, *, year: int, using: str = "default") -> Programme:
    """A copy of a programme for one calendar year, marked as an example until a coordinator has set its values.

    Raises NotFound where there is no programme ``code``, Conflict where the year has one already.
    """
    source = Programme.objects.using(using).filter(code=code).first()
    if source is None:
        raise NotFound
    first, last = date(year, 1, 1), date(year, 12, 31)
    if Programme.objects.using(using).filter(valid_from__lte=last, valid_to__gte=first).exists():
        raise Conflict("programme_exists", year=year)
    copy = Programme(
        code=f"NSP-{year}",
        name_sv=f"Nationella stödprogrammet {year}",
        name_en=f"National Support Programme {year}",
        valid_from=first,
        valid_to=last,
        funder=source.funder,
        is_example=True,
    )
    copy.save(using=using, force_insert=True)
    for rule in source.rules.using(using).all():
        fields = {name: getattr(rule, name) for name in _COPIED}
        InterventionRule(programme=copy, **fields).save(using=using, force_insert=True)
    return copy
