"""Words of the rules about child supplements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import (
    CONVENTION,
    DATA,
    DECIDED,
    GUARDIAN_ACT,
    PRESENTED,
    SLIPS,
    SOCIAL_SERVICES,
    WHAT_YOU_KNOW,
    RuleText,
)

TEXTS = (
    RuleText(
        "concern_report",
        _("The concern report"),
        SOCIAL_SERVICES,
        {
            "warning": (
                _("The person is treated as a child, and no concern report is noted. Report it, and note it."),
                WHAT_YOU_KNOW,
            ),
        },
    ),
    RuleText(
        "guardian",
        _("A guardian for the child"),
        GUARDIAN_ACT,
        {"warning": (_("The child is alone, and no guardian is asked for. Ask for one."), WHAT_YOU_KNOW)},
    ),
    RuleText(
        "child_supplement",
        _("Child supplement"),
        PRESENTED,
        {
            "ok": _("The programme gives child supplements."),
            "stop": _("The programme gives no child supplement for this kind. Take the children away."),
        },
    ),
    RuleText(
        "only_children",
        _("Only for children"),
        DATA,
        {
            "stop": _("A partner or parent has no child supplement. Apply for a specific intervention for them."),
        },
    ),
    RuleText(
        "child_abroad",
        _("A child abroad"),
        PRESENTED,
        {
            "ok": _("%(Child)s is abroad, and a supplement can be given there too."),
            "stop": _("%(Child)s is abroad. For this kind a supplement is only given in Sweden."),
        },
    ),
    RuleText(
        "under_18",
        _("The child's age on the first day"),
        CONVENTION,
        {
            "ok": _("%(Child)s is under 18."),
            "warning": (
                _("%(Child)s turns 18 in the year of the first day."),
                _("Explain why you count it as a child."),
            ),
            "warning unclear": (_("%(Child)s counts as a child: in doubt, a child."), WHAT_YOU_KNOW),
            "stop": _("%(Child)s is over 18 on the first day, so no supplement can be given."),
            "stop unborn": _("The birth year of %(child)s is still to come. Check the year."),
        },
    ),
    RuleText(
        "child_on_record",
        _("The same child is written down once"),
        SLIPS,
        {
            "warning": (
                _("A child born the same year as %(child)s is on the record already."),
                _("Choose that child, or explain that this is another one."),
            )
        },
    ),
    RuleText(
        "child_days",
        _("Days of a child supplement"),
        DATA,
        {
            "stop": _(
                "You ask for %(asked_days)s for %(child)s. A supplement is at least one day and at most the "
                "%(max_days)s of the period."
            )
        },
    ),
    RuleText(
        "child_once",
        _("One supplement per child and day"),
        DECIDED,
        {
            "stop": _("%(Child)s has a supplement already for some of these days. Take it away, or change the days."),
            "stop elsewhere": _(
                "%(Child)s has a supplement already for some of these days, with another person. Take it away, or "
                "change the days."
            ),
        },
    ),
)
