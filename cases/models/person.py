from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.sealing import SealedTextField
from cases.models.choices import Age, Gender, Protection
from cases.models.history import with_history


class AgeBasis(models.TextChoices):
    """What a birth year rests on."""

    KNOWN = "KNOWN", _("known")
    ESTIMATED = "ESTIMATED", _("estimated")
    UNCLEAR = "UNCLEAR", pgettext_lazy("birth year", "not known")


class EstimatedHow(models.TextChoices):
    """How an age was estimated."""

    TOLD = "TOLD", _("by what the person tells")
    LOOKS = "LOOKS", _("by how the person seems to us")
    AUTHORITY = "AUTHORITY", _("by an authority")
    MEDICAL = "MEDICAL", _("by a medical examination")
    OTHER = "OTHER", pgettext_lazy("how an age is estimated", "in another way")
    UNKNOWN = "UNKNOWN", _("do not know")


class Threat(models.TextChoices):
    """The actor's own view of the threat against the person, beside the protection that authorities give."""

    NONE = "NONE", pgettext_lazy("threat", "none")
    SOME = "SOME", pgettext_lazy("threat", "some")
    HIGH = "HIGH", pgettext_lazy("threat", "high")
    ACUTE = "ACUTE", pgettext_lazy("threat", "acute")
    UNKNOWN = "UNKNOWN", pgettext_lazy("threat", "not known")


THREATENED = frozenset({Threat.SOME, Threat.HIGH, Threat.ACUTE})


class InterpreterWish(models.TextChoices):
    """Whom the person would rather have as an interpreter. A wish, not a condition."""

    WOMAN = "WOMAN", pgettext_lazy("interpreter", "a woman")
    MAN = "MAN", pgettext_lazy("interpreter", "a man")
    NO_WISH = "NO_WISH", pgettext_lazy("interpreter", "does not matter")
    UNKNOWN = "UNKNOWN", pgettext_lazy("interpreter", "not asked")


@with_history
class Person(models.Model):
    """A presumed victim under a code: the anchor on which key, permissions, policies and disposal hang (domain §2).

    ``age`` says whether the person counts as a child; ``birth_year`` is the year that all counting uses, known or
    worked out from an estimate, and ``age_basis`` says which. ``citizenships`` and ``languages`` are arrays of codes
    (several, none where nothing is known; who is stateless has ``languages.STATELESS`` among the citizenships), so that
    one question finds everybody who shares one of them: ``citizenships__overlap``. ``changed_at`` and ``changed_by``
    are written by every service that changes the row, and so stand in each row of its history.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    code_name = models.CharField(max_length=40)
    responsible_actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    caseworker = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    identified_on = models.DateField()
    made_at = models.DateTimeField()
    age = models.CharField(max_length=8, choices=Age, default=Age.UNCLEAR)
    birth_year = models.PositiveSmallIntegerField(null=True)
    age_basis = models.CharField(max_length=9, choices=AgeBasis, default=AgeBasis.UNCLEAR)
    estimated_age = models.PositiveSmallIntegerField(null=True)
    estimated_how = models.CharField(max_length=9, choices=EstimatedHow, blank=True)
    estimated_on = models.DateField(null=True)
    gender = models.CharField(max_length=8, choices=Gender, default=Gender.UNKNOWN)
    citizenships = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    interpreter = models.BooleanField(null=True)
    interpreter_language = models.CharField(max_length=3, blank=True)
    interpreter_wish = models.CharField(max_length=7, choices=InterpreterWish, default=InterpreterWish.UNKNOWN)
    protection = models.CharField(max_length=14, choices=Protection, default=Protection.UNKNOWN)
    threat = models.CharField(max_length=7, choices=Threat, default=Threat.UNKNOWN)
    placement = SealedTextField()
    safe_contact = SealedTextField()
    safe_hours = SealedTextField()
    safe_contact_checked_on = models.DateField(null=True)
    file_number = SealedTextField()
    file_number_hash = models.BinaryField(null=True)
    identity_noted_on = models.DateField(null=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            # What a birth year rests on and the year itself never part: statistics and rules read either.
            models.CheckConstraint(
                name="person_year_has_a_basis",
                condition=Q(age_basis=AgeBasis.UNCLEAR, birth_year__isnull=True)
                | Q(age_basis__in=(AgeBasis.KNOWN, AgeBasis.ESTIMATED), birth_year__isnull=False),
            ),
            models.CheckConstraint(
                name="person_estimate_says_when_and_how",
                condition=Q(age_basis=AgeBasis.ESTIMATED, estimated_on__isnull=False) & ~Q(estimated_how="")
                | ~Q(age_basis=AgeBasis.ESTIMATED) & Q(estimated_on=None, estimated_how="", estimated_age=None),
            ),
        ]
        indexes = [
            models.Index(fields=["responsible_actor", "-made_at"]),
            models.Index(fields=["-made_at", "id"]),
            models.Index(
                fields=["safe_contact_checked_on"],
                name="person_safe_way_due",
                condition=Q(safe_contact_checked_on__isnull=False),
            ),
            # How a code name begins, for suggestions while somebody types.
            models.Index(OpClass(Upper("code_name"), name="text_pattern_ops"), name="person_code_name_begins"),
            models.Index(
                fields=["file_number_hash"], name="person_file_number", condition=Q(file_number_hash__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def person_id(self) -> object:
        """The anchor's own id, so that whatever is about a person can be asked alike."""
        return self.pk

    @property
    def as_child(self) -> bool:
        """Treated as a child: under 18, or unclear (doubt counts as a child)."""
        return self.age != Age.ADULT

    @property
    def threatened(self) -> bool:
        """Whether the actor knows of a threat, of whatever level."""
        return self.threat in THREATENED


class PersonKey(models.Model):
    """The person's data key, wrapped. Destroying the row destroys what was written. It has no history."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=24)
    wrapped = models.BinaryField()


class PersonUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct table: what one user may do with one person, until a day (inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    content_object = models.ForeignKey(Person, on_delete=models.CASCADE)
    until = models.DateField(null=True)

    class Meta:
        unique_together = [["user", "permission", "content_object"]]
        indexes = [models.Index(fields=["content_object"])]


class PersonGroupObjectPermission(GroupObjectPermissionBase):
    """Guardian's direct table: what an actor's group may do with one person, until a day (inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    content_object = models.ForeignKey(Person, on_delete=models.CASCADE)
    until = models.DateField(null=True)

    class Meta:
        unique_together = [["group", "permission", "content_object"]]
        indexes = [models.Index(fields=["group", "permission"]), models.Index(fields=["content_object"])]
