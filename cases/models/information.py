"""What is told to somebody before they say yes or no: sheets as data, and that it was given, in which language."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.history import with_history
from cases.models.person import Person


class SheetCode(models.TextChoices):
    """What a sheet is about."""

    PROGRAMME = "PROGRAMME", _("the help that there is")
    RIGHTS = "RIGHTS", _("the rights")
    SECRECY = "SECRECY", _("who gets to know what")


class Given(models.TextChoices):
    """How the information was given."""

    TOGETHER = "TOGETHER", _("read together")
    INTERPRETER = "INTERPRETER", _("with an interpreter")
    ALOUD = "ALOUD", _("read aloud")
    ON_PAPER = "ON_PAPER", _("on paper")
    UNKNOWN = "UNKNOWN", _("do not know")


class InformationSheet(models.Model):
    """A sheet in one language. Changed by adding the next version: what somebody was given stays as it was.

    ``language``: ISO 639-3; ``text``: paragraphs, with ``# `` before a heading and ``- `` before a point of a list.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=12, choices=SheetCode)
    language = models.CharField(max_length=3)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "language", "version"], name="one_sheet_a_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.language} {self.version}"


@with_history
class InformationGiven(models.Model):
    """That the person was given information, one day, in a language. ``sheets``: which, as codes of ``SheetCode``."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="information")
    on = models.DateField()
    sheets = ArrayField(models.CharField(max_length=12, choices=SheetCode), default=list)
    language = models.CharField(max_length=3)
    how = models.CharField(max_length=12, choices=Given, default=Given.UNKNOWN)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-stated_at"]

    def __str__(self) -> str:
        return self.language
