"""Those who left before further help: that somebody looked for them again, and what became of it (domain §2.1)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.history import with_history
from cases.models.identification import Identification
from cases.models.person import Person


class Found(models.TextChoices):
    """What somebody found who looked for a person that had left."""

    MET = "MET", _("met again")
    WELL = "WELL", _("reached, is well")
    DANGER = "DANGER", _("reached, is in danger")
    NOT_FOUND = "NOT_FOUND", pgettext_lazy("a person", "not found")
    UNKNOWN = "UNKNOWN", _("do not know")


@with_history
class LeftFollowUp(models.Model):
    """One time that somebody looked for a person who had left. ``identification``: the one that ended so."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    identification = models.ForeignKey(Identification, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    result = models.CharField(max_length=9, choices=Found)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.result
