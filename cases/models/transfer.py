"""A person moves over to another certified actor: what is offered, what that one is told, what the sender keeps."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.consent import ConsentGiven
from cases.models.person import Person
from cases.states import TransferState


class Errand(models.TextChoices):
    """What the other actor is asked for: the kind of errand, and nothing of the person."""

    REST = "REST", pgettext_lazy("errand", "somebody who needs rest")
    SUPPORT = "SUPPORT", pgettext_lazy("errand", "somebody who needs support and protection")
    IDENTIFIED = "IDENTIFIED", pgettext_lazy("errand", "somebody who is identified, with no application yet")
    FURTHER = "FURTHER", pgettext_lazy("errand", "somebody who needs further help in an open case")


class WithoutConsent(models.TextChoices):
    """Why it is offered without the person's yes."""

    CHILD = "CHILD", _("a child, whose guardian or social services decide")
    DANGER = "DANGER", _("danger to life or health, and nobody could be asked")


class WhyNot(models.TextChoices):
    """Why an actor says no."""

    FULL = "FULL", pgettext_lazy("why not", "there is no place")
    NOT_OURS = "NOT_OURS", pgettext_lazy("why not", "we do not have what is needed")
    SAFETY = "SAFETY", pgettext_lazy("why not", "it would not be safe with us")
    ASK_FIRST = "ASK_FIRST", pgettext_lazy("why not", "we must talk first")


class TransferOffer(models.Model):
    """One offer. The asked actor sees the row without the person: who offers, the errand, the words, until when.

    It carries a key of its own, under which ``words`` are sealed, and the sender's dated ``extract``, which is made
    when the offer is accepted, taken out once and destroyed. No history: a key and a file that are gone are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    from_actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    to_actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    errand = models.CharField(max_length=10, choices=Errand)
    consent = models.ForeignKey(ConsentGiven, null=True, on_delete=models.PROTECT, related_name="+")
    without_consent = models.CharField(max_length=6, choices=WithoutConsent, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in TransferState])
    why = models.CharField(max_length=9, choices=WhyNot, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=24)
    wrapped = models.BinaryField()
    words = SealedTextField(under="offer")
    extract = SealedTextField(under="offer")
    extract_until = models.DateField(null=True)
    extract_taken_at = models.DateTimeField(null=True)
    extract_taken_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["to_actor", "state"]), models.Index(fields=["from_actor", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_open_offer", condition=Q(state=TransferState.OPEN)),
            models.CheckConstraint(
                condition=Q(consent=None) ^ Q(without_consent=""), name="an_offer_rests_on_a_yes_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
