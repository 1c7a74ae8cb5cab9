"""How somebody is told: in the program always, by e-mail at once, once a day, and not at night, as they choose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from accounts.clock import STOCKHOLM
from accounts.queries import queries
from accounts.viewer import Viewer
from reminders.models import MailWay, Ways


@dataclass(frozen=True)
class Chosen:
    """What somebody has chosen. The defaults hold for whoever has chosen nothing."""

    mail: str = MailWay.ALL.value
    digest: bool = False
    digest_at: int = 7
    quiet_from: int = 21
    quiet_to: int = 6
    days_before: tuple[int, ...] = ()

    def mails(self, *, urgent: bool) -> bool:
        """Whether a notice is also an e-mail."""
        return self.mail == MailWay.ALL or (urgent and self.mail == MailWay.URGENT)

    def first_moment(self, at: datetime, *, urgent: bool) -> datetime:
        """When an e-mail that is ready at ``at`` may be sent: at once, or when the quiet hours are over."""
        here = at.astimezone(STOCKHOLM)
        if urgent or not self._is_quiet(here.hour):
            return at
        on = here.date() if here.hour < self.quiet_to else here.date() + timedelta(days=1)
        # Said in UTC: two moments in Stockholm would be compared by what their clocks show, which an autumn night shows
        # twice.
        ends = datetime.combine(on, time(self.quiet_to), STOCKHOLM).astimezone(UTC)
        # In the night that skips an hour, the hour in which they were to end may be the one that is skipped.
        return self.first_moment(ends, urgent=False)

    def digest_moment(self, at: datetime) -> datetime:
        """When the digest of the day of ``at`` is made."""
        return datetime.combine(at.astimezone(STOCKHOLM).date(), time(self.digest_at), STOCKHOLM).astimezone(UTC)

    def newest_digest(self, at: datetime) -> datetime:
        """When the digest was made, or was to be, that is the newest at ``at``: today's, or yesterday's until then."""
        today = self.digest_moment(at)
        return today if today <= at else self.digest_moment(at - timedelta(days=1))

    def _is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


DAYS = (30, 14, 7, 5, 3, 2, 1)
"""So many days before can be chosen."""
NOTHING_CHOSEN = Chosen()


def ways_of(users: Collection[UUID]) -> dict[UUID, Chosen]:
    """What those of them who have chosen have chosen: one query, none for nobody."""
    return {row.pk: chosen_in(row) for row in Ways.objects.filter(pk__in=users)} if users else {}


def chosen_in(row: Ways) -> Chosen:
    """What stands in a row."""
    return Chosen(row.mail, row.digest, row.digest_at, row.quiet_from, row.quiet_to, tuple(row.days_before))


@queries(1)
def own_ways(viewer: Viewer) -> Chosen:
    """How the viewer is told."""
    return ways_of([viewer.id]).get(viewer.id, NOTHING_CHOSEN)


def chosen_days() -> dict[int, frozenset[UUID]]:
    """Who wants to be told so many days before what falls due, besides: one query."""
    found: dict[int, set[UUID]] = {}
    for user, days in Ways.objects.exclude(days_before=[]).values_list("pk", "days_before"):
        for n in days:
            found.setdefault(n, set()).add(user)
    return {n: frozenset(users) for n, users in found.items()}
