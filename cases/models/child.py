"""A child, or somebody of unclear age: the duty to report a concern, and who looks after the child (domain §4)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.family import Custody, Dependant
from cases.models.history import with_history
from cases.models.person import Person


class ConcernMade(models.TextChoices):
    """Whether a concern is reported to social services."""

    MADE = "MADE", _("yes, reported")
    NOT_MADE = "NOT_MADE", _("no, and this is why")
    NOT_YET = "NOT_YET", _("not yet")


class ConcernBy(models.TextChoices):
    """Who reported, as a role."""

    ACTOR = "ACTOR", pgettext_lazy("who reported", "we did")
    POLICE = "POLICE", _("the police")
    CARE = "CARE", _("health care or school")
    AUTHORITY = "AUTHORITY", _("another authority")
    OTHER = "OTHER", pgettext_lazy("who reported", "somebody else")
    UNKNOWN = "UNKNOWN", _("do not know")


class WhyNot(models.TextChoices):
    """Why no concern is reported. It does not depend on anybody's consent, so that is no reason."""

    KNOWN = "KNOWN", _("social services know it already")
    NOT_IN_SWEDEN = "NOT_IN_SWEDEN", _("the child is not in Sweden")
    GROWN_UP = "GROWN_UP", _("is found to be grown up")
    OTHER = "OTHER", pgettext_lazy("why not reported", "something else, written below")


@with_history
class ConcernReport(models.Model):
    """What is stated of a concern report about the person, or about one of those close to them. The newest holds.

    ``on`` and ``reported_by``: of a report that is made; ``why_not``: where none is.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concern_reports")
    dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.CharField(max_length=8, choices=ConcernMade)
    on = models.DateField(null=True)
    reported_by = models.CharField(max_length=12, choices=ConcernBy, blank=True)
    why_not = models.CharField(max_length=16, choices=WhyNot, blank=True)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.made

    @property
    def is_noted(self) -> bool:
        """Whether the duty is met: reported, or it is said why not."""
        return self.made != ConcernMade.NOT_YET


class Guardian(models.TextChoices):
    """A guardian (god man) for a child who is alone."""

    NOT_NEEDED = "NOT_NEEDED", _("not needed")
    NEEDED = "NEEDED", _("needed, not asked for")
    ASKED = "ASKED", _("asked for")
    APPOINTED = "APPOINTED", _("appointed")
    UNKNOWN = "UNKNOWN", _("do not know")


class School(models.TextChoices):
    """Whether a child goes to school. Never which one."""

    GOES = "GOES", _("goes to school or preschool")
    ASKED = "ASKED", _("a place is asked for")
    NOT = "NOT", _("does not go to school")
    TOO_YOUNG = "TOO_YOUNG", _("not of school age")
    UNKNOWN = "UNKNOWN", _("do not know")


@with_history
class ChildStanding(models.Model):
    """Who looks after a child who is the exposed person, as stated on a day; each apart from any parent. The newest
    holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="child_standings")
    on = models.DateField()
    custody = models.CharField(max_length=10, choices=Custody, default=Custody.UNKNOWN)
    guardian = models.CharField(max_length=12, choices=Guardian, default=Guardian.UNKNOWN)
    guardian_on = models.DateField(null=True)
    school = models.CharField(max_length=10, choices=School, default=School.UNKNOWN)
    note = SealedTextField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.custody
