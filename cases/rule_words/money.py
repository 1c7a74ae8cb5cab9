"""Words of the rule about money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import DATA, RuleText

TEXTS = (
    RuleText(
        "money_left",
        _("Money left in the budget"),
        DATA,
        {
            "ok": _("Year %(year)s: %(asked)s of the %(left)s that are left."),
            "stop": _("Year %(year)s: this costs %(asked)s, and %(left)s are left."),
            "stop no_budget": _("Year %(year)s has no budget yet, so %(asked)s cannot be granted."),
        },
    ),
)
