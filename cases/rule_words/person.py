"""Words of the rules about the person: where society stands, the three tests, consent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.rule_words.base import DATA, PRESENTED, WHAT_YOU_KNOW, WHY_SENT, WHY_TOO, RuleText

TEXTS = (
    RuleText(
        "outside_mmm",
        _("Society's protection"),
        PRESENTED,
        {
            "ok": _("Society does not provide the protection, so the programme can."),
            "warning unknown": (_("It is not clear whether society provides the protection."), WHAT_YOU_KNOW),
            "warning inside": (_("Society provides at least part of the protection."), WHY_TOO),
            "stop inside": _(
                "Society provides at least part of the protection. Then the programme only complements: apply for a "
                "specific intervention."
            ),
        },
    ),
    RuleText(
        "outside_return_programme",
        _("The return programme"),
        PRESENTED,
        {
            "ok": _("The person is not in the state's return programme."),
            "warning unknown": (_("It is not clear whether the person is in the return programme."), WHAT_YOU_KNOW),
            "warning inside": (_("The person is in the return programme."), WHY_TOO),
            "stop inside": _("The person is in the return programme, which this intervention is an alternative to."),
        },
    ),
    RuleText(
        "before_police_report",
        _("Before a decision on a police report"),
        PRESENTED,
        {
            "ok": _("No police report is made. The rest gives time to decide."),
            "ok unknown": _("It is not known whether a police report is made. That is no hindrance."),
            "ok later": _("The police report was made during the rest, on %(reported)s."),
            "warning undated": (
                _("A police report is made, without a date."),
                _("Write the date, or explain why it is missing."),
            ),
            "warning earlier": (
                _(
                    "The police report was made on %(reported)s, before the first day. The rest is meant for the time "
                    "before that decision."
                ),
                _("Explain why it is needed."),
            ),
            "stop earlier": _(
                "The police report was made on %(reported)s, before the first day. This kind is only for the time "
                "before that decision."
            ),
        },
    ),
    RuleText(
        "three_tests",
        _("The three tests"),
        PRESENTED,
        {
            "ok": _("The need, the right and society's answer are written down."),
            "stop need": _("Write why the person needs this."),
            "stop right": _("Choose which of the rights this is about."),
            "stop society": _("Write whom you asked in society to pay, on which day, and what they answered."),
            "warning society": (
                _("Society has not answered yet. It is urgent, so the request can be sent all the same."),
                _("Explain why nobody could be asked."),
            ),
        },
    ),
    RuleText(
        "consent",
        _("The person's consent"),
        DATA,
        {
            "ok": _("The person consents to sharing this with the programme."),
            "warning": (_("The person does not consent to sharing this with the programme."), WHY_SENT),
            "warning not_asked": (_("The person has not been asked about sharing this with the programme."), WHY_SENT),
        },
    ),
)
