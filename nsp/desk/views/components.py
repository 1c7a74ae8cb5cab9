"""The living page of the components: each in every state, with made-up facts. Demo and tests only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from accounts.inputs import DayField, Explained, MoneyField, checks, inline_choice, long_text
from cases.models.choices import Kind
from cases.selectors.standing import PERIOD_NAMES
from nsp.desk.clock import Bar, Mark, draw


class SampleForm(forms.Form):
    """One field of each kind."""

    first_day = DayField(
        label=_("First day"), help_text=_("The day that the person came. It may lie before the request.")
    )
    who = forms.CharField(label=_("Who did you ask at social services?"), help_text=_("Their role, not their name."))
    branch = forms.ChoiceField(
        label=_("Branch"), choices=[("", "–"), ("1", _("Building")), ("2", _("Cleaning"))], required=False
    )
    amount = MoneyField(label=_("Cost"), required=False)
    unknown = forms.ChoiceField(
        label=_("Is an interpreter needed?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Unknown"))],
        widget=inline_choice(),
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("confirm", Explained(_("Confirm admission"), _("Opens the case and grants 30 days from 25 March."))),
            ("return", _("Ask for completion")),
            ("decline", _("Decline")),
        ],
        widget=forms.RadioSelect,
    )
    signs = forms.MultipleChoiceField(
        label=_("What have you seen?"),
        help_text=_("Tick what fits. Nothing here proves anything by itself."),
        required=False,
        widget=checks(columns=2),
        choices=[
            ("papers", Explained(_("Somebody else keeps the papers"), _("Passport, permit or bank card."))),
            ("debt", Explained(_("A debt that grows"), _("For the journey, the room or the work."))),
            ("watched", Explained(_("Is watched or fetched"), _("Cannot come and go alone."))),
            ("pay", Explained(_("Works without pay"), _("Or keeps very little of it."))),
        ],
    )
    informed = forms.BooleanField(
        label=_("The person has been informed and wants to apply"), help_text=_("In a language that they understand.")
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The actor and whoever reviews the decision will read it."),
        widget=long_text(limit=600),
    )


class FilterForm(forms.Form):
    """Two filters."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), ("rest", _("Rest period"))], required=False)
    county = forms.ChoiceField(label=_("County"), choices=[("", _("All")), ("12", "Skåne")], required=False)


@asks(Act.DEMO_TOUR)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    wrong = SampleForm({"first_day": "2026-02-30", "unknown": "yes", "why": "Bor på Storgatan 4"})
    wrong.guard_found = {  # type: ignore[attr-defined]
        "why": [
            SimpleNamespace(
                sentence=_("This looks like an address. Write the placement code instead."),
                quote="Storgatan 4",
                token="address:1",  # noqa: S106 - what a finding is known by
            )
        ]
    }
    shown = {"form": wrong, "plain": SampleForm(prefix="plain", initial={"decision": "confirm", "signs": ["debt"]})}
    return render(request, "components/all.html", {**shown, **_samples(request)})


def _bar(kind: str, start: date, days: int) -> Bar:
    name, title = PERIOD_NAMES[Kind(kind)]
    return Bar(kind, str(name), str(title), start, start + timedelta(days=days - 1))


def _many(today: date) -> list[Bar]:
    """A case that has lasted: every kind, the thin ones at the same time."""
    rest = _bar("REST", today - timedelta(days=70), 30)
    support = _bar("SUPPORT", rest.last + timedelta(days=1), 90)
    thin = [_bar("SPECIFIC", today - timedelta(days=ago), 20) for ago in (60, 45, 8)]
    return [rest, support, *thin, _bar("INTEGRATION", today - timedelta(days=15), 60)]


def _samples(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    first = today - timedelta(days=11)
    marks = [
        Mark(first + timedelta(days=1), str(_("admission"))),
        Mark(first + timedelta(days=3), str(_("first assessment"))),
        Mark(first + timedelta(days=24), str(_("choose what follows")), done=False, by=True),
    ]
    entry = SimpleNamespace
    return {
        "filters": FilterForm({"state": "rest"}),
        "today": today,
        "clocks": [
            draw([_bar("REST", first, 30)], today, marks, id="c1"),
            draw([_bar("REST", today - timedelta(days=29), 30)], today, id="c2"),
            draw([_bar("REST", today - timedelta(days=40), 30)], today, id="c3"),
            draw([_bar("REST", today + timedelta(days=2), 30)], today, id="c4"),
            draw(_many(today), today, marks, id="c5"),
        ],
        "verdicts": [
            entry(level="ok", sentence=_("30 days of at most 30. No days have been used before."), source=""),
            entry(
                level="warning",
                sentence=_("The start lies one day before the request."),
                source=_("At most 3 days before. Rule 7."),
            ),
            entry(level="stop", sentence=_("The certification ran out on 1 March."), source=_("Rule 2.")),
        ],
        "lines": [("30 × 1 450 kr", Decimal(43500)), ("2 × 30 × 400 kr", Decimal(24000))],
        "total": Decimal(67500),
        "after": [(_("Left for the year after the decision"), Decimal(1172500))],
        "tiles": [
            {
                "name": _("Psychological support"),
                "words": _("Needed, not arranged · 8 days"),
                "state": "unmet",
                "url": "#",
            },
            {"name": _("Safe housing"), "words": _("Arranged by NSP since 15 March"), "state": "met", "url": "#"},
            {"name": _("Food and money"), "words": _("Arranged by us since 15 March"), "state": "met", "url": "#"},
            {"name": _("Health care"), "words": _("Not asked yet"), "state": "unknown", "url": "#"},
            {
                "name": _("Counsel and information"),
                "words": _("Arranged by us since 20 March"),
                "state": "met",
                "url": "#",
            },
            {"name": _("Interpreter"), "words": _("Not wanted"), "state": "unwanted", "url": "#"},
        ],
    } | _samples_of_a_person(today)


def _samples_of_a_person(today: date) -> dict[str, Any]:
    return {
        "tabs": [
            {"label": label, "url": "#", "current": place == 0}
            for place, label in enumerate(
                [
                    _("Overview"),
                    _("Timeline"),
                    _("Interventions"),
                    _("Legal position"),
                    _("Assessments"),
                    _("Journal"),
                    _("Thread"),
                    _("Consents"),
                ]
            )
        ],
        "sealed_rows": [
            {"heading": _("Told at the identification"), "meta": "Alma Lind", "text": _("The text as it was written.")}
        ],
        "flags": [(_("1 child"), "idle"), (_("Interpreter: Romanian"), "idle"), (_("Threat"), "sealed")],
        "banner_line": ["Aktör Linden", "Alma Lind"],
        "entries": [
            {"on": today + timedelta(days=5), "what": _("The rest period ends"), "ahead": True},
            {"on": today, "what": _("Reflection period asked for"), "who": "Alma Lind"},
            {
                "on": today - timedelta(days=8),
                "what": _("Admission confirmed"),
                "who": "Dag Ek",
                "key": True,
                "text": _("30 days of rest and one child supplement."),
            },
            {"on": today - timedelta(days=400), "what": _("Identified in outreach work"), "who": "Alma Lind"},
        ],
    } | _samples_of_figures()


def _samples_of_figures() -> dict[str, Any]:
    return {
        "facts": [
            (_("Society's protection"), _("Asked, no answer"), _("social board asked 17 March")),
            (_("Police report"), _("Not made")),
            (_("Placement"), "G-14"),
            (_("Permit"), ""),
        ],
        "answers": [
            {"name": _("First day"), "value": "2026-03-25", "url": "#"},
            {"name": _("The need"), "value": _("Has no safe place. Wants to rest."), "url": "#"},
            {"name": _("Consent"), "missing": True, "url": "#"},
        ],
        "stat_rows": [
            (_("Sought help themselves"), 120, "120"),
            (_("Civil society"), 85, "85"),
            (_("Authorities"), 40, "40"),
            (_("Others"), None, _("fewer than 5")),
        ],
        "money_columns": [_("Actor"), _("Granted"), _("Reported"), _("Left to use")],
        "money_rows": [
            {"name": "Aktör Linden", "url": "#", "cells": [Decimal(640000), Decimal(512300), Decimal("127700.50")]},
            {"name": "Aktör Noor", "cells": [Decimal(90000), Decimal(0), Decimal(90000)]},
        ],
        "money_totals": [Decimal(730000), Decimal(512300), Decimal("217700.50")],
        "figure_rows": [(_("Granted"), "640 000 kr"), (_("Paid"), "512 300 kr"), (_("Left to use"), "560 000 kr")],
        "chips": [(_("Rest period"), "#")],
        "steps": [(_("Identify"), False), (_("Request"), True), (_("Check"), False)],
        "next_sentences": [
            _("The coordinator reads the request and decides."),
            _("You are told here, never in clear text by e-mail."),
        ],
        "kinds": [
            ("idle", _("Resting")),
            ("info", _("Running")),
            ("done", _("Done")),
            ("soon", _("Soon")),
            ("late", _("Late")),
            ("sealed", _("Sealed")),
        ],
        "now": clock.now(),
        "amount": Decimal("12500"),
    }
