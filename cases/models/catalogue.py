"""What specific and integration interventions can be: the programme's own list, which a coordinator keeps."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models.choices import ForWhom, Kind
from cases.models.programme import Programme, Right


class CatalogueItem(models.Model):
    """Something that a programme can pay for. ``max_amount``: SEK for one intervention, at most; empty: no cap.

    ``closed_on``: from that day nobody can apply for it; what is granted goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=16, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    right = models.ForeignKey(Right, null=True, on_delete=models.PROTECT, related_name="+")
    for_whom = models.CharField(max_length=10, choices=ForWhom, default=ForWhom.PERSON)
    is_return = models.BooleanField(default=False)
    max_amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_example = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["kind", "order", "name_sv"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["SPECIFIC", "INTEGRATION"]), name="item_of_a_kind_with_a_list"
            ),
            models.CheckConstraint(condition=Q(max_amount__gt=0), name="cap_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def name(self) -> str:
        """The name in the language of the page; of an example with that word, wherever it is shown."""
        name = self.name_en if get_language() == "en" else self.name_sv
        return f"{name} ({_('example')})" if self.is_example else name
