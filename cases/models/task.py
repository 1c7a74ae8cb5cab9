"""Tasks: what somebody has taken on, or given to a colleague, about a person or about none, with a day or without."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.history import with_history_but
from cases.models.person import Person
from cases.states import TaskState


class TaskKind(models.TextChoices):
    """What is to be done, as far as it can stand in a list without opening anything."""

    CALL = "CALL", pgettext_lazy("task", "call")
    MEET = "MEET", pgettext_lazy("task", "meet")
    WRITE = "WRITE", pgettext_lazy("task", "write")
    BOOK = "BOOK", pgettext_lazy("task", "book")
    ASK = "ASK", pgettext_lazy("task", "ask somebody")
    FETCH = "FETCH", pgettext_lazy("task", "fetch or leave something")
    OTHER = "OTHER", pgettext_lazy("task", "something else")


@with_history_but("ring", "wrapped")
class Task(models.Model):
    """One task. ``actor``: within which actor it was given; empty: among the coordinators. ``doer``: who is to do it.

    Words about a person stand under the person's key. A task about nobody carries a key of its own (``ring``,
    ``wrapped``), since both who gave it and who has it read it. ``word``: what whoever did it said; ``why``: why
    whoever was given it did not take it on. ``moved_at``, ``moved_by``: the newest change of state, doer or day.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=TaskKind)
    text = SealedTextField(under="task")
    due = models.DateField(null=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    doer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in TaskState])
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    word = SealedTextField(under="task")
    why = SealedTextField(under="task")
    ring = models.CharField(max_length=24, blank=True)
    wrapped = models.BinaryField(default=b"")

    class Meta:
        ordering = ["due", "made_at", "id"]
        indexes = [
            models.Index(fields=["doer", "state"]),
            models.Index(fields=["by", "state"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["due"], name="task_due_open", condition=Q(state=TaskState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(person=None) & ~Q(ring="")) | (Q(person__isnull=False) & Q(ring="")),
                name="task_has_one_key",
            )
        ]

    def __str__(self) -> str:
        return self.ref
