"""Everything that a key of the ring wraps by itself, and which keys that is: what a rotation has to reach.

Persons', users', receipts' and offers' data keys, and those of tasks about nobody, stand behind the door. The secrets
of the sign-in codes belong to the program's own login, outside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Count

from accounts import sealing
from accounts.door import acting_as
from accounts.models import UserKey
from accounts.viewer import system
from cases.models import PersonKey, Receipt, Task, TransferOffer

REWRAP = system("rewrap")
WRAPPED: Mapping[str, type[models.Model]] = {
    "persons": PersonKey,
    "users": UserKey,
    "receipts": Receipt,
    "offers": TransferOffer,
    "tasks": Task,
}
CODES = "codes"


def in_use() -> dict[str, dict[str, int]]:
    """How many things each key of the ring wraps, by kind: ``{"persons": {"k2": 240}, "codes": {"k1": 3}}``."""
    with acting_as(REWRAP):
        found = {
            kind: {
                row["ring"]: row["n"]
                for row in rows_with_a_key(model).values("ring").annotate(n=Count("pk")).order_by()
            }
            for kind, model in WRAPPED.items()
        }
    return found | {CODES: dict(Counter(map(ring_of_code, codes())))}


def rows_with_a_key(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """The rows that carry a key: of tasks, those about nobody."""
    return model._default_manager.exclude(ring="")


def missing() -> list[str]:
    """The ids of keys that wrap something and are not in the ring: what they wrap cannot be opened."""
    used = {ring for counts in in_use().values() for ring in counts}
    return sorted(used - set(sealing.ring_ids()))


def unused() -> list[str]:
    """The ids of keys in the ring that wrap nothing: they can be destroyed, and with them what backups hold."""
    used = {ring for counts in in_use().values() for ring in counts}
    return [ring for ring in sealing.ring_ids()[1:] if ring not in used]


def codes() -> models.QuerySet[Authenticator]:
    """The second factors that have a secret of ours. Outside the door."""
    rows: models.QuerySet[Authenticator] = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")
    return rows


def ring_of_code(row: Authenticator) -> str:
    """The id of the key that seals the secret."""
    return str(row.data["secret"]).partition(":")[0]
