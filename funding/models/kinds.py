"""What money is for. The floors above read the kinds here, since money lies below them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four kinds of intervention. Fixed in code, since their meaning is (domain §3)."""

    REST = "REST", _("Rest period")
    SUPPORT = "SUPPORT", _("Support and protection")
    SPECIFIC = "SPECIFIC", _("Specific intervention")
    INTEGRATION = "INTEGRATION", _("Specific integration intervention")
