"""That something to do about a person was put off to a later day, by whom and why."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.person import Person


class WhyLater(models.TextChoices):
    """Why something is put off. Codes only: what there is to say about the person stands in the journal."""

    NOT_READY = "NOT_READY", _("The person cannot manage it now")
    NO_CONTACT = "NO_CONTACT", _("No safe contact now")
    AWAITED = "AWAITED", _("Waiting for an answer")
    OTHER_FIRST = "OTHER_FIRST", _("Something else is more urgent")
    OTHER = "OTHER", _("Something else")


class PutOff(models.Model):
    """Until ``until`` (from that day on it is to do again) ``what`` is not in the list. The newest of each counts,
    as long as the actor is responsible."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("accounts.Actor", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    until = models.DateField()
    why = models.CharField(max_length=12, choices=WhyLater)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="put_off_newest")]

    def __str__(self) -> str:
        return self.what
