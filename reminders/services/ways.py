"""Choosing how one is told, and the e-mail once a day that says how many notices wait."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.errors import Invalid
from accounts.viewer import Viewer
from reminders.models import Letter, Mail, MailWay, Notice, Told, Ways
from reminders.services.sweep import told_until
from reminders.services.telling import NAMESPACE, named
from reminders.ways import DAYS, Chosen, chosen_in

DIGESTS = "digests"
"""Under this name stands up to when digests were made."""
FIRST = timedelta(hours=1)
"""So far back the first round of all looks, and one for which the clock has gone back."""
HOURS = ("digest_at", "quiet_from", "quiet_to")


def choose_ways(chosen: Chosen, *, by: Viewer) -> None:
    """Be told so from now on. What waits already is sent as it was to be. Raises Invalid for an hour or a day that is
    none."""
    wrong = [name for name in HOURS if not 0 <= getattr(chosen, name) <= 23]
    wrong += ["days_before"] * (not {*chosen.days_before} <= {*DAYS})
    wrong += ["mail"] * (chosen.mail not in MailWay.values)
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("Choose an answer.")))
    days = sorted({*chosen.days_before}, reverse=True)
    Ways.objects.update_or_create(pk=by.id, defaults=asdict(chosen) | {"days_before": days})


def make_digests(*, at: datetime) -> int:
    """Put a digest in the queue for everybody whose hour has come since last time and who has something unread; how
    many. By the system. One for each (user, day), however often it is tried; after a longer stop, the newest alone."""
    told = Told.objects.filter(pk=DIGESTS).first()
    since = told.until if told and told.until <= at else at - FIRST
    rows = Ways.objects.filter(digest=True, user__is_active=True)
    due = {row.pk: moment for row in rows if since < (moment := chosen_in(row).newest_digest(at)) <= at}
    unread = Notice.objects.filter(user_id__in=due, read_at=None, made_at__lte=at).order_by() if due else None
    counts = unread.values_list("user_id").annotate(n=Count("pk")) if unread is not None else ()
    mails = [_digest(user, n, on=day(due[user]), at=at) for user, n in counts]
    Mail.objects.bulk_create(sorted(mails, key=lambda row: row.notice_id), ignore_conflicts=True)
    told_until([DIGESTS], until=at)
    return len(mails)


def _digest(user: UUID, n: int, *, on: date, at: datetime) -> Mail:
    about = uuid5(NAMESPACE, f"digest|{on}|{user}")
    return named(
        Mail(notice_id=about, letter=Letter.DIGEST, user_id=user, how_many=n, made_at=at, ready_at=at, try_at=at)
    )
