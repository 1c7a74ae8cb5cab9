"""How the pages about a request put it: the summary to check, the request as sent, what is kept of a stale form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.words import day_words, moment_words, money_words, span_words
from cases.forms.admission import MOTIVATION, AskForm
from cases.forms.decision import choices_for
from cases.forms.guarded import SUFFIX
from cases.models.admission import DecisionKind
from cases.models.choices import Consent, DeclineReason, NeedLevel, ReportMade, SocietyProtects
from cases.periods import Period
from cases.selectors.admission import Sent, children_words
from cases.selectors.asking import AskPage
from cases.selectors.decision import Stated
from cases.selectors.information import told_in
from cases.selectors.kinds import child_words
from cases.views.stale import Kept, in_words

Answer = dict[str, Any]
Fact = tuple[str, str]


def answers(page: AskPage, form: AskForm) -> list[tuple[str, list[Answer]]]:
    """The summary to check: headings with (name, value, where to change it)."""
    asked, here = form.asked(), reverse("request_edit", args=[page.about.ref])

    def row(name: str, value: str, field: str) -> Answer:
        return {"name": name, "value": capfirst(value), "url": f"{here}#id_{field}"}

    right = dict(page.rights).get(asked.right, "")
    period = span_words(asked.start, Period(asked.start, asked.days).last) if asked.start and asked.days else ""
    children = [
        capfirst(_with_days(child_words(child.birth_year, in_sweden=child.in_sweden), child.days, asked.days))
        for child in asked.children
    ]
    asked_society = _whom_and_when(asked.society_asked, asked.society_asked_on)
    answer = [(_("The question"), [row(_("Your answer"), asked.answer, "answer")])] if page.question else []
    wanted = [row(page.kind_name, period, "start")]
    if page.has_list:
        items = {item.ref: item.words for item in page.items}
        wanted.append(row(_("From the list"), items.get(asked.item, ""), "item"))
        wanted.append(row(_("For"), dict(page.close).get(asked.for_dependant, _("the person")), "for_dependant"))
    else:
        wanted.append(row(_("Tonight"), _("yes, urgent") if asked.urgent else _("no"), "urgent"))
    wanted.append(row(_("Children with supplement"), "\n".join(children) or _("no children"), "children"))
    person = [
        row(_("Why you presume exposure"), asked.why, "why"),
        row(_("What the person wants"), asked.wants, "wants"),
        row(_("Consent"), _consent(asked.consent, asked.consent_language), "consent"),
    ]
    return [
        *answer,
        (_("What you ask for"), wanted),
        *([] if page.about.is_further else [(_("The person"), person)]),
        (
            _("The three tests"),
            [
                row(_("The need"), asked.need, "need"),
                row(_("The right"), right, "right"),
                row(_("Society asked"), asked_society or _("nobody yet"), "society_asked"),
                row(_("Society's answer"), asked.society_answer or _("none yet"), "society_answer"),
                row(
                    _("Society protects today"),
                    str(SocietyProtects(asked.society_protects).label),
                    "society_protects",
                ),
                row(_("Police report"), _report(asked.police_report, asked.police_report_on), "police_report"),
            ],
        ),
    ]


def facts(page: Sent) -> list[tuple[Any, ...]]:
    """The request as it was sent, for whoever reads or decides; what is sealed only for those who may read it."""
    period = span_words(page.start, page.last) if page.start and page.last else ""
    asked = _whom_and_when(page.society_asked, page.society_asked_on)
    answer: list[tuple[Any, ...]] = []
    if page.question and page.opened:
        asked_by = f"{page.question.by}, {moment_words(page.question.at)}"
        answer = [(_("The coordinator's question"), page.question.reason, asked_by)]
        answer += [(_("Answer to the question"), page.answer)]
    told, needed, paid = [], [], []
    is_further = page.about.is_further
    if page.opened:
        told = [] if is_further else [(_("Why"), page.why), (_("What the person wants"), page.wants)]
        needed = [(_("The need"), page.need)]
        paid = [(_("Society does not pay"), ": ".join(part for part in (asked, page.society_answer) if part))]
    return [
        *answer,
        (_("Intervention"), f"{page.kind_name}, {period}"),
        *_of_a_list(page),
        (_("For"), capfirst(page.for_dependant) if page.for_dependant else _for_whom(page)),
        *told,
        *needed,
        (_("The right"), page.right),
        *paid,
        (_("Society protects today"), capfirst(page.society_protects)),
        (_("Police report"), capfirst(_report(page.police_report_code, page.police_report_on))),
        (_("Consent, when admission was asked for") if is_further else _("Consent"), capfirst(page.consent)),
    ]


def _consent(consent: str, language: str) -> str:
    """What the person says of sharing, and in which language they were told what it means."""
    return f"{Consent(consent).label}. {told_in(language)}" if language else str(Consent(consent).label)


def _of_a_list(page: Sent) -> list[Fact]:
    """What is asked for of the programme's list, and its sum."""
    found = [(_("From the list"), page.item)] if page.item else []
    return found + ([(_("Sum asked for"), money_words(page.amount))] if page.amount else [])


def since(stated: Sequence[Stated]) -> list[tuple[str, str, str]]:
    """What was stated after the request was sent: (name, answer, by whom and when)."""
    found = []
    for row in stated:
        by = f"{row.by}, {moment_words(row.at)}"
        if row.about == "police":
            found.append((_("Police report"), capfirst(_report(row.answer, row.on)), by))
        else:
            found.append((_("Society protects today"), capfirst(str(SocietyProtects(row.answer).label)), by))
    return found


def _for_whom(page: Sent) -> str:
    """``En vuxen och 2 barn (fött 2019; fött 2022)``: nobody is named."""
    person = _("a child, or age unclear") if page.about.as_child else _("an adult")
    if not page.children:
        return capfirst(person)
    which = "; ".join(_with_days(child.words, child.days, page.days) for child in page.children)
    also = children_words(len(page.children))
    return capfirst(_("%(person)s and %(children)s (%(which)s)") % {"person": person, "children": also, "which": which})


def first_line(page: Sent) -> str:
    """Who sent it and when."""
    sent = _("sent %(moment)s") % {"moment": moment_words(page.sent_at)} if page.sent_at else ""
    return " · ".join(part for part in (page.about.actor, page.sent_by, sent) if part)


def explains_confirm(page: Sent) -> str:
    """What confirming does, under the choice."""
    if not page.start or not page.last:
        return ""
    period = span_words(page.start, page.last)
    if page.about.is_further:
        return _("Grants it in the open case: %(period)s.") % {"period": period}
    return _("Opens the case and grants the rest: %(period)s.") % {"period": period}


def summary(page: Sent, said: Mapping[str, Any], total: Decimal | None) -> dict[str, Any]:
    """A decision before it is taken: what, with which effect, at what cost, and the words on its button."""
    choice, confirms = said["choice"], said["choice"] == DecisionKind.CONFIRM
    is_further = page.about.is_further
    act, reason = {
        DecisionKind.CONFIRM.value: (_("Grant it") if is_further else _("Confirm admission"), _("Your reason")),
        DecisionKind.RETURN.value: (_("Send the question"), _("Your question")),
        DecisionKind.WAIT.value: (_("Put it on the waiting list"), _("Your reason")),
        DecisionKind.DECLINE.value: (_("Decline the request"), _("Your reason")),
    }[choice]
    granted = said.get("amount") if confirms else None
    declines = choice == DecisionKind.DECLINE
    return {
        "decision": str(dict(choices_for(is_further=is_further))[choice]),
        "effect": explains_confirm(page) if confirms else "",
        "money": total if confirms else None,
        "asked": page.amount if granted and page.amount and granted < page.amount else None,
        "need_level": str(NeedLevel(said["need_level"]).label) if choice == DecisionKind.WAIT else "",
        "decline_reason": str(DeclineReason(said["decline_reason"]).label) if declines else "",
        "nights": _nights(page, said["paid_until"]) if declines and "paid_until" in said else "",
        "act": act,
        "reason_label": reason,
    }


def _nights(page: Sent, until: date | None) -> str:
    """What of the bed that was given is paid, in words."""
    if until is None or page.start is None:
        return _("nothing")
    days = span_words(page.start, until)
    if not page.children:
        return days
    return _("%(days)s; a child who is paid for with another person is not paid for once more") % {"days": days}


def kept_texts(form: AskForm, typed: Mapping[str, str], other: Mapping[str, str]) -> Kept:
    """What was typed in a page that came too late, beside what stands there now: to be read and copied."""
    explained = [name for name, text in typed.items() if name.startswith(MOTIVATION) and text]
    found = [(name, other.get(name, "")) for name in explained if not name.endswith(SUFFIX)]
    said = [(_("Your explanation"), typed[name], now if now != typed[name] else "") for name, now in found]
    return [kept for part in form.parts for kept in in_words(part, typed, other)] + said


def _whom_and_when(whom: str, on: date | None) -> str:
    return ", ".join(part for part in (whom, day_words(on) if on else "") if part)


def _report(made: str, on: date | None) -> str:
    words = str(ReportMade(made).label)
    return f"{words}, {day_words(on)}" if on else words


def _with_days(words: str, days: int | None, all_days: int | None) -> str:
    if days is None or days == all_days:
        return words
    return ngettext("%(child)s (%(days)s day)", "%(child)s (%(days)s days)", days) % {"child": words, "days": days}


#: Beside which field a rule's answer stands, where it is about one. ``of`` tells the three tests and the dates apart.
FIELD_OF_RULE: Mapping[str, str] = {
    "period_given": "days",
    "programme_in_force": "start",
    "before_certification": "start",
    "start_before_request": "start",
    "start_far_ahead": "start",
    "start_before_met": "start",
    "consent": "consent",
    "days_within_period": "days",
    "days_within_total": "days",
    "no_overlap": "start",
    "before_police_report": "police_report",
    "outside_mmm": "society_protects",
    "catalogue_item": "item",
    "item_closed": "item",
    "item_amount": "amount",
    "item_for_whom": "for_dependant",
    "three_tests:need": "need",
    "three_tests:right": "right",
    "three_tests:society": "society_asked",
    "date_in_future:police_report_on": "police_report_on",
    "date_in_future:society_asked_on": "society_asked_on",
}
#: Rules about one child: beside which field of its row.
FIELD_OF_CHILD_RULE: Mapping[str, str] = {
    "child_abroad": "in_sweden",
    "under_18": "birth_year",
    "only_children": "days",
    "child_on_record": "birth_year",
    "child_days": "days",
    "child_once": "days",
}
