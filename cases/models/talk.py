"""What is said about a person between the responsible actor, those it shares with and the coordinators (domain §4).

Everything is added and nothing is changed or taken away, by no role of the program.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.acts import Role
from accounts.sealing import SealedJSONField, SealedTextField
from cases.models.person import Person


class Asks(models.TextChoices):
    """Whose answer a message asks for."""

    NOBODY = "", "nobody"
    HOME = "HOME", "the responsible actor"
    OFFICE = "OFFICE", "the coordinators"
    ACTOR = "ACTOR", "an actor that it is shared with"


class Message(models.Model):
    """One message. ``actor``: for which actor it was written; empty: as a coordinator. ``asks``: who should answer,
    the responsible actor as it is when it is read; ``asks_actor``: an actor that sees the person by a share."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=11, choices=[(one.value, one.value) for one in (Role.CASEWORKER, Role.MANAGER, Role.COORDINATOR)]
    )
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField()
    asks = models.CharField(max_length=6, choices=Asks, blank=True)
    asks_actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(asks=Asks.ACTOR, asks_actor__isnull=False)
                | (~Q(asks=Asks.ACTOR) & Q(asks_actor__isnull=True)),
                name="message_asks_one",
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=True, role=Role.COORDINATOR)
                | (Q(actor__isnull=False) & ~Q(role=Role.COORDINATOR)),
                name="message_for_an_actor_or_the_office",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class WhyOver(models.TextChoices):
    """Why a question closed by itself."""

    ITSELF_NOT = "", "it did not"
    SHARE_ENDED = "SHARE_ENDED", "the share with the actor that was asked has ended"


class QuestionOver(models.Model):
    """That nobody has to answer a question any longer: answered by a message, or said to be no question any more.

    ``why``: the program closed it by itself, and then nobody is ``by``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="over")
    answer = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=11, choices=WhyOver, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why="", by__isnull=False) | (~Q(why="") & Q(by__isnull=True, answer__isnull=True)),
                name="question_over_by_somebody_or_itself",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MessageRead(models.Model):
    """That somebody had the text of a message open for the first time. ``actor``: for which; empty: a coordinator."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="read_first_once")]

    def __str__(self) -> str:
        return str(self.pk)


class MessageDraft(models.Model):
    """What somebody has typed into the thread and not sent, under the person's key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    data = SealedJSONField()
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-saved_at"])]

    def __str__(self) -> str:
        return str(self.pk)
