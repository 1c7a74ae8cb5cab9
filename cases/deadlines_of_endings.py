"""Deadlines after the help: follow-ups of a return, and the person's own view three months after a closing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.clock import day
from accounts.clocks import Clock, keeps
from accounts.deadlines import Wording
from cases.closing import FOLLOW_UP_MONTHS, follow_up_due
from cases.deadlines_of_persons import of_person
from cases.models import Closing, ReturnPlan
from cases.models.closing import Outcome
from cases.returning import MONTHS, lengths_of, months_after

_MONTHS_WORDS = {"1": _("one month"), "3": _("three months"), "6": _("six months")}


def _plans(months: int) -> Any:
    newer = ReturnPlan.objects.filter(person_id=OuterRef("person_id"), made_at__gt=OuterRef("made_at"))
    rows = ReturnPlan.objects.filter(~Exists(newer), called_off_on=None).exclude(follow_ups__months=months)
    rows = rows.annotate(returned_on=Coalesce(F("arrived_on"), F("left_on"))).filter(returned_on__isnull=False)
    return rows.select_related("person").defer("assessment")


def _follow_up(months: int) -> None:
    @keeps(
        f"RETURN_FOLLOW_UP_{months}",
        format_lazy(_("A return is followed up after {months}"), months=_MONTHS_WORDS[str(months)]),
        until=format_lazy(_("Before a return is followed up after {months} (days)"), months=_MONTHS_WORDS[str(months)]),
        source="domain §2.6: after 1, 3 and 6 months",
        rows=lambda: _plans(months),
        column="returned_on",
        plus=lambda on: lengths_of(months),
        begun="saved_at",
        before=(7, 0),
        after=(7,),
        managers=(14,),
        before_words=Wording(
            _("%(who)s: follow up the return after %(months)s, by %(last)s"),
            _("Follow up"),
            "person_law",
            "person",
            "soon",
            _MONTHS_WORDS,
            office=_("See"),
        ),
    )
    def _of(row: Any, on: date) -> Clock | None:
        facts = {"months": str(months)}
        last = months_after(row.returned_on, months)
        return of_person(row.person, row.ref, last, begun=day(row.saved_at), facts=facts)


for _number in MONTHS:
    _follow_up(_number)


def _closed() -> Any:
    rows = Closing.objects.filter(reopened_at=None, follow_ups=None).exclude(outcome=Outcome.DECEASED)
    return rows.select_related("person").defer("note")


@keeps(
    "VIEW_AFTER_CLOSING",
    _("The person is asked what they think of the help"),
    source="domain §2.6: three months after the closing, where that is safe",
    rows=_closed,
    column="on",
    plus=lambda on: lengths_of(FOLLOW_UP_MONTHS),
    begun="closed_at",
    before=(0,),
    after=(14,),
    before_words=Wording(
        _("%(who)s: ask what the person thinks of the help, where that is safe"),
        _("Note it"),
        "person_view",
        "person",
        "soon",
    ),
)
def _view(row: Closing, on: date) -> Clock | None:
    return of_person(row.person, row.ref, follow_up_due(row.on), begun=day(row.closed_at))
