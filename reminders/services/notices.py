"""What a recipient does with notices: opens one, or says that all are read."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from accounts.access import allowed
from accounts.acts import Act
from accounts.clock import dawn, day
from accounts.viewer import Viewer
from audit.record import Event
from cases.models import HandOver, TransferOffer
from cases.selectors.mention import sees_now
from cases.services.handover import OFFER_DAYS
from cases.states import HandOverState, TransferState
from reminders.models import Notice
from reminders.wordings import MENTIONED_IN_NOTE


def open_notice(ref: str, *, by: Viewer, at: datetime) -> Notice:
    """Mark a notice as read, the first time, and give it back. Raises NotFound where it is not the viewer's."""
    row = allowed(by, Act.READ_NOTICES, Notice.objects.select_for_update().filter(pk=UUID(ref)).first())
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
    return row


def read_all(*, by: Viewer, at: datetime) -> int:
    """Mark everything that the viewer has been told of until ``at`` as read; how many there were."""
    return Notice.objects.filter(user_id=by.id, read_at=None, made_at__lte=at).update(read_at=at)


def nobody_answers_any_longer(*, at: datetime) -> int:
    """What asked an actor to take somebody over, or on, asks no longer once the offer has run out: how many notices. By
    the system, after the rights were tidied."""
    unread = Notice.objects.filter(read_at=None)
    moves = TransferOffer.objects.filter(state=TransferState.EXPIRED).values("ref")
    last = dawn(day(at) - timedelta(days=OFFER_DAYS))
    hand_overs = HandOver.objects.filter(state=HandOverState.OFFERED, moved_at__lt=last).values("ref")
    done = unread.filter(kind=Event.TRANSFER_OFFERED, ref__in=moves).update(read_at=at)
    return done + unread.filter(kind=Event.HAND_OVER_OFFERED, ref__in=hand_overs).update(read_at=at)


def forget_lost_mentions(*, at: datetime) -> int:
    """Notices of mentions whose reader sees the person no longer ask for nothing: how many. However often somebody was
    named about a person, it is asked once whether they see them."""
    rows = Notice.objects.filter(kind__in=[Event.MENTIONED, MENTIONED_IN_NOTE], read_at=None, person_id__isnull=False)
    by_reader = defaultdict(list)
    for pk, user, person in rows.values_list("pk", "user_id", "person_id"):
        by_reader[user, person].append(pk)
    unseen = [pks for (user, person), pks in by_reader.items() if person and not sees_now(user, person, on=day(at))]
    lost = [pk for pks in unseen for pk in pks]
    return Notice.objects.filter(pk__in=lost).update(read_at=at) if lost else 0
