"""Who is close to a person: written down without a name, or a person of their own with a link between the two."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import SealedTextField
from cases.models.choices import Answer, Relation
from cases.models.history import with_history
from cases.models.person import AgeBasis, Person


class Custody(models.TextChoices):
    """Who has custody of a child, or looks after it."""

    PARENTS = "PARENTS", _("both parents")
    MOTHER = "MOTHER", _("the mother")
    FATHER = "FATHER", _("the father")
    RELATIVE = "RELATIVE", _("another relative")
    SOCIETY = "SOCIETY", _("taken into care by society")
    NOBODY = "NOBODY", _("nobody in Sweden: the child is alone")
    UNKNOWN = "UNKNOWN", _("do not know")


class Need(models.TextChoices):
    """What somebody close needs."""

    PLACE = "PLACE", pgettext_lazy("need", "somewhere safe to be")
    HEALTH = "HEALTH", pgettext_lazy("need", "health care")
    TALK = "TALK", pgettext_lazy("need", "somebody to talk to, treatment")
    SCHOOL = "SCHOOL", pgettext_lazy("need", "school or preschool")
    MEANS = "MEANS", pgettext_lazy("need", "food, clothes, money")
    LEGAL = "LEGAL", pgettext_lazy("need", "legal help")
    TOGETHER = "TOGETHER", pgettext_lazy("need", "to come together with the person")
    OTHER = "OTHER", pgettext_lazy("need", "something else")


@with_history
class Dependant(models.Model):
    """Somebody who is indirectly exposed: a child, sibling, partner, parent or other relative of the person.

    ``birth_year`` is what everything counts by, known or worked out from ``estimated_age`` (which then stands there
    with the day of the estimate). ``country``: of somebody abroad, empty where it is not known. ``same_as``: the mark
    that rows about the same child share, when it is written down with several persons; None: with this one only.
    ``became``: the person whom they turned out to be, exposed themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dependants")
    ref = models.CharField(max_length=16, unique=True)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHILD)
    birth_year = models.PositiveSmallIntegerField(null=True)
    estimated_age = models.PositiveSmallIntegerField(null=True)
    estimated_on = models.DateField(null=True)
    in_sweden = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True)
    directly_exposed = models.BooleanField(default=False)
    threatened = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    custody = models.CharField(max_length=10, choices=Custody, default=Custody.UNKNOWN)
    needs = ArrayField(models.CharField(max_length=8, choices=Need), default=list)
    note = SealedTextField()
    same_as = models.UUIDField(null=True)
    became = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["birth_year", "ref"]
        indexes = [models.Index(fields=["same_as"], name="dependant_same_as", condition=Q(same_as__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="estimate_has_a_day_and_a_year",
                condition=Q(estimated_age=None, estimated_on=None)
                | Q(estimated_age__isnull=False, estimated_on__isnull=False, birth_year__isnull=False),
            ),
            models.UniqueConstraint(fields=["became"], name="somebody_became_one_person"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def age_basis(self) -> str:
        """What the birth year rests on."""
        if self.birth_year is None:
            return AgeBasis.UNCLEAR
        return AgeBasis.KNOWN if self.estimated_age is None else AgeBasis.ESTIMATED


INVERSE = {Relation.CHILD: Relation.PARENT, Relation.PARENT: Relation.CHILD}


@with_history
class FamilyLink(models.Model):
    """Two persons who are close to each other: ``person`` is the ``relation`` of ``other``.

    One row for each pair, whichever of them it was written at: ``person`` has the smaller key. Taken away, it is ended
    and stays. Whoever sees only one of the two sees no link.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=8, choices=Relation)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(name="two_different_persons", condition=Q(person__lt=F("other"))),
            models.UniqueConstraint(fields=["person", "other"], condition=Q(ended_at=None), name="two_are_linked_once"),
        ]
        indexes = [models.Index(fields=["other"])]

    def __str__(self) -> str:
        return self.ref
