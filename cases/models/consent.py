"""What somebody has said yes to: what, to whom, told in which language, how, until when, and when they took it back."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.history import with_history
from cases.models.person import Person


class Consented(models.TextChoices):
    """What the person has said yes to (domain §2, §4). A concern report stands nowhere here: it asks for no consent."""

    SHARE = "SHARE", pgettext_lazy("consent", "share with another actor")
    TRANSFER = "TRANSFER", pgettext_lazy("consent", "move over to another actor")
    REGION = "REGION", pgettext_lazy("consent", "contact the regional coordinator")
    SOCIAL = "SOCIAL", pgettext_lazy("consent", "contact the social services")
    POLICE = "POLICE", pgettext_lazy("consent", "report to the police")
    REFLECTION = "REFLECTION", pgettext_lazy("consent", "apply for a reflection period")
    OTHER = "OTHER", pgettext_lazy("consent", "something else")


class Recipient(models.TextChoices):
    """To whom, where it is no actor of the programme: a role, never a name."""

    REGIONAL_COORDINATOR = "REGIONAL_COORDINATOR", _("the regional coordinator")
    SOCIAL_SERVICES = "SOCIAL_SERVICES", _("the social services")
    POLICE = "POLICE", _("the police")
    MIGRATION_AGENCY = "MIGRATION_AGENCY", _("the Migration Agency")
    OTHER = "OTHER", _("somebody else")


class HowSaid(models.TextChoices):
    """How the person said yes."""

    ORAL = "ORAL", pgettext_lazy("consent", "by word of mouth")
    INTERPRETER = "INTERPRETER", pgettext_lazy("consent", "with an interpreter")
    WRITTEN = "WRITTEN", pgettext_lazy("consent", "in writing")


TO_AN_ACTOR = (Consented.SHARE, Consented.TRANSFER)
"""What is said yes to about one actor, by name."""


@with_history
class ConsentGiven(models.Model):
    """One consent. Never changed: taken back by ``nsp_withdraw``, which ends what rests on it, and else given anew.

    ``to_actor`` for what goes to an actor, else ``to_role``. ``until``: the last day on which it holds; none: until it
    is taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=16, unique=True)
    what = models.CharField(max_length=10, choices=Consented)
    to_actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=20, choices=Recipient, blank=True)
    language = models.CharField(max_length=3)
    how = models.CharField(max_length=11, choices=HowSaid)
    on = models.DateField()
    until = models.DateField(null=True)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="consent_ends", condition=Q(until__isnull=False, withdrawn_at=None))
        ]
        ordering = ["-stated_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_actor=None) ^ Q(to_role=""), name="a_consent_is_to_an_actor_or_to_a_role"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("on")), name="a_consent_ends_after_it_was_given"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
