"""That a case is closed, opened again, and what the person thought of the help some time after (domain §2.6-7)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.case import Case
from cases.models.history import with_history
from cases.models.person import Person


class Outcome(models.TextChoices):
    """How a case ended (domain §2.6)."""

    INDEPENDENT = "INDEPENDENT", _("manages on their own in Sweden")
    SOCIETY = "SOCIETY", _("society has taken over")
    RETURN_PROGRAMME = "RETURN_PROGRAMME", _("returned with the return programme")
    RETURN_OWN = "RETURN_OWN", _("returned by own contacts")
    OTHER_CASE = "OTHER_CASE", _("goes on in another actor's case")
    LEFT = "LEFT", _("left")
    DECEASED = "DECEASED", _("has died")
    OTHER = "OTHER", pgettext_lazy("how a case ended", "something else")


class Asked(models.TextChoices):
    """What became of asking the person, three months after, what they think of the help."""

    ANSWERED = "ANSWERED", _("the person answered")
    NOT_WANTED = "NOT_WANTED", _("the person did not want to answer")
    NOT_SAFE = "NOT_SAFE", _("it was not safe to ask")
    UNREACHABLE = "UNREACHABLE", _("the person could not be reached")


class Helped(models.TextChoices):
    """The person's own view of the help."""

    YES = "YES", pgettext_lazy("did the help help", "yes")
    PARTLY = "PARTLY", pgettext_lazy("did the help help", "in part")
    NO = "NO", pgettext_lazy("did the help help", "no")
    UNKNOWN = "UNKNOWN", _("do not know")


@with_history
class Closing(models.Model):
    """One time that a case was closed. ``on``: the last day of the case. It holds until it is opened again."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=16, choices=Outcome)
    on = models.DateField()
    note = SealedTextField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reopen_reason = SealedTextField()

    class Meta:
        indexes = [models.Index(fields=["on"], name="closing_on")]
        ordering = ["-closed_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="closed_once_at_a_time", condition=Q(reopened_at=None))
        ]

    def __str__(self) -> str:
        return self.ref


@with_history
class ClosingFollowUp(models.Model):
    """What became of asking the person for their own view, some time after a closing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="follow_ups")
    on = models.DateField()
    asked = models.CharField(max_length=12, choices=Asked)
    helped = models.CharField(max_length=8, choices=Helped, default=Helped.UNKNOWN)
    view = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.asked
