"""Words of the rules about days: programme, certification, periods and their limits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import DATA, DECIDED, PERMITS, PRESENTED, SLIPS, WHY, RuleText

TEXTS = (
    RuleText(
        "period_given",
        _("First day and number of days"),
        DATA,
        {"stop": _("Write the first day and the number of days, at least one. The last day is worked out for you.")},
    ),
    RuleText(
        "programme_in_force",
        _("Programme in force"),
        PRESENTED,
        {
            "ok": _("%(programme)s is in force on the first day, and its rules hold for the whole period."),
            "stop": _(
                "No programme is in force on %(start)s, so nothing can be granted then. Choose another first day, or "
                "ask the coordinator."
            ),
            "stop kind": _("%(programme)s does not have this kind of intervention. Ask the coordinator."),
        },
    ),
    RuleText(
        "case_open",
        _("An open case"),
        DECIDED,
        {"stop": _("The case is closed, so nothing more can be applied for in it. Ask the coordinator to reopen it.")},
    ),
    RuleText(
        "certified_on_day_sent",
        _("Certified on the day of sending"),
        PRESENTED,
        {
            "ok": _("The actor is certified until %(last)s."),
            "stop": _(
                "The actor has no certification that is valid on %(sent_on)s. Only a certified actor can apply. "
                "What is running already goes on."
            ),
        },
    ),
    RuleText(
        "home_permit",
        _("A home's permit"),
        PERMITS,
        {
            "ok": _("The home has a permit until %(last)s."),
            "stop": _(
                "The home has no permit that is valid on %(sent_on)s, so it can give no bed for the programme. Ask the "
                "coordinator to note the permit. What is running already goes on."
            ),
        },
    ),
    RuleText(
        "before_certification",
        _("No day before the certification"),
        DATA,
        {
            "stop": _(
                "The first day is %(start)s, and the actor is certified from %(first)s. Days before that cannot be "
                "paid. Choose a later first day."
            )
        },
    ),
    RuleText(
        "start_before_request",
        _("How far back the first day may lie"),
        DATA,
        {
            "ok": _("The first day lies %(back_days)s back. Up to %(allowed_days)s is allowed, and the days count."),
            "warning": (_("The first day lies %(back_days)s back, and %(allowed_days)s is allowed."), WHY),
        },
    ),
    RuleText(
        "start_before_met",
        _("Not before the first contact"),
        SLIPS,
        {
            "warning": (
                _("The first day, %(start)s, lies before the day when the person was first met, %(met)s."),
                _("Check the day, or explain it."),
            )
        },
    ),
    RuleText(
        "start_far_ahead",
        _("A first day far ahead"),
        SLIPS,
        {
            "warning": (
                _("The first day, %(start)s, lies more than a month ahead."),
                _("Check the year, or explain why."),
            )
        },
    ),
    RuleText(
        "days_within_period",
        _("Days in one period"),
        PRESENTED,
        {
            "ok": _("%(asked_days)s of at most %(max_days)s."),
            "stop": _("You ask for %(asked_days)s. A period is at most %(max_days)s. Ask for fewer days."),
        },
    ),
    RuleText(
        "days_within_total",
        _("Days of the kind in the case"),
        PRESENTED,
        {
            "ok": _("%(used_days)s granted before. With %(asked_days)s more that is at most %(max_days)s in all."),
            "stop": _(
                "%(used_days)s of %(max_days)s are granted in this case already. At most %(left_days)s can be asked "
                "for, and this asks for %(asked_days)s."
            ),
        },
    ),
    RuleText(
        "periods_within_limit",
        _("Number of periods"),
        PRESENTED,
        {
            "ok": _("Periods of this kind before: %(used)s. At most %(max)s in a case."),
            "stop": _("Periods of this kind in the case already: %(used)s. At most %(max)s is allowed."),
        },
    ),
    RuleText(
        "no_overlap",
        _("Rest and support never overlap"),
        DECIDED,
        {
            "stop": _(
                "The days meet a period that is granted already, %(first)s to %(last)s. Choose a first day after it."
            )
        },
    ),
)
