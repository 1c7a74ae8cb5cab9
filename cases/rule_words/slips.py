"""Words of the checks that hold for every request, and of the one open case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import DECIDED, SLIPS, RuleText

TEXTS = (
    RuleText(
        "date_in_future",
        _("What has happened has a date"),
        SLIPS,
        {
            "stop police_report_on": _("The police report is dated %(on)s, which is still to come. Check the date."),
            "stop society_asked_on": _("Society was asked on %(on)s, which is still to come. Check the date."),
        },
    ),
    RuleText(
        "birth_in_future",
        _("The person's birth year"),
        SLIPS,
        {"stop": _("The birth year %(birth_year)s is still to come. Check the year.")},
    ),
    RuleText(
        "one_open_case",
        _("One open case"),
        DECIDED,
        {"stop": _("The person is admitted already. Apply for the next intervention in that case instead.")},
    ),
)
