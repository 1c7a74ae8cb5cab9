"""The same human on record twice: the mark of an identity number, and the link between two persons (domain §2, §4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.history import with_history
from cases.models.person import Person


class IdentityMark(models.Model):
    """The keyed hash of an identity number that was typed once. Of several the newest holds; equal ones are allowed.

    Whoever may change the person adds one, and nobody but the system reads any: not the caseworker who typed the
    number, not a coordinator. It has no history, so that what is taken away is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mark"], name="identity_mark")]


class Sign(models.TextChoices):
    """Why two persons may be one human."""

    NUMBER = "NUMBER", _("the same identity number")
    FACTS = "FACTS", _("the same birth year, citizenship, language and form of exploitation")
    ASKED = "ASKED", _("a coordinator asks")


class SameState(models.TextChoices):
    """Where the errand about two persons is."""

    OPEN = "OPEN", _("to be looked at")
    LINKED = "LINKED", _("the same human")
    DISMISSED = "DISMISSED", _("not the same human")
    ENDED = "ENDED", _("the link is taken away")


MAY_FOLLOW: dict[SameState, tuple[SameState, ...]] = {
    SameState.OPEN: (SameState.LINKED, SameState.DISMISSED),
    SameState.LINKED: (SameState.ENDED,),
    SameState.DISMISSED: (SameState.LINKED,),
    SameState.ENDED: (SameState.LINKED,),
}
"""What can be decided of an errand in a state."""


class SameWhy(models.TextChoices):
    """What a coordinator goes by."""

    ASKED_ACTORS = "ASKED_ACTORS", _("the actors have been asked")
    TOLD = "TOLD", _("the person has told of it")
    FACTS = "FACTS", _("what is known")
    MISTAKE = "MISTAKE", _("it was decided by mistake")


@with_history
class SamePersonLink(models.Model):
    """Two persons who may be, are, or are not the same human: one row for each pair, ``person`` with the smaller key.

    While it is ``LINKED`` the two count once, and have one open case between them. Nothing is merged. Coordinators
    only: neither actor sees that there is a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=8, choices=Sign)
    state = models.CharField(max_length=10, choices=SameState, default=SameState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=14, choices=SameWhy, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(name="a_link_has_two_persons", condition=Q(person__lt=F("other"))),
            models.UniqueConstraint(fields=["person", "other"], name="one_errand_a_pair"),
            models.CheckConstraint(
                name="who_decided_on_a_link",
                condition=Q(state=SameState.OPEN, decided_at=None, decided_by=None, why="")
                | ~Q(state=SameState.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["other"]),
            models.Index(fields=["state"], name="same_person_state"),
        ]

    def __str__(self) -> str:
        return self.ref
