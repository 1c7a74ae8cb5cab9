"""The journal of a person: what happened, day by day, signed, and locked a day after it was written (domain §4).

What somebody judges and what the person said stand in two fields, both sealed. ``cases/sql/journal.sql`` holds that a
locked note is never changed by anybody, and that only the writer changes one before.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acts import Role
from accounts.sealing import SealedJSONField, SealedTextField
from cases.models.history import with_history, with_history_but
from cases.models.person import Person
from cases.states import StrikingState


class Contact(models.TextChoices):
    """How there was contact on the day that a note is about."""

    MEETING = "MEETING", _("meeting")
    TELEPHONE = "TELEPHONE", _("telephone call")
    MESSAGE = "MESSAGE", _("message")
    AUTHORITY = "AUTHORITY", _("contact with an authority")
    OTHER = "OTHER", pgettext_lazy("kind of contact", "another contact")
    NONE = "NONE", pgettext_lazy("kind of contact", "no contact")


class StrikeReason(models.TextChoices):
    """Why a passage should never have been written."""

    POINTS_OUT = "POINTS_OUT", _("it points out the person, or a place")
    SUSPECT = "SUSPECT", _("it points out a suspect")
    WRONG_PERSON = "WRONG_PERSON", _("it is about somebody else")
    NOT_SO = "NOT_SO", _("it is wrong, and harms the person")
    OTHER = "OTHER", pgettext_lazy("reason for striking", "another reason")


@with_history
class JournalNote(models.Model):
    """One note. ``adds_to``: the note that it stands under. ``text``: what happened and what the writer makes of it;
    ``words``: the person's own. ``taken_at``: when its writer took it away; a minute later the texts are gone.

    ``role``: as what the writer wrote, for those who are not told the name.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    adds_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="additions")
    on = models.DateField()
    contact = models.CharField(max_length=9, choices=Contact)
    text = SealedTextField()
    words = SealedTextField()
    writer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[(one.value, one.value) for one in (Role.CASEWORKER, Role.MANAGER)])
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    after_closing = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-on", "-written_at"])]
        constraints = [models.CheckConstraint(condition=~Q(adds_to=models.F("id")), name="note_adds_to_another")]

    def __str__(self) -> str:
        return self.ref


class JournalDraft(models.Model):
    """What somebody has typed into a note and not saved, under the person's key: it is about somebody already.

    ``note``: the one that is changed or added to; empty for a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(JournalNote, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    data = SealedJSONField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-saved_at"])]

    def __str__(self) -> str:
        return str(self.pk)


@with_history_but("passage", "why")
class Striking(models.Model):
    """That a passage of a note should be struck: asked for by one, answered by another. As soon as it is answered,
    whatever the answer, neither the passage nor the words about it stand here any longer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    note = models.ForeignKey(JournalNote, on_delete=models.PROTECT, related_name="strikings")
    passage = SealedTextField()
    reason = models.CharField(max_length=12, choices=StrikeReason)
    why = SealedTextField()
    state = models.CharField(max_length=9, choices=[(s.value, s.value) for s in StrikingState])
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[(one.value, one.value) for one in (Role.CASEWORKER, Role.MANAGER)])
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note"], condition=Q(state=StrikingState.OPEN), name="one_open_striking_of_a_note"
            ),
            models.CheckConstraint(
                condition=Q(state=StrikingState.OPEN) | Q(passage__isnull=True, why__isnull=True),
                name="answered_striking_holds_no_words",
            ),
            models.CheckConstraint(
                condition=Q(state=StrikingState.WITHDRAWN)
                | Q(answered_by__isnull=True)
                | ~Q(answered_by=models.F("asked_by")),
                name="striking_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
