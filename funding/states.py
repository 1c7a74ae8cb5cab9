"""Every state of a claim and of a payment, and the one table per state field that says how it moves. Pure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.moves import Moves


class ClaimState(models.TextChoices):
    """Where a claim is in its way: written by the actor, looked at by a coordinator."""

    DRAFT = "DRAFT", _("Draft")
    SENT = "SENT", _("Sent")
    ASKED = "ASKED", pgettext_lazy("claim", "Question asked")
    APPROVED = "APPROVED", pgettext_lazy("claim", "Approved")
    TAKEN_BACK = "TAKEN_BACK", _("Taken back")


class BatchState(models.TextChoices):
    """Where a payment batch is."""

    MADE = "MADE", _("Made")
    PAID = "PAID", _("Paid")


_C, _B = ClaimState, BatchState

# What is approved is never edited: where it was wrong, counter-entries take the bookings back and it is decided anew.
CLAIM_MOVES: Moves = {
    (_C.DRAFT, "save"): _C.DRAFT,
    (_C.ASKED, "save"): _C.ASKED,
    (_C.DRAFT, "send"): _C.SENT,
    (_C.ASKED, "send"): _C.SENT,
    (_C.SENT, "ask"): _C.ASKED,
    (_C.SENT, "approve"): _C.APPROVED,
    (_C.APPROVED, "reverse"): _C.SENT,
    (_C.DRAFT, "take_back"): _C.TAKEN_BACK,
}

BATCH_MOVES: Moves = {
    (_B.MADE, "leave_out"): _B.MADE,
    (_B.MADE, "pay"): _B.PAID,
}
