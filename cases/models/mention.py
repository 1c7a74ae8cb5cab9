"""That a colleague is named in a message or a note, to look at it. Everything is added and nothing is changed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from cases.models.journal import JournalNote
from cases.models.person import Person
from cases.models.talk import Message


class Mention(models.Model):
    """Who is named, by whom, in which of the two. ``actor``: for which actor it was written; empty: as a coordinator.

    Shown to the one who is named only as long as they see the person: row-level security answers by person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="mentions")
    note = models.ForeignKey(JournalNote, null=True, on_delete=models.PROTECT, related_name="mentions")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=True, note__isnull=False) | Q(message__isnull=False, note__isnull=True),
                name="mention_in_one",
            ),
            models.CheckConstraint(condition=~Q(user=models.F("by")), name="mention_of_another"),
            models.UniqueConstraint(fields=["message", "note", "user"], name="mentioned_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.ref


class MentionSeen(models.Model):
    """That the one who is named has seen it: by opening the text, or by saying so in the list of what to do."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mention = models.OneToOneField(Mention, on_delete=models.PROTECT, related_name="seen")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
