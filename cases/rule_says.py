"""What each rule demands, in one sentence for whoever reads the rules; its answers stand in ``rule_texts``.

The figures are the programme's own and stand beside the sentence, kind by kind (``selectors/programme.py``).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAYS: Mapping[str, str | Promise] = {
    "period_given": _("A request has a first day and at least one day. The last day is worked out, both ends counted."),
    "programme_in_force": _("A programme is in force on the first day and has the kind of intervention."),
    "case_open": _("A further intervention is applied for in a case that is open."),
    "certified_on_day_sent": _("The actor is certified on the day that it sends. What runs already goes on."),
    "home_permit": _("A home that gives a bed has a permit on the day that it sends. What runs already goes on."),
    "before_certification": _("No day lies before the actor was certified."),
    "start_before_request": _("The first day may lie so long before the request, and those days count."),
    "start_before_met": _("The first day does not lie before the day when you met the person."),
    "start_far_ahead": _("The first day lies at most a month ahead."),
    "days_within_period": _("A period is no longer than this."),
    "days_within_total": _("All periods of the kind in a case are together no longer than this."),
    "periods_within_limit": _("A case has no more periods of the kind than this."),
    "no_overlap": _("A rest period and a support period of the same case never share a day."),
    "outside_mmm": _("Where society gives the protection, the programme only complements."),
    "outside_return_programme": _("Whether somebody in the state's return programme can be given it."),
    "before_police_report": _("Whether it can be given after a police report has been made."),
    "three_tests": _("The person needs it, it is one of the rights, and society has been asked and does not pay."),
    "consent": _("The person has agreed that you share this with the programme, or you explain why you send it."),
    "catalogue_item": _("What is applied for stands on the programme's list."),
    "item_closed": _(
        "What was on the list on the day of sending can be granted, also where it is taken away later. What an answer"
        " to a question names anew must be on the list that day."
    ),
    "item_amount": _("What it costs is said, and it is no more than the list allows."),
    "item_for_whom": _("Some of the list is for the person, some for somebody who belongs to them, grown up or not."),
    "date_in_future": _("What is said to have happened does not have a date that is still to come."),
    "birth_in_future": _("The person's birth year is not still to come."),
    "one_open_case": _("A person has one open case at a time."),
    "concern_report": _("For somebody treated as a child a concern is reported, or you explain why not."),
    "guardian": _("For a child who is alone a guardian is asked for, or you explain why not."),
    "child_supplement": _("Whether a supplement is given for a child that comes along."),
    "only_children": _("A partner or a parent has no child supplement."),
    "child_abroad": _("Whether a supplement is given for a child abroad."),
    "under_18": _(
        "A child is under 18 on the first day. In the year of turning 18, and in doubt, it counts as a child."
    ),
    "child_on_record": _("A child that is on the record already is chosen there, not written down anew."),
    "child_days": _("A supplement has at least one day and at most the days of the period."),
    "child_once": _("A child has one supplement a day, also where it is written down with several persons."),
    "money_left": _("The year's budget holds what the days of that year cost."),
}
"""By the rule's code."""
