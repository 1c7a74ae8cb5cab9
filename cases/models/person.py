from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from accounts.sealing import SealedTextField
from cases.models.choices import Age, Gender, Protection, Relation
from cases.models.history import with_history


@with_history
class Person(models.Model):
    """A presumed victim under a code: the anchor on which key, permissions, policies and disposal hang (domain §2)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    code_name = models.CharField(max_length=40)
    responsible_actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="+")
    caseworker = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    identified_on = models.DateField()
    made_at = models.DateTimeField()
    age = models.CharField(max_length=8, choices=Age, default=Age.UNCLEAR)
    birth_year = models.PositiveSmallIntegerField(null=True)
    gender = models.CharField(max_length=8, choices=Gender, default=Gender.UNKNOWN)
    citizenships = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    interpreter = models.BooleanField(null=True)
    protection = models.CharField(max_length=14, choices=Protection, default=Protection.UNKNOWN)
    threatened = models.BooleanField(default=False)
    safe_contact = SealedTextField()
    safe_contact_checked_on = models.DateField(null=True)
    file_number = SealedTextField()
    file_number_hash = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["responsible_actor", "-made_at"]),
            models.Index(fields=["-made_at", "id"]),
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


@with_history
class Dependant(models.Model):
    """Somebody who is indirectly exposed: a child, sibling, partner, parent or other relative of the person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dependants")
    ref = models.CharField(max_length=16, unique=True)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHILD)
    birth_year = models.PositiveSmallIntegerField(null=True)
    in_sweden = models.BooleanField(default=True)
    directly_exposed = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["birth_year", "ref"]

    def __str__(self) -> str:
        return self.ref
