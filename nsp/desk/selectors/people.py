"""Who an event of the access log is about: the name, role and actor of an account, or a part of the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.log import NOBODY
from accounts.models import Appointment, User
from accounts.models.user import ROLE_LABELS
from accounts.queries import queries


@dataclass(frozen=True)
class Who:
    """``place``: role and actor in words, as they are now; empty where there is no account."""

    name: str
    place: str = ""

    def __str__(self) -> str:
        return self.name


@queries(2)
def who_are(ids: Iterable[UUID]) -> dict[UUID, Who]:
    """Each of the ids with its name. Those of no account are the program, or an address that nobody has."""
    wanted = set(ids)
    roles: dict[UUID, list[str]] = {}
    for row in Appointment.objects.filter(user_id__in=wanted).select_related("actor").order_by("role", "id"):
        words = str(dict(ROLE_LABELS).get(row.role, row.role))  # type: ignore[call-overload]
        roles.setdefault(row.user_id, []).append(f"{words}, {row.actor.name}" if row.actor else words)
    found = {
        pk: Who(name, "; ".join(roles.get(pk, [])) or _("no role now"))
        for pk, name in User.objects.filter(pk__in=wanted).values_list("pk", "name")
    }
    nobody = Who(_("Somebody with an unknown address"))
    return {pk: found.get(pk) or (nobody if pk == NOBODY.id else Who(_("The program"))) for pk in wanted}
