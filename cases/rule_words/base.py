"""What every rule's words are made of: where rules come from, and what whoever applies is asked to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PRESENTED = _("The programme as presented in March 2017")
DATA = _("The programme's rules, set by the coordinators")
DECIDED = _("Decided when this system was designed")
SLIPS = _("A check against slips of the pen")
CONVENTION = _("Council of Europe convention on trafficking, article 10: in doubt, a child. The programme's rules")
SOCIAL_SERVICES = _("The Social Services Act: the duty to report that a child may fare badly")
GUARDIAN_ACT = _("The act on guardians for unaccompanied children")

WHY = _("Explain why.")
WHY_TOO = _("Explain why this is needed too.")
WHY_SENT = _("Explain why you send it all the same.")
WHAT_YOU_KNOW = _("Explain what you know.")
PERMITS = _("The Social Services Act: a home needs a permit from the Health and Social Care Inspectorate")


@dataclass(frozen=True)
class RuleText:
    """The words of one rule. ``sentences``: level, or level and case ("stop kind"), to what holds.

    A warning is a pair: what holds, and what whoever applies has to write of it.
    """

    code: str
    title: str | Promise
    source: str | Promise
    sentences: Mapping[str, str | Promise | tuple[str | Promise, str | Promise]]
