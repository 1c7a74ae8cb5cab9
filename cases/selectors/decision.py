"""What a coordinator sees: the queue, and one request beside what the rules, the money and the past say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from cases.models import AdmissionRequest, Dependant
from cases.models.admission import WAITING_SINCE
from cases.models.choices import Kind
from cases.periods import Period
from cases.selectors.admission import Decided, Sent, decisions_of, heading, sent, state_in_words
from cases.selectors.both_sides import RUNS_UNTIL, answer_due_of
from cases.selectors.child import Duties, duties_panel
from cases.selectors.facts import Statement, newest_protection
from cases.selectors.flags import flags_of
from cases.selectors.kinds import NO_NAMES, KindNames, kind_names
from cases.selectors.rule_lines import Line, Money, explained, lines_on_confirm, money_of
from cases.selectors.same_person import Same, same_panel
from cases.selectors.verdicts import READ_WITH, programme_on, stated_since
from cases.services.decision import who_can_decide_instead
from cases.services.granting import nights_given
from cases.states import AdmissionState
from funding.selectors.room import rooms_used

SHOWN = 100


@dataclass(frozen=True)
class Waiting:
    """A request that waits for a decision."""

    ref: str
    heading: str
    code: str
    code_name: str
    as_child: bool
    children: int
    urgent: bool
    actor: str
    start: date | None
    waiting_since: datetime
    answer_due: datetime | None
    """By when a coordinator answers; None for one that waits for money."""
    answered: bool
    """Whether it came back with an answer."""
    own: bool
    """Of an actor that the viewer works for or belongs to: somebody else decides."""
    runs_until: date | None
    """The last day of the person's newest rest or support, where there is one."""
    together: int = 0
    """How many others that were written in one with it wait beside it."""


@dataclass(frozen=True)
class YearLeft:
    """The line of a year's budget that this would be booked on, before this decision and after it (SEK)."""

    year: int
    amount: Decimal
    committed: Decimal
    this: Decimal
    line: str
    """Which line, in words; empty where the year has none for this kind."""

    @property
    def left(self) -> Decimal:
        """What is left now."""
        return self.amount - self.committed

    @property
    def left_after(self) -> Decimal:
        """What is left if this is confirmed."""
        return self.left - self.this


@dataclass(frozen=True)
class Earlier:
    """Another request for the same person."""

    ref: str
    what: str
    actor: str
    state_words: str
    state_kind: str
    at: datetime
    decisions: tuple[Decided, ...]


@dataclass(frozen=True)
class Stated:
    """A statement about the person that is newer than the request. ``about``: police or protection."""

    about: str
    answer: str
    on: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class DecidePage:
    """Everything that somebody needs to decide."""

    request: Sent
    flags: tuple[tuple[str, str], ...]
    place: int
    waiting: int
    following: Waiting | None
    lines: tuple[Line, ...]
    """What the rules say of confirming it; none once it is decided."""
    explained: tuple[tuple[str, str], ...]
    since: tuple[Stated, ...]
    """What was stated after sending: the rules read it instead of what the request says."""
    protection: Statement | None
    """The newest statement on society's protection, whenever it was made."""
    money: Money
    years: tuple[YearLeft, ...]
    earlier: tuple[Earlier, ...]
    instead: tuple[str, ...]
    conflict: bool
    same: tuple[Same, ...]
    """Other codes of the same human, and those that may be."""
    concern: Duties | None = None
    """Whether a concern about the child, or a child close, is reported, or why not; None where there is no duty."""
    nights: Period | None = None
    """The days on which a bed was given before anybody decided, where it was: a refusal says what of them is paid."""

    @property
    def stopped(self) -> bool:
        """Whether a rule says stop: then it cannot be confirmed as it stands."""
        stops = [line.code for line in self.lines if line.level == "stop"]
        return bool(stops) and not (self.less_may_do and set(stops) == {"money_left"})

    @property
    def less_may_do(self) -> bool:
        """Whether a smaller sum of an item can be granted: there is some money in each year that it falls on."""
        return self.request.amount is not None and all(year.left > 0 for year in self.years)

    @property
    def to_explain(self) -> tuple[Line, ...]:
        """The warnings that came up after sending: the coordinator asks, or explains them with the decision."""
        return tuple(line for line in self.lines if line.level == "warning" and not line.explained)

    @property
    def to_judge(self) -> bool:
        """Whether the actor explains a warning: whoever confirms says why they do so all the same."""
        return any(line.level == "warning" and line.explained for line in self.lines)

    @property
    def past(self) -> tuple[Decided, ...]:
        """What was decided on this request before; a question stands beside its answer instead."""
        return tuple(one for one in self.request.decisions if one != self.request.question)

    @property
    def left_if_confirmed(self) -> YearLeft | None:
        """The year with least left where the budget covers the request; None where it does not."""
        least = min(self.years, key=lambda year: year.left_after, default=None)
        return least if least is not None and least.left_after >= 0 else None

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision, or for money."""
        return "confirm" in self.request.about.acts


@queries(2)
def queue(viewer: Viewer) -> tuple[Waiting, ...]:
    """Requests that wait, in the order in which they should be taken: urgent ones, then who has waited longest. What
    was written in one stands together, where the first of it stands."""
    rows = AdmissionRequest.objects.filter(state=AdmissionState.SENT, sent_at__isnull=False)
    rows = rows.select_related("person", "actor").annotate(children_asked=Count("children"), runs_until=RUNS_UNTIL)
    found = list(rows.order_by("-urgent", WAITING_SINCE, "id")[:SHOWN])
    names = kind_names() if any(row.case_id for row in found) else NO_NAMES
    together = Counter(row.together for row in found if row.together)
    return tuple(
        waiting(row, viewer, names, beside=together[row.together] - 1 if row.together else 0)
        for row in _side_by_side(found)
    )


def _side_by_side(rows: Sequence[AdmissionRequest]) -> list[AdmissionRequest]:
    """The same order, with what was written in one right after the first of it."""
    place: dict[Any, int] = {}
    for number, row in enumerate(rows):
        place.setdefault(row.together or row.pk, number)
    return sorted(rows, key=lambda row: place[row.together or row.pk])


def next_to_decide(rows: tuple[Waiting, ...], after: str = "") -> Waiting | None:
    """The first in the queue that the viewer may decide, other than ``after``."""
    return next((row for row in rows if row.ref != after and not row.own), None)


@queries(51)
def decide_page(
    ref: str, viewer: Viewer, *, on: date, texts: bool = False, amount: Decimal | None = None
) -> DecidePage:
    """One request with what is said of it; ``texts`` opens every text that the viewer may read. ``amount``: what would
    be granted of an item (SEK), where it is less than is asked for. Raises NotFound."""
    row = AdmissionRequest.objects.select_related(*READ_WITH, "for_dependant").filter(ref=ref).first()
    if row is None:
        raise NotFound
    in_line = queue(viewer)
    money = money_of(row, amount=amount)
    conflict = viewer.belongs_to(row.actor_id)
    is_open = row.state in (AdmissionState.SENT, AdmissionState.WAITING)
    request = sent(viewer, ref, texts=texts)
    return DecidePage(
        request=request,
        flags=flags_of(row.person, list(Dependant.objects.filter(person_id=row.person_id))),
        place=next((place for place, one in enumerate(in_line, 1) if one.ref == ref), 0),
        waiting=len(in_line),
        following=next_to_decide(in_line, ref),
        lines=lines_on_confirm(row, on=on, texts=request.opened, with_links=not conflict, amount=amount)
        if is_open
        else (),
        explained=explained(request.motivations),
        since=_since(row) if is_open else (),
        protection=newest_protection(row.person_id, opened=request.opened),
        money=money,
        years=_years(money, row),
        earlier=_earlier(viewer, row, opened=request.opened),
        instead=tuple(who_can_decide_instead(row)) if conflict else (),
        conflict=conflict,
        concern=duties_panel(viewer, row.person, on, opened=request.opened),
        nights=nights_given(row, on=on) if is_open else None,
        same=() if conflict else same_panel(viewer, row.person, on) or (),
    )


def waiting(row: AdmissionRequest, viewer: Viewer, names: KindNames, *, beside: int = 0) -> Waiting:
    """A line of the queue or the waiting list; the row has been annotated with ``children_asked``."""
    assert row.waiting_since is not None
    return Waiting(
        ref=row.ref,
        heading=heading(row, row.person.code_name, names.of(row.kind, row.start)),
        code=row.person.code,
        code_name=row.person.code_name,
        as_child=row.person.as_child,
        children=row.children_asked,  # type: ignore[attr-defined]
        urgent=row.urgent,
        actor=row.actor.name,
        start=row.start,
        waiting_since=row.waiting_since,
        answer_due=answer_due_of(row),
        answered=row.sent_at != row.waiting_since,
        own=viewer.belongs_to(row.actor_id),
        runs_until=getattr(row, "runs_until", None),
        together=beside,
    )


def _since(row: AdmissionRequest) -> tuple[Stated, ...]:
    report, protection = stated_since(row)
    found = []
    if report is not None:
        found.append(Stated("police", report.made, report.on, report.stated_by.name, report.stated_at))
    if protection is not None:
        by = protection.stated_by.name
        found.append(Stated("protection", protection.answer, protection.on, by, protection.stated_at))
    return tuple(found)


def _years(money: Money, row: AdmissionRequest) -> tuple[YearLeft, ...]:
    programme = programme_on(row.start) if row.start else None
    used = rooms_used(money.by_year, kind=row.kind, programme=programme.code if programme else "")
    found = []
    for year, amount in sorted(money.by_year.items()):
        room = used[year]
        held = (room.allocated - room.returned, room.committed) if room else (Decimal(0), Decimal(0))
        found.append(YearLeft(year, held[0], held[1], amount, room.words if room else ""))
    return tuple(found)


def _earlier(viewer: Viewer, row: AdmissionRequest, *, opened: bool) -> tuple[Earlier, ...]:
    others = AdmissionRequest.objects.filter(person_id=row.person_id).exclude(pk=row.pk)
    others = others.filter(sent_at__isnull=False).select_related("actor").order_by("-made_at")
    return tuple(
        Earlier(
            other.ref,
            str(Kind(other.kind).label) if other.case_id else _("Admission"),
            other.actor.name,
            *state_in_words(other.state),
            other.sent_at or other.made_at,
            decisions_of(viewer, other, other.decisions.all(), opened=opened),
        )
        for other in others.prefetch_related("decisions__by")[:10]
    )
