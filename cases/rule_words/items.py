"""Words of the rules about the programme's list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import DATA, PRESENTED, RuleText

TEXTS = (
    RuleText(
        "catalogue_item",
        _("On the programme's list"),
        PRESENTED,
        {
            "ok": _("It is on the programme's list."),
            "stop": _("Choose what you apply for from the programme's list."),
            "stop programme": _(
                "What you have chosen is not on the list of %(programme)s, which holds on the first day. Choose from "
                "that list."
            ),
            "stop kind": _("What you have chosen belongs to another kind of intervention. Choose from the list."),
            "stop no_list": _("This kind is paid by the day and not from the list. Take away what you have chosen."),
        },
    ),
    RuleText(
        "item_closed",
        _("Still on the list"),
        DATA,
        {"stop": _("Nobody can apply for this since %(closed_on)s. Choose something else from the list.")},
    ),
    RuleText(
        "item_amount",
        _("What it costs"),
        DATA,
        {
            "ok": _("%(asked)s of at most %(most)s."),
            "stop": _("You ask for %(asked)s, and the list allows at most %(most)s. Ask for less."),
            "stop missing": _("Write what it costs, in SEK."),
        },
    ),
    RuleText(
        "item_for_whom",
        _("Whom it is for"),
        DATA,
        {
            "ok": _("It is for the person."),
            "ok dependant": _("It is for somebody who belongs to the person."),
            "stop person": _("This is for the person, not for somebody who belongs to them. Choose something else."),
            "stop dependant": _("This is for somebody who belongs to the person. Choose whom it is for."),
        },
    ),
)
